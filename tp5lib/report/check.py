"""The rules of prose and style, for whoever writes a notebook of the series.

What breaks them does no harm to a reader who runs the notebooks; hence they are no tests.
"""

import re
import subprocess
import sys
from importlib.util import find_spec

from tp5lib.evaluation.figures import NUMBER, PHRASE
from tp5lib.report.notebooks import (
    code_cells,
    is_numbered,
    pictures,
    printed,
    prose_cells,
    read_notebook,
    verdicts,
)
from tp5lib.report.words import DEFAULT, WORDS, words_of

HEADINGS = 10
ALT = (80, 500)  # characters of a picture's description
_PRINTED = WORDS[DEFAULT]  # Python prints numbers so, whatever the language of the prose


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
        for rule in RULES if is_numbered(path) else (pictures_are_described,):
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
    words, prose = words_of(notebook), prose_cells(notebook)
    if not prose:
        yield None, "has no prose"
        return
    if not prose[0].source.partition("\n")[0].rstrip().endswith("?"):
        yield prose[0], "the title is no question"
    headings = [line for cell in prose for line in cell.source.splitlines() if line[:3] == "## "]
    if len(headings) > HEADINGS:
        yield None, f"has {len(headings)} headings, more than {HEADINGS}"
    for phrase in (words.learned, words.wrong):
        if not any(f"## {phrase}" in cell.source for cell in prose[-2:]):
            yield prose[-1], f"lacks the heading {phrase!r}"


def figures_were_printed(notebook):
    """A figure after ≈ in prose is one printed above, rounded to the decimals that prose shows.

    All figures of a phrase count, such as the two of "≈ 2 to 7".
    """
    words = words_of(notebook)
    for cell, above in _prose_and_what_was_printed(notebook):
        known = [_PRINTED.value(number)[0] for number in _measured(above)]
        for number in _approximate(cell.source, words):
            value, decimals = words.value(number)
            # A figure half way between two roundings may go either way.
            if not any(abs(other - value) <= 0.5001 * 10**-decimals for other in known):
                yield cell, f"≈ {number} was not printed above"


def shares_were_printed(notebook):
    """A percentage without ≈ in prose stands above as it is."""
    words = words_of(notebook)
    for cell, above in _prose_and_what_was_printed(notebook):
        known = {_PRINTED.value(number) for number in _shares(above, _PRINTED)}
        for number in _shares(cell.source, words):
            if words.value(number) not in known:
                yield cell, f"{number} % was not printed above"


def claims_are_tested(notebook):
    """Each claim is stated before something is run, or read, to test it, and judged after that.

    Those of ``data/claims.toml`` are: their criteria stood there before the runs were read.
    """
    cells = code_cells(notebook)
    runs = (".fit(", "train(", "load_results(", "errors_after(")
    ran = [i for i, cell in enumerate(cells) if any(run in cell.source for run in runs)]
    stated = [
        (i, name)
        for i, cell in enumerate(cells)
        for name in re.findall(r"(\w+) = Claim\(", cell.source)
    ]
    if not stated and not any(verdicts(cell) for cell in cells):
        yield None, "states no claim"
    for place, name in stated:
        judged = [i for i, cell in enumerate(cells) if f"{name}.judge(" in cell.source]
        if not judged:
            yield cells[place], f"{name} is never judged"
        elif judged[0] <= place:
            yield cells[place], f"{name} is judged before it is stated"
        elif not any(place < i <= judged[0] for i in ran):
            yield cells[place], f"nothing is run to test {name} before it is judged"


RULES = (
    pictures_are_described,
    opens_and_ends_as_all,
    figures_were_printed,
    shares_were_printed,
    claims_are_tested,
)


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


def _measured(text):
    """The figures that were printed after ≈, with those that belong to them."""
    text = " ".join(text.split())
    return [number for phrase in re.findall(PHRASE, text) for number in re.findall(NUMBER, phrase)]


def _approximate(text, words):
    """The figures after ≈ in prose, and after "to" or ± behind one."""
    range_ = rf"≈\s*({words.number})(?: (?:{words.joins[0]}|±) ({words.number}))?"
    return [number for pair in re.findall(range_, text) for number in pair if number]


def _shares(text, words):
    sign = re.escape(words.decimal)
    return re.findall(rf"(?<!≈ )(?<!≈)(?<![\d{sign}])(\d+(?:{sign}\d+)?)\s?%", text)


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
