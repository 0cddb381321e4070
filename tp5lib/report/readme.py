"""What the README shows: the verdicts of the series, its notebooks, and a training.

The verdicts are read from what the notebooks put out, so that the table says what they say.
"""

import functools

from tp5lib.datasets.letters import load_letters
from tp5lib.files import write_atomically
from tp5lib.report.animation import unfolding, write_gif
from tp5lib.report.notebooks import ReportError, code_cells, label, read_notebook, verdicts
from tp5lib.report.series import read_entry
from tp5lib.report.words import DEFAULT, WORDS

ANIMATION = "alphabet_unfolds.gif"


def verdicts_table(paths, words=WORDS[DEFAULT]):
    """Return the verdicts of executed notebooks as a Markdown table, a line a claim.

    Parameters
    ----------
    paths : sequence of Path
    words : Words
        The README's.

    Returns
    -------
    str
    """
    rows = {}  # the outcomes of a claim, one for each condition under which it was judged
    for path in paths:
        link = f"[{label(path)}](notebooks/{path.name})"
        for cell in code_cells(read_notebook(path)):
            for verdict in verdicts(cell):
                claim, remarks = verdict.claim, "; ".join(filter(None, words.remarks(verdict)))
                says = claim.says.rstrip(".") + (f" ({remarks})" if remarks else "")
                slide = (claim.slide or "").split(", ")[0]
                outcome = words.outcomes[verdict.outcome]
                outcome = outcome if verdict.outcome == "holds" else f"**{outcome}**"
                told = f"{verdict.under}: {outcome}" if verdict.under else outcome
                rows.setdefault((link, slide, says, str(verdict.seeds)), []).append(told)
    rows = [(*claim, "; ".join(outcomes)) for claim, outcomes in rows.items()]
    return _table(words.verdict_columns, rows)


def notebooks_table(paths, words=WORDS[DEFAULT]):
    """Return what notebooks of the series say of themselves as a Markdown table.

    Parameters
    ----------
    paths : sequence of Path
    words : Words
        The README's.

    Returns
    -------
    str
    """
    entries = [read_entry(path) for path in paths]
    rows = [
        (f"[{entry.heading}](notebooks/{entry.path.name})", entry.question, entry.slides)
        for entry in entries
    ]
    return _table(words.notebook_columns, rows)


# What the README holds between "<!-- name -->" and "<!-- end of name -->".
TABLES = {"verdicts": verdicts_table, "notebooks": notebooks_table}


def put_into(text, paths):
    """Return a README's text with its tables made anew.

    Parameters
    ----------
    text : str
    paths : sequence of Path
        Of the series.

    Raises
    ------
    ReportError
        If the text lacks the marks between which a table stands.
    """
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ReportError(f"the README has no lines {begin.strip()} and {end.strip()}")
        text = f"{before}{begin}\n{table(paths)}\n{end}{after}"
    return text


def refresh(project):
    """Make the tables of a project's README and its moving picture anew.

    Raises
    ------
    ReportError
        If a notebook cannot be read, or the README lacks the marks of a table.
    OSError
        If a file cannot be read or written.
    """
    text = project.readme.read_text(encoding="utf-8")
    if (new := put_into(text, project.series())) != text:
        write_atomically(project.readme, new)
    write_animation(project.figures / ANIMATION)


def write_animation(path):
    """Write the moving picture: the alphabet unfolding on the latent plane while it is learned.

    Parameters
    ----------
    path : path
        Of a GIF.
    """
    frames = unfolding(load_letters(), epochs=5_000)
    write_atomically(path, functools.partial(write_gif, frames=frames))


def _table(columns, rows):
    lines = [
        columns,
        ["---"] * len(columns),
        *([cell.replace("|", r"\|") for cell in row] for row in rows),
    ]
    drawn = ["|" + "|".join(f" {cell} " if cell else " " for cell in line) + "|" for line in lines]
    drawn[1] = drawn[1].replace(" ", "")
    return "\n".join(drawn) + "\n"
