"""A small project of its own for each test."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tp5lib.report import __main__ as command
from tp5lib.report.project import Project

MARKS = "".join(f"<!-- {name} -->\n<!-- end of {name} -->\n" for name in ("notebooks", "verdicts"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project without notebooks, whose README has no moving picture."""
    monkeypatch.setattr(command, "write_animation", lambda path: None)
    for folder in ("notebooks/own", "figures"):
        (tmp_path / folder).mkdir(parents=True)
    project = Project(tmp_path)
    project.readme.write_text(MARKS)
    return project


@pytest.fixture
def write(project):
    """A function that writes a notebook, by default to the project's, and returns its path."""

    def write(name, *cells, folder=project.notebooks):
        cells = list(cells) or [prose("# Title")]
        for place, cell in enumerate(cells):
            cell.id = f"cell-{place}"
        folder.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=cells), folder / name)
        return folder / name

    return write


prose = new_markdown_cell


def code(source, said=None, **metadata):
    """A cell of code that has printed something, or was not run."""
    outputs = [] if said is None else [new_output("stream", name="stdout", text=said)]
    return new_code_cell(source, metadata=metadata, outputs=outputs)
