"""Ships the folder data/ inside the package; all else stands in pyproject.toml."""

from setuptools import find_packages, setup

CODE = find_packages(include=["tp5lib", "tp5lib.*"], exclude=["tp5lib.tests", "tp5lib.tests.*"])

setup(
    packages=[*CODE, "tp5lib._data", "tp5lib._data.weights"],
    package_dir={"tp5lib._data": "data"},
)
