"""The project's own data sets."""

import re
from pathlib import Path

import numpy as np

from tp5lib.patterns import Patterns
from tp5lib.readers import LETTER_SHAPE, letter_patterns, load_sprite_sheet, read_text

DATA = Path(__file__).resolve().parent.parent / "data"
EMOJI_SHEET = DATA / "emojis.png"
# Unicode's CLDR names, in the order of slide 41 and of the sheet.
_EMOJI_NAMES = """
    grinning face; grinning squinting face; grinning face with sweat; face with tears of joy;
    slightly smiling face; upside-down face; melting face; winking face;
    smiling face with smiling eyes; smiling face with halo; smiling face with hearts; star-struck;
    kissing face; smiling face with tear; face with tongue; money-mouth face; hugging face;
    face with open eyes and hand over mouth; shushing face; thinking face; saluting face;
    zipper-mouth face; face with raised eyebrow; neutral face; face without mouth; smirking face;
    face with rolling eyes; grimacing face; lying face; sleeping face; face with thermometer;
    nauseated face; face vomiting; cold face; woozy face; face with spiral eyes; exploding head;
    cowboy hat face; disguised face; smiling face with sunglasses; nerd face; face with monocle;
    confused face; worried face; astonished face; pleading face; anguished face;
    sad but relieved face; loudly crying face; face screaming in fear; confounded face;
    tired face; yawning face; face with steam from nose; pouting face; smiling face with horns
"""
EMOJI_NAMES = tuple(re.split(r";\s+", _EMOJI_NAMES.strip()))


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


def load_emojis():
    """Load the 56 emojis (20 x 20 pixels, grey), drawn after Twemoji (CC BY 4.0).

    Returns
    -------
    Patterns
        With `x` of shape (56, 400), float64 in [0, 1], 1 bright; named as in Unicode's CLDR.

    Raises
    ------
    ValueError
        If ``data/emojis.png`` is missing or damaged; ``python -m tp5lib.emojis`` writes it.
    """
    try:
        sheet = load_sprite_sheet(EMOJI_SHEET)
        if len(sheet) != len(EMOJI_NAMES):
            raise ValueError(f"{EMOJI_SHEET} has {len(sheet)} emojis, not {len(EMOJI_NAMES)}")
    except ValueError as error:
        raise type(error)(f"{error}; python -m tp5lib.emojis writes it afresh") from None
    return Patterns(sheet.x, EMOJI_NAMES, sheet.shape)


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
