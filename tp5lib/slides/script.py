"""Decks with a script: what each slide shows and says, in each language, with no number typed."""

import re
import tomllib

from tp5lib.report.notebooks import code_cells, pictures, printed
from tp5lib.slides.live import room
from tp5lib.slides.slide import Slide, SlidesError
from tp5lib.studies.verdicts import KEY

LANGUAGES = DEFAULT, *_ = "en", "es"
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


def read_script(path, notebook, language, lexicon):
    """Return the slides of a script at a path, in a language.

    What it names is taken from the outputs of its notebook; the lexicon holds the words that all
    scripts share. Raises SlidesError if anything that it names is not there, a text lacks the
    language or types a number, a term is used before the slide that defines it, or the deck is
    no lesson.
    """
    script = load(path)
    reader = _Reader(path.stem, script, notebook, language, lexicon)
    slides = [reader.read(entry) for entry in script["slide"]]
    reader.look_at(slides)
    if reader.wrong:
        raise SlidesError("\n".join(f"{path.name}: {one}" for one in dict.fromkeys(reader.wrong)))
    return slides


class _Reader:
    """Reads the entries of a script in order, and remembers all that is wrong with them."""

    def __init__(self, deck, script, notebook, language, lexicon):
        self.words, self.language, self.lexicon = lexicon["deck"][language], language, lexicon
        self.cells = {cell.id: cell for cell in code_cells(notebook)}
        self.deck, self.originals = deck, script.get("originals", {})
        patterns = [of[language] for of in lexicon["terms"].values()]
        self.terms = [re.compile(rf"(?i)\b(?:{of})\b") for of in patterns]
        self.entry, self.wrong, self.said = {"id": "numbers"}, [], []
        self.values = script.get("given", {})
        self.values |= {name: self.number(*at) for name, at in script.get("numbers", {}).items()}

    def read(self, entry):
        self.entry, below = entry, entry.get("below", False)
        for name in sorted(entry.keys() - _FIELDS):
            self.complain(f"has a field {name!r} that there is not")
        shown = {name: self.text(name, needed=name == "title") for name in _SHOWN}
        spoken = {} if below else {name: self.text(name, needed=True) for name in _SPOKEN}
        points = self.text("points") or []
        self.look_at_terms(" ".join([*shown.values(), *points]), spoken.values())
        found = [picture for name in entry.get("cells", []) for picture in self.pictures(name)]
        kind = entry.get("kind", "" if found else "text")
        slide = Slide(f"{self.deck}-{entry['id']}", kind, self.words, **shown, points=points)
        slide.pictures, slide.below, slide.formula = found, below, entry.get("formula", "")
        slide.code = self.cell(entry["code"]).get("source", "") if "code" in entry else ""
        slide.cards = [
            [(self.word(name), self.on_card(value)) for name, value in card.items()]
            for card in entry.get("cards", [])
        ]
        slide.foot, judged = self.foot(), self.judged(slide)
        slide.outcomes = [verdict["outcome"] for verdict in judged]
        if "room" in entry:
            try:
                slide.live = room(entry["room"], self.language)
            except (KeyError, TypeError, ValueError) as error:
                self.complain(f"has a wrong room: {error}")
        slide.notes = [] if below else self.notes(spoken, judged)
        return slide

    def notes(self, spoken, judged):
        self.said.append(len(spoken["say"].split()))
        if not SAY[0] <= self.said[-1] <= SAY[1]:
            self.complain(f"says {self.said[-1]} words, not {SAY[0]} to {SAY[1]}")
        notes = [f"**{self.words[part]}** {said}" for part, said in spoken.items()]
        why = [verdict["why"] for verdict in judged]
        if self.language != DEFAULT:
            why = [self.known(self.lexicon["criteria"], one, "criterion") or "" for one in why]
        return notes + [f"*{self.words['criterion']} {one}*" for one in why]

    def look_at(self, slides):
        """See whether the slides make a lesson, and say in the first note how long it takes."""
        row, below = len(self.said), len(slides) - len(self.said)
        if not LINE[0] <= row <= LINE[1] or below > BELOW:
            most = f"{LINE[0]} to {LINE[1]}, and at most {BELOW}"
            self.wrong.append(f"it has {row} slides in the row and {below} below, not {most}")
        minutes = round(sum(self.said) / PACE[0] + PACE[1] * row)
        length = self.words["length"].format(slides=row, words=sum(self.said), minutes=minutes)
        slides[0].notes = [length, *slides[0].notes]

    def look_at_terms(self, shown, spoken):
        """See whether all terms that are used were defined, in *emphasis*, until here."""
        for words in _EMPHASIS.findall(shown):
            self.terms = [of for of in self.terms if not of.fullmatch(words)]
        # A title slide may name what the lesson is about.
        used = [*spoken] + [shown] * (self.entry.get("kind") != "title")
        plain = _MATH.sub("", " ".join(used).replace("*", ""))
        for term in filter(None, (of.search(plain) for of in self.terms)):
            self.complain(f"uses the term {term[0]!r} before a slide defines it in *emphasis*")

    def text(self, field, needed=False):
        """Return a text of the entry, or a list of them, with numbers filled in; or ""."""
        told = self.entry.get(field, {} if needed else {self.language: ""})
        if not isinstance(told, dict) or self.language not in told:
            self.complain(f"has no {field} in the language {self.language!r}")
            return ""
        told = told[self.language]
        return [self.fill(one) for one in told] if isinstance(told, list) else self.fill(told)

    def fill(self, text):
        """Put numbers in the place of their names, except in formulas and code."""
        parts = _MATH.split(" ".join(text.split()))
        slide = f"{self.words['slides']}|{self.words['slide']}"
        for place in range(0, len(parts), 2):
            # Numbers of slides are names, and so are TP5 and z1; and what is quoted, is quoted.
            bare = re.sub(rf"(?i)«[^»]*»|\b(?:{slide}) \d+|[a-z]+\d", "", parts[place])
            for number in re.findall(r"\d+", _NAME.sub("", bare)):
                self.complain(f"types the number {number}: name it, in {text!r}")
            parts[place] = _NAME.sub(self.value, parts[place])
        return "".join(parts)

    def value(self, match):
        return self.written(self.known(self.values, match[1], "number") or 0, match[2])

    def written(self, value, form=None):
        """Write a number; decimals have the point, as on the presentation's slides."""
        form = form or ("," if isinstance(value, int) else "")
        told = format(value if form == "," else float(value), form).replace("%", " %")
        return re.sub(r"^-", "−", told.replace(",", self.words["thousands"]))

    def number(self, cell, after, place=1):
        """Return the number that stands in the outputs of a cell behind a text."""
        tests = [test for one in self.verdicts(cell) for test in one["tests"]]
        said = "\n".join([printed(self.cell(cell)), *tests])
        found = _NUMBER.findall(re.sub(" +", " ", said).partition(after)[2])
        if len(found) < place:
            self.complain(f"needs number {place} behind {after!r}, which cell {cell!r} prints not")
            return 0
        told = found[place - 1].replace(",", "")
        return float(told) if "." in told else int(told)

    def pictures(self, name):
        cell = self.cell(name)
        if not pictures(cell):
            self.complain(f"shows the cell {name!r}, which has no picture")
        return [(one.data["image/png"], cell.metadata.get("alt", "")) for one in pictures(cell)]

    def verdicts(self, name):
        outputs = self.cell(name).get("outputs", [])
        return [one for output in outputs for one in output.get("metadata", {}).get(KEY, [])]

    def judged(self, slide):
        """Return the verdicts on the claim of a slide, or on each of its points."""
        on_claim, found = [self.entry.get("verdict")] if slide.claim else [], []
        for name, place in self.entry.get("verdicts", on_claim):
            those = self.verdicts(name)
            if len(those) < place:
                self.complain(f"shows verdict {place} of the cell {name!r}, which is not there")
            found += those[place - 1 : place]
        return found

    def on_card(self, value):
        """Write layers, a number, a word, or a text in each language."""
        if isinstance(value, list):
            return f"[{', '.join(map(str, value))}]"
        if isinstance(value, dict):
            return value[self.language]
        return self.word(value) if isinstance(value, str) else self.written(value)

    def word(self, word):
        return (self.known(self.lexicon["cards"], word, "word of cards") or {}).get(self.language)

    def foot(self):
        """Return which slides of the presentation a slide stands for."""
        numbers = [str(number) for number in self.entry.get("slides", [])]
        titles = [f"«{self.known(self.originals, one, 'original slide')}»" for one in numbers]
        slide = self.words["slide" if len(numbers) == 1 else "slides"]
        said = [f"{slide} {', '.join(numbers)}", *dict.fromkeys(titles)]
        return self.words["presentation"].format(slide=", ".join(said)) if numbers else ""

    def cell(self, name):
        return self.known(self.cells, name, "code cell") or {}

    def known(self, table, name, what):
        """Return an entry of a table; None, and a complaint, if there is none of that name."""
        if name not in table:
            self.complain(f"names the {what} {name!r}, which is not there")
        return table.get(name)

    def complain(self, what):
        self.wrong.append(f"the slide {self.entry['id']!r} {what}")
