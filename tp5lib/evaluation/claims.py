"""Claims of the slides, each with a criterion set down before the run that tests it."""

import re
import textwrap
from dataclasses import dataclass

import numpy as np

from tp5lib.validation import check_array, check_integer

_WIDTH = 96
_FIGURE = re.compile(r"≈ *[-+]?\d[\d,]*(?:\.\d+)?")
_PLACE = "\0" * 7  # no text holds it
_ROW = r".*(?:\n {10}.*)*"
_PRINTED = re.compile(
    rf"^Claim     (?P<claim>{_ROW})\n"
    rf"(?:Under     (?P<under>{_ROW})\n)?"
    rf"Measured  (?P<measured>{_ROW})\n"
    r"Seeds     (?P<seeds>\d+)\n"
    r"Verdict   (?P<outcome>[A-Z ]+)$",
    flags=re.MULTILINE,
)
_SAYS = re.compile(r"(.*) \(slide (.*)\)")


@dataclass(frozen=True)
class Claim:
    """What a slide says, and what would decide it.

    Between the two criteria there is room: a result that meets neither is called
    undecided, so that a verdict does not hang on the last digit of one machine.

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

    Raises
    ------
    TypeError, ValueError
        If a text is not a string, `says` is empty, or ends in "(slide ...)" which would
        be read as a slide, or `seeds` is no integer from 1.

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
    Measured  1 to 4 drops
    Seeds     3
    Verdict   HOLDS
    """

    # Only `slide` may be left out; what stands behind it needs a default on that account.
    says: str
    slide: str = ""
    holds_if: str = None
    fails_if: str = None
    seeds: int = None

    def __post_init__(self):
        for name in ("says", "slide", "holds_if", "fails_if"):
            object.__setattr__(self, name, _one_line(getattr(self, name), name))
        object.__setattr__(self, "seeds", check_integer(self.seeds, "seeds"))
        if not self.says:
            raise ValueError("says is empty; it must be the claim, in a sentence")
        if "(slide" in self.slide or (not self.slide and _SAYS.fullmatch(self.says)):
            raise ValueError(f"the slide of {self.says!r} must be passed as slide=, and alone")

    def judge(self, *runs, holds, fails, measured, under=None):
        """Return the verdict, or that there is none: with fewer seeds than the claim wants.

        Parameters
        ----------
        *runs : array_like, shape (seeds, ...)
            What it is judged on, of each network concerned: the verdict tells how many seeds
            the smallest of them has.
        holds, fails : bool
            Whether what was measured meets `holds_if`, `fails_if`.
        measured : str
            What was measured; a figure that may move from machine to machine has a
            leading ``≈``.
        under : str, optional
            The condition, where the claim is judged under several.

        Returns
        -------
        Verdict

        Raises
        ------
        TypeError
            If no runs are given, `holds` or `fails` is not a bool, or a text is not a string.
        ValueError
            If both are true, since then the criteria contradict each other, or `measured`
            tells of a nan, which meets no criterion and yet decides nothing.
        """
        for name, value in (("holds", holds), ("fails", fails)):
            if not isinstance(value, bool | np.bool_):
                raise TypeError(f"{name} must be True or False, not {value!r}")
        if holds and fails:
            raise ValueError(f"the criteria of {self.says!r} contradict each other: both are met")
        measured = _one_line(measured, "measured")
        if re.search(r"\bnan\b", measured):
            raise ValueError(f"measured must not be a nan, but is {measured!r}")
        under = under if under is None else _one_line(under, "under")
        seeds = _count(runs)
        outcome = "holds" if holds else "does not hold" if fails else "undecided"
        if seeds < self.seeds:
            outcome = "not judged"
        return Verdict(self, outcome, measured, seeds, under)

    @property
    def _with_slide(self):
        return f"{self.says} (slide {self.slide})" if self.slide else self.says

    def __repr__(self):
        return _table(
            ("Claim", self._with_slide),
            ("Holds if", self.holds_if),
            ("Fails if", self.fails_if),
            ("Seeds", str(self.seeds)),
        )


def _count(runs):
    """How many seeds all runs have."""
    if not runs or not all(np.ndim(run) for run in runs):
        raise TypeError("runs must be what the claim is judged on: arrays with an axis of seeds")
    return min(len(run) for run in runs)


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
    """

    claim: Claim
    outcome: str
    measured: str
    seeds: int
    under: str | None = None

    def __repr__(self):
        condition = () if self.under is None else (("Under", self.under),)
        return _table(
            ("Claim", self.claim._with_slide),
            *condition,
            ("Measured", self.measured),
            ("Seeds", str(self.seeds)),
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
        Without what is not printed with a verdict: the criteria, and the seeds they take.
    """
    found = []
    for match in _PRINTED.finditer(text):
        row = {name: value and " ".join(value.split()) for name, value in match.groupdict().items()}
        parts = _SAYS.fullmatch(row["claim"])
        says, slide = parts.groups() if parts else (row["claim"], "")
        claim, seeds = Claim(says, slide, "", "", 1), int(row["seeds"])
        found.append(Verdict(claim, row["outcome"].lower(), row["measured"], seeds, row["under"]))
    return found


@dataclass(frozen=True)
class Difference:
    """The difference between two groups of measurements, first minus second.

    Attributes
    ----------
    mean : float
    error : float
        Standard error of the mean difference.
    """

    mean: float
    error: float

    @property
    def below(self):
        """True if the first is lower by more than two standard errors."""
        return self.mean < -2 * self.error

    @property
    def above(self):
        """True if the first is higher by more than two standard errors."""
        return self.mean > 2 * self.error

    def __str__(self):
        return f"≈ {self.mean:+.2f} ± ≈ {self.error:.2f}"


def difference(a, b):
    """Compare two groups of independent measurements, such as runs of two networks.

    Parameters
    ----------
    a, b : array_like, shape (n,)
        At least two each.

    Returns
    -------
    Difference
        The standard error is that of B. L. Welch, "The generalization of Student's
        problem when several different population variances are involved", Biometrika 34,
        1947: sqrt(var(a) / n_a + var(b) / n_b).

    Raises
    ------
    TypeError, ValueError
        If one is not a row of two finite numbers or more.

    Examples
    --------
    >>> from tp5lib.evaluation.claims import difference
    >>> gap = difference([1, 2, 3], [5, 6, 7, 8])
    >>> print(gap)
    ≈ -4.50 ± ≈ 0.87
    >>> gap.below
    True
    """
    a, b = _check_measurements(a, "a"), _check_measurements(b, "b")
    error = np.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    return Difference(float(a.mean() - b.mean()), float(error))


def paired_difference(a, b):
    """Compare two measurements of the same runs, such as before and after a change.

    Parameters
    ----------
    a, b : array_like, shape (n,)
        Two or more, as many in both, in the same order.

    Returns
    -------
    Difference
        Of a - b, with the standard error of its mean.

    Raises
    ------
    TypeError, ValueError
        If one is not a row of two finite numbers or more, or they are not as many.
    """
    a, b = _check_measurements(a, "a"), _check_measurements(b, "b")
    if a.size != b.size:
        raise ValueError(f"a and b must be of the same runs, not of {a.size} and {b.size}")
    gap = a - b
    return Difference(float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(gap.size)))


def _check_measurements(value, name):
    """Return a row of finite numbers as a float array."""
    shape = np.shape(value)
    if len(shape) != 1 or shape[0] < 2:
        raise ValueError(f"{name} must hold two measurements or more in a row, not {shape}")
    return check_array([value], name, features=shape[0])[0].astype(np.float64)


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
    """Break a text into lines, as if every measured figure were equally wide.

    Otherwise a digit more or less on another machine would move the breaks, and the tests
    of the notebooks compare them. No word is broken, so that the text can be read back.
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
