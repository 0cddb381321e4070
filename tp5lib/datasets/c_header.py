"""Arrays of patterns in the text of a C header."""

import re
from dataclasses import dataclass

from tp5lib.datasets.files import shorten

# Possessive quantifiers keep the time linear in the text, whatever it is.
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?P<end>\*/|\Z)", re.DOTALL)
_COMMENT_BEHIND = re.compile(r"(?:[ \t,;}]|/\*[^\n]*?\*/)*+//([^\n]*)")
_ARRAY = re.compile(r"\b(\w++)\s*+\[[^\[\]]*+\]\s*+\[[^\[\]]*+\]\s*+=\s*+\{")
_PATTERN = re.compile(r"\{([^{}]*+)\}")
_NUMBERS = {  # by their base; as in C, a 0 in front means octal
    16: re.compile(r"0[xX][0-9a-fA-F]{1,64}"),
    2: re.compile(r"0[bB][01]{1,64}"),
    8: re.compile(r"0[0-7]{0,64}"),
    10: re.compile(r"[1-9][0-9]{0,63}"),
}


class HeaderError(ValueError):
    """What is wrong in a header, beginning with its line."""


@dataclass(frozen=True)
class CPattern:
    """A pattern in a header: a number a row, and what the header calls it.

    Attributes
    ----------
    rows : list of int
    array : str
        The name of the array.
    index : int
        The place in the array.
    comment : str
        The ``//`` comment behind it, or "".
    """

    rows: list
    array: str
    index: int
    comment: str


def parse_header(text, rows, columns):
    """Read the patterns of all two-dimensional arrays of a header.

    Parameters
    ----------
    text : str
    rows, columns : int
        How many numbers a pattern has, and how many bits a number.

    Returns
    -------
    list of CPattern

    Raises
    ------
    HeaderError
        If a brace or a comment does not close, or a pattern has other numbers.

    Examples
    --------
    >>> from tp5lib.datasets.c_header import parse_header
    >>> parse_header("int F[1][2] = {{0x1f, 010}};  // two", rows=2, columns=5)
    [CPattern(rows=[31, 8], array='F', index=0, comment='two')]
    """
    code = _COMMENT.sub(lambda comment: _blank(comment, text), text)
    found, place = [], 0
    while array := _ARRAY.search(code, place):
        place = _closing_brace(code, array)
        for index, pattern in enumerate(_PATTERN.finditer(code, array.end(), place)):
            behind = _COMMENT_BEHIND.match(text, pattern.end())
            comment = behind[1].strip() if behind else ""
            found.append(CPattern(_numbers(pattern, rows, columns), array[1], index, comment))
    return found


def _blank(comment, text):
    """Spaces for a comment, so that places and lines stay."""
    if comment["end"] == "":
        raise _error(text, comment.start(), "the comment that begins here does not close")
    return re.sub(r"[^\n]", " ", comment[0])


def _closing_brace(code, array):
    depth = 0
    for brace in re.compile(r"[{}]").finditer(code, array.end() - 1):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    raise _error(code, array.start(), f"the braces of array {shorten(array[1])} do not close")


def _numbers(pattern, rows, columns):
    """The rows of a pattern as integers."""
    code, numbers = pattern.string, []
    for token in re.compile(r"[^\s,]+").finditer(code, *pattern.span(1)):
        number = _number(token[0])
        if number is None:
            what = f"expected a number such as 0x1f, not {shorten(token[0])}"
            raise _error(code, token.start(), what)
        if number >> columns:
            largest = (1 << columns) - 1
            what = f"row {token[0]} has more than {columns} bits; the largest is 0x{largest:x}"
            raise _error(code, token.start(), what)
        numbers.append(number)
    if len(numbers) != rows:
        what = f"a pattern must have {rows} rows, not {len(numbers)}"
        raise _error(code, pattern.start(), what)
    return numbers


def _number(token):
    for base, form in _NUMBERS.items():
        if form.fullmatch(token):
            return int(token, base)
    return None


def _error(text, place, what):
    line = text.count("\n", 0, place) + 1
    return HeaderError(f"line {line}: {what}")
