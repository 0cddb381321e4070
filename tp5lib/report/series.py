"""The series of numbered notebooks: what each says of itself, and its links to its neighbours.

A notebook of the series opens with its question as the heading, and below it the line
``**Notebook 2. Title** · slides 8 to 18 · links``; the part about slides may be missing.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tp5lib.report.notebooks import label, prose_cells, read_notebook, write_notebook
from tp5lib.report.words import Words, words_of

_LINE = re.compile(r"^\*\*\w+ \d+\. (?P<title>[^*\n]+)\*\*(?P<rest>.*)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\([^)]*\.ipynb\)")
_DOT = " · "


@dataclass(frozen=True)
class Entry:
    """What a notebook says of itself.

    Attributes
    ----------
    path : Path
    title, question : str
        Markdown, each one line.
    slides : str
        Those of the presentation that it follows, as "3 to 7", or "".
    words : Words
        Of its language.
    """

    path: Path
    title: str
    question: str
    slides: str
    words: Words

    @property
    def heading(self):
        """Number and title."""
        return f"{int(label(self.path))}. {self.title}"


def read_entry(path, notebook=None):
    """Return what a notebook says of itself; the title is that of its file if it names none."""
    path = Path(path)
    notebook = read_notebook(path) if notebook is None else notebook
    words, prose = words_of(notebook), prose_cells(notebook)
    opening = prose[0].source if prose else ""
    heading = re.search(r"^# (.+)$", opening, re.MULTILINE)
    line = _LINE.search(opening)
    parts = [] if line is None else _parts(line["rest"])
    slides = re.sub(rf"^({words.slides}|{words.slide}) ", "", "".join(parts[:1]), flags=re.I)
    title = line["title"] if line else path.stem.partition("_")[2].replace("_", " ").capitalize()
    return Entry(path, title, heading[1].strip() if heading else "", slides, words)


def link_series(paths):
    """Write into each notebook of the series links to the one before and the one after.

    They stand in the opening line and at the very end. A notebook that has them is not touched.

    Parameters
    ----------
    paths : sequence of Path
        In their order. The last leads on to the explorers, if they have a page beside it.
    """
    notebooks = [read_notebook(path) for path in paths]
    entries = [read_entry(*pair) for pair in zip(paths, notebooks, strict=True)]
    for place, (entry, notebook) in enumerate(zip(entries, notebooks, strict=True)):
        links = []
        if place > 0:
            links.append(f"[← {entries[place - 1].heading}]({entries[place - 1].path.name})")
        if place + 1 < len(entries):
            links.append(f"[{entries[place + 1].heading} →]({entries[place + 1].path.name})")
        elif (page := entry.path.with_name("explore.ipynb")).is_file():
            links.append(f"[{entry.words.explore} →]({page.name})")
        if _put_links(notebook, entry, links):
            write_notebook(entry.path, notebook)


def _put_links(notebook, entry, links):
    """Put the links into the first and the last prose cell; returns whether these changed."""
    prose = prose_cells(notebook)
    if not prose:
        return False
    before = [cell.source for cell in prose]
    first, last = prose[0], prose[-1]
    name = f"**{entry.words.notebook} {entry.heading}**"
    if line := _LINE.search(first.source):
        new = _DOT.join([name, *_parts(line["rest"]), *links])
        first.source = first.source[: line.start()] + new + first.source[line.end() :]
    else:
        heading, _, rest = first.source.partition("\n")
        first.source = f"{heading}\n\n{_DOT.join([name, *links])}\n{rest}".rstrip("\n")
    lines = last.source.rstrip().splitlines()
    if lines and last is not first and not _LINK.sub("", lines[-1]).strip(" ·"):
        lines.pop()
    if last is not first:
        last.source = "\n".join(lines).rstrip() + "\n\n" + _DOT.join(links)
        last.source = last.source.strip()
    return [cell.source for cell in prose] != before


def _parts(rest):
    """What stands in an opening line after the title, less the links."""
    parts = [part.strip() for part in _LINK.sub("", rest).split(_DOT.strip())]
    return [part for part in parts if part]
