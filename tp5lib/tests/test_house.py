"""The rules of the house: its layers, the README's commands, the state of the notebooks."""

import ast
import base64
import re

import pytest
from PIL import Image

from tp5lib.report.check import PHRASE
from tp5lib.report.notebooks import ROOT, code_cells, label, pictures, prose_cells, read_notebook
from tp5lib.report.project import Project
from tp5lib.report.series import put_tables

PROJECT = Project()
PACKAGE = ROOT / "tp5lib"
RUN = (
    "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"
    " && .venv/bin/python -m tp5lib.report"
)
TEST = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/pytest"
CHECKS = {
    ".venv/bin/ruff check .",
    ".venv/bin/ruff format --check .",
    ".venv/bin/python -m tp5lib.report --check",
}

# Who may import whom: a folder those on lower steps. `checks` is open to all.
STEPS = [
    {"checks", "files"},
    {"nn", "datasets"},
    {"models", "evaluation"},
    {"plots"},
    {"studies"},
    {"explorers"},
    {"page"},
    {"playground"},
    {"report"},
    {"slides"},
    {"bench"},
]
STEP = {name: step for step, names in enumerate(STEPS) for name in names}
MODULES = sorted({*PACKAGE.rglob("*.py")} - {*PACKAGE.glob("tests/**/*.py")})
FRONT = "tp5lib"  # the package itself, which imports from all lower steps


def imported(path):
    """Yield the folders and modules at tp5lib's root that a module imports, or FRONT."""
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        parts = [name.split(".") for name in names if name.split(".")[0] == "tp5lib"]
        for part in parts:
            name = part[1] if len(part) > 1 and part[1] in STEP else FRONT
            if name != here:
                yield name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_downwards(path):
    if path == PACKAGE / "__init__.py":
        return
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert here in STEP, f"{here} has no step in this test"
    allowed = {name for name, step in STEP.items() if step < STEP[here]}
    if here == "bench":
        allowed |= {FRONT}
    if here == "plots":  # arrays only
        allowed = STEPS[0]
    assert set(imported(path)) <= allowed


WRITES = re.compile(
    r"\b(?:write_text|write_bytes|savefig|copyfile|shutil\.copy|dump)\("
    r"|\bopen\([^()]*[\"'][rbt+]*[wax][bt+]*[\"']"
)


def test_what_is_written_goes_through_the_one_writer():
    """But for the writer itself, and the folder that npm fills before it is moved to its place."""
    found = [path for path in MODULES for _ in WRITES.findall(path.read_text(encoding="utf-8"))]
    names = [path.relative_to(PACKAGE).as_posix() for path in found]
    assert names == ["files.py", "slides/libraries.py"]


def test_every_folder_says_what_belongs_there():
    for folder in {path.parent for path in MODULES}:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), f"{folder} says nothing"


def test_the_readme_gives_both_commands_and_ci_runs_one():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert RUN in lines
    assert TEST in lines
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert f"command='{TEST}'" in lines
    assert set(lines[lines.index('eval "$command"') :]) >= CHECKS


def test_the_readme_says_what_the_notebooks_say_and_is_short():
    text = PROJECT.readme.read_text(encoding="utf-8")
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
class TestEveryNotebook:
    def test_was_executed_once_from_top_to_bottom(self, path):
        cells = code_cells(read_notebook(path))
        counts = [cell.execution_count for cell in cells]
        assert counts == list(range(1, len(cells) + 1))

    def test_is_utf_8_with_line_feeds(self, path):
        assert "\r" not in path.read_bytes().decode("utf-8")

    def test_holds_no_error_no_warning_and_no_widget_state(self, path):
        notebook = read_notebook(path)
        outputs = [o for cell in code_cells(notebook) for o in cell.outputs]
        assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
        assert "widgets" not in notebook.metadata

    def test_figures_are_those_in_the_folder(self, path):
        drawn = [p for cell in code_cells(read_notebook(path)) for p in pictures(cell)]
        content = [base64.b64decode(picture.data["image/png"]) for picture in drawn]
        files = [file for file in PROJECT.figures.glob("*.png") if label(file) == label(path)]
        assert sorted(file.read_bytes() for file in files) == sorted(content)


@pytest.mark.parametrize("path", PROJECT.series(), ids=lambda path: path.stem)
def test_a_notebook_links_to_the_one_before_and_the_one_after(path):
    names = [other.name for other in PROJECT.series()]
    place = names.index(path.name)
    neighbours = {*names[max(place - 1, 0) : place], *names[place + 1 : place + 2]}
    prose = [cell.source for cell in prose_cells(read_notebook(path))]
    for text in (prose[0], prose[-1]):
        assert neighbours <= set(re.findall(r"\]\((\w+\.ipynb)\)", text))


def test_links_between_notebooks_lead_somewhere():
    for path in PROJECT.all():
        prose = "\n".join(cell.source for cell in prose_cells(read_notebook(path)))
        for name in re.findall(r"\]\(([^)\s]+\.ipynb)\)", prose):
            assert (path.parent / name).is_file(), f"{path.name} links to {name}"


def test_notebooks_mask_only_marked_figures():
    config = (PROJECT.notebooks / "sanitize.cfg").read_text(encoding="utf-8")
    patterns = re.findall(r"^regex: (.*)$", config, flags=re.MULTILINE)
    assert len(patterns) == 1
    assert patterns[0] == f"[ ]*{PHRASE}"

    def masked(text):
        return re.sub(patterns[0], " ≈ FIGURE", text)

    for phrase in ("2", "-1.5e-07", "1,200", "2 to 7", "-0.21 ± 0.10", "0 in every seed"):
        assert masked(f"it is ≈ {phrase}, 5 of 20") == "it is ≈ FIGURE, 5 of 20"
    assert masked("≈ 0.84, from 0.38 to 1.44 by seed") == " ≈ FIGURE"
    assert masked("≈ 9 of 20 (95 % interval: ≈ 26 to 66 %)") == (
        " ≈ FIGURE of 20 (95 % interval: ≈ FIGURE %)"
    )
    for told in ("0.0123", "from 1 to 2 by seed", "≈ FIGURE and 7", "± 3", "≈ FIGURE, from 3 to 4"):
        assert masked(told.replace("FIGURE", "1")) == told.replace("≈ FIGURE", " ≈ FIGURE")
