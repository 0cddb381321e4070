"""Claims of the slides, each with a criterion set down before the run that tests it."""

import re
import textwrap
from dataclasses import dataclass

import numpy as np

_WIDTH = 96
_FIGURE = re.compile(r"≈ *[-+]?\d[\d,]*(?:\.\d+)?")
_PLACE = "■" * 7
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

    Attributes
    ----------
    says : str
        The claim, in a sentence.
    slide : str
        Where it stands: number and title.
    holds_if, fails_if : str
        The two criteria.
    seeds : int
        On how many seeds, of each network concerned, it is judged.
    """

    says: str
    slide: str
    holds_if: str
    fails_if: str
    seeds: int

    def judge(self, *, holds, fails, measured, under=None):
        """Return the verdict.

        Parameters
        ----------
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
        ValueError
            If both are true, since then the criteria contradict each other.
        """
        if holds and fails:
            raise ValueError(f"the criteria of {self.says!r} contradict each other: both are met")
        outcome = "holds" if holds else "does not hold" if fails else "undecided"
        return Verdict(self, outcome, measured, under)

    def __repr__(self):
        return _table(
            ("Claim", f"{self.says} (slide {self.slide})"),
            ("Holds if", self.holds_if),
            ("Fails if", self.fails_if),
            ("Seeds", str(self.seeds)),
        )


@dataclass(frozen=True)
class Verdict:
    """The answer to a claim: "holds", "does not hold" or "undecided"."""

    claim: Claim
    outcome: str
    measured: str
    under: str | None = None

    def __repr__(self):
        condition = () if self.under is None else (("Under", self.under),)
        return _table(
            ("Claim", f"{self.claim.says} (slide {self.claim.slide})"),
            *condition,
            ("Measured", self.measured),
            ("Seeds", str(self.claim.seeds)),
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
        Without the criteria, which are not printed with a verdict.
    """
    found = []
    for match in _PRINTED.finditer(text):
        row = {name: value and " ".join(value.split()) for name, value in match.groupdict().items()}
        claim = Claim(*_SAYS.fullmatch(row["claim"]).groups(), "", "", int(row["seeds"]))
        found.append(Verdict(claim, row["outcome"].lower(), row["measured"], row["under"]))
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
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if min(a.size, b.size) < 2:
        raise ValueError(f"a and b must hold two measurements or more, not {a.size} and {b.size}")
    error = np.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    return Difference(float(a.mean() - b.mean()), float(error))


def paired_difference(a, b):
    """Compare two measurements of the same runs, such as before and after a change.

    Parameters
    ----------
    a, b : array_like, shape (n,)
        Two or more, in the same order.

    Returns
    -------
    Difference
        Of a - b, with the standard error of its mean.
    """
    gap = np.asarray(a, dtype=float) - np.asarray(b, dtype=float)
    if gap.ndim != 1 or gap.size < 2:
        raise ValueError(f"a and b must be two measurements or more each, not {gap.shape}")
    return Difference(float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(gap.size)))


def _table(*rows):
    return "\n".join(f"{label:<10}{_wrap(text)}" for label, text in rows)


def _wrap(text):
    """Break a text into lines, as if every measured figure were equally wide.

    Otherwise a digit more or less on another machine would move the breaks, and the tests
    of the notebooks compare them.
    """
    figures = _FIGURE.findall(text)
    wrapped = textwrap.fill(
        _FIGURE.sub(_PLACE, text),
        _WIDTH - 10,
        subsequent_indent=" " * 10,
        break_on_hyphens=False,
    )
    for figure in figures:
        wrapped = wrapped.replace(_PLACE, figure, 1)
    return wrapped
