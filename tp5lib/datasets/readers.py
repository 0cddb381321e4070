"""The readers of files that users bring."""

import re
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from tp5lib.datasets.patterns import Patterns
from tp5lib.validation import check_integer

_PACKAGE = Path(__file__).resolve().parents[1]
# An installed package holds the data itself; in a checkout they lie beside it.
DATA = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent / "data"
LETTER_SHAPE = (7, 5)
_MOST_PIXELS = 10_000_000  # 25,000 tiles of 20 x 20; a small file can claim to hold far more


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there: bad input as much as a failure of the system."""


def load_font_header(path):
    """Load letters from a C header such as the course's ``font.h``.

    Parameters
    ----------
    path : str or path
        A C file with one or several arrays of patterns, such as
        ``int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0},  // 0x60, ` ...};``. A
        pattern is seven numbers, a row of five pixels each, the most significant bit left.

    Returns
    -------
    Patterns
        The patterns of all arrays in the order of the file, `x` of shape (n, 35), float64,
        0 or 1. A name comes from the ``//`` comment behind a pattern: the character of its
        hexadecimal code, or else its text; without one it is ``ARRAY[INDEX]``.

    Raises
    ------
    ValueError
        If the file is missing, is not text, holds no pattern, a row over 5 bits or a
        pattern without 7 rows, naming file and line.
    """
    path = Path(path)
    text = read_text(path)
    comments = {}
    code = _blank_comments(text, comments)
    names, images = [], []
    for array in re.finditer(r"(\w+)\s*\[[^\]]*\]\s*\[[^\]]*\]\s*=\s*\{", code):
        end = _closing_brace(code, array.end() - 1)
        if end is None:
            line = _line(code, array.start())
            raise ValueError(f"{path}, line {line}: the braces of array {array[1]} do not close")
        patterns = re.finditer(r"\{([^{}]*)\}", code[array.end() : end])
        for index, pattern in enumerate(patterns):
            start = array.end() + pattern.start()
            images.append(_rows(pattern[1], code, start + 1, path))
            comment = comments.get(_line(code, array.end() + pattern.end() - 1), "")
            names.append(_name(comment) or f"{array[1]}[{index}]")
    if not images:
        raise ValueError(
            f"{path}, line {_line(code, len(code))} (its end): no pattern found; expected "
            "an array such as int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };"
        )
    return letter_patterns(images, names)


def load_sprite_sheet(path, tile=(20, 20)):
    """Load the tiles of a PNG sheet, such as the course's 15 to a row.

    Parameters
    ----------
    path : str or path
        A PNG file of any kind: grey or colour, with a palette, transparency or 16 bits.
        Its size must be a multiple of the tile's.
    tile : tuple of int
        (rows, columns) of a tile.

    Returns
    -------
    Patterns
        The tiles row by row, `x` of shape (n, rows * columns), float64: their luminance
        over black, in [0, 1]. A tile without any variation is empty, and left out. A name
        tells the place in the sheet: ``r1c3`` is the third tile of the first row.

    Raises
    ------
    TypeError
        If `tile` is not two integers.
    ValueError
        If `tile` is below 1 pixel; if the file is missing, is not a PNG image, is damaged,
        holds over 10,000,000 pixels, does not divide into tiles, or all tiles are empty.
    """
    path = Path(path)
    tile = _check_tile(tile)
    pixels = _read_pixels(path)
    if any(size % step for size, step in zip(pixels.shape, tile, strict=True)):
        fit = [max(size // step, 1) * step for size, step in zip(pixels.shape, tile, strict=True)]
        raise ValueError(
            f"{path} is {_size(pixels.shape)} pixels (rows x columns), which tiles of "
            f"{_size(tile)} do not fill; {_size(fit)} would fit"
        )
    down, across = (size // step for size, step in zip(pixels.shape, tile, strict=True))
    tiles = pixels.reshape(down, tile[0], across, tile[1]).swapaxes(1, 2)
    drawn = tiles.min(axis=(2, 3)) < tiles.max(axis=(2, 3))
    if not drawn.any():
        raise ValueError(f"{path}: all {drawn.size} tiles of {_size(tile)} pixels are empty")
    names = tuple(f"r{row + 1}c{column + 1}" for row, column in np.argwhere(drawn))
    return Patterns(tiles[drawn].reshape(len(names), -1), names, tile)


def luminance(image):
    """Return the luma of a Pillow image over black (ITU-R BT.601).

    Parameters
    ----------
    image : PIL.Image.Image
        As it comes from a PNG file, in any mode.

    Returns
    -------
    ndarray, shape (rows, columns)
        float64 in [0, 1].
    """
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip to 8
        grey = np.asarray(image)
        return np.where(grey == image.info.get("transparency"), 0, grey / 65535)
    # Integers up to the one division: the same floats on every machine, and 1 for white.
    rgba = np.asarray(image.convert("RGBA")).astype(np.int32)
    return (rgba[..., :3] @ np.array([299, 587, 114], np.int32)) * rgba[..., 3] / (1000 * 255**2)


def letter_patterns(images, names):
    """Return letters from rows of pixels, as `Patterns`."""
    x = np.array(images, dtype=np.float64).reshape(len(images), -1)
    return Patterns(x, tuple(names), LETTER_SHAPE)


def read_text(path):
    """Return the text of a file; raise ValueError if it is missing or not text."""
    try:
        with _present(path):
            return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{path}, line {line}: not text in UTF-8, byte 0x{error.object[error.start]:02x}"
        ) from None


@contextmanager
def _present(path):
    """Tell of a missing file by the path that was asked for."""
    try:
        yield
    except FileNotFoundError:
        raise MissingFileError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise MissingFileError(f"{path} is a folder, not a file") from None


def _read_pixels(path):
    """The luminance of a PNG file, shape (rows, columns)."""
    with _present(path), path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of what is refused here or does no harm
        try:
            image = Image.open(file, formats=["PNG"])
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            return luminance(image)
        except Image.DecompressionBombError:
            raise ValueError(f"{path} holds more than {_MOST_PIXELS:,} pixels") from None
        except UnidentifiedImageError:
            raise ValueError(f"{path} is not a PNG image") from None
        except Exception as error:  # a damaged file can make Pillow raise anything
            raise ValueError(f"{path} is a damaged PNG image: {error}") from None


def _check_tile(tile):
    try:
        rows, columns = tile
    except (TypeError, ValueError):
        raise TypeError(f"tile must be two integers, (rows, columns), not {tile!r}") from None
    return check_integer(rows, "rows of tile"), check_integer(columns, "columns of tile")


def _size(shape):
    return f"{shape[0]} x {shape[1]}"


def _blank_comments(text, comments):
    """Replace C comments by spaces; put the text of ``//`` ones in `comments` by line."""

    def blank(match):
        if match[0].startswith("//"):
            comments[_line(text, match.start())] = match[0][2:].strip()
        return re.sub(r"[^\n]", " ", match[0])

    return re.sub(r"//[^\n]*|/\*.*?\*/", blank, text, flags=re.DOTALL)


def _closing_brace(code, opening):
    depth = 0
    for brace in re.finditer(r"[{}]", code[opening:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return opening + brace.start()
    return None


def _rows(body, code, start, path):
    """The pixels of the pattern whose numbers stand in `body`, at `start` of `code`."""
    rows, columns = LETTER_SHAPE
    image = []
    for token in re.finditer(r"[^\s,]+", body):
        line = _line(code, start + token.start())
        if not re.fullmatch(r"0[xX][0-9a-fA-F]+|0[bB][01]+|\d+", token[0]):
            raise ValueError(
                f"{path}, line {line}: expected a number such as 0x1f, not {token[0]!r}"
            )
        prefix = token[0][:2].lower()
        value = int(token[0], {"0x": 16, "0b": 2}.get(prefix, 10))
        if value >= 1 << columns:
            raise ValueError(
                f"{path}, line {line}: row {token[0]} has more than {columns} bits; "
                f"the largest is 0x{(1 << columns) - 1:x}"
            )
        image.append([value >> shift & 1 for shift in reversed(range(columns))])
    if len(image) != rows:
        raise ValueError(
            f"{path}, line {_line(code, start)}: a pattern must have {rows} rows, not {len(image)}"
        )
    return image


def _name(comment):
    code = re.search(r"0x([0-9a-fA-F]{2})\b", comment)
    if code is None:
        return comment
    character = chr(int(code[1], 16))
    if character == "\x7f":
        return "DEL"
    return character if character.isprintable() and not character.isspace() else comment


def _line(text, place):
    return text.count("\n", 0, place) + 1
