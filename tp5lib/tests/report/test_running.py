"""The command that runs the notebooks, on small ones of its own."""

import base64
import json
from unittest.mock import Mock

import nbformat
import pytest
from nbclient import NotebookClient

from tp5lib.report.__main__ import main
from tp5lib.report.check import check_notebook
from tp5lib.report.project import Project
from tp5lib.tests.report.conftest import code, prose

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PICTURE = f"""import base64
from IPython.display import Image, display
display(Image(base64.b64decode("{DOT}")))"""
SLOW = "import time\nfor i in range(3):\n    print(i, flush=True)\n    time.sleep(0.1)"
EMPTY = """view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a bar that is gone"}}
display(view, raw=True)"""
ROLE = {"alt": "a dot", "tags": ["kept"]}


@pytest.fixture
def no_kernel(monkeypatch):
    """Let notebooks pass as executed, with a picture for each cell that draws one."""

    def execute(client, **given):
        for count, cell in enumerate(client.nb.cells, start=1):
            if cell.cell_type == "code":
                cell.execution_count = count
            if cell.source == PICTURE:
                cell.outputs = [nbformat.v4.new_output("display_data", {"image/png": DOT})]

    monkeypatch.setattr(NotebookClient, "execute", execute)


@pytest.mark.program
def test_what_is_saved_whatever_the_environment_says_and_a_second_run_changes_no_byte(
    project, write, capsys, monkeypatch
):
    profile = project.root / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text("c.InlineBackend.figure_formats = {'svg'}")
    monkeypatch.setenv("IPYTHONDIR", str(profile.parent))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    path = write(
        "1_a.ipynb",
        prose("# Title"),
        code("import ipywidgets; ipywidgets.IntSlider()"),
        code(SLOW),
        code(EMPTY),
        code(PICTURE, **ROLE),
        code("import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])"),
    )
    assert main([], project) == 0
    first = path.read_bytes()
    told = capsys.readouterr().out
    assert "1_a.ipynb  cell 2/5  import time\n" in told
    assert f"1_a.ipynb  saved, with 2 figures in {project.figures}/" in told
    assert main(["1"], project) == 0
    assert path.read_bytes() == first

    notebook = nbformat.read(path, as_version=4)
    _, widget, slow, emptied, described, plotted = notebook.cells
    assert [cell.get("execution_count") for cell in notebook.cells] == [None, 1, 2, 3, 4, 5]
    assert "widgets" not in notebook.metadata
    assert all("execution" not in cell.metadata for cell in notebook.cells)
    assert widget.outputs[0].data == {"text/plain": "IntSlider(value=0)"}
    assert [output.text for output in slow.outputs] == ["0\n1\n2\n"]
    assert emptied.outputs == []
    assert described.metadata == ROLE
    assert described.outputs[0].metadata["image/png"]["alt"] == "a dot"
    assert "image/png" in plotted.outputs[0].data
    assert "alt" not in plotted.outputs[0].metadata.get("image/png", {})


@pytest.mark.program
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(1)", "DeadKernelError"),
    ],
)
def test_an_error_is_named_and_leaves_the_file(project, write, capsys, source, reason):
    path = write("1_a.ipynb", code("x = 1"), code(source), code("x"))
    write("2_b.ipynb", code("print('never')"))
    before = path.read_bytes()
    assert main([], project) == 1
    captured = capsys.readouterr()
    assert f"1_a.ipynb, cell 2: {reason}" in captured.err
    assert "2_b" not in captured.out
    assert path.read_bytes() == before


def test_a_file_that_is_no_notebook_is_named(project, capsys):
    for text in ("{}", "[]", "nonsense", "[" * 100_000, '{"nbformat": 4, "metadata": 1}'):
        (project.notebooks / "1_a.ipynb").write_text(text)
        assert main([], project) == 1
        assert "1_a.ipynb is not a notebook" in capsys.readouterr().err


def test_an_interruption_is_no_traceback(project, write, capsys, monkeypatch):
    path = write("1_a.ipynb", code("1"))
    before = path.read_bytes()
    monkeypatch.setattr(NotebookClient, "execute", Mock(side_effect=KeyboardInterrupt))
    assert main([], project) == 130
    assert "interrupted" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_figures_are_named_by_their_cell_or_its_place_and_none_is_lost(
    project, write, no_kernel, capsys
):
    path = write("1_a.ipynb", prose("# A"), code(PICTURE))
    old = json.loads(path.read_text()) | {"nbformat_minor": 4}  # whose cells have no ids
    for cell in old["cells"]:
        del cell["id"]
    path.write_text(json.dumps(old))
    (project.figures / "1_mine.png").write_bytes(b"")
    assert main([], project) == 0
    assert (project.figures / "1_cell-1.png").read_bytes() == base64.b64decode(DOT)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "1"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    assert main([], project) == 1
    assert "cell cell-1: it drew a picture before" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert {file.name for file in project.figures.iterdir()} == {"1_cell-1.png", "1_mine.png"}


@pytest.mark.parametrize("folder", ["notebooks/own", "elsewhere"])
def test_another_notebook_leaves_the_project_alone_even_a_readme_without_marks(
    project, write, no_kernel, capsys, folder
):
    folder = project.root / folder
    write("1_a.ipynb", code("1"))
    project.readme.write_text("no marks")
    other = write("1_a.ipynb", code(PICTURE), folder=folder)
    (folder / "figures").mkdir()
    (folder / "figures" / "1_photo.png").write_bytes(b"")
    kept = {path: path.read_bytes() for path in project.root.rglob("*.*") if path != other}
    assert main([str(other)], project) == 0
    assert nbformat.read(other, as_version=4).cells[0].outputs
    after = {path: path.read_bytes() for path in project.root.rglob("*.*") if path != other}
    assert after == kept | {folder / "figures" / "1_a_cell-0.png": base64.b64decode(DOT)}
    assert main(["1"], project) == 1
    assert "no lines <!-- notebooks --> and <!-- end of" in capsys.readouterr().err
    project.readme.unlink()
    assert main(["1"], project) == 1
    assert "README.md" in capsys.readouterr().err


@pytest.mark.program
def test_the_template_becomes_a_notebook_of_the_series(project, write, capsys):
    write("4_a.ipynb", prose("# A?\n\n**Notebook 4. A**"), prose("End."))
    path = project.notebooks / "5_epochs.ipynb"
    path.write_bytes(Project().template.read_bytes())
    assert main(["5"], project) == 0
    assert check_notebook(path) == []
    assert "| [own][5] | More epochs leave" in project.readme.read_text()
    cells = nbformat.read(project.notebooks / "4_a.ipynb", as_version=4).cells
    assert cells[-1].source == "End.\n\n[5. A template →](5_epochs.ipynb)"
