"""What the slides claim, and the presentation's own program beside our runs.

``data/claims.toml`` holds claims, criteria and bounds, which stood before any result was read;
``data/authors.json`` what the program gives. `studies.verdicts` judges the claims.
"""

import json
import tomllib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.statistics import difference, paired_difference, wilson
from tp5lib.evaluation.tables import Table
from tp5lib.studies.slide_measures import LEVELS

LEVEL = 0.95  # of all intervals


class Estimate(NamedTuple):
    """A number with its confidence interval."""

    value: float
    low: float
    high: float

    def within(self, low, high):
        """Return True or False if the whole interval lies inside or outside, else None."""
        if self.high <= low or high <= self.low:
            return False
        return True if low <= self.low and self.high <= high else None

    def __str__(self):
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


class Test(NamedTuple):
    """An expression, see `evaluate`, and the bounds that its estimate must lie within."""

    __test__ = False  # pytest would take it for one of its own

    expression: str
    low: float
    high: float


@dataclass(frozen=True)
class Criterion:
    """What a slide says, why the tests decide it, and these, all of which must hold.

    With `any` one is enough; with `own` what is claimed is not the slide's own sentence.
    """

    slide: str
    title: str
    says: str
    why: str
    tests: tuple
    any: bool = False
    own: bool = False


def load_criteria():
    """Return the criteria of all claims, a list of Criterion."""
    claims = _claims()["claim"]
    return [Criterion(**claim | {"tests": [Test(*t) for t in claim["tests"]]}) for claim in claims]


def evaluate(expression, runs, level=LEVEL):
    """Return what an expression gives, which may use these functions.

    ``of(run, *keys, at=None)`` is a stored array, first axis seeds, of one level of noise;
    ``wrong(run)`` and ``worst(run)`` the wrong pixels per clean letter, and of the worst one, by
    seed; ``other_letter(run, at=)`` the share of imperfect letters whose nearest letter is another.
    ``mean(values)``, ``share(hits)`` and ``gap(a, b)``, seed by seed, are estimates.
    """

    def of(run, *keys, at=None):
        values = runs[run]
        for key in keys:
            values = values[key]
        return values if at is None else values[:, LEVELS.index(at)]

    def wrong(run):
        return of(run, "errors")[:, -1].mean(axis=1)

    def worst(run):
        return of(run, "errors")[:, -1].max(axis=1)

    def other_letter(run, at):
        return (1 - of(run, "told", at=at)) / (1 - of(run, "perfect", at=at))

    def mean(values):
        return gap(values, np.zeros(len(values)))

    def gap(a, b):
        seeds = min(len(a), len(b))
        return _estimate(paired_difference(a[:seeds], b[:seeds]), level)

    def share(hits):
        low, high = wilson(int(hits.sum()), len(hits), level)
        return Estimate(float(hits.mean()), round(low, 9), round(high, 9))

    functions = of, wrong, worst, other_letter, mean, gap, share
    return eval(expression, {function.__name__: function for function in functions})


def places(runs):
    """Say where the single numbers on the slides lie among our runs, a list of dict.

    "slide", "says" and "value"; "mean", "low" and "high" of ours; and the shares of ours that
    are "below", "equal" and "above".
    """
    found = _claims()["place"]
    for place in found:
        ours, value = evaluate(place.pop("among"), runs), place["value"]
        place |= {"mean": ours.mean(), "low": ours.min(), "high": ours.max()}
        place |= {"below": (ours < value).mean(), "equal": (ours == value).mean()}
        place["above"] = (ours > value).mean()
    return found


@dataclass(frozen=True)
class Arm:
    """A run of ours beside runs of the program, by one measure.

    `at` is the noise of the test, if there is one; `kind` one of "stage_1", "clean", "noise" and
    "emojis"; `ours` and `theirs` are arrays, (seeds,), whose means may lie no farther apart than
    `bound`.
    """

    run: str
    at: float | None
    measure: str
    kind: str
    ours: np.ndarray
    theirs: np.ndarray
    bound: float

    @property
    def name(self):
        """The run, and the noise of the test."""
        return f"{self.run}, tested at {self.at}" if self.at else self.run

    @property
    def gap(self):
        """The difference of means, an Estimate, or None where the program was run only once."""
        return _estimate(difference(self.ours, self.theirs)) if len(self.theirs) > 1 else None

    @property
    def verdict(self):
        """Whether the interval lies within the bound: "agrees", "differs" or "undecided"."""
        inside = self.gap and self.gap.within(-self.bound, self.bound)
        return {True: "agrees", False: "differs", None: "undecided"}[inside]


def load_program():
    """Return what the presentation's own program gives: "source", "arms" and "tried"."""
    return json.loads((DATA / "authors.json").read_text(encoding="utf-8"))


def compare(runs):
    """Return our runs beside the program's, a list of Arm."""
    bounds, found = _claims()["bounds"], []
    for arm in load_program()["arms"]:
        run, kind, at = arm["run"], arm["kind"], arm.get("at")
        for measure, bound in bounds[kind].items():
            ours, theirs = _measured(runs[run], measure, kind, at), np.array(arm[measure], float)
            found.append(Arm(run, at, measure, kind, ours, theirs, bound))
    return found


def arms_table(arms):
    """Return arms as a Table: both means and ranges, the difference, and the verdict."""
    rows = []
    for arm in arms:
        ours, theirs = (Estimate(x.mean(), x.min(), x.max()) for x in (arm.ours, arm.theirs))
        measured = [ours, f"{theirs}; {len(arm.theirs)}", arm.gap or "one run"]
        rows.append([arm.name, arm.measure, *measured, f"{arm.bound:g}", arm.verdict])
    head = "run, measure, ours, the program's; runs, difference (95 % interval), bound, verdict"
    return Table(head.split(", "), rows)


def _measured(run, measure, kind, at):
    """A run of ours by a measure of the program, (seeds,)."""
    if kind == "noise":
        return run[measure][:, LEVELS.index(at)]
    if kind == "emojis":
        *sampled, name = measure.split()
        found = run["sampled"][name] if sampled else run[name]
        return found.sum(axis=1) if name == "kl" else found
    errors = run["errors"][:, -1]
    return (errors == 0 if measure == "perfect" else errors).mean(axis=1)


def _estimate(gap, level=LEVEL):
    return Estimate(gap.mean, *gap.interval(level))


def _claims():
    return tomllib.loads((DATA / "claims.toml").read_text(encoding="utf-8"))
