"""Claims of the slides, each with a criterion set down before the run that tests it."""

import re
import textwrap
from dataclasses import KW_ONLY, dataclass

import numpy as np

from tp5lib.checks import check_integer
from tp5lib.evaluation.figures import PHRASE
from tp5lib.evaluation.statistics import Difference, difference, paired_difference

__all__ = ["Claim", "Difference", "Verdict", "difference", "paired_difference", "read_verdicts"]

_WIDTH = 96
_FIGURE = re.compile(PHRASE)
_PLACE = "\0" * 8  # no text holds it
_ROW = r".*(?:\n {10}.*)*"
_OWN = "our own, not the slide's"
_AFTER = "set after a look at results"
_ON_FRESH = {True: "confirmed on fresh seeds", False: "not confirmed on fresh seeds"}
_PRINTED = re.compile(
    rf"^Claim     (?P<claim>{_ROW})\n"
    rf"(?:Source    (?P<own>{_ROW})\n)?"
    rf"(?:Criteria  (?P<after>{_ROW})\n)?"
    rf"(?:Holds if  (?P<holds_if>{_ROW})\nFails if  (?P<fails_if>{_ROW})\n)?"
    rf"(?:Under     (?P<under>{_ROW})\n)?"
    rf"Measured  (?P<measured>{_ROW})\n"
    r"Seeds     (?P<seeds>\d+)(?: of the (?P<wanted>\d+) that it takes)?\n"
    r"Verdict   (?P<outcome>[A-Z ]+)$",
    flags=re.MULTILINE,
)
_SAYS = re.compile(r"(.*) \(slide (.*)\)")


@dataclass(frozen=True)
class Claim:
    """What a slide says, and what would decide it.

    A result that meets neither criterion is undecided.

    Parameters
    ----------
    says : str
        The claim, in a sentence.
    slide : str, optional
        Where it stands: number and title. A claim of one's own has none.
    holds_if, fails_if : str
        The two criteria.
    seeds : int
        How many, of each network concerned, it takes to judge it.
    own : bool
        Whether what is claimed is our own, rather than what the slide says.
    after_a_look : bool
        Whether the criteria were set after a look at results. `judge` may then tell whether
        fresh seeds confirmed them.

    Raises
    ------
    TypeError, ValueError
        If `own` or `after_a_look` is not a bool, a text is not a string, `says` is empty, or
        ends in "(slide ...)" which would be read as a slide, or `seeds` is no integer from 1.

    Notes
    -----
    Blanks and line ends within the texts become single blanks.

    Examples
    --------
    >>> from tp5lib.evaluation.claims import Claim
    >>> wet = Claim("Water is wet", holds_if="it drips", fails_if="it does not", seeds=3)
    >>> drops = [1, 4, 2]
    >>> wet.judge(drops, holds=min(drops) > 0, fails=max(drops) == 0, measured="1 to 4 drops")
    Claim     Water is wet
    Holds if  it drips
    Fails if  it does not
    Measured  1 to 4 drops
    Seeds     3
    Verdict   HOLDS
    """

    says: str
    slide: str = ""
    _: KW_ONLY
    holds_if: str
    fails_if: str
    seeds: int
    own: bool = False
    after_a_look: bool = False

    def __post_init__(self):
        for name in ("says", "slide", "holds_if", "fails_if"):
            object.__setattr__(self, name, _one_line(getattr(self, name), name))
        for name in ("own", "after_a_look"):
            _check_bool(getattr(self, name), name)
        object.__setattr__(self, "seeds", check_integer(self.seeds, "seeds"))
        if not self.says:
            raise ValueError("says is empty; it must be the claim, in a sentence")
        if "(slide" in self.slide or (not self.slide and _SAYS.fullmatch(self.says)):
            raise ValueError(f"the slide of {self.says!r} must be passed as slide=, and alone")

    def judge(self, *runs, holds, fails, measured, under=None, confirmed=None):
        """Return the verdict; "not judged" with fewer seeds than the claim needs.

        Parameters
        ----------
        *runs : array_like, shape (seeds, ...)
            What it is judged on, of each network concerned; the fewest seeds count.
        holds, fails : bool
            Whether what was measured meets `holds_if`, `fails_if`.
        measured : str
            What was measured; a figure that may move from machine to machine has a
            leading ``≈``.
        under : str, optional
            The condition, where the claim is judged under several.
        confirmed : bool, optional
            Where the criteria were set after a look at results: whether fresh seeds gave
            the same outcome; None if none were tried.

        Returns
        -------
        Verdict

        Raises
        ------
        TypeError
            If no runs are given, `holds`, `fails` or `confirmed` is not a bool, or a text is
            not a string.
        ValueError
            If both are true, `measured` holds a nan, or `confirmed` is given for criteria
            that were set before any look.
        """
        _check_bool(holds, "holds")
        _check_bool(fails, "fails")
        if confirmed is not None:
            confirmed = _check_bool(confirmed, "confirmed")
            if not self.after_a_look:
                raise ValueError("confirmed is for claims with after_a_look=True only")
        if holds and fails:
            raise ValueError(f"the criteria of {self.says!r} contradict each other: both are met")
        measured = _one_line(measured, "measured")
        if re.search(r"\bnan\b", measured):
            raise ValueError(f"measured must not hold nan: {measured!r}")
        under = under if under is None else _one_line(under, "under")
        if not runs or not all(np.ndim(run) for run in runs):
            raise TypeError(
                "pass the runs that the claim is judged on: arrays with a leading axis of seeds"
            )
        seeds = min(len(run) for run in runs)
        outcome = "holds" if holds else "does not hold" if fails else "undecided"
        if seeds < self.seeds:
            outcome = "not judged"
            confirmed = None
        return Verdict(self, outcome, measured, seeds, under, confirmed)

    def _rows(self, confirmed=None):
        """What is printed of it, alone and in a verdict."""
        slide = f" (slide {self.slide})" if self.slide else ""
        yield "Claim", self.says + slide
        if self.own:
            yield "Source", _OWN
        if self.after_a_look:
            fresh = "" if confirmed is None else f"; {_ON_FRESH[confirmed]}"
            yield "Criteria", _AFTER + fresh
        yield "Holds if", self.holds_if
        yield "Fails if", self.fails_if

    def __repr__(self):
        return _table(*self._rows(), ("Seeds", str(self.seeds)))


def _check_bool(value, name):
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return bool(value)


@dataclass(frozen=True)
class Verdict:
    """The answer to a claim.

    Attributes
    ----------
    claim : Claim
    outcome : str
        "holds", "does not hold", "undecided", or "not judged" where there were too few seeds.
    measured : str
    seeds : int
        On how many it was judged.
    under : str or None
    confirmed : bool or None
        Whether fresh seeds gave the same outcome, if that was tried.
    """

    claim: Claim
    outcome: str
    measured: str
    seeds: int
    under: str | None = None
    confirmed: bool | None = None

    def __repr__(self):
        condition = () if self.under is None else (("Under", self.under),)
        wanted = self.claim.seeds
        too_few = f" of the {wanted} that it takes" if self.seeds < wanted else ""
        return _table(
            *self.claim._rows(self.confirmed),
            *condition,
            ("Measured", self.measured),
            ("Seeds", f"{self.seeds}{too_few}"),
            ("Verdict", self.outcome.upper()),
        )


def read_verdicts(text):
    """Read verdicts back from what was printed.

    Parameters
    ----------
    text : str
        In which they stand, among other lines.

    Returns
    -------
    list of Verdict
        The claim's own number of seeds is known only where there were too few; else it is 1.
    """
    found = []
    for match in _PRINTED.finditer(text):
        row = {name: value and " ".join(value.split()) for name, value in match.groupdict().items()}
        parts = _SAYS.fullmatch(row["claim"])
        says, slide = parts.groups() if parts else (row["claim"], "")
        claim = Claim(
            says,
            slide,
            holds_if=row["holds_if"] or "",
            fails_if=row["fails_if"] or "",
            seeds=int(row["wanted"] or 1),
            own=row["own"] is not None,
            after_a_look=row["after"] is not None,
        )
        outcome, seeds = row["outcome"].lower(), int(row["seeds"])
        after = (row["after"] or "").removeprefix(f"{_AFTER}; ")
        confirmed = {text: value for value, text in _ON_FRESH.items()}.get(after)
        found.append(Verdict(claim, outcome, row["measured"], seeds, row["under"], confirmed))
    return found


def _one_line(text, name):
    """Return a text with single blanks for all that is blank."""
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, not {text!r}")
    if "\0" in text:
        raise ValueError(f"{name} must not hold a NUL character, but is {text!r}")
    return " ".join(text.split())


def _table(*rows):
    return "\n".join(f"{label:<10}{_wrap(text)}" for label, text in rows)


def _wrap(text):
    """Break a text into lines, as if every measured phrase were one word, equally wide.

    A digit more or less on another machine moves no break. No word is broken.
    """
    figures = iter(_FIGURE.findall(text))
    wrapped = textwrap.fill(
        _FIGURE.sub(_PLACE, text),
        _WIDTH - 10,
        subsequent_indent=" " * 10,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return re.sub(_PLACE, lambda _: next(figures), wrapped)
