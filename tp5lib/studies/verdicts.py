"""Claims judged by runs, and shown: a line each, with the criterion folded under it.

What is judged, and by which expression, stands in ``data/claims.toml``; see `studies.claims`.
"""

import re
from dataclasses import asdict, dataclass
from html import escape

from tp5lib.evaluation.tables import Table
from tp5lib.studies.claims import LEVEL, Criterion, evaluate, load_criteria

KEY = "tp5lib.verdicts"  # of the data in the metadata of an output
_HEAD = ["slide", "what it says", "what the seeds say (95 % interval)", "verdict"]
_UNITS = {  # of an estimate, by a part of its expression
    "wrong": " wrong pixels per letter",
    "'worst'": " wrong pixels in the worst letter",
    "'auc'": " AUC",
}
_QUOTED = re.compile(r"'([^']+)'")
_HITS = {" == 0)": " without a wrong pixel", " > 0)": " with a wrong pixel"}  # of a share
# Of a claim and of a test, in rising order: a claim holds as far as the least of its tests, or,
# where one is enough, the most.
_OUTCOMES = {False: "does not hold", None: "undecided", True: "holds"}
_TOLD = {False: "missed", None: "open", True: "met"}


@dataclass(frozen=True)
class Verdict:
    """What runs say to one claim, a `studies.claims.Criterion`.

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
        return f"{self._claim} {self.measured}: {self.outcome.upper()}."

    @property
    def _claim(self):
        return f"Slide {self.slide}: {self.says}" if self.slide else self.says

    @property
    def row(self):
        """Its line of a table."""
        own = " (our own reading)" if self.own else ""
        return [self.slide, self.says + own, self.measured, self.outcome]

    def _repr_html_(self):
        line = f"{escape(self._claim)} {escape(self.measured)}: <b>{escape(self.outcome)}</b>."
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
    """Judge the claims of some slides, such as "13" or "18 a", or all claims, as Verdicts.

    `runs` are as from `studies.slides.load_results`: dicts with "seeds" and arrays, by name. A
    `Criterion` among the slides is a claim of one's own; for a slide of which there is no claim
    there is a KeyError.
    """
    known = load_criteria()
    chosen = [] if slides else known
    for slide in slides:
        those = [slide] if isinstance(slide, Criterion) else [c for c in known if c.slide == slide]
        if not those:
            raise KeyError(f"no claim of slide {slide}")
        chosen += those
    return Verdicts(_judged(claim, runs) for claim in chosen)


def _judged(claim, runs):
    level = 1 - (1 - LEVEL) / (len(claim.tests) if claim.any else 1)
    found = [(test, evaluate(test.expression, runs, level)) for test in claim.tests]
    met = [estimate.within(test.low, test.high) for test, estimate in found]
    decided = (max if claim.any else min)(met, key=[*_OUTCOMES].index)
    tests = [
        f"{test.expression} = {one.value:.3f} ({one.low:.3f} to {one.high:.3f}); "
        f"wanted {test.low:g} to {test.high:g}: {_TOLD[way]}"
        for (test, one), way in zip(found, met, strict=True)
    ]

    def margin(pair):  # how far an interval lies from the bounds that it might cross
        (_, *bounds), (_, *interval) = pair
        return min(abs(end - bound) for end in interval for bound in bounds)

    def outside(pair):  # how far an estimate lies outside its bounds
        test, one = pair
        return max(test.low - one.value, one.value - test.high, 0)

    # The one that decides: of several that say the same, the one nearest to its bounds; where
    # one is enough, the one that came closest to it.
    deciding = [pair for pair, way in zip(found, met, strict=True) if way is decided]
    test, one = min(deciding, key=outside if claim.any else margin)
    named = {name for t in claim.tests for name in _QUOTED.findall(t.expression)}
    seeds = min(len(runs[name]["seeds"]) for name in named & set(runs))
    measured = _measured(test.expression, one, runs, several=len(found) > 1)
    about = claim.slide, claim.title, claim.says, claim.why, claim.own
    return Verdict(*about, _OUTCOMES[decided], measured, tests, seeds)


def _measured(expression, estimate, runs, several):
    if expression.startswith("share("):
        share, low, high = (f"{100 * number:.0f}" for number in estimate)
        said = next((said for part, said in _HITS.items() if part in expression), "")
        return f"{share} % of the seeds{said} ({low} to {high} %)"
    gap = expression.startswith("gap(")
    digits = 2 if estimate.high - estimate.low >= 0.02 else 4  # a narrow interval needs more
    value, low, high = (_decimals(number, digits, "+" * gap) for number in estimate)
    unit = next((unit for part, unit in _UNITS.items() if part in expression), "")
    both = [name for name in _QUOTED.findall(expression) if name in runs]
    pair = f", {' minus '.join(both)}" if gap and several and len(set(both)) == 2 else ""
    return f"{value}{unit}{pair} ({low} to {high})"


def _decimals(number, digits, sign=""):
    """A number with so many decimals, and never -0.00."""
    text = f"{number:{sign}.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text
