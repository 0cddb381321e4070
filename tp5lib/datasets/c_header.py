"""Patterns in the text of a C header, and what its comments call them."""

import re
from itertools import pairwise

from tp5lib.datasets.files import shorten

# Possessive quantifiers keep the time linear in the text, whatever it is.
_ASIDE = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|(?P<open>\Z))|"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?""",
    re.DOTALL,
)
_ARRAY = re.compile(  # its name, its sizes, and what may stand between them and the values
    r"\b(\w++)((?:\s*+\[[^\[\]]*+\])++)(?:(?:[^=;{}\[\]]|\[\[[^\[\]]*+\]\])*+=)?+\s*+\{"
)
_TOKEN = re.compile(r"\[[^\[\]{}]*+\]\s*+=|[^\s,{}]++")
_DESIGNATOR = re.compile(r"\[\s*(\S+)\s*\]\s*=")
_NUMBER = re.compile(
    r"(0[xX][0-9a-fA-F]{1,64}|0[bB][01]{1,64}|0[0-7]{0,64}|[1-9][0-9]{0,63})[uUlL]{0,3}"
)
_COMMENT = re.compile(r"//([^\n]*)|/\*([^\n]*?)\*/")

# How a comment names a character: 'A' or "A"; 0x41, A; A (0x41). U+0041 is a code as well.
_CODE = r"(?<!\w)(?:0x|U\+|\\x)([0-9a-f]{2,5})\b"
_CHARACTERS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"""(?<!\w)(?P<quote>['"])(?:\\(?=['"\\]))?(?P<it>.)(?P=quote)(?!\w)""",
        rf"(?:{_CODE}|^[0-9]{{2,3}})(?:[,;:.=)]\s*|\s+)(?:[-=]>\s*|[-=:,;]\s+)?\(?(?P<it>\S)\)?$",
        rf"^(?P<it>\S)[\s,;:=][\s,;:=([-]*{_CODE}[\])]*$",
    )
]


class _Unread(Exception):
    """Where an array cannot be read, and why."""


def parse_header(text, rows, columns):
    """Return (name, numbers) of all patterns in the arrays of a header.

    A pattern has so many `rows`, a number each, of so many `columns`, its bits. Raises
    ValueError, beginning with the line, if anything in an array cannot be read.

    Examples
    --------
    >>> from tp5lib.datasets.c_header import parse_header
    >>> parse_header("int F[1][2] = {{0x1f, 010}};  // two", rows=2, columns=5)
    [('two', [31, 8])]
    """
    code = _ASIDE.sub(lambda aside: _blank(aside, text), text)
    found, end = [], 0
    while array := _ARRAY.search(code, end):
        braces, since = _braces(code, array), array.end()
        unread = f"found array {shorten(array[1])}, not read, because"
        try:
            for default, numbers, *span in _patterns(text, code, array, braces, rows, columns):
                said, since = _said(text, code, *span, since)
                found.append((name_in(said) or default, numbers))
        except _Unread as error:
            place, why = error.args
            raise _error(text, place, f"{unread} {why}") from None
        end = braces[-1]
    return found


def _blank(aside, text):
    """Return spaces for a comment and quotes for a string, so that places and lines stay."""
    if aside["open"] is not None:
        raise _error(text, aside.start(), "the comment that begins here does not close")
    return re.sub(r"[^\n]", " " if aside[0][0] == "/" else '"', aside[0])


def _braces(code, array):
    """Return the places of the braces of an array, from its own opening one to the closing one."""
    places, depth = [], 0
    for brace in re.compile("[{}]").finditer(code, array.end() - 1):
        places.append(brace.start())
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return places
    raise _error(code, array.start(), f"the braces of array {shorten(array[1])} do not close")


def _patterns(text, code, array, braces, rows, columns):
    """Yield each pattern of an array: a name without a comment, numbers, begin and end."""
    label, index = None, 0
    for left, right in pairwise(braces):
        tokens = [*_TOKEN.finditer(code, left + 1, right)]
        designator = len(tokens) == 1 and _DESIGNATOR.fullmatch(tokens[0][0])
        if code[left] == "{" and code[right] == "}":
            numbers = [_number(text, token, columns) for token in tokens]
            flat = len(braces) == 2  # one number after another, without braces around a pattern
            _check_count(len(numbers), rows, array[2] if flat else None, left)
            for place in range(0, len(numbers), rows):
                end = tokens[place + rows - 1].end() if flat else right + 1
                default = label or f"{array[1]}[{index}]"
                yield default, numbers[place : place + rows], tokens[place].start(), end
                label, index = None, index + 1
        elif designator and code[right] == "{":
            label = text[slice(*(tokens[0].start() + place for place in designator.span(1)))]
            number = _NUMBER.fullmatch(label)
            index, label = (_integer(number[1]), None) if number else (index, name_in(label))
        elif tokens:
            what = f"{_token(text, tokens[0])} stands outside the patterns"
            way = f"a pattern is {rows} numbers in braces of its own, and its name a comment"
            raise _Unread(tokens[0].start(), f"{what}; {way}")


def _check_count(count, rows, sizes, place):
    """Check how many numbers stand between braces; `sizes` are the array's if it has no others."""
    if sizes is None and count != rows:
        what = f"a pattern must have {rows} rows, not {count}"
        raise _Unread(place, f"{what}; letters of another size are for Patterns")
    width = re.search(r"\]\s*\[\s*([0-9]{1,9})\s*\]$", sizes or "")
    if not count or count % rows or (width and int(width[1]) != rows):
        many = f"{count} in rows of {width[1]}" if width else count
        what = f"it does not hold {rows} numbers for each pattern, but {many}"
        raise _Unread(place, f"{what}; mend it or take it out of the file")


def _number(text, token, columns):
    """Return the number that is a row."""
    form, largest = _NUMBER.fullmatch(token[0]), (1 << columns) - 1
    if form is None:
        said = _token(text, token)
        raise _Unread(token.start(), f"a row must be a number such as 0x{largest:x}, not {said}")
    if (number := _integer(form[1])) > largest:
        what = f"row {token[0]} has more than {columns} bits; the largest is 0x{largest:x}"
        raise _Unread(token.start(), what)
    return number


def _integer(digits):
    """Return an integer written as in C, where a 0 in front means octal."""
    return int(re.sub("^0(?=[0-7])", "0o", digits), 0)


def _said(text, code, start, end, since):
    """Return what comments on its line call a pattern, and where the next one's may begin."""
    first = code.rfind("\n", since, start) + 1 or since
    stop = re.compile(r"[ \t,;}]*+").match(code, end).end()
    before = [block.strip() for _, block in _COMMENT.findall(text, first, start)][-1:]
    behind = _COMMENT.findall(text, end, stop)
    said = [line.strip() for line, _ in behind] + (before or [block.strip() for _, block in behind])
    said = [one for one in said if one]
    if len(said) > 1 and re.fullmatch(_CODE, said[0], re.IGNORECASE):
        said[0] = f"{said[0]} {said[1]}"
    return (said[0] if said else ""), (end if before else stop)


def name_in(comment):
    """Return the character that a comment names, or else the one of its code, or its text."""
    for form in _CHARACTERS:
        if named := form.search(comment):
            return named["it"]
    if code := re.search(_CODE, comment, re.IGNORECASE):
        character = chr(int(code[1], 16))
        if character == "\x7f":
            return "DEL"
        if character.isprintable() and not character.isspace():
            return character
        return comment[code.end() :].strip(" ,;:=-'\"()") or comment
    return re.sub(r"""^(["'])(.+)\1$""", r"\2", comment)


def _token(text, token):
    return shorten(text[token.start() : token.end()])


def _error(text, place, what):
    line = text.count("\n", 0, place) + 1
    return ValueError(f"line {line}: {what}")
