"""Prose cells, taken apart: passages, sentences, bullets, formulas and the slides they name."""

import re
from dataclasses import dataclass, field

from tp5lib.report.words import DEFAULT, WORDS

_OPENING = re.compile(r"(?P<hashes>#+) (?P<title>.+)|\*\*(?P<bold>[^*]+)\*\*(?P<rest>.*)")
_FORMULA = re.compile(r"^\$\$.+?\$\$$", re.MULTILINE | re.DOTALL)
_BULLET = re.compile(r"^- (.+)$", re.MULTILINE)
_SHORT = 40  # a sentence of fewer characters takes the next along
# Where a sentence may be cut, unless an abbreviation ends there, such as "e.g." or "et al."
_PAUSE = re.compile(r"[:;] |\. (?![a-z])")
_ABBREVIATION = re.compile(r"\b([^\W\d]|al|cf|ej|etc|fig|vs)$", re.IGNORECASE)


@dataclass
class Passage:
    """Prose up to the next heading or paragraph that begins in bold.

    Attributes
    ----------
    openings : list of str
        The lines that it begins with: none, a heading, a bold beginning, or both.
    heading : str
        Of the first or second level, without its number.
    section : str
        The same, with it.
    body : str
        All the rest.
    """

    openings: list = field(default_factory=list)
    section: str = ""
    body: str = ""

    @property
    def heading(self):
        return re.sub(r"^\d+\. ", "", self.section)


def passages(source):
    """Return the passages of a prose cell; what stands before an opening has none."""
    found = [Passage()]
    for paragraph in re.split(r"\n\s*\n", source.strip()):
        first, _, rest = paragraph.partition("\n")
        if match := _OPENING.match(first):
            if found[-1].body or (match["title"] and found[-1].section):
                found.append(Passage())
            found[-1].openings.append(first)
            if match["hashes"] in ("#", "##"):
                found[-1].section = match["title"]
            after = capital((match["rest"] or "").lstrip(" .,:·"))
            paragraph = "\n".join(text for text in (after, rest) if text)
        found[-1].body = "\n\n".join(text for text in (found[-1].body, paragraph) if text)
    return [passage for passage in found if passage.openings or passage.body]


def reference(text, words=WORDS[DEFAULT]):
    """Return the slide of the presentation that a text names first, or "" if it names none.

    Number and title both count, as in "Slides 25 and 26, «Resultados», «Desempeño»".
    """
    joins, last = "|".join(f" {word}" for word in words.joins), words.joins[-1]
    match = re.search(
        rf"(?:{words.slides}|{words.slide}) (?P<number>\d+(?:(?:,|{joins})? (?:[a-z]\b|\d+))*)"
        rf"[^«]*(?P<titles>«[^»]+»(?:(?:,|,? {last}) «[^»]+»)*)",
        text,
    )
    if not match:
        return ""
    parts = re.findall(r"\d+", match["number"]), re.findall(r"\b[a-z]\b", match["number"])
    slide = words.slides if max(map(len, parts)) > 1 else words.slide
    return f"{slide} {match['number']}, {', '.join(re.findall('«[^»]+»', match['titles']))}"


def pick(body, room, sentences=1):
    """Return the first sentences of a text as one line of Markdown.

    Parameters
    ----------
    body : str
        One sentence a line, as in all prose of the notebooks.
    room : int
        How many characters may stand; a longer sentence is cut at a colon or semicolon.
    sentences : int
        How many to take at most; one more if the first is very short.
    """
    lines = _FORMULA.sub("", body).strip().split("\n\n")[0].splitlines()
    if not lines:
        return ""
    text = _cut(lines[0], room)
    for line in lines[1 : max(sentences, 2 if len(plain(text)) < _SHORT else 1)]:
        longer = f"{text} {_cut(line, room - len(plain(text)) - 1)}"
        if len(plain(longer)) > room:
            break
        text = longer
    return text


def bullets(body, room):
    """Return the first sentence of each bullet of a list, cut to the room there is."""
    items = _BULLET.findall(body)
    return [_cut(item, room) for item in items]


def formulas(body):
    """Return the display formulas, with their dollar signs."""
    return _FORMULA.findall(body)


def explained(body):
    """Return what stands in the paragraphs with a display formula, and right before the first.

    >>> from tp5lib.slides.prose import explained
    >>> explained("Before.\\n\\nSo it is:\\n\\n$$a = b$$\\n\\nAfter.")
    'So it is:'
    """
    before = _FORMULA.split(body)[0].strip()
    return before.split("\n\n")[-1]


def plain(text):
    """Return a text without the signs of Markdown that take no room."""
    return re.sub(r"[`*]|(?<=\])\([^)]*\)", "", text)


def capital(text):
    """Begin with a capital, unless the text begins with a variable."""
    return text[:1].upper() + text[1:] if re.match("(?:a )?[a-z]{2}", text) else text


def _cut(sentence, room):
    """Cut a sentence at its last colon, semicolon or full stop within the room, if too long."""
    if len(plain(sentence)) <= room:
        return sentence
    ends = [match.start() for match in _PAUSE.finditer(sentence) if match.start() <= room]
    ends = [end for end in ends if _may_end(sentence[:end])]
    return sentence[: ends[-1]] + "." if ends else sentence


def _may_end(text):
    """Whether a text stops at no abbreviation, and leaves no formula, code or bracket open."""
    signs = all(text.count(sign) % 2 == 0 for sign in "$`*")
    return signs and text.count("(") == text.count(")") and not _ABBREVIATION.search(text)
