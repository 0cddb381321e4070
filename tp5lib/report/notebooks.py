"""Notebooks: how they are read and written, and what they put out."""

from pathlib import Path

import nbformat

from tp5lib.files import write_atomically

ROOT = Path(__file__).resolve().parents[2]


class ReportError(Exception):
    """A notebook that could not be found, read, executed or shown."""


def label(path):
    """Return what a notebook or a figure is called by: its number, or its name's first word.

    A notebook of the appendix goes by its whole name, as "2-controls".
    """
    if path.parent.name == "appendix":
        return path.stem.replace("_", "-")
    first = path.stem.split("_")[0]
    return first.lstrip("0") if first.isascii() and first.isdigit() else first


def read_notebook(path):
    """Return a notebook; raises ReportError if the file is none.

    Cells of an older format, which have no ids, are given some by their places.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        if notebook.nbformat_minor < 5:
            notebook.nbformat_minor = 5
            for place, cell in enumerate(notebook.cells):
                cell.setdefault("id", f"cell-{place}")
        nbformat.validate(notebook)
    except Exception as error:  # a damaged file can make nbformat raise anything
        reason = getattr(error, "message", error)  # of an invalid one without its schema
        raise ReportError(f"{path.name} is not a notebook: {reason}") from error
    return notebook


def write_notebook(path, notebook):
    """Write a notebook, whole or not at all."""
    write_atomically(path, nbformat.writes(notebook) + "\n")


def prose_cells(notebook):
    """Return the cells of prose."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def code_cells(notebook):
    """Return the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(cell):
    """Return the outputs of a cell that are pictures."""
    return [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]


def printed(cell):
    """Return all text that a code cell put out, less the names of its pictures."""
    drawn = pictures(cell)
    others = [output for output in cell.get("outputs", []) if output not in drawn]
    texts = [o.get("text", o.get("data", {}).get("text/plain", "")) for o in others]
    return "\n".join(texts).strip()
