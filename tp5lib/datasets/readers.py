"""The readers of files that users bring."""

import re
from pathlib import Path

import numpy as np

from tp5lib.checks import check_integer, check_number
from tp5lib.datasets.c_header import HeaderError, parse_header
from tp5lib.datasets.files import read_text
from tp5lib.datasets.patterns import Patterns
from tp5lib.datasets.png import read_gray

_PACKAGE = Path(__file__).resolve().parents[1]
# An installed package holds the data itself; in a checkout they lie beside it.
DATA = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent / "data"
LETTER_SHAPE = (7, 5)


def load_font_header(path):
    """Load letters from a C header such as the course's ``font.h``.

    Parameters
    ----------
    path : str or path
        A C file with one or several arrays of patterns, such as
        ``int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0},  // 0x60, ` ...};``. A
        pattern is seven numbers, a row of five pixels each, the most significant bit left.
        Numbers are written as in C: ``0x1f``, ``0b11111``, ``31`` or, octal, ``037``.

    Returns
    -------
    Patterns
        The patterns of all arrays in the order of the file, `x` of shape (n, 35), float64,
        0 or 1. A name comes from the ``//`` comment behind a pattern: the character of its
        hexadecimal code, or else its text; without one it is ``ARRAY[INDEX]``. A name that
        occurs again gets a number, as in ``a (2)``.

    Raises
    ------
    TypeError
        If `path` is no path.
    ValueError
        If the file is missing, cannot be read, holds over 2,000,000 bytes, is not text,
        holds no pattern, a row over 5 bits, a pattern without 7 rows, or a brace or comment
        that does not close, naming file and line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from tp5lib import load_font_header
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     header = pathlib.Path(folder, "font.h")
    ...     _ = header.write_text("int F[1][7] = { {0x1f, 16, 16, 036, 1, 1, 0x1e} };  // 5")
    ...     five = load_font_header(header)
    >>> five
    Patterns(1 of 7 x 5 pixels: 5)
    >>> five["5"][:4].astype(int)
    array([[1, 1, 1, 1, 1],
           [1, 0, 0, 0, 0],
           [1, 0, 0, 0, 0],
           [1, 1, 1, 1, 0]])
    """
    text = read_text(path)
    try:
        patterns = parse_header(text, *LETTER_SHAPE)
    except HeaderError as error:
        raise ValueError(f"{path}, {error}") from None
    if not patterns:
        lines = text.count("\n") + 1
        raise ValueError(
            f"{path}, line {lines} (its end): no pattern found; expected "
            "an array such as int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };"
        )
    names = {}
    for pattern in patterns:
        _add(names, _name(pattern.comment) or f"{pattern.array}[{pattern.index}]")
    rows = np.array([pattern.rows for pattern in patterns])
    shifts = np.arange(LETTER_SHAPE[1])[::-1]
    return letter_patterns(rows[:, :, np.newaxis] >> shifts & 1, names)


def load_sprite_sheet(path, tile=(20, 20), ground="black"):
    """Load the tiles of a PNG sheet, such as the course's 15 to a row.

    Parameters
    ----------
    path : str or path
        A PNG file of any kind: grey or color, with a palette, transparency or 16 bits.
        Its size must be a multiple of the tile's.
    tile : tuple of int
        (rows, columns) of a tile.
    ground : {"black", "white"} or float
        What transparent pixels are seen over: black, white or a grey in [0, 1]. Dark
        drawings on a transparent ground need "white".

    Returns
    -------
    Patterns
        The tiles row by row, `x` of shape (n, rows * columns), float64: their luminance
        over the ground, in [0, 1]. A tile without any variation is empty, and left out. A
        name tells the place in the sheet: ``r1c3`` is the third tile of the first row.

    Raises
    ------
    TypeError
        If `path` is no path, `tile` is not two integers, or `ground` is not a number.
    ValueError
        If `tile` is below 1 pixel or `ground` not in [0, 1]; if the file is missing, cannot
        be read, is not a PNG image, is damaged, holds over 20,000,000 bytes or 10,000,000
        pixels, does not divide into tiles, or all tiles are empty.

    Examples
    --------
    >>> from tp5lib import load_sprite_sheet
    >>> from tp5lib.datasets.emojis import EMOJI_SHEET
    >>> load_sprite_sheet(EMOJI_SHEET).names[-1]
    'r4c11'
    """
    tile = _check_tile(tile)
    pixels = read_gray(path, _check_ground(ground))
    if any(size % step for size, step in zip(pixels.shape, tile, strict=True)):
        fit = [max(size // step, 1) * step for size, step in zip(pixels.shape, tile, strict=True)]
        raise ValueError(
            f"{path} is {_size(pixels.shape)} pixels (rows x columns), which tiles of "
            f"{_size(tile)} do not fill: give the tile's own size, as tile=(rows, columns), or "
            f"crop the sheet to {_size(fit)}"
        )
    down, across = (size // step for size, step in zip(pixels.shape, tile, strict=True))
    tiles = pixels.reshape(down, tile[0], across, tile[1]).swapaxes(1, 2)
    drawn = tiles.min(axis=(2, 3)) < tiles.max(axis=(2, 3))
    if not drawn.any():
        raise ValueError(
            f"{path}: all {drawn.size} tiles of {_size(tile)} pixels are empty over "
            f"ground={ground!r}; black drawings with transparency need ground='white'"
        )
    names = [f"r{row + 1}c{column + 1}" for row, column in np.argwhere(drawn)]
    return Patterns(tiles[drawn], names)


def letter_patterns(images, names):
    """Return letters from rows of pixels, as `Patterns`."""
    return Patterns(np.reshape(images, (len(images), *LETTER_SHAPE)), names)


def _check_tile(tile):
    try:
        rows, columns = tile
    except (TypeError, ValueError):
        raise TypeError(f"tile must be two integers, (rows, columns), not {tile!r}") from None
    return check_integer(rows, "rows of tile"), check_integer(columns, "columns of tile")


def _check_ground(ground):
    """The ground as a level of grey."""
    if not isinstance(ground, str):
        return check_number(ground, "ground", low=0, high=1)
    if ground not in ("black", "white"):
        raise ValueError(f"ground must be 'black', 'white' or a number in [0, 1], not {ground!r}")
    return float(ground == "white")


def _size(shape):
    return f"{shape[0]} x {shape[1]}"


def _name(comment):
    """What a comment calls a letter: the character of a code in it, or all that it says."""
    code = re.search(r"0x([0-9a-fA-F]{2})\b", comment)
    if code is None:
        return comment
    character = chr(int(code[1], 16))
    if character == "\x7f":
        return "DEL"
    return character if character.isprintable() and not character.isspace() else comment


def _add(names, name):
    """Add to `names`, which holds how often each occurred; one that is there gets a number."""
    free = name
    while free in names:
        names[name] += 1
        free = f"{name} ({names[name]})"
    names[free] = 1
