"""A slide: what stands on it, and what its speaker says."""

import base64
import struct
from dataclasses import KW_ONLY, dataclass

from tp5lib.report.words import DEFAULT, WORDS, Words


class SlidesError(Exception):
    """A notebook or script that makes no deck, or libraries that could not be had."""


@dataclass
class Slide:
    """One slide; its texts are Markdown.

    Its kind is "title", "picture", "text" or, of a notebook without a script, "cells", of which
    it has the html. Its key is its name in links; `outcomes` are those of the verdicts on its
    claim or points, by name; a card is a list of names with their values; a picture is a PNG file
    in base64, with what is to be seen on it; `live` is the address of the room that the picture is
    a still of. `below` another slide it may be `aside`, too: the keys that turn the pages pass it.
    """

    key: str
    kind: str
    title: str = ""
    _: KW_ONLY
    line: str = ""
    points: list = ()
    number: str = ""
    unit: str = ""
    claim: str = ""
    outcomes: list = ()
    formula: str = ""
    code: str = ""
    cards: list = ()
    pictures: list = ()
    live: str = ""
    html: str = ""
    foot: str = ""
    notes: list = ()
    below: bool = False
    aside: bool = False
    words: Words = WORDS[DEFAULT]

    @property
    def tall(self):
        """Whether what is said of its picture stands better beside it than above."""
        if len(self.pictures) != 1 or self.live or not (self.number or self.cards):
            return False
        width, height = struct.unpack(">II", base64.b64decode(self.pictures[0][0][:32])[16:24])
        return width < 1.7 * height
