"""A slide: what stands on it, and what its speaker knows."""

from dataclasses import dataclass, field

from tp5lib.report.words import DEFAULT, WORDS, Words


class SlidesError(Exception):
    """A notebook that makes no deck, or libraries that could not be had."""


@dataclass
class Slide:
    """One slide; its texts are Markdown.

    Attributes
    ----------
    kind : str
        "title", "agenda", "text", "figure", "verdict", "code" or "closing".
    answers : str
        The slide of the presentation, as "Slide 3, «Primera etapa»"; "" where the notebook
        follows none.
    title : str
        What the slide says: of a figure what is to be seen on it, of a verdict the claim.
    lines : list of str
        The text below the title.
    itemized : bool
        Whether the lines are those of a list.
    column : bool
        Whether a column of slides begins here.
    late : bool
        Whether the title comes with a key press.
    section, key : str
        The section of the notebook that it belongs to, and its name in the deck's links.
    links : list of tuple
        Of an agenda: sections, and the keys of the slides that they begin with.
    picture, alt : str
        A PNG file in base64, and what is to be seen on it.
    where : str
        For an explorer: where it can be moved.
    live : str
        The address of the playground's room that the picture is a still of; or "".
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
    itemized: bool = False
    column: bool = False
    late: bool = False
    section: str = ""
    key: str = ""
    links: list = field(default_factory=list)
    picture: str = ""
    alt: str = ""
    where: str = ""
    live: str = ""
    formulas: list = field(default_factory=list)
    code: str = ""
    criteria: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    words: Words = WORDS[DEFAULT]
