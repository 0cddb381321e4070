"""The rules of the house: its layers, the README's commands, the state of the notebooks."""

import ast
import re
from base64 import b64decode

import pytest
from PIL import Image

from tp5lib.report.check import PHRASE
from tp5lib.report.notebooks import ROOT, code_cells, label, pictures, prose_cells, read_notebook
from tp5lib.report.project import Project
from tp5lib.report.series import put_tables

PROJECT = Project()
PACKAGE = ROOT / "tp5lib"
SETUP = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && "

# Who may import whom: a folder those on lower steps. `checks` is open to all.
STEPS = [{"checks", "files"}, {"nn", "datasets"}, {"models", "evaluation"}, {"plots"}, {"studies"}]
STEPS += [{"explorers"}, {"page"}, {"playground"}, {"report"}, {"slides"}, {"bench"}]
STEP = {name: step for step, names in enumerate(STEPS) for name in names}
MODULES = sorted({*PACKAGE.rglob("*.py")} - {*PACKAGE.glob("tests/**/*.py")})
FRONT = "tp5lib"  # the package itself, which imports from all lower steps


def imported(path):
    """Yield the folders and modules at tp5lib's root that a module imports, or FRONT."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert not getattr(node, "level", 0), f"{path}: a relative import"
            within = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                package, name, *_ = f"{within}{alias.name}.".split(".")
                if package == "tp5lib":
                    yield name if name in STEP else FRONT


def test_every_module_imports_downwards():
    for path in MODULES:
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if here == "__init__":
            continue
        assert here in STEP, f"{here} has no step in this test"
        allowed = {here} | {name for name, step in STEP.items() if step < STEP[here]}
        if here == "bench":
            allowed |= {FRONT}
        if here == "plots":  # arrays only
            allowed = {here} | STEPS[0]
        assert set(imported(path)) <= allowed, path


def test_the_readme_gives_both_commands_says_what_the_notebooks_say_and_is_short():
    text = PROJECT.readme.read_text(encoding="utf-8")
    for command in (".venv/bin/python -m tp5lib.report", ".venv/bin/pytest"):  # CI runs this one
        assert f"\n{SETUP}{command}\n" in text
    assert put_tables(text, PROJECT.series()) == text
    assert len(text.encode()) <= 10_000
    assert EXAMPLES
    with Image.open(PROJECT.animation) as film:
        assert film.n_frames > 50


EXAMPLES = re.findall(
    r"```python\n(.*?)```", PROJECT.readme.read_text(encoding="utf-8"), flags=re.DOTALL
)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_readme_run(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(re.sub(r"epochs=\d+", "epochs=2", example), {})


@pytest.mark.parametrize("path", PROJECT.all(), ids=lambda path: path.stem)
def test_a_notebook_was_run_once_from_top_to_bottom_and_its_figures_and_links_are_there(path):
    notebook = read_notebook(path)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert "widgets" not in notebook.metadata
    drawn = [b64decode(p.data["image/png"]) for cell in cells for p in pictures(cell)]
    files = [file for file in PROJECT.figures.glob("*.png") if label(file) == label(path)]
    assert sorted(file.read_bytes() for file in files) == sorted(drawn)
    for cell in prose_cells(notebook):
        for name in re.findall(r"\]\(([^)\s]+\.ipynb)\)", cell.source):
            assert (path.parent / name).is_file(), name


def test_a_notebook_links_to_the_one_before_and_the_one_after():
    names = [path.name for path in PROJECT.series()]
    for place, path in enumerate(PROJECT.series()):
        neighbours = {*names[max(place - 1, 0) : place], *names[place + 1 : place + 2]}
        prose = prose_cells(read_notebook(path))
        for cell in (prose[0], prose[-1]):
            assert neighbours <= set(re.findall(r"\]\((\w+\.ipynb)\)", cell.source)), path.name


def test_nbval_masks_what_the_report_takes_for_a_measured_figure():
    config = (PROJECT.notebooks / "sanitize.cfg").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"^regex: (.*)$", config, flags=re.MULTILINE)
    assert pattern == f"[ ]*{PHRASE}"
    for phrase in ("2", "-1.5e-07", "1,200", "2 to 7", "-0.21 ± 0.10", "0 in every seed"):
        assert re.sub(pattern, "", f"it is ≈ {phrase}, 5 of 20") == "it is, 5 of 20"
    assert not re.sub(pattern, "", "≈ 0.84, from 0.38 to 1.44 by seed")
    for told in ("0.0123", "from 1 to 2 by seed", "± 3"):
        assert re.sub(pattern, "", told) == told
