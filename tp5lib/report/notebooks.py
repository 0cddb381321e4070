"""Notebooks: what they are called, read, written, and what they put out."""

from pathlib import Path

import nbformat

from tp5lib.files import write_atomically
from tp5lib.studies.verdicts import KEY, Verdict

ROOT = Path(__file__).resolve().parents[2]


class ReportError(Exception):
    """A notebook that could not be found, read, executed or shown."""


def label(path):
    """Return what a notebook is called by for short: its number, or the first word of its name.

    One of the appendix goes by its whole name, as "2-controls".
    """
    path = Path(path)
    if path.parent.name == "appendix":
        return path.stem.replace("_", "-")
    first = path.stem.split("_")[0]
    return first.lstrip("0") if first.isascii() and first.isdigit() else first


def is_numbered(path):
    """Say whether a notebook is one of the series."""
    return label(path).isascii() and label(path).isdigit()


def read_notebook(path):
    """Return a notebook; raises ReportError if the file is none.

    Cells of an older format, which have no ids, are given some by their places.
    """
    path = Path(path)
    try:
        notebook = nbformat.read(path, as_version=4)
        if notebook.nbformat_minor < 5:
            notebook.nbformat_minor = 5
            for place, cell in enumerate(notebook.cells):
                cell.setdefault("id", f"cell-{place}")
        nbformat.validate(notebook)
    except (
        *(OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError),
        nbformat.ValidationError,
    ) as error:
        raise ReportError(f"{path.name} is not a notebook: {error}") from error
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
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" not in data:
            texts.append(output.get("text", data.get("text/plain", "")))
    return "\n".join(texts).strip()


def verdicts(notebook):
    """Return the verdicts that a notebook put out, each once; a list of `Verdict`."""
    outputs = [output for cell in code_cells(notebook) for output in cell.get("outputs", [])]
    found = [Verdict(**one) for o in outputs for one in o.get("metadata", {}).get(KEY, [])]
    return list({(one.slide, one.says): one for one in found}.values())
