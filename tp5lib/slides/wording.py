"""What the words of a slide must be: a sentence that stands by itself, without the sign ≈."""

import re

from tp5lib.slides.prose import plain

_OPEN = {"(": ")", "[": "]", "“": "”", "«": "»"}
_APPROXIMATE = re.compile(r"≈[\s\N{NO-BREAK SPACE}]*")
_END = re.compile(r"[.!?…”\"»)]$")


def without_signs(text):
    """Return a text without ≈, which a slide says once for all its figures.

    >>> from tp5lib.slides.wording import without_signs
    >>> without_signs("about ≈ 1, or ≈ -0.19 ± ≈ 0.08")
    'about 1, or -0.19 ± 0.08'
    """
    return _APPROXIMATE.sub("", text)


def leans(text, words):
    """Say why a text leans on a sentence before it; "" if it does not.

    Parameters
    ----------
    text : str
        Markdown.
    words : Words
        Of its language: they tell with what such a sentence begins.

    Returns
    -------
    str
        The reason, to follow "which".

    Examples
    --------
    >>> from tp5lib.report.words import WORDS
    >>> from tp5lib.slides.wording import leans
    >>> leans("Both kinds are there.", WORDS["en"])
    'begins with "Both" and so leans on a sentence before it'
    """
    said = plain(text).strip()
    for beginning in sorted(words.leaning.split("|"), key=len, reverse=True):
        if re.match(rf"{re.escape(beginning)}\b", said):
            return f'begins with "{beginning}" and so leans on a sentence before it'
    return ""


def torso(text, words):
    """Say why a text is no sentence for a slide; "" if it stands by itself.

    Parameters
    ----------
    text : str
        A title or a line below it, in Markdown. A full stop at the end may be missing.
    words : Words

    Returns
    -------
    str
        The reason, to follow "which".

    Examples
    --------
    >>> from tp5lib.report.words import WORDS
    >>> from tp5lib.slides.wording import torso
    >>> torso("Two numbers, and", WORDS["en"])
    'breaks off at its end'
    >>> torso("Two numbers hold an alphabet", WORDS["en"])
    ''
    """
    said = plain(text).strip()
    if why := leans(text, words):
        return why
    if len(said.split()) < 3:
        return "has fewer than three words"
    if re.match(r"[a-z]{2,}\b", said) and not text.startswith(("`", "$", "*")):
        return "begins in the middle of a sentence"
    if re.search(r"[,:;–-]$", said) or re.search(r"\b(?:and|or|y|o)\.?$", said):
        return "breaks off at its end"
    if any(said.count(opened) != said.count(closed) for opened, closed in _OPEN.items()):
        return "leaves a bracket or a quotation open"
    if any(text.count(sign) % 2 for sign in "$`"):
        return "leaves a formula or code open"
    return ""


def standing(body, words):
    """Return the sentences of a text that stand by themselves, those of house style: a line each.

    Parameters
    ----------
    body : str
        Prose, a sentence a line.
    words : Words

    Returns
    -------
    list of str
    """
    lines = [line.strip() for line in body.splitlines()]
    prose = [line for line in lines if line and not re.match(r"[-<|$>]|\d+\. |```", line)]
    return [line for line in prose if _END.search(line) and not torso(line, words)]
