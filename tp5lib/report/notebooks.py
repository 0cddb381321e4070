"""Notebooks: what they are called, read, written, and what they put out."""

from pathlib import Path

import nbformat

from tp5lib.evaluation.claims import Claim, Verdict, read_verdicts
from tp5lib.files import write_atomically
from tp5lib.report.words import words_of
from tp5lib.studies.verdicts import KEY

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
    return path.stem.split("_")[0]


def is_numbered(path):
    """Say whether a notebook is one of the series."""
    name = label(path)
    return name.isascii() and name.isdigit()


def read_notebook(path):
    """Return a notebook; raises ReportError if the file is none."""
    path = Path(path)
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        words_of(notebook)
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


def verdicts(cell):
    """Return the verdicts that a code cell put out: as data beside them, else as printed text.

    Parameters
    ----------
    cell : NotebookNode

    Returns
    -------
    list of tp5lib.evaluation.claims.Verdict
    """
    found = (output.get("metadata", {}).get(KEY, []) for output in cell.get("outputs", []))
    data = [one for those in found for one in those]
    return [_verdict(one) for one in data] or read_verdicts(printed(cell))


def _verdict(data):
    """A verdict from the data of one of `studies.verdicts`."""
    claim = Claim(
        data["says"],
        f"{data['slide']}, «{data['title']}»",
        holds_if=data["why"],
        fails_if="",
        seeds=data["seeds"],
        own=data["own"],
    )
    return Verdict(claim, data["outcome"], data["measured"], data["seeds"])
