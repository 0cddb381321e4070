"""What the README shows: a row a slide with its verdicts, the notebooks, and a training.

The verdicts are those that the notebooks put out, so that the table says what they say.
"""

import functools
from itertools import groupby

from tp5lib.datasets.letters import load_letters
from tp5lib.files import write_atomically
from tp5lib.report.animation import unfolding, write_gif
from tp5lib.report.notebooks import ReportError, label, read_notebook, verdicts
from tp5lib.report.series import read_entry

ANIMATION = "alphabet_unfolds.gif"


def verdicts_table(paths):
    """Return the verdicts of executed notebooks as a Markdown table, a row a slide.

    Parameters
    ----------
    paths : sequence of Path

    Returns
    -------
    str
    """
    rows = []
    for path in paths:
        found = sorted(verdicts(read_notebook(path)), key=_number)
        for number, those in groupby(found, key=_number):
            link = f"[{number or 'own'}][{label(path)}]"
            those = list(those)
            told = [one for one in those if not one.own] or those  # ours where it concludes nothing
            rows.append((link, " ".join(map(_sentence, told))))
    links = [f"[{label(path)}]: notebooks/{path.name}\n" for path in paths]
    return _table(("slide", "what it says, and what the seeds say"), rows) + "\n" + "".join(links)


def _number(verdict):
    return int(verdict.slide.split()[0]) if verdict.slide else 0


def _sentence(verdict):
    part = verdict.slide.partition(" ")[2]
    says = f"{part}) {verdict.says}" if part else verdict.says
    own = " (ours)" if verdict.own else ""
    outcome = "holds" if verdict.outcome == "holds" else f"**{verdict.outcome}**"
    return f"{says.rstrip('.')}{own}: {outcome}."


def notebooks_table(paths):
    """Return what notebooks of the series say of themselves as a Markdown table.

    Parameters
    ----------
    paths : sequence of Path

    Returns
    -------
    str
    """
    entries = [read_entry(path) for path in paths]
    rows = [(f"[{e.heading}](notebooks/{e.path.name})", e.question, e.slides) for e in entries]
    return _table(("", "question", "slides"), rows)


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
    """Write the moving picture, a GIF: the alphabet unfolds on the plane while it is learned."""
    frames = unfolding(load_letters(), epochs=5_000)
    write_atomically(path, functools.partial(write_gif, frames=frames))


def _table(columns, rows):
    lines = [columns, ["---"] * len(columns)]
    lines += [[cell.replace("|", r"\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
