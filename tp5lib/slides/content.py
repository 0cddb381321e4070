"""What stands on the slides of a notebook."""

import re
import shlex
from dataclasses import dataclass, field, replace

from tp5lib.evaluation.claims import read_verdicts
from tp5lib.report.notebooks import code_cells, label, printed, prose_cells
from tp5lib.report.words import DEFAULT, WORDS, Words, words_of
from tp5lib.slides.prose import bullets, capital, formulas, passages, pick, plain, reference

STARTS = ("slide", "subslide")
_ROLES = (*STARTS, "-", "fragment", "notes", "skip")
_LINES = 3  # of text on a slide
_CAPTION, _TEXT = 80, 62  # characters a line: above a picture, and on a slide of text alone
# How an explorer says what it is, among its outputs and as text.
_EXPLORER_TYPE = "application/vnd.tp5lib.explorer+json"
_EXPLORER = re.compile(r"\w+: run the notebook to move (.+)")


class SlidesError(Exception):
    """A notebook that makes no deck, or libraries that could not be had."""


@dataclass
class Slide:
    """One slide; its texts are Markdown.

    Attributes
    ----------
    kind : str
        "opening", "text", "figure", "verdict" or "code".
    answers : str
        The slide of the presentation, as "Slide 3, «Primera etapa»"; "" where the notebook
        follows none.
    title : str
    lines : list of str
        The text below the title.
    column : bool
        Whether a column of slides begins here.
    late : bool
        Whether the text comes with a key press.
    picture, alt : str
        A PNG file in base64, and what is to be seen on it.
    formulas : list of str
        Display formulas, with their dollar signs.
    code : str
    criteria : list of str
        Those of its claim, and whose claim it is and when they were set, where that matters.
    verdicts : list of tp5lib.evaluation.claims.Verdict
        On one claim.
    notes : list of str
        For the speaker.
    words : Words
        Of the notebook's language.
    """

    kind: str
    answers: str
    title: str = ""
    lines: list = field(default_factory=list)
    column: bool = False
    late: bool = False
    picture: str = ""
    alt: str = ""
    formulas: list = field(default_factory=list)
    code: str = ""
    criteria: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    words: Words = WORDS[DEFAULT]


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
        If the notebook was not executed, has no slides, or a cell's metadata are wrong.
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
    return reader.slides


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
        self.first = 0  # the place of the first slide of this cell
        self.section = self.answers = ""
        self.lead = ""  # prose that introduces the next slide
        self.replaceable = False  # whether prose below may speak for the last slide's picture
        prose = [cell.source for cell in prose_cells(notebook)]
        self.prose = {line.strip() for source in prose for line in source.splitlines()}
        # Whether the notebook follows a presentation, so that each of its slides answers one.
        named = [*prose, *(_slideshow(cell).get("answers", "") for cell in notebook.cells)]
        self.follows = any(reference(text, self.words) for text in named)

    def read(self, cell):
        role = _slideshow(cell).get("slide_type", "-")
        if role not in _ROLES:
            raise self._error(cell, f"has the slide type {role!r}; it can be {', '.join(_ROLES)}")
        self.first = len(self.slides)
        if cell.cell_type == "markdown":
            self._read_prose(cell, role)
        elif cell.cell_type == "code" and role != "skip":
            self._read_code(cell, role)
        if role in STARTS:
            if len(self.slides) == self.first:
                raise self._error(cell, "begins a slide, but has nothing to show on it")
            self.slides[self.first].column = role == "slide"

    def _read_prose(self, cell, role):
        for passage in passages(cell.source):
            if not passage.openings:
                self._comment(passage.body, role)
                continue
            self.answers = reference(" ".join(passage.openings), self.words) or self.answers
            self.section = passage.section or self.section
            if role != "skip":
                self.lead = passage.body or self.lead
            if role in STARTS and (passage.section or len(self.slides) > self.first):
                self._add_text(cell, passage)

    def _comment(self, body, role):
        """Take prose about the slide above: to its notes, and its beginning to the slide."""
        if not self.slides or role == "skip":
            return
        slide = self.slides[-1]
        slide.notes.append(body)
        if self.replaceable and role != "notes":
            slide.lines, slide.late = [pick(body, 2 * _CAPTION)], role == "fragment"
            self.replaceable = False

    def _add_text(self, cell, passage):
        """Begin a slide at a heading; what begins in bold below it has its text."""
        if passage.section:
            kind = "opening" if passage.openings[0].startswith("# ") else "text"
            self._add(cell, kind, title=passage.heading)
        slide = self.slides[-1]
        slide.answers = self._answers(cell)
        slide.notes.append(passage.body)
        slide.formulas = formulas(passage.body)[:_LINES]
        if items := bullets(passage.body, _LINES * _TEXT):
            first, *others = _pages(items)
            slide.lines = first
            for lines in others:
                page = self._add(cell, slide.kind, title=slide.title, lines=lines)
                page.notes = list(slide.notes)
        elif slide.formulas:
            slide.lines = [pick(passage.body, 2 * _TEXT)]
        else:
            slide.lines = [pick(passage.body, _LINES * _TEXT, sentences=_LINES)]

    def _read_code(self, cell, role):
        starts, text = role in STARTS, printed(cell)
        verdicts = read_verdicts(text) if starts else []
        if starts and _slideshow(cell).get("code"):
            self._add(cell, "code", code=cell.source, lines=text.splitlines()[:_LINES])
        for output in cell.outputs:
            if "image/png" in output.get("data", {}) and role != "notes":
                if not starts:
                    raise self._error(cell, "has a picture, so it must begin a slide or be skipped")
                self._add_picture(cell, output)
        for says in dict.fromkeys(verdict.claim.says for verdict in verdicts):
            self._add_verdicts(
                cell, [verdict for verdict in verdicts if verdict.claim.says == says]
            )
        if text and self.slides:
            self.slides[-1].notes.append(f"```\n{text}\n```")

    def _add_picture(self, cell, output):
        slide = self._add(cell, "figure", alt=cell.metadata.get("alt", ""))
        slide.picture = output.data["image/png"]
        slide.notes += [self.lead] if self.lead else []
        caption = self._caption(cell)
        controls = _controls(output)
        self.replaceable = not caption and not controls
        slide.lines = [caption or pick(self.lead, _CAPTION if controls else 2 * _CAPTION)]
        if controls:
            where = {"label": label(self.name), "section": self.section}
            slide.lines.append(self.words.live.format(**where, controls=", ".join(controls)))

    def _add_verdicts(self, cell, verdicts):
        if caption := self._caption(cell):
            verdicts = [replace(verdict, measured=caption) for verdict in verdicts]
        slide = self._add(cell, "verdict", title=verdicts[0].claim.says, verdicts=verdicts)
        slide.criteria = _criteria(verdicts[0].claim, self.words)
        named = f"{self.words.slide} {verdicts[0].claim.slide}"
        slide.answers = reference(named, self.words) or slide.answers

    def _add(self, cell, kind, **content):
        slide = Slide(kind, self._answers(cell), words=self.words, **content)
        self.slides.append(slide)
        self.replaceable = False
        return slide

    def _answers(self, cell):
        answers = _slideshow(cell).get("answers", self.answers)
        if not answers and self.follows:
            raise self._error(cell, "names no slide of the presentation; nor does prose above it")
        if reference(answers, self.words) != answers:
            form = f"{self.words.slide} 3, «Title»"
            raise self._error(cell, f'must answer a slide as "{form}", not {answers!r}')
        return answers

    def _caption(self, cell):
        caption = _slideshow(cell).get("caption", "")
        if caption and caption not in self.prose:
            raise self._error(cell, f"has a caption that is no sentence of the prose: {caption!r}")
        return caption

    def _error(self, cell, what):
        return SlidesError(f"{self.name}, cell {cell.id!r} {what}")


def _criteria(claim, words):
    """What would decide a claim, as lines of a slide; none if that was not printed."""
    lines = [
        f"**{name}** {text}"
        for name, text in ((words.holds_if, claim.holds_if), (words.fails_if, claim.fails_if))
        if text
    ]
    remarks = [words.own] * claim.own + [words.after_a_look] * claim.after_a_look
    return lines + [capital("; ".join(remarks)) + "."] * bool(remarks)


def _controls(output):
    """The names of an explorer's controls; none if the picture is of something else."""
    if said := output.data.get(_EXPLORER_TYPE):
        return said["controls"]
    match = _EXPLORER.fullmatch(output.data.get("text/plain", ""))
    return match[1].split(", ") if match else []


def _pages(items):
    """Spread bullets over pages of three lines each."""
    pages, room = [], 0
    for item in items:
        needed = -(-len(plain(item)) // _TEXT)
        if needed > room:
            pages.append([])
            room = _LINES
        pages[-1].append(item)
        room -= needed
    return pages
