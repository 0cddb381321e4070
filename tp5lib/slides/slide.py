"""A slide: what stands on it, and what its speaker says."""

import base64
import struct
from dataclasses import KW_ONLY, dataclass


class SlidesError(Exception):
    """A notebook or script that makes no deck, or libraries that could not be had."""


@dataclass
class Slide:
    """One slide; its texts are Markdown.

    Its kind is "title", "text" or, without a script, "own", with html. `outcomes` are those of
    the verdicts on its claim or points; a card is a list of names with their values; a picture is
    a PNG file in base64 with a description; `live` is the address of the room that it is a still
    of. What is `below` another slide of a script is passed by the keys that turn the pages.
    """

    key: str
    kind: str
    words: dict
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

    @property
    def tall(self):
        """Whether what is said of its picture stands better beside it than above."""
        if self.live or not self.pictures or not (self.number or self.cards):
            return False
        width, height = struct.unpack(">II", base64.b64decode(self.pictures[0][0][:32])[16:24])
        return width < 1.7 * height
