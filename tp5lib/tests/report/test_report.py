"""The command that runs the notebooks, on small ones of its own."""

import base64
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tp5lib.report import __main__ as command
from tp5lib.report import notebooks as report

PICTURE = """
import base64
from IPython.display import Image, display
display(Image(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(report, "FIGURES", tmp_path / "figures")
    monkeypatch.setattr(report.front, "refresh", lambda *_: None)  # it is that of the project
    return tmp_path


def write(folder, name, *sources):
    cells = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), *cells])
    nbformat.write(notebook, folder / name)
    return folder / name


def test_a_second_run_changes_no_byte(folder):
    path = write(folder, "1_a.ipynb", "print(1 + 1)", "import ipywidgets; ipywidgets.IntSlider()")
    report.run_notebook(path, say=lambda line: None)
    first = path.read_bytes()
    report.run_notebook(path, say=lambda line: None)
    assert path.read_bytes() == first
    notebook = nbformat.read(path, as_version=4)
    assert [cell.get("execution_count") for cell in notebook.cells] == [None, 1, 2]
    assert notebook.cells[1].outputs[0].text == "2\n"
    assert "widgets" not in notebook.metadata
    assert all("execution" not in cell.metadata for cell in notebook.cells)
    assert notebook.cells[2].outputs[0].data == {"text/plain": "IntSlider(value=0)"}


def test_a_run_keeps_roles_and_describes_pictures(folder):
    path = write(folder, "1_a.ipynb", PICTURE, PICTURE)
    notebook = nbformat.read(path, as_version=4)
    metadata = {"alt": "a dot", "slideshow": {"slide_type": "slide"}}
    notebook.cells[1].metadata |= metadata
    nbformat.write(notebook, path)
    report.run_notebook(path, say=lambda line: None)
    _, described, other = nbformat.read(path, as_version=4).cells
    assert described.metadata == metadata
    assert described.outputs[0].metadata["image/png"]["alt"] == "a dot"
    assert "alt" not in other.outputs[0].metadata.get("image/png", {})


def test_what_a_cell_prints_is_saved_in_one_piece_and_progress_is_told(folder, capsys):
    source = "import time\nfor i in range(5):\n    print(i, flush=True)\n    time.sleep(0.1)"
    path = write(folder, "1_a.ipynb", source, "# the second\n1")
    assert report.main([]) == 0
    outputs = nbformat.read(path, as_version=4).cells[1].outputs
    assert [output.text for output in outputs] == ["0\n1\n2\n3\n4\n"]
    told = capsys.readouterr().out
    assert "1_a.ipynb  cell 1/2  import time" in told
    assert "1_a.ipynb  cell 2/2  # the second" in told


def test_an_error_is_named_and_leaves_the_file(folder, capsys):
    path = write(folder, "1_a.ipynb", "x = 1", "1 / 0", "x")
    write(folder, "2_b.ipynb", "print('never')")
    before = path.read_bytes()
    assert report.main([]) == 1
    captured = capsys.readouterr()
    assert "1_a.ipynb, cell 2: ZeroDivisionError: division by zero" in captured.err
    assert "2_b" not in captured.out
    assert path.read_bytes() == before


def test_a_kernel_that_dies_is_named(folder, capsys):
    path = write(folder, "1_a.ipynb", "x = 1", "import os; os._exit(1)")
    before = path.read_bytes()
    assert report.main([]) == 1
    assert "1_a.ipynb, cell 2: DeadKernelError" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_notebooks_are_run_by_name(folder, capsys):
    names = ["1_a.ipynb", "2_b.ipynb", "10_c.ipynb", "play.ipynb"]
    for name in names:
        write(folder, name, "1")
    assert report.main(["10_c", "notebooks/1_a.ipynb"]) == 0
    saved = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "saved" in line]
    assert saved == ["10_c.ipynb", "1_a.ipynb"]
    assert [path.name for path in report.find_notebooks(folder=folder)] == names
    assert [path.name for path in report.find_notebooks(["2", "play"])] == [names[1], names[3]]
    assert report.main(["7"]) == 1
    assert "no notebook '7'; the notebooks are: 1_a, 2_b, 10_c, play" in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_named(folder, capsys):
    (folder / "1_a.ipynb").write_text("{}")
    assert report.main([]) == 1
    assert "1_a.ipynb is not a notebook" in capsys.readouterr().err


def test_figures_are_named_by_their_cell(folder):
    write(folder, "1_a.ipynb", "1", PICTURE)
    (folder / "figures").mkdir()
    (folder / "figures" / "1_gone.png").write_bytes(b"")
    (folder / "figures" / "2_other.png").write_bytes(b"")
    assert report.main([]) == 0
    names = sorted(path.name for path in (folder / "figures").iterdir())
    assert names == ["1_cell-1.png", "2_other.png"]
    content = (folder / "figures" / "1_cell-1.png").read_bytes()
    assert content == base64.b64decode(PICTURE.split('"')[1])


TRAIN = """
from tp5lib import Autoencoder, load_letters
import tp5lib.models.progress
tp5lib.progress._DELAY_SECONDS = 0
history = Autoencoder([35, 2, 35]).fit(load_letters().x, epochs=3000, learning_rate=0.01{})
"""


def test_a_training_leaves_nothing_in_a_saved_notebook(folder):
    path = write(folder, "1_a.ipynb", TRAIN.format(""), TRAIN.format(", progress=True"))
    notebook = report.run_notebook(path, say=lambda line: None)
    assert [cell.outputs for cell in notebook.cells[1:]] == [[], []]


def test_the_library_alone_imports_no_plots_and_no_widgets():
    code = (
        "import sys, tp5lib; "
        "print([m for m in ('matplotlib', 'IPython', 'ipywidgets') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_bar_shows_on_a_terminal_only(capfd, letters, monkeypatch):
    from tp5lib.models import progress

    monkeypatch.setattr(progress, "_DELAY_SECONDS", 0)
    for show, seen in ((None, False), (True, True), (False, False)):
        with progress.ProgressBar(10, show) as bar:
            time.sleep(0.3)
            bar.reach(5)
        assert ("training" in capfd.readouterr().err) is seen
