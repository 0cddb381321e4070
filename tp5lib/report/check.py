"""The rules of prose and style, for whoever writes a notebook of the series.

What breaks them does no harm to a reader who runs the notebooks; hence they are no tests.
"""

import re
import subprocess
import sys
from importlib.util import find_spec

from tp5lib.report.notebooks import (
    code_cells,
    is_numbered,
    pictures,
    printed,
    prose_cells,
    read_notebook,
)

# A measured figure, with what belongs to it: all that ``notebooks/sanitize.cfg`` masks.
NUMBER = r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?"
PHRASE = (
    rf"≈ ?{NUMBER}(?: (?:to|±) {NUMBER})?"
    rf"(?:, from {NUMBER} to {NUMBER} by seed| in every seed)?"
)
HEADINGS = 10
ENDINGS = "## What we learned", "## What is still wrong"
ALT = (80, 500)  # characters of a picture's description


def check_notebooks(paths):
    """Return what breaks the rules, a line each, by notebook and cell.

    Parameters
    ----------
    paths : sequence of Path
        Pictures must be described in all; the other rules are those of numbered ones.

    Returns
    -------
    list of str

    Raises
    ------
    ReportError
        If a file is no notebook.
    """
    found = []
    for path in paths:
        notebook = read_notebook(path)
        for rule in RULES if is_numbered(path) else RULES[:1]:
            for cell, wrong in rule(notebook):
                where = path.name if cell is None else f"{path.name}, cell {cell.id}"
                found.append(f"{where}: {wrong}")
    return found


def check_code(project, paths=None):
    """Return what ruff finds in some files, a line each, or in a project's whole folder."""
    if find_spec("ruff") is None:
        return ['ruff is missing, which checks the code: pip install "tp5lib[test]"']
    if paths is None:
        # What is a user's own is left alone, except for the template.
        paths = ["--config", 'extend-exclude=["notebooks/own"]', "."]
        paths += [project.template] if project.template.is_file() else []
    found = _ruff(project, "check", *paths)
    return found + _ruff(project, "format --check", *paths)


def pictures_are_described(notebook):
    """Each picture has an alternative text, that of its cell, of a readable length."""
    for cell in code_cells(notebook):
        for output in pictures(cell):
            text, least, most = cell.metadata.get("alt", ""), *ALT
            if not least <= len(text) <= most:
                yield cell, f"metadata.alt has {len(text)} characters, not {least} to {most}"
            elif output.metadata.get("image/png", {}).get("alt") != text:
                yield cell, "the picture is not described by metadata.alt: run the report"


def opens_and_ends_as_all(notebook):
    """A notebook opens with a question and ends with what was learned and what is wrong."""
    prose = prose_cells(notebook)
    if not prose:
        yield None, "has no prose"
        return
    if not prose[0].source.partition("\n")[0].rstrip().endswith("?"):
        yield prose[0], "the title is no question"
    headings = [line for cell in prose for line in cell.source.splitlines() if line[:3] == "## "]
    if len(headings) > HEADINGS:
        yield None, f"has {len(headings)} headings, more than {HEADINGS}"
    for ending in ENDINGS:
        if not any(ending in cell.source for cell in prose[-2:]):
            yield prose[-1], f"lacks the heading {ending[3:]!r}"


def figures_were_printed(notebook):
    """A figure after ≈, or before %, in prose is one printed above, rounded as prose shows it."""
    for cell, above in _prose_and_what_was_printed(notebook):
        phrases = re.findall(PHRASE, " ".join(above.split()))
        known = [_value(number) for phrase in phrases for number in re.findall(NUMBER, phrase)]
        pairs = re.findall(rf"≈\s*({NUMBER})(?: (?:to|±) ({NUMBER}))?", cell.source)
        for number in filter(None, [number for pair in pairs for number in pair]):
            decimals = len(number.partition(".")[2])
            # A figure half way between two roundings may go either way.
            if not any(abs(one - _value(number)) <= 0.5001 * 10**-decimals for one in known):
                yield cell, f"≈ {number} was not printed above"
        for share in set(_shares(cell.source)) - set(_shares(above)):
            yield cell, f"{share} % was not printed above"


RULES = pictures_are_described, opens_and_ends_as_all, figures_were_printed


def _prose_and_what_was_printed(notebook):
    """Yield each prose cell with what the code cell above it printed.

    For the opening answer and the last section, that is what any cell printed.
    """
    cells = code_cells(notebook)
    everything = "\n".join(printed(cell) for cell in cells)
    last, above = cells[-1] if cells else None, everything
    for cell in notebook.cells:
        if cell.cell_type == "code":
            above = everything if cell is last else printed(cell)
        elif cell.cell_type == "markdown":
            yield cell, above


def _value(number):
    return float(number.replace(",", ""))


def _shares(text):
    return re.findall(r"(?<!≈ )(?<!≈)(?<![\d.])(\d+(?:\.\d+)?)\s?%", text)


def _ruff(project, command, *paths):
    options = ["--output-format=concise", "--quiet", "--no-cache"]
    run = subprocess.run(
        [sys.executable, "-m", "ruff", *command.split(), *options, *paths],
        cwd=project.root,
        capture_output=True,
        text=True,
    )
    lines = (run.stdout + run.stderr).splitlines() if run.returncode else []
    return [f"ruff {command}: {line}" for line in lines]
