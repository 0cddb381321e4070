"""The series of numbered notebooks: what each says of itself, and its links to its neighbours.

A notebook of the series opens with its question as the heading, and below it the line
``**Notebook 2. Title** · slides 8 to 18 · links``; the part about slides may be missing.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tp5lib.report.notebooks import label, prose_cells, read_notebook, write_notebook

_LINE = re.compile(r"^\*\*Notebook \d+\. (?P<title>[^*\n]+)\*\*(?P<rest>.*)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\([^)]*\.ipynb\)")
_DOT = " · "


@dataclass(frozen=True)
class Entry:
    """What a notebook says of itself.

    Attributes
    ----------
    path : Path
    heading : str
        Number and title, as "1. Autoencoder, stage 1".
    question : str
    slides : str
        Those of the presentation that it follows, as "3 to 7", or "".
    """

    path: Path
    heading: str
    question: str
    slides: str


def read_entry(path):
    """Return what a notebook says of itself; the title is that of its file if it names none."""
    path = Path(path)
    prose = prose_cells(read_notebook(path))
    opening = prose[0].source if prose else ""
    question = re.search(r"^# (.+)$", opening, re.MULTILINE)
    line = _LINE.search(opening)
    parts = [] if line is None else _parts(line["rest"])
    slides = re.sub(r"^slides? ", "", "".join(parts[:1]))
    title = line["title"] if line else path.stem.partition("_")[2].replace("_", " ").capitalize()
    return Entry(path, f"{label(path)}. {title}", question[1].strip() if question else "", slides)


def link_series(paths):
    """Write into each notebook of the series links to the one before and the one after.

    They stand in the opening line and at the very end. A notebook that has them is not touched.

    Parameters
    ----------
    paths : sequence of Path
        In their order. The last leads on to the explorers, if they have a page beside it.
    """
    entries = [read_entry(path) for path in paths]
    for place, entry in enumerate(entries):
        links = []
        if place > 0:
            links.append(f"[← {entries[place - 1].heading}]({entries[place - 1].path.name})")
        if place + 1 < len(entries):
            links.append(f"[{entries[place + 1].heading} →]({entries[place + 1].path.name})")
        elif (page := entry.path.with_name("explore.ipynb")).is_file():
            links.append(f"[explore →]({page.name})")
        notebook = read_notebook(entry.path)
        before = [cell.source for cell in notebook.cells]
        _put_links(prose_cells(notebook), entry, links)
        if [cell.source for cell in notebook.cells] != before:
            write_notebook(entry.path, notebook)


def _put_links(prose, entry, links):
    if not prose:
        return
    first, last = prose[0], prose[-1]
    name = f"**Notebook {entry.heading}**"
    if line := _LINE.search(first.source):
        new = _DOT.join([name, *_parts(line["rest"]), *links])
        first.source = first.source[: line.start()] + new + first.source[line.end() :]
    else:
        heading, _, rest = first.source.partition("\n")
        first.source = f"{heading}\n\n{_DOT.join([name, *links])}\n{rest}".rstrip("\n")
    if last is not first:
        lines = last.source.rstrip().splitlines()
        if lines and not _LINK.sub("", lines[-1]).strip(" ·"):
            lines.pop()
        text = "\n".join(lines).rstrip()
        last.source = f"{text}\n\n{_DOT.join(links)}".strip()


def _parts(rest):
    """What stands in an opening line after the title, less the links."""
    parts = [part.strip() for part in _LINK.sub("", rest).split(_DOT.strip())]
    return [part for part in parts if part]
