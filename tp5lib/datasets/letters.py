"""The letters of the course."""

from pathlib import Path

import numpy as np

from tp5lib.datasets.readers import DATA, LETTER_SHAPE, letter_patterns, read_text


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
    ValueError
        If the file is missing, is not text or not of that form, naming file and line.
    """
    path = DATA / "letters.txt" if path is None else Path(path)
    names, images, starts = [], [], []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("letter "):
            names.append(line.removeprefix("letter ").strip())
            images.append([])
            starts.append(number)
        elif not images:
            raise ValueError(f"{path}, line {number}: expected 'letter NAME', not {line!r}")
        else:
            images[-1].append(_row(line, f"{path}, line {number}"))
    for name, image, start in zip(names, images, starts, strict=True):
        if len(image) != LETTER_SHAPE[0]:
            raise ValueError(
                f"{path}, line {start}: letter {name!r} must have {LETTER_SHAPE[0]} rows, "
                f"not {len(image)}"
            )
    if not images:
        raise ValueError(f"{path}: no letter found; expected lines 'letter NAME' and their rows")
    return letter_patterns(images, names)


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
    ValueError
        If the text is not of that form, naming the line.
    """
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
            f"each '.' or '#', not {line!r}"
        )
    return [pixel == "#" for pixel in line]
