"""What the numbered notebooks say: the links between them, and the README's tables.

A notebook of the series opens with its question as the heading, and below it the line
``**Notebook 2. Title** · slides 8 to 18 · links``; the part about slides may be missing.
"""

import re
from copy import deepcopy
from itertools import groupby

from tp5lib.report.notebooks import (
    ReportError,
    code_cells,
    label,
    prose_cells,
    read_notebook,
    write_notebook,
)
from tp5lib.studies.verdicts import KEY

_LINE = re.compile(r"^\*\*Notebook \d+\. ([^*\n]+)\*\*(.*)$", re.MULTILINE)
_LINK = r"\[[^\]]*\]\([^)]*\.ipynb\)"


def read_entry(path):
    """Return what a notebook says of itself: its heading, its question, and its slides.

    As "1. Autoencoder, stage 1", by the name of its file if it names no title; "Can it?"; "3 to 7".
    """
    prose = prose_cells(read_notebook(path))
    opening = prose[0].source if prose else ""
    line = _LINE.search(opening)
    title = line[1] if line else path.stem.partition("_")[2].replace("_", " ").capitalize()
    question = re.search(r"^# (.+)$", opening, re.MULTILINE)
    slides = re.search(r" · slides? ([^·]+)", line[2] if line else "")
    return f"{label(path)}. {title}", *(one[1].strip() if one else "" for one in (question, slides))


def link_series(paths):
    """Write into each notebook of the series links to the one before and the one after.

    They stand in the opening line, if there is one, and at the very end. The last leads on to the
    explorers, if they have a page beside it. A notebook that has its links is not touched.
    """
    targets = [(path.name, read_entry(path)[0]) for path in paths]
    if paths and paths[-1].with_name("explore.ipynb").is_file():
        targets.append(("explore.ipynb", "explore"))
    for place, path in enumerate(paths):
        links = [f"[← {heading}]({name})" for name, heading in targets[:place][-1:]]
        links += [f"[{heading} →]({name})" for name, heading in targets[place + 1 : place + 2]]
        notebook = read_notebook(path)
        before = deepcopy(notebook)
        prose, heading = prose_cells(notebook), targets[place][1]
        for cell in prose[:1]:
            if line := _LINE.search(cell.source):
                rest = re.sub(rf" · {_LINK}", "", line[2]).rstrip()
                opening = " · ".join([f"**Notebook {heading}**{rest}", *links])
                cell.source = cell.source.replace(line[0], opening, 1)
        for cell in prose[1:][-1:]:
            text = re.sub(rf"\n+(?:{_LINK}(?: · )?)+\s*$", "", cell.source)
            cell.source = f"{text.rstrip()}\n\n{' · '.join(links)}".strip()
        if notebook != before:
            write_notebook(path, notebook)


def put_tables(text, paths):
    """Return a README's text with its tables made anew of the notebooks of the series.

    A table stands between ``<!-- name -->`` and ``<!-- end of name -->``; a text that lacks these
    lines is a ReportError.
    """
    for name, table in {"notebooks": _notebooks(paths), "verdicts": _verdicts(paths)}.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        parts = re.fullmatch(f"(.*{begin}).*({end}.*)", text, re.DOTALL)
        if parts is None:
            raise ReportError(f"the README has no lines {begin.strip()} and {end.strip()}")
        text = f"{parts[1]}\n{table}\n{parts[2]}"
    return text


def _notebooks(paths):
    entries = [(path, *read_entry(path)) for path in paths]
    rows = [(f"[{heading}](notebooks/{path.name})", *more) for path, heading, *more in entries]
    return _table(("", "question", "slides"), rows)


def _verdicts(paths):
    """A row a slide, of all that the notebooks put out; the slide's own claims if it has some."""
    rows = []
    for path in paths:
        outputs = [o for cell in code_cells(read_notebook(path)) for o in cell.outputs]
        found = [one for o in outputs for one in o.get("metadata", {}).get(KEY, [])]
        each = {(one["slide"], one["says"]): one for one in found}  # a closing table says all again
        for number, those in groupby(sorted(each.values(), key=_number), _number):
            told = list(those)
            told = [one for one in told if not one["own"]] or told
            rows.append((f"[{number or 'own'}][{label(path)}]", " ".join(map(_sentence, told))))
    links = "".join(f"[{label(path)}]: notebooks/{path.name}\n" for path in paths)
    return _table(("slide", "what it says, and what the seeds say"), rows) + "\n" + links


def _number(verdict):
    return int((verdict["slide"].split() or [0])[0])


def _sentence(verdict):
    part = verdict["slide"].partition(" ")[2]
    says = f"{part}) {verdict['says']}" if part else verdict["says"]
    own = " (ours)" if verdict["own"] else ""
    outcome = "holds" if verdict["outcome"] == "holds" else f"**{verdict['outcome']}**"
    return f"{says.rstrip('.')}{own}: {outcome}."


def _table(columns, rows):
    lines = [columns, ["---"] * len(columns)]
    lines += [[cell.replace("|", r"\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
