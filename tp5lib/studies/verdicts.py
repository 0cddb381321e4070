"""Verdicts as a notebook shows them: one line each, with its criterion folded under it.

What is judged, and by which expression, stands in ``data/claims.toml``; see `studies.claims`.
"""

import re
from dataclasses import asdict, dataclass
from html import escape

from tp5lib.evaluation.tables import Table
from tp5lib.studies.claims import Criterion, load_criteria

KEY = "tp5lib.verdicts"  # of the data in the metadata of an output
_HEAD = ["slide", "what it says", "what the seeds say (95 % interval)", "verdict"]
_UNITS = {  # of an estimate, by a part of its expression
    "wrong(": " wrong pixels per letter",
    "'wrong'": " wrong pixels per letter",
    "'worst'": " wrong pixels in the worst letter",
    "'auc'": " AUC",
}
_QUOTED = re.compile(r"'([^']+)'")
_HITS = {" == 0)": " without a wrong pixel", " > 0)": " with a wrong pixel"}  # of a share


@dataclass(frozen=True)
class Verdict:
    """What the stored runs say to one claim, a `studies.claims.Criterion`.

    `outcome` is "holds", "does not hold" or "undecided"; `measured` the estimate that decided it,
    with its interval; `tests` are each expression with its estimate, its bounds and what follows;
    `seeds` the fewest of any run concerned.
    """

    slide: str
    title: str
    says: str
    why: str
    own: bool
    outcome: str
    measured: str
    tests: list
    seeds: int

    def __str__(self):
        return f"{self._where}{self.says} {self.measured}: {self.outcome.upper()}."

    @property
    def _where(self):
        return f"Slide {self.slide}: " if self.slide else ""

    @property
    def row(self):
        """Its line of a table."""
        own = " (our own reading)" if self.own else ""
        return [self.slide, self.says + own, self.measured, self.outcome]

    def _repr_html_(self):
        says = f"{self._where}{self.says}"
        line = f"{escape(says)} {escape(self.measured)}: <b>{escape(self.outcome)}</b>."
        tests = "".join(f"<li><code>{escape(test)}</code></li>" for test in self.tests)
        own = "This is our own reading, not the slide's sentence. " if self.own else ""
        return (
            f'<details style="overflow-wrap: anywhere"><summary>{line}</summary>'
            f"<p>{own}{escape(self.why)}</p><ul>{tests}</ul></details>"
        )


class Verdicts(list):
    """Some of `Verdict`, which a notebook shows below each other; they add up as lists do."""

    def __add__(self, other):
        return Verdicts([*self, *other])

    def table(self):
        """Return slide, claim, estimate and verdict of each as a Table."""
        return Table(_HEAD, [verdict.row for verdict in self])

    def __repr__(self):
        return "\n".join(map(str, self))

    def _repr_mimebundle_(self, include=None, exclude=None):
        html = "\n".join(verdict._repr_html_() for verdict in self)
        data = {"text/plain": repr(self), "text/html": html}
        return data, {KEY: [asdict(verdict) for verdict in self]}


def judge(runs, *slides):
    """Judge the claims of some slides by runs, or all claims.

    Parameters
    ----------
    runs : dict
        As from `studies.slides.load_results`: dicts with "seeds" and arrays, by name.
    *slides : str or Criterion
        Such as "13" or "18 a"; all unless given. A `Criterion` is a claim of one's own.

    Returns
    -------
    Verdicts

    Raises
    ------
    KeyError
        If there is no claim of a slide.
    """
    by_slide, chosen = {}, []
    for claim in load_criteria():
        by_slide.setdefault(claim.slide, []).append(claim)
    for slide in slides or by_slide:
        if isinstance(slide, Criterion):
            chosen.append(slide)
        elif slide in by_slide:
            chosen += by_slide[slide]
        else:
            raise KeyError(f"no claim of slide {slide}")
    return Verdicts(_judged(claim, runs) for claim in chosen)


def _judged(claim, runs):
    outcome, found = claim.judge(runs)
    pairs = list(zip(claim.tests, found, strict=True))
    met = [one.within(test.low, test.high) for test, one in pairs]
    told = {True: "met", False: "missed", None: "open"}
    tests = [
        f"{test.expression} = {one.value:.3f} ({one.low:.3f} to {one.high:.3f}); "
        f"wanted {test.low:g} to {test.high:g}: {told[way]}"
        for (test, one), way in zip(pairs, met, strict=True)
    ]

    def margin(pair):  # how far an interval lies from the bounds that it might cross
        bounds = pair[0].low, pair[0].high
        return min(abs(end - bound) for end in (pair[1].low, pair[1].high) for bound in bounds)

    def outside(pair):  # how far an estimate lies outside its bounds
        return max(pair[0].low - pair[1].value, pair[1].value - pair[0].high, 0)

    # The one that decides: of several that say the same, the one nearest to its bounds; where
    # one is enough, the one that came closest to it.
    same = {"holds": True, "does not hold": False, "undecided": None}[outcome]
    deciding = [pair for pair, way in zip(pairs, met, strict=True) if way is same]
    test, one = min(deciding, key=outside if claim.any else margin)
    named = {name for t in claim.tests for name in _QUOTED.findall(t.expression)}
    seeds = min(len(runs[name]["seeds"]) for name in named & set(runs))
    measured = _measured(test, one, runs, several=len(pairs) > 1)
    about = claim.slide, claim.title, claim.says, claim.why, claim.own
    return Verdict(*about, outcome, measured, tests, seeds)


def _measured(test, one, runs, several):
    numbers = one.value, one.low, one.high
    if test.expression.startswith("share("):
        share, low, high = (f"{100 * number:.0f}" for number in numbers)
        said = next((said for part, said in _HITS.items() if part in test.expression), "")
        return f"{share} % of the seeds{said} ({low} to {high} %)"
    gap = test.expression.startswith("gap(")
    digits = 2 if one.high - one.low >= 0.02 else 4  # a narrow interval needs more
    value, low, high = (_decimals(number, digits, "+" * gap) for number in numbers)
    unit = next((unit for part, unit in _UNITS.items() if part in test.expression), "")
    both = [name for name in _QUOTED.findall(test.expression) if name in runs]
    pair = f", {' minus '.join(both)}" if gap and several and len(set(both)) == 2 else ""
    return f"{value}{unit}{pair} ({low} to {high})"


def _decimals(number, digits, sign=""):
    """A number with so many decimals, and never -0.00."""
    text = f"{number:{sign}.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text
