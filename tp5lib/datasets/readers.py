"""The readers of files that users bring."""

from pathlib import Path

import numpy as np

from tp5lib.checks import check_integer, check_number
from tp5lib.datasets.c_header import parse_header
from tp5lib.datasets.files import read_gray, read_text
from tp5lib.datasets.patterns import Patterns, check_shape

_PACKAGE = Path(__file__).resolve().parents[1]
# An installed package holds the data itself; in a checkout they lie beside it.
DATA = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent / "data"
LETTER_SHAPE = (7, 5)


def load_font_header(path):
    """Load letters from a C header such as the course's ``font.h``.

    Parameters
    ----------
    path : str or path
        A C file in UTF-8, of up to 1,000,000 bytes, with arrays of patterns and of nothing else,
        such as ``int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0},  // 0x60, ` ...};``. A
        pattern is seven numbers, each a row of five pixels, the most significant bit left,
        written as in C: ``0x1f``, ``0b11111``, ``31U`` or, octal, ``037``. The braces around a
        pattern may be left out.

    Returns
    -------
    Patterns
        Those of all arrays in the order of the file, `x` of shape (n, 35), 0 or 1. Comments
        name them, best a ``//`` behind: by the character in it, as in ``'A'`` or ``0x41, A``, or
        that of its hexadecimal code, or else by its text. Without one the name is
        ``ARRAY[INDEX]``; one that occurs again gets a number, as in ``a (2)``.
    """
    text = read_text(path)
    try:
        patterns = parse_header(text, *LETTER_SHAPE)
    except ValueError as error:
        raise ValueError(f"{path}, {error}") from None
    if not patterns:
        example = "int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };"
        raise ValueError(f"{path}: no pattern found; expected an array such as {example}")
    counts = {}  # of the names so far
    for name, _ in patterns:
        free = name
        while free in counts:
            counts[name] += 1
            free = f"{name} ({counts[name]})"
        counts[free] = 1
    rows = np.array([rows for _, rows in patterns], dtype=np.uint8)
    pixels = np.unpackbits(rows[..., np.newaxis], axis=-1)[..., -LETTER_SHAPE[1] :]
    return Patterns(pixels, counts)


def load_sprite_sheet(path, tile=(20, 20), ground="black", *, spacing=0):
    """Load the tiles of a PNG sheet, such as the course's 15 to a row.

    Parameters
    ----------
    path : str or path
        A PNG file of any kind: grey or color, with a palette, transparency or 16 bits; of up to
        20,000,000 bytes and 10,000,000 pixels.
    tile : tuple of int
        (rows, columns) of a tile; the sheet must divide into them.
    ground : {"black", "white"} or float
        What transparent pixels are seen over: black, white or a grey in [0, 1]. Dark
        drawings on a transparent ground need "white".
    spacing : int
        Pixels between two tiles.

    Returns
    -------
    Patterns
        The tiles row by row, as their luminance over the ground. A tile without any variation
        is empty, and left out. ``r1c3`` is the third tile of the first row.
    """
    tile = check_shape(tile, "tile")
    level = {"black": 0.0, "white": 1.0}.get(ground, ground)
    level = check_number(level, 'ground, unless "black" or "white",', low=0, high=1)
    steps = [size + check_integer(spacing, "spacing", low=0) for size in tile]
    pixels = read_gray(path, level)
    counts = [max((n + spacing) // step, 1) for n, step in zip(pixels.shape, steps, strict=True)]
    fit = tuple(n * step - spacing for n, step in zip(counts, steps, strict=True))
    if fit != pixels.shape:
        raise ValueError(
            f"{path} has (rows, columns) = {pixels.shape} pixels, which tiles of {tile} do not "
            f"fill: give tile=(rows, columns), and spacing= for the pixels between two tiles; "
            f"or crop the sheet to {fit}"
        )
    tiles = np.lib.stride_tricks.sliding_window_view(pixels, tile)[:: steps[0], :: steps[1]]
    drawn = tiles.min(axis=(2, 3)) < tiles.max(axis=(2, 3))
    if not drawn.any():
        way = "black drawings with transparency need ground='white'"
        raise ValueError(f"{path}: all {drawn.size} tiles are empty over {ground!r}; {way}")
    names = [f"r{row + 1}c{column + 1}" for row, column in np.argwhere(drawn)]
    return Patterns(tiles[drawn], names)
