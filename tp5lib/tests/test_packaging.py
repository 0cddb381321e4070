"""What is shipped: the wheel by itself, what an import brings with it, the pins."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import numpy
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What a user does who has nothing but the wheel, NumPy and Pillow.
FIRST_STEPS = """
import tp5lib
from tp5lib.datasets.readers import DATA
from tp5lib.studies import slides

model = tp5lib.Autoencoder([35, 2, 35], seed=0)
model.fit(tp5lib.load_letters().x, epochs=3, learning_rate=0.01, loss="bce")
for path in (DATA / "weights").iterdir():
    tp5lib.load_model(path)
tp5lib.load_emojis(), slides.load_results(), slides.load_denoisers(), slides.load_emoji_networks()
try:
    import tp5lib.plots
except ImportError as error:
    assert 'pip install "tp5lib[live]"' in str(error), error
else:
    raise AssertionError("Matplotlib is importable: this is no bare environment")
"""


def run(*command, cwd):
    command = [sys.executable, *map(str, command)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_in(folder):
    """The files below a folder, as paths within it."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {file for file in files if not {"tests", "__pycache__"} & set(file.parts)}


@pytest.mark.program
def test_the_wheel_holds_all_files_and_works_by_itself(tmp_path):
    source, dist, site, bare = (tmp_path / name for name in ("source", "dist", "site", "bare"))
    ignore = shutil.ignore_patterns("__pycache__", "tests")
    for name in ("tp5lib", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.txt"):
        shutil.copy(ROOT / name, source)
    run("-m", "build", "--no-isolation", "--outdir", dist, source, cwd=tmp_path)
    (wheel,) = dist.glob("*.whl")  # built from the source distribution
    shutil.unpack_archive(wheel, site, "zip")  # which is what installing it does
    data = files_in(ROOT / "data") - {Path("drawing", "draw_emojis.py")}
    held = files_in(ROOT / "tp5lib") | {Path("_data") / file for file in data}
    assert files_in(site / "tp5lib") == held
    bare.mkdir()  # of all that is installed here, NumPy and Pillow
    for pattern in ("numpy*", "PIL", "pillow.libs"):
        for path in Path(numpy.__file__).parents[1].glob(pattern):
            (bare / path.name).symlink_to(path)
    steps = f"import sys; sys.path += [{str(site)!r}, {str(bare)!r}]\n{FIRST_STEPS}"
    run("-I", "-S", "-c", steps, cwd=tmp_path)


@pytest.mark.program
def test_the_import_brings_numpy_alone():
    # What pathlib needs differs between versions of Python.
    script = """
import sys, numpy, pathlib
before = set(sys.modules)
import tp5lib
print(*{name.partition(".")[0] for name in set(sys.modules) - before})
"""
    brought = set(run("-c", script, cwd=ROOT).split()) - {"tp5lib", "numpy"}
    assert not brought - sys.stdlib_module_names
    assert not brought & {"asyncio", "ctypes", "http", "logging", "multiprocessing", "subprocess"}


def name_of(requirement):
    return canonicalize_name(Requirement(requirement).name)


def needed_by(name, *extras):
    """Yield the names of what a package needs here, as its metadata say."""
    for needed in map(Requirement, metadata.requires(name) or ()):
        marker = needed.marker
        if marker is None or any(marker.evaluate({"extra": e}) for e in ("", *extras)):
            yield canonicalize_name(needed.name)
            if needed.extras:
                yield from needed_by(needed.name, *needed.extras)


def test_the_requirements_pin_what_the_project_names_and_what_that_needs():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {*map(name_of, re.findall("^.+==.+$", pins, re.MULTILINE))}
    hard, extras = PROJECT["project"]["dependencies"], PROJECT["project"]["optional-dependencies"]
    del extras["emojis"], extras["bench"]  # of no use to the report and the tests
    assert {*map(name_of, sum(extras.values(), hard))} - {"tp5lib"} <= pinned
    assert {needed for name in pinned for needed in needed_by(name)} <= pinned
    (setuptools,) = PROJECT["build-system"]["requires"]  # which builds the wheel
    assert setuptools in pins.splitlines()
