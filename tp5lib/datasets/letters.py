"""The letters of the course."""

import numpy as np

from tp5lib.datasets.files import read_text, shorten
from tp5lib.datasets.readers import DATA, LETTER_SHAPE, letter_patterns


def load_letters(path=None):
    """Load the 32 letters of the course (7 x 5 pixels, ASCII 0x60 to 0x7f).

    Parameters
    ----------
    path : str or path, optional
        A text file of the same form as the default, ``data/letters.txt``: a line
        ``letter NAME``, then 7 lines of 5 pixels, ``#`` for on and ``.`` for off; blank
        lines and lines that begin with ``//`` are passed over.

    Returns
    -------
    Patterns
        With `x` of shape (32, 35), float64, 0 or 1.

    Raises
    ------
    TypeError
        If `path` is no path.
    ValueError
        If the file is missing, cannot be read, holds over 2,000,000 bytes, is not text, not
        of that form or has two letters of a name, naming file and line.

    Examples
    --------
    >>> from tp5lib import load_letters
    >>> letters = load_letters()
    >>> letters.x.shape
    (32, 35)
    >>> letters["t"].astype(int)
    array([[0, 1, 0, 0, 0],
           [0, 1, 0, 0, 0],
           [1, 1, 1, 0, 0],
           [0, 1, 0, 0, 0],
           [0, 1, 0, 0, 0],
           [0, 1, 0, 0, 1],
           [0, 0, 1, 1, 0]])
    """
    path = DATA / "letters.txt" if path is None else path
    images, starts = {}, {}  # by name
    image = None
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        where = f"{path}, line {number}"
        if line.startswith("letter "):
            name = line.removeprefix("letter ").strip()
            if name in images:
                raise ValueError(
                    f"{where}: another letter {shorten(name)}; the first is in line {starts[name]}"
                )
            image = images[name] = []
            starts[name] = number
        elif image is None:
            raise ValueError(f"{where}: expected 'letter NAME', not {shorten(line)}")
        else:
            image.append(_row(line, where))
    for name, image in images.items():
        if len(image) != LETTER_SHAPE[0]:
            raise ValueError(
                f"{path}, line {starts[name]}: letter {shorten(name)} must have "
                f"{LETTER_SHAPE[0]} rows, not {len(image)}"
            )
    if not images:
        raise ValueError(f"{path}: no letter found; expected lines 'letter NAME' and their rows")
    return letter_patterns(list(images.values()), images)


def pattern_from_text(text):
    """Return one pattern drawn as text: 7 lines of 5 pixels, ``#`` on and ``.`` off.

    Parameters
    ----------
    text : str
        Blank lines, and spaces around a line, are passed over.

    Returns
    -------
    ndarray, shape (35,)
        0 or 1.

    Raises
    ------
    TypeError
        If it is not a string.
    ValueError
        If the text is not of that form, naming the row.

    Examples
    --------
    >>> from tp5lib.datasets.letters import pattern_from_text
    >>> pattern_from_text("..... .###. #...# ####. #.... .###. .....".replace(" ", "\\n")).sum()
    np.float64(13.0)
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != LETTER_SHAPE[0]:
        raise ValueError(f"text must have {LETTER_SHAPE[0]} rows, not {len(lines)}")
    rows = [_row(line, f"text, row {number}") for number, line in enumerate(lines, start=1)]
    return np.array(rows, dtype=np.float64).ravel()


def _row(line, where):
    """The pixels of a row drawn as text."""
    if len(line) != LETTER_SHAPE[1] or set(line) - set(".#"):
        raise ValueError(
            f"{where}: a row of a letter is {LETTER_SHAPE[1]} characters, "
            f"each '.' or '#', not {shorten(line)}"
        )
    return [pixel == "#" for pixel in line]
