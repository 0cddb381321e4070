"""Decks with a script: what each slide shows and says, in each language, with no number typed."""

import re
import tomllib

from tp5lib.report.notebooks import code_cells, pictures, printed, verdicts
from tp5lib.report.words import DEFAULT
from tp5lib.slides.live import room
from tp5lib.slides.slide import Slide, SlidesError
from tp5lib.studies.verdicts import KEY

_SHOWN, _SPOKEN = ("title", "line", "number", "unit", "claim"), ("say", "ask", "answer")
_FIELDS = {*_SHOWN, *_SPOKEN, "points", "id", "kind", "slides", "cells", "code", "formula", "room"}
_FIELDS |= {"cards", "verdict", "verdicts", "below"}
LINE, BELOW, SAY = (10, 13), 8, (60, 90)  # slides in a row, and below; words to say on one
PACE = 120, 0.5  # words a minute; minutes that a question takes
_NAME = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?")
_EMPHASIS = re.compile(r"(?<![*\w])\*([^*]+)\*(?!\*)")
_MATH = re.compile(r"(\$[^$]+\$|`[^`]+`)")


def load(path):
    """Return what a script, or the words that all share, hold."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SlidesError(f"{path.name} cannot be read: {error}") from error


def read_script(path, notebook, words, lexicon):
    """Return the slides of a deck.

    Parameters
    ----------
    path : Path
        Of the script.
    notebook : NotebookNode
        Executed; what the script names is taken from its outputs.
    words : Words
        Of the deck's language.
    lexicon : dict
        The words that all scripts share.

    Raises
    ------
    SlidesError
        If anything that the script names is not there, a text lacks the language or types a
        number, a term is used before the slide that defines it, or the deck is no lesson.
    """
    reader = _Reader(load(path), notebook, words, lexicon)
    slides = [reader.read(entry) for entry in reader.script["slide"]]
    reader.look_at(slides)
    if reader.wrong:
        raise SlidesError("\n".join(f"{path.name}: {one}" for one in dict.fromkeys(reader.wrong)))
    return slides


class _Reader:
    """Reads the entries of a script in order, and remembers all that is wrong with them."""

    def __init__(self, script, notebook, words, lexicon):
        self.script, self.words, self.language = script, words, words.language
        self.criteria, self.cards = lexicon["criteria"], lexicon["cards"]
        self.terms = {
            term: re.compile(rf"\b(?:{of[self.language]})\b", re.IGNORECASE)
            for term, of in lexicon["terms"].items()
        }
        self.cells = {cell.id: cell for cell in code_cells(notebook)}
        self.entry, self.wrong, self.said = {"id": "?"}, [], []
        self.values = script.get("given", {})
        self.values |= {name: self.number(*at) for name, at in script.get("numbers", {}).items()}

    def read(self, entry):
        """Return the slide of an entry."""
        self.entry, below = entry, entry.get("below", False)
        for name in sorted(entry.keys() - _FIELDS):
            self.complain(f"has a field {name!r} that there is not")
        shown = {name: self.text(name, needed=name == "title") for name in _SHOWN}
        spoken = {} if below else {name: self.text(name, needed=True) for name in _SPOKEN}
        points = self.text("points", needed=False) or []
        self.look_at_terms(" ".join([*shown.values(), *points]), spoken.values())
        found = [self.picture(name) for name in entry.get("cells", [])]
        slide = Slide(entry["id"], "picture" if found else "text", **shown, points=points)
        slide.kind = entry.get("kind", slide.kind)
        slide.pictures, slide.formula = sum(found, []), entry.get("formula", "")
        slide.cards = [
            [(self.word(name), self.card(value)) for name, value in card.items()]
            for card in entry.get("cards", [])
        ]
        slide.foot, slide.below, slide.aside = self.foot(), below, below
        slide.words, criteria = self.words, self.judge(slide)
        if "code" in entry:
            slide.code = self.cell(entry["code"]).get("source", "")
        if "room" in entry:
            try:
                slide.live = room(entry["room"], self.language)
            except (KeyError, TypeError, ValueError) as error:
                self.complain(f"has a wrong room: {error}")
        if not below:
            labels = self.words.say, self.words.ask, self.words.asked
            pairs = zip(labels, spoken.values(), strict=True)
            slide.notes = [f"**{label}** {said}" for label, said in pairs]
            slide.notes += [f"*{self.words.criterion} {one}*" for one in criteria]
            self.said.append(len(spoken["say"].split()))
            if not SAY[0] <= self.said[-1] <= SAY[1]:
                self.complain(f"says {self.said[-1]} words, not {SAY[0]} to {SAY[1]}")
        return slide

    def look_at(self, slides):
        """See whether the slides make a lesson, and say in the first note how long it takes."""
        row, below = len(self.said), len(slides) - len(self.said)
        if not LINE[0] <= row <= LINE[1] or below > BELOW:
            most = f"{LINE[0]} to {LINE[1]}, and at most {BELOW}"
            self.wrong.append(f"has {row} slides in the row and {below} below, not {most}")
        if len({slide.key for slide in slides}) < len(slides):
            self.wrong.append("two slides have one id")
        minutes = round(sum(self.said) / PACE[0] + PACE[1] * row)
        length = self.words.length.format(slides=row, words=sum(self.said), minutes=minutes)
        slides[0].notes = [length, *slides[0].notes]

    def look_at_terms(self, shown, spoken):
        """See whether all terms that are used were defined, in *emphasis*, until here."""
        for words in _EMPHASIS.findall(shown):
            self.terms = {term: of for term, of in self.terms.items() if not of.fullmatch(words)}
        # A title slide may name what the lesson is about.
        used = [*spoken] + [shown] * (self.entry.get("kind") != "title")
        plain = _MATH.sub("", " ".join(used).replace("*", ""))
        for term in filter(None, (of.search(plain) for of in self.terms.values())):
            self.complain(f"uses the term {term[0]!r} before a slide defines it in *emphasis*")

    def text(self, field, needed):
        """Return a text of the entry, or a list of them, with numbers filled in; or ""."""
        told = self.entry.get(field, {self.language: ""} if not needed else {})
        if not isinstance(told, dict) or self.language not in told:
            self.complain(f"has no {field} in the language {self.language!r}")
            return ""
        told = told[self.language]
        return [self.fill(one) for one in told] if isinstance(told, list) else self.fill(told)

    def fill(self, text):
        """Put numbers in the place of their names, except in formulas and code."""
        parts = _MATH.split(" ".join(text.split()))
        slide = f"{self.words.slides}|{self.words.slide}"
        for place in range(0, len(parts), 2):
            # Numbers of slides are names, and so are TP5 and z1; and what is quoted, is quoted.
            bare = re.sub(rf"(?i)«[^»]*»|\b(?:{slide}) \d+|[a-z]+\d", "", parts[place])
            bare = _NAME.sub("", bare)
            for number in re.findall(r"\d+", bare):
                self.complain(f"types the number {number}: name it, in {text!r}")
            parts[place] = _NAME.sub(self.value, parts[place])
        return "".join(parts)

    def value(self, match):
        """Write what a name stands for."""
        name, form = match.groups()
        if name not in self.values:
            self.complain(f"names {name!r}, which is no number of the script")
        return self.written(self.values.get(name, 0), form)

    def written(self, value, form=None):
        """Write a number; decimals have the point, as on the presentation's slides."""
        form = form or ("," if isinstance(value, int) else "")
        told = format(value if form == "," else float(value), form)
        return re.sub(r"^-", "−", told.replace(",", self.words.thousands).replace("%", " %"))

    def number(self, cell, after, place=1):
        """Return the number that stands in the outputs of a cell behind a text."""
        outputs = self.cell(cell).get("outputs", [])
        judged = [one for output in outputs for one in output.get("metadata", {}).get(KEY, [])]
        said = "\n".join([printed(self.cell(cell)), *(t for one in judged for t in one["tests"])])
        found = _NUMBER.findall(re.sub(" +", " ", said).partition(after)[2])
        if len(found) < place:
            self.complain(f"needs number {place} behind {after!r}, which cell {cell!r} prints not")
            return 0
        told = found[place - 1].replace(",", "")
        return float(told) if "." in told else int(told)

    def cell(self, name):
        """Return a code cell; an empty dict if there is none of that name."""
        if name not in self.cells:
            self.complain(f"names the code cell {name!r}, which is not there")
        return self.cells.get(name, {})

    def picture(self, name):
        """Return the pictures of a cell, each with its alternative text."""
        found = pictures(self.cell(name))
        if not found:
            self.complain(f"shows the cell {name!r}, which has no picture")
        return [(one.data["image/png"], self.cells[name].metadata.get("alt", "")) for one in found]

    def judge(self, slide):
        """Put verdicts on a slide, on its claim or on each of its points; returns the criteria."""
        told = self.entry.get("verdicts", [self.entry["verdict"]] if slide.claim else [])
        criteria, slide.outcomes = [], []
        for cell, place in ([*one, 1][:2] for one in told):
            found = verdicts(self.cell(cell) or {"outputs": []})
            if len(found) < place:
                self.complain(f"shows verdict {place} of the cell {cell!r}, which is not there")
                continue
            slide.outcomes.append(found[place - 1].outcome)
            why = found[place - 1].claim.holds_if
            if self.language != DEFAULT and why not in self.criteria:
                self.complain(f"shows a verdict whose criterion words.toml lacks: {why!r}")
            criteria.append(why if self.language == DEFAULT else self.criteria.get(why, ""))
        return criteria

    def card(self, value):
        """Write a value on a card: layers, a number, a word, or a text in each language."""
        if isinstance(value, list):
            return f"[{', '.join(map(str, value))}]"
        if isinstance(value, dict):
            return value[self.language]
        return self.word(value) if isinstance(value, str) else self.written(value)

    def word(self, word):
        """Return a word of the cards in the deck's language."""
        if word not in self.cards:
            self.complain(f"has the word {word!r} on a card, which words.toml lacks")
        return self.cards.get(word, {self.language: ""})[self.language]

    def foot(self):
        """Return which slides of the presentation a slide stands for."""
        numbers = [str(number) for number in self.entry.get("slides", [])]
        for number in numbers:
            if number not in self.script["originals"]:
                self.complain(f"stands for slide {number}, which has no title in the script")
        titles = [f"«{self.script['originals'].get(number)}»" for number in numbers]
        slide = self.words.slide if len(numbers) == 1 else self.words.slides
        said = [f"{slide.lower()} {', '.join(numbers)}", *dict.fromkeys(titles)]
        return self.words.presentation.format(slide=", ".join(said)) if numbers else ""

    def complain(self, what):
        self.wrong.append(f"the slide {self.entry['id']!r} {what}")
