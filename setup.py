"""Leaves the scripts beside the data out of what is built; all else stands in pyproject.toml."""

from setuptools import setup
from setuptools.command.build_py import build_py


class WithoutScripts(build_py):
    """The folder data/ is shipped as a package, but holds no modules of it."""

    def find_package_modules(self, package, package_dir):
        modules = super().find_package_modules(package, package_dir)
        return [] if package.startswith("tp5lib._data") else modules


setup(cmdclass={"build_py": WithoutScripts})
