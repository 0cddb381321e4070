"""Patterns in the text of a C header, and what its comments call them."""

import re

from tp5lib.datasets.files import shorten

# Possessive quantifiers keep the time linear in the text, whatever it is.
_ASIDE = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|(?P<open>\Z))|"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?""",
    re.DOTALL,
)
_ARRAY = re.compile(  # its name, its sizes, and what may stand between them and the values
    r"\b(\w++)((?:\s*+\[[^\[\]]*+\])++)(?:(?:[^=;{}\[\]]|\[\[[^\[\]]*+\]\])*+=)?+\s*+\{"
)
_BODY = re.compile(r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}")
_PART = re.compile(r"\{[^{}]*+\}|[^\s,{}]++")
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)[uUlL]{0,3}")
_COMMENT = re.compile(r"//([^\n]*)|/\*([^\n]*?)\*/")
_OTHERS = "for fonts of another size, or by columns, give Patterns(pixels, names)"
_BEHIND = re.compile(r"[ \t,;}]*+")

_CODE = r"(?<!\w)0x([0-9a-f]{2,5})\b"
# How a comment names a character, the surest form first: 'A'; 0x41, A; A (0x41); A.
_CHARACTERS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"""(?<!\w)(?P<quote>['"])\\?(?P<it>.)(?P=quote)(?!\w)""",
        rf"(?:{_CODE}|^[0-9]{{2,3}})[\s,;:.=()>-]+(?P<it>\S)\)?$",
        rf"^(?P<it>\S)[\s,;:=([-]+{_CODE}[\])]*$",
        r"^(?P<it>\S)$",
    )
]


class _Unread(Exception):
    """Where an array cannot be read, and why."""


def parse_header(text, rows, columns):
    """Return (name, numbers) of all patterns in the arrays of a header.

    A pattern has so many `rows`, a number each, of so many `columns`, its bits. Raises
    ValueError, beginning with the line, if anything in an array cannot be read.
    """
    code = _ASIDE.sub(lambda aside: _blank(aside, text), text)
    found, end = [], 0
    while array := _ARRAY.search(code, end):
        try:
            patterns, end = _patterns(text, code, array, rows)
            since = array.end()
            for index, (tokens, behind) in enumerate(patterns):
                numbers = [_number(text, token, columns) for token in tokens]
                name, since = _name(text, code, since, tokens[0].start(), behind)
                found.append((name or f"{array[1]}[{index}]", numbers))
        except _Unread as error:
            place, why = error.args
            found = f"{_line(text, place)}: found array {shorten(array[1])}"
            raise ValueError(f"{found}, not read, because {why}") from None
    return found


def _blank(aside, text):
    """Return spaces for a comment and quotes for a string, so that places and lines stay."""
    if aside["open"] is not None:
        line = _line(text, aside.start())
        raise ValueError(f"{line}: the comment that begins here does not close")
    return re.sub(r"[^\n]", " " if aside[0][0] == "/" else '"', aside[0])


def _patterns(text, code, array, rows):
    """Return the numbers of each pattern, as tokens, and where it ends; then where all end."""
    body = _BODY.match(code, array.end() - 1)
    if body is None:
        raise _Unread(array.start(), "its braces do not close, or nest too deep")
    sizes = re.findall(r"\[([^\[\]]*)\]", array[2])
    if len(sizes) > 1 and re.fullmatch("[0-9]{1,9}", sizes[-1]):
        _check_count(int(sizes[-1]), rows, array.start())
    parts = [*_PART.finditer(code, array.end(), body.end() - 1)]
    inner = [part.span() for part in parts if part[0][0] == "{"]
    outside = [part for part in parts if part[0][0] != "{"]
    if inner and outside:
        why = f"{_said(text, outside[0])} stands outside the braces of the patterns"
        raise _Unread(outside[0].start(), why)
    if not inner:  # one number after another, without braces around a pattern
        if not outside or len(outside) % rows:
            _check_count(len(outside), rows, array.start())
        groups = [outside[place : place + rows] for place in range(0, len(outside), rows)]
        return [(tokens, tokens[-1].end()) for tokens in groups], body.end()
    patterns = [([*_PART.finditer(code, start + 1, end)], end) for start, end in inner]
    for tokens, _ in patterns:
        _check_count(len(tokens), rows, (tokens or [array])[0].start())
    return patterns, body.end()


def _check_count(count, rows, place):
    if count != rows:
        way = f"take out what is no letter; {_OTHERS}"
        raise _Unread(place, f"a pattern must have {rows} rows, not {count}; {way}")


def _number(text, token, columns):
    """Return the number that is a row, written as in C, where a 0 in front means octal."""
    try:
        digits = _NUMBER.fullmatch(token[0])[1]
        number = int(re.sub("^0(?=[0-9])", "0o", digits), 0)
    except (TypeError, ValueError):  # no number, an 8 in an octal one, thousands of digits
        what = f"a row must be a number such as 0x1f, not {_said(text, token)}"
        raise _Unread(token.start(), what) from None
    if number >> columns:
        what = f"row {_said(text, token)} has more than {columns} bits"
        raise _Unread(token.start(), f"{what}; {_OTHERS}")
    return number


def _name(text, code, since, start, end):
    """Return what comments call a pattern, and where those of the next one may begin.

    They stand behind it or, as blocks, before it on its line; a comment further up counts if
    it names a character.
    """
    line = code.rfind("\n", since, start) + 1 or since
    stop = _BEHIND.match(code, end).end()
    above, before, behind = (
        [(own.strip(), block.strip()) for own, block in _COMMENT.findall(text, *span)]
        for span in ((since, line), (line, start), (end, stop))
    )
    said = [own for own, _ in behind if own]
    ends = before and not said  # then a block behind it is the next one's
    said += [block for _, block in before[-1:] or behind if block]
    name = _name_in(said or [own or block for own, block in above[-1:]])
    return name if said or len(name) == 1 else "", end if ends else stop


def _name_in(comments):
    """Return the character that comments name, or else the one of a code, or their text."""
    for form in _CHARACTERS:
        for comment in comments:
            if named := form.search(comment):
                return named["it"]
    for comment in comments:
        if code := re.search(_CODE, comment, re.IGNORECASE):
            character = chr(int(code[1], 16))
            if character.isprintable() and character != " ":
                return character
            return comment[code.end() :].strip(" ,;:=-'\"()") or comment
    return re.sub(r"""^(["'])(.+)\1$""", r"\2", comments[0]) if comments else ""


def _said(text, token):
    return shorten(text[token.start() : token.end()])


def _line(text, place):
    return f"line {text.count(chr(10), 0, place) + 1}"
