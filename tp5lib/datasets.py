"""The data sets, and the readers of files that users bring."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "data"
LETTER_SHAPE = (7, 5)


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there: bad input as much as a failure of the system."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """A set of small images, one a row.

    Attributes
    ----------
    x : ndarray, shape (n, rows * columns)
        The pixels, float64 in [0, 1], each image row by row; read-only.
    names : tuple of str, length n
    shape : tuple of int
        (rows, columns) of an image.
    """

    x: np.ndarray
    names: tuple
    shape: tuple

    def __post_init__(self):
        self.x.setflags(write=False)

    def __len__(self):
        return len(self.names)

    def index(self, name):
        """Return the place of the image called `name`."""
        try:
            return self.names.index(name)
        except ValueError:
            known = " ".join(self.names)
            raise KeyError(f"no image is called {name!r}; the names are: {known}") from None

    def __getitem__(self, name):
        """Return the image called `name`, or at that place, shape (rows, columns)."""
        place = self.index(name) if isinstance(name, str) else name
        return self.x[place].reshape(self.shape)

    def _ipython_key_completions_(self):
        return list(self.names)

    def __repr__(self):
        rows, columns = self.shape
        names = " ".join(self.names)
        names = names if len(names) <= 80 else names[:77] + "..."
        return f"Patterns({len(self)} of {rows} x {columns} pixels: {names})"


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
    for number, line in enumerate(_read_text(path).splitlines(), start=1):
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
    return _patterns(images, names)


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
    text = _read_text(path)
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
    return _patterns(images, names)


def _row(line, where):
    """The pixels of a row drawn as text."""
    if len(line) != LETTER_SHAPE[1] or set(line) - set(".#"):
        raise ValueError(
            f"{where}: a row of a letter is {LETTER_SHAPE[1]} characters, "
            f"each '.' or '#', not {line!r}"
        )
    return [pixel == "#" for pixel in line]


def _patterns(images, names):
    x = np.array(images, dtype=np.float64).reshape(len(images), -1)
    return Patterns(x, tuple(names), LETTER_SHAPE)


def _read_text(path):
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingFileError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise MissingFileError(f"{path} is a folder, not a file") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{path}, line {line}: not text in UTF-8, byte 0x{error.object[error.start]:02x}"
        ) from None


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
