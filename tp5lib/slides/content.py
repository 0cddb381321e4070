"""What stands on the slides of a notebook."""

import re
import shlex
from dataclasses import replace

from tp5lib.report.notebooks import code_cells, is_numbered, label, printed, prose_cells, verdicts
from tp5lib.report.words import words_of
from tp5lib.slides.live import explorer, room
from tp5lib.slides.prose import bullets, capital, explained, formulas, passages, pick, reference
from tp5lib.slides.slide import Slide, SlidesError
from tp5lib.slides.wording import leans, standing, torso

STARTS = ("slide", "subslide")
_ROLES = (*STARTS, "-", "fragment", "notes", "skip")
_LINES = 3  # of text on a slide
LONGEST = 15  # slides on the line of a lesson; what else there is lies below them
_TITLE, _TEXT, _ITEM = 56, 62, 150  # characters of a line: title, text; and of a whole bullet


def read_slides(notebook, name):
    """Return the slides of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
    name : str
        Of its file, without ending, for messages and for saying where an explorer is live.

    Returns
    -------
    list of Slide

    Raises
    ------
    SlidesError
        If the notebook was not executed, has no slides, or a cell's metadata are wrong. Of a
        numbered notebook also if a picture or code has no title, a line of a slide does not
        stand by itself, or the line of slides is too long for a lesson.
    """
    if not is_executed(notebook):
        asked = shlex.quote(label(name))
        raise SlidesError(f"{name} is not executed: run `python -m tp5lib.report {asked}` first")
    if not has_slides(notebook):
        raise SlidesError(
            f"{name} has no slides: give its cells slide types, "
            "as `python -m pydoc tp5lib.slides` explains"
        )
    reader = _Reader(notebook, name)
    for cell in notebook.cells:
        reader.read(cell)
    return reader.deck()


def is_executed(notebook):
    """Say whether every cell of a notebook has been run."""
    return all(cell.execution_count is not None for cell in code_cells(notebook) if cell.source)


def has_slides(notebook):
    """Say whether any cell of a notebook begins a slide."""
    return any(_slideshow(cell).get("slide_type") in STARTS for cell in notebook.cells)


def _slideshow(cell):
    return cell.metadata.get("slideshow", {})


class _Reader:
    """Goes through the cells in order, and knows what was said last."""

    def __init__(self, notebook, name):
        self.name, self.slides, self.words = name, [], words_of(notebook)
        self.shown = 0  # slides of this cell, one that it only adds to included
        self.drawn = 0  # pictures of this cell
        self.section = self.answers = self.answer = ""
        self.lead = ""  # prose that introduces the next slide
        self.replaceable = False  # whether prose below may speak for the last slide's picture
        prose = [cell.source for cell in prose_cells(notebook)]
        # Whether the notebook follows a presentation, so that each of its slides answers one.
        named = [*prose, *(_slideshow(cell).get("answers", "") for cell in notebook.cells)]
        self.follows = any(reference(text, self.words) for text in named)

    def read(self, cell):
        role = _slideshow(cell).get("slide_type", "-")
        if role not in _ROLES:
            raise self._error(cell, f"has the slide type {role!r}; it can be {', '.join(_ROLES)}")
        self.shown, self.drawn, first = 0, 0, len(self.slides)
        if cell.cell_type == "markdown":
            self._read_prose(cell, role)
        elif cell.cell_type == "code" and role != "skip":
            self._read_code(cell, role)
        if role in STARTS:
            if not self.shown:
                raise self._error(cell, "begins a slide, but has nothing to show on it")
            if len(self.slides) > first:
                self.slides[first].column = role == "slide"

    def deck(self):
        """All slides, with an agenda behind the title and the answer at the end."""
        if is_numbered(self.name):
            self._demand_sentences()
        for slide in self.slides:
            slide.title = slide.title or (slide.section if slide.kind == "figure" else "")
            slide.key = re.sub(r"\W+", "-", f"{self.name}-{slide.key}")
        if not self.slides or self.slides[0].kind != "title":
            return self.slides
        title, *others = self.slides
        found = [title]
        links = {slide.section: slide.key for slide in reversed(others) if slide.section}
        omitted = (title.section, self.words.wrong)
        links = [
            (_about(name, self.words), key)
            for name, key in reversed(links.items())
            if name not in omitted
        ]
        shared = {"section": title.section, "column": True, "words": self.words}
        if len(links) > 1:
            lines = [self.words.rounded] if self.follows else []
            agenda = Slide("agenda", title.answers, self.words.agenda, lines, links=links, **shared)
            agenda.key = f"{title.key}-agenda"
            found.append(agenda)
        closing = self.words.closing.format(label=label(self.name))
        last = Slide("closing", title.answers, title.title, [self.answer, closing], **shared)
        last.key, last.notes = f"{title.key}-closing", list(title.notes)
        found += [*others, last]
        columns = sum(slide.column for slide in found)
        if columns > LONGEST and is_numbered(self.name):
            raise SlidesError(
                f"{self.name} has {columns} slides on the line, title, agenda and closing slide "
                f"included: at most {LONGEST} suit a lesson; make subslides of the others"
            )
        return found

    def _demand_sentences(self):
        """Raise for all slides at once that lack a title, or whose words lean on others."""
        wrong = []
        for slide in self.slides:
            if slide.kind in ("figure", "code") and not slide.title:
                what = "a figure" if slide.kind == "figure" else "code"
                wrong.append(
                    f"cell {slide.key!r} has {what}, but no title: no sentence of the prose "
                    "about it is short and stands by itself; give it a slideshow.title"
                )
            spoken = slide.kind in ("figure", "text", "title") and not slide.itemized
            said = [slide.title] * (slide.kind == "figure") + slide.lines * spoken
            wrong += [
                f"cell {slide.key!r} shows a sentence which {why}: {text!r}; "
                "give it a slideshow.title or a slideshow.caption"
                for text in said
                if (why := leans(text, self.words))
            ]
        if wrong:
            raise SlidesError("\n".join(f"{self.name}, {one}" for one in wrong))

    def _read_prose(self, cell, role):
        told, found = _slideshow(cell).get("title", ""), passages(cell.source)
        headless = told and role in STARTS and not any(passage.section for passage in found)
        for passage in found:
            if not passage.openings and not (headless and not self.shown):
                self._comment(cell, passage.body, role)
                continue
            named = reference(" ".join(passage.openings), self.words)
            self.answers = named or self.answers
            self.section = passage.section or self.section
            if role != "skip":
                self.lead = passage.body or self.lead
            if role in STARTS and (passage.section or self.shown or headless):
                self._add_text(cell, passage)
            elif role in ("-", "fragment"):
                self._add_formulas(cell, passage.body)

    def _comment(self, cell, body, role):
        """Take prose about the slide above: to its notes, and its first whole sentence to it."""
        if not self.slides or role == "skip":
            return
        slide = self.slides[-1]
        slide.notes.append(body)
        if self.replaceable and role != "notes":
            slide.title = self._whole(body) or slide.title
            slide.late = role == "fragment"
            self.replaceable = False
        if role in ("-", "fragment"):
            self._add_formulas(cell, body)

    def _add_formulas(self, cell, body):
        """Show formulas that would else be in the notes only, below what introduces them."""
        if found := formulas(body):
            title = self._told(cell, "title") or _about(self.section, self.words)
            slide = self._add(cell, "text", title=title)
            said = pick(explained(body), _LINES * _TEXT, sentences=_LINES)
            slide.lines = [self._told(cell, "caption") or said]
            slide.formulas, slide.notes = found[:_LINES], [body]

    def _add_text(self, cell, passage):
        """Begin a slide at a heading or a title; what begins in bold below it has its text."""
        if not self.shown or passage.section:
            kind = "title" if (passage.openings or [""])[0].startswith("# ") else "text"
            told = "" if self.shown else self._told(cell, "title")
            self._add(cell, kind, title=told or _about(passage.heading, self.words))
        slide = self.slides[-1]
        slide.answers = self._answers(cell)
        slide.notes.append(passage.body)
        bold = [opening.split("**")[1] for opening in passage.openings if opening[:2] == "**"]
        if slide.kind == "title" and passage.section:
            slide.lines = bold or [pick(passage.body, _LINES * _TEXT, sentences=_LINES)]
        elif slide.kind == "title":
            said = pick(passage.body, _LINES * _TEXT, sentences=_LINES - 1)
            self.answer = self._told(cell, "caption") or said
        else:
            self._fill(cell, slide, passage.body)

    def _fill(self, cell, slide, body):
        """Put the text of a prose cell on its slide."""
        slide.formulas, items = formulas(body)[:_LINES], bullets(body, _ITEM)
        if items:
            slide.lines, slide.itemized = items, True
        elif caption := self._told(cell, "caption"):
            slide.lines = [caption]
        elif slide.formulas:
            slide.lines = [pick(body, 2 * _TEXT)]
        else:
            slide.lines = [pick(body, _LINES * _TEXT, sentences=_LINES)]

    def _read_code(self, cell, role):
        starts, text = role in STARTS, printed(cell)
        judged = verdicts(cell) if starts else []
        if starts and _slideshow(cell).get("code"):
            slide = self._add(cell, "code", code=cell.source, lines=text.splitlines()[:_LINES])
            slide.title = self._told(cell, "title")
        for output in cell.outputs:
            if "image/png" in output.get("data", {}) and role != "notes":
                if not starts:
                    raise self._error(cell, "has a picture, so it must begin a slide or be skipped")
                self._add_picture(cell, output)
        for says in dict.fromkeys(verdict.claim.says for verdict in judged):
            mine = [verdict for verdict in judged if verdict.claim.says == says]
            self._add_verdicts(cell, role, mine)
        if text and self.slides:
            self.slides[-1].notes.append(f"```\n{text}\n```")

    def _add_picture(self, cell, output):
        slide = self._add(cell, "figure", alt=cell.metadata.get("alt", ""))
        slide.picture = output.data["image/png"]
        slide.notes += [self.lead] if self.lead else []
        title = self._told(cell, "title", self.drawn)
        self.drawn += 1
        caption = self._told(cell, "caption")
        slide.title = title or caption or self._whole(self.lead)
        slide.lines = [caption] if title and caption else []
        moved = explorer(output)
        self.replaceable = not (title or caption or moved)
        if moved:
            where = {"label": label(self.name), "section": self.section}
            slide.where = self.words.live.format(**where)
        try:
            slide.live = room(_slideshow(cell).get("live"), moved)
        except (TypeError, ValueError) as error:
            raise self._error(cell, f"has a wrong slideshow.live: {error}") from None

    def _add_verdicts(self, cell, role, verdicts):
        if caption := self._told(cell, "caption"):
            verdicts = [replace(verdict, measured=caption) for verdict in verdicts]
        claim, last = verdicts[0].claim, self.slides[-1] if self.slides else None
        criteria = _criteria(claim, self.words)
        if role != "slide" and last and (last.title, last.criteria) == (claim.says, criteria):
            last.verdicts += verdicts  # the same claim under another condition
            self.shown += 1
            return
        slide = self._add(cell, "verdict", title=claim.says, verdicts=verdicts, criteria=criteria)
        named = f"{self.words.slide} {claim.slide}"
        slide.answers = reference(named, self.words) or slide.answers

    def _add(self, cell, kind, **content):
        slide = Slide(kind, self._answers(cell), words=self.words, section=self.section, **content)
        slide.key = cell.id if not self.shown else f"{cell.id}-{self.shown + 1}"
        self.slides.append(slide)
        self.shown += 1
        self.replaceable = False
        return slide

    def _answers(self, cell):
        told = _slideshow(cell)
        answers = told.get("answers", self.answers)
        if not answers and self.follows and "answers" not in told:
            raise self._error(cell, "names no slide of the presentation; nor does prose above it")
        if reference(answers, self.words) != answers:
            form = f"{self.words.slide} 3, «Title»"
            raise self._error(cell, f'must answer a slide as "{form}", not {answers!r}')
        return answers

    def _told(self, cell, name, place=0):
        """What the metadata say, if it is a sentence for a slide; of a list the one in a place."""
        text = _slideshow(cell).get(name, "")
        if isinstance(text, list):
            text = text[place] if place < len(text) else ""
        if not isinstance(text, str):
            raise self._error(cell, f"has a slideshow.{name} that is no text, but {text!r}")
        if text and (why := torso(text, self.words)):
            raise self._error(
                cell,
                f"has a slideshow.{name} which {why}: {text!r}; say it so that it stands alone",
            )
        return text

    def _whole(self, body):
        """The first sentence of a text that can be the title of a picture, or ""."""
        said = [pick(sentence, 2 * _TITLE) for sentence in standing(body, self.words)]
        return next((text for text in said if len(text) <= 3 * _TITLE), "")

    def _error(self, cell, what):
        return SlidesError(f"{self.name}, cell {cell.id!r} {what}")


def _about(section, words):
    """A heading without its number, and without the slides that it names."""
    text = re.sub(r"^\d+\. ", "", section)
    return capital(re.sub(rf"^(?:{words.slides}|{words.slide}) [^:]*: ", "", text))


def _criteria(claim, words):
    """What would decide a claim, as lines of a slide; none if that was not printed."""
    lines = [
        f"**{name}** {text}"
        for name, text in ((words.holds_if, claim.holds_if), (words.fails_if, claim.fails_if))
        if text
    ]
    remarks = [words.own] * claim.own + [words.after_a_look] * claim.after_a_look
    return lines + [capital("; ".join(remarks)) + "."] * bool(remarks)
