"""Every example of a docstring runs as it stands, with its own imports."""

import doctest
import importlib
from pathlib import Path

import pytest

import tp5lib

PACKAGE = Path(tp5lib.__file__).parent
MODULES = [
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for file in sorted(PACKAGE.rglob("*.py"))
    if "tests" not in file.relative_to(PACKAGE).parts and ">>> " in file.read_text(encoding="utf-8")
]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, tmp_path, monkeypatch):
    module = importlib.import_module(name)
    monkeypatch.chdir(tmp_path)
    runner, said = doctest.DocTestRunner(optionflags=FLAGS), []
    for example in doctest.DocTestFinder().find(module, globs={"__name__": "__main__"}):
        runner.run(example, out=said.append)
    assert not runner.failures, "".join(said)
