"""What is shipped: the wheel by itself, what an import brings with it, the pins."""

import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy
import PIL
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tp5lib
from tp5lib import checks

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "requirements.txt")

# What a user does who has nothing but the wheel, NumPy and Pillow.
FIRST_STEPS = """
import sys
from pathlib import Path

import tp5lib
from tp5lib.datasets.readers import DATA
from tp5lib.studies import slides

home = Path(tp5lib.__file__).parent
assert DATA == home / "_data", DATA
assert (DATA / "emojis.LICENSE.txt").is_file()

letters, emojis = tp5lib.load_letters(), tp5lib.load_emojis()
assert (letters.x.shape, emojis.x.shape) == ((32, 35), (56, 400))
model = tp5lib.Autoencoder([35, 2, 35], seed=0)
history = model.fit(letters.x, epochs=3, learning_rate=0.01, loss="bce")
assert len(history.loss) == 3

for path in (DATA / "weights").iterdir():
    tp5lib.load_model(path)
slides.load_results(), slides.load_denoisers(), slides.load_emoji_networks()
try:
    import tp5lib.plots
except ImportError as error:
    assert 'pip install "tp5lib[live]"' in str(error), error
else:
    raise AssertionError("Matplotlib is importable: this is no bare environment")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the wheel installed, which was built from the source distribution."""
    work = tmp_path_factory.mktemp("packaging")
    source, dist, site = (work / name for name in ("source", "dist", "site"))
    source.mkdir()
    for name in SOURCES:
        shutil.copy(ROOT / name, source)
    ignore = shutil.ignore_patterns("__pycache__", "tests")
    for name in ("tp5lib", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    run("-m", "build", "--no-isolation", "--outdir", dist, source, cwd=work)
    (wheel,) = dist.glob("*.whl")
    shutil.unpack_archive(wheel, site, "zip")  # which is what installing it does
    return site


def files_in(folder):
    """The files below a folder, as paths within it."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {file for file in files if not {"tests", "__pycache__"} & set(file.parts)}


def run(*command, cwd):
    command = [sys.executable, *map(str, command)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_works_by_itself(installed, tmp_path):
    bare = tmp_path / "bare"  # of all that is installed here, NumPy and Pillow
    bare.mkdir()
    for package in (numpy, PIL):
        folder = Path(package.__file__).parent
        for beside in folder.parent.glob(f"{folder.name}*"):
            (bare / beside.name).symlink_to(beside)
    for libraries in Path(PIL.__file__).parents[1].glob("pillow.libs"):
        (bare / libraries.name).symlink_to(libraries)
    steps = f"import sys; sys.path += [{str(installed)!r}, {str(bare)!r}]\n{FIRST_STEPS}"
    run("-I", "-S", "-c", steps, cwd=tmp_path)


def test_the_wheel_holds_all_files(installed):
    code, data = files_in(ROOT / "tp5lib"), files_in(ROOT / "data")
    data.remove(Path("drawing", "draw_emojis.py"))
    assert files_in(installed / "tp5lib") == code | {Path("_data") / file for file in data}


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


def test_every_name_of_the_front_door_is_there():
    assert all(hasattr(tp5lib, name) for name in tp5lib.__all__)


def test_a_missing_package_is_named_with_its_command():
    checks.require("live", "numpy")
    command = r'no_such_module: pip install "tp5lib\[live\]"'
    with pytest.raises(ImportError, match=command) as caught:
        checks.require("live", "numpy", "no_such_module")
    assert caught.value.name == "no_such_module"


def declared():
    """The packages that pyproject.toml names, by extra; the hard dependencies under None."""
    project = PROJECT["project"]
    groups = {None: project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: {canonicalize_name(Requirement(line).name) for line in lines} - {"tp5lib"}
        for extra, lines in groups.items()
    }


def pinned():
    """The packages pinned in each part of requirements.txt: the named, and what those need."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return [
        {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==\S+$", part, re.MULTILINE)}
        for part in text.split("# What those need")
    ]


def needed_by(packages):
    """The names of `packages` and of all that they need here, as their metadata say."""
    seen, waiting = set(), {(name, "") for name in packages}
    while waiting:
        name, extra = waiting.pop()
        seen.add((name, extra))
        for needed in requirements(name):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                names = {(canonicalize_name(needed.name), e) for e in ("", *needed.extras)}
                waiting |= names - seen
    return {name for name, _ in seen}


@cache
def requirements(package):
    return [*map(Requirement, metadata.requires(package) or ())]


def test_the_requirements_pin_what_the_project_names_and_what_that_needs():
    groups = declared()
    assert groups[None] == {"numpy", "pillow"}  # the only hard dependencies
    del groups["emojis"], groups["bench"]  # of no use to the report and the tests
    named, others = pinned()
    assert named == set().union(*groups.values())
    assert needed_by(named) <= named | others
    (setuptools,) = PROJECT["build-system"]["requires"]  # which builds the wheel
    assert setuptools in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
