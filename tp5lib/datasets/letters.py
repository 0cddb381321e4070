"""The letters of the course, and the digits that no network has seen."""

import re

from tp5lib.datasets.files import read_text, shorten
from tp5lib.datasets.patterns import Patterns
from tp5lib.datasets.readers import DATA


def load_letters(path=None):
    """Load the 32 letters of the course (7 x 5 pixels, ASCII 0x60 to 0x7f).

    Parameters
    ----------
    path : str or path, optional
        Another text file, of up to 1,000,000 bytes, of the form of ``data/letters.txt``: a line
        ``letter NAME``, then 7 lines of 5 pixels, ``#`` for on and ``.`` for off; blank lines
        and lines that begin with ``//`` are passed over.

    Returns
    -------
    Patterns
        With `x` of shape (32, 35), float64, 0 or 1.
    """
    path = DATA / "letters.txt" if path is None else path
    lines = [(i, line.strip()) for i, line in enumerate(read_text(path).split("\n"), start=1)]
    lines = [(i, line) for i, line in lines if line and not line.startswith("//")]
    if not lines:
        raise ValueError(f"{path}: no letter found; expected lines 'letter NAME' and their rows")
    images, end = {}, lines[-1][0] + 1
    for place in range(0, len(lines), 8):
        (number, head), *rows = lines[place : place + 8]
        word, _, name = head.partition(" ")
        if word != "letter" or not name:
            raise ValueError(f"{path}, line {number}: expected 'letter NAME', not {shorten(head)}")
        if name in images:
            raise ValueError(f"{path}, line {number}: there is a letter {shorten(name)} above")
        for number, row in [*rows, (end, "")][:7]:
            if not re.fullmatch("[.#]{5}", row):
                wanted = "a letter has 7 rows of 5 characters, each '.' or '#'"
                raise ValueError(f"{path}, line {number}: {wanted}, not {shorten(row)}")
        images[name] = [[pixel == "#" for pixel in row] for _, row in rows]
    return Patterns(list(images.values()), list(images))


def load_digits():
    """Load the digits 0 to 9, as `load_letters` does the letters.

    The 3 is that of slide 16, "Detección de outliers"; the others are drawn to match it.
    """
    return load_letters(DATA / "digits.txt")
