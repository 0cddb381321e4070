"""The readers of files that users bring."""

from pathlib import Path

import numpy as np

from tp5lib.checks import check_choice, check_integer, check_number, check_sizes
from tp5lib.datasets.c_header import parse_header
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
        A C file in UTF-8 with one or several arrays of patterns, such as
        ``int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0},  // 0x60, ` ...};``. A
        pattern is seven numbers, a row of five pixels each, the most significant bit left.
        Numbers are written as in C: ``0x1f``, ``0b11111``, ``31U`` or, octal, ``037``. The
        braces around a pattern may be left out.

    Returns
    -------
    Patterns
        The patterns of all arrays in the order of the file, `x` of shape (n, 35), float64,
        0 or 1. A name comes from a comment on the pattern's line, best a ``//`` behind it:
        the character in it, as in ``0x41, A`` or ``'A'``, or that of its hexadecimal code,
        or else its text; without one it is ``ARRAY[INDEX]``. A name that occurs again gets
        a number, as in ``a (2)``.

    Raises
    ------
    TypeError, ValueError
        If `path` is no path; a ValueError if the file is missing, cannot be read, holds over
        1,000,000 bytes, is not text, or holds no pattern or an array of anything else,
        naming file and line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from tp5lib import load_font_header
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     header = pathlib.Path(folder, "font.h")
    ...     _ = header.write_text("int F[1][7] = { {0x1f, 16, 16, 036, 1, 1, 0x1e} };  // 5")
    ...     five = load_font_header(header)
    >>> five["5"][0].astype(int)
    array([1, 1, 1, 1, 1])
    """
    text = read_text(path)
    try:
        patterns = parse_header(text, *LETTER_SHAPE)
    except ValueError as error:
        raise ValueError(f"{path}, {error}") from None
    if not patterns:
        lines = text.count("\n") + 1
        raise ValueError(
            f"{path}, line {lines} (its end): no pattern found; expected an array such as "
            " int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };"
        )
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


def load_sprite_sheet(path, tile=(20, 20), ground="black", *, spacing=0, margin=0):
    """Load the tiles of a PNG sheet, such as the course's 15 to a row.

    Parameters
    ----------
    path : str or path
        A PNG file of any kind: grey or color, with a palette, transparency or 16 bits.
    tile : tuple of int
        (rows, columns) of a tile.
    ground : {"black", "white"} or float
        What transparent pixels are seen over: black, white or a grey in [0, 1]. Dark
        drawings on a transparent ground need "white".
    spacing, margin : int
        Pixels between two tiles, and around all of them.

    Returns
    -------
    Patterns
        The tiles row by row, `x` of shape (n, rows * columns), float64: their luminance
        over the ground, in [0, 1]. A tile without any variation is empty, and left out. A
        name tells the place in the sheet: ``r1c3`` is the third tile of the first row.

    Raises
    ------
    TypeError, ValueError
        If an argument is of another type or out of range; a ValueError also if the file is
        missing, cannot be read, is not a PNG image, is damaged, holds over 20,000,000 bytes
        or 10,000,000 pixels, does not divide into tiles, or all tiles are empty.

    Examples
    --------
    >>> from tp5lib import load_sprite_sheet
    >>> from tp5lib.datasets.emojis import EMOJI_SHEET
    >>> load_sprite_sheet(EMOJI_SHEET).names[-1]
    'r4c11'
    """
    rows, columns = tile = _check_tile(tile)
    spacing = check_integer(spacing, "spacing", low=0)
    margin = check_integer(margin, "margin", low=0)
    steps = [rows + spacing, columns + spacing]
    pixels = read_gray(path, _level(ground))
    within = [size - 2 * margin + spacing for size in pixels.shape]
    counts = [max(size // step, 1) for size, step in zip(within, steps, strict=True)]
    fit = [n * step for n, step in zip(counts, steps, strict=True)]
    if fit != within:
        raise ValueError(
            f"{path} is {_size(pixels.shape)} pixels (rows x columns), which tiles of "
            f"{_size(tile)} do not fill: give the tile's own size, as tile=(rows, columns), and "
            "the pixels between tiles and around them, as spacing=1, margin=1; or crop the "
            f"sheet to {_size([size + 2 * margin - spacing for size in fit])}"
        )
    tiles = np.lib.stride_tricks.sliding_window_view(pixels, tile)
    tiles = tiles[margin :: steps[0], margin :: steps[1]][: counts[0], : counts[1]]
    drawn = tiles.min(axis=(2, 3)) < tiles.max(axis=(2, 3))
    if not drawn.any():
        raise ValueError(
            f"{path}: all {drawn.size} tiles of {_size(tile)} pixels are empty over "
            f"ground={ground!r}; black drawings with transparency need ground='white'"
        )
    names = [f"r{row + 1}c{column + 1}" for row, column in np.argwhere(drawn)]
    return Patterns(tiles[drawn], names)


def _check_tile(tile):
    sizes = check_sizes(tile, "tile", wanted := "tile must be two integers, (rows, columns)")
    if len(sizes) != 2:
        raise TypeError(f"{wanted}, not {tile!r}")
    return sizes


def _level(ground):
    """Return the grey of a ground."""
    if isinstance(ground, str):
        return float(check_choice(ground, "ground", ("black", "white")) == "white")
    return check_number(ground, "ground", low=0, high=1)


def _size(shape):
    return f"{shape[0]} x {shape[1]}"
