"""The slides' claims, judged by their own runs, and these runs beside those of the program.

``data/claims.toml`` holds claims, criteria and bounds, which stood before any result was read;
``data/authors.json`` what the presentation's own program gives.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import partial

import numpy as np

from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.statistics import Difference, difference, wilson
from tp5lib.evaluation.tables import Table
from tp5lib.studies.slide_measures import LEVELS

CLAIMS, AUTHORS = DATA / "claims.toml", DATA / "authors.json"
_LEVEL = 0.95
# NumPy imports what means need when the first is computed, which `eval` below does not allow.
np.zeros(1).mean()


@dataclass(frozen=True)
class Estimate:
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


@dataclass(frozen=True)
class Test:
    """An expression, see `names`, and the bounds that its estimate must lie within."""

    __test__ = False  # pytest takes it for one of its own

    expression: str
    low: float
    high: float


@dataclass(frozen=True)
class Criterion:
    """What a slide says, and the tests that decide it.

    Attributes
    ----------
    slide, title, says, why : str
    tests : tuple of Test
    any : bool
        Whether one test that holds is enough; else all must.
    own : bool
        Whether what is claimed is not the slide's own sentence.
    """

    slide: str
    title: str
    says: str
    why: str
    tests: tuple
    any: bool = False
    own: bool = False

    def judge(self, runs):
        """Return the verdict, "holds", "does not hold" or "undecided", and the estimates."""
        level = 1 - (1 - _LEVEL) / (len(self.tests) if self.any else 1)
        space = names(runs, level)
        found = [eval(test.expression, {"__builtins__": {}}, space) for test in self.tests]
        met = [e.within(t.low, t.high) for e, t in zip(found, self.tests, strict=True)]
        holds, fails = (any, all) if self.any else (all, any)
        if holds(one is True for one in met):
            return "holds", found
        return "does not hold" if fails(one is False for one in met) else "undecided", found


@dataclass(frozen=True)
class Arm:
    """A run of ours beside runs of the program, by one measure.

    Attributes
    ----------
    run, measure : str
    ours, theirs : ndarray, shape (seeds,)
    bound : float
        How far the means may lie apart.
    kind : str
        "stage_1", "clean", "noise" or "emojis".
    at : float or None
        The noise of the test.
    """

    run: str
    measure: str
    ours: np.ndarray
    theirs: np.ndarray
    bound: float
    kind: str = ""
    at: float | None = None

    @property
    def name(self):
        """The run, and the noise of the test if there is one."""
        return self.run if self.at is None else f"{self.run}, tested at {self.at}"

    @property
    def gap(self):
        """The difference of means, an Estimate, or None where the program was run only once."""
        if len(self.theirs) < 2:
            return None
        gap = difference(self.ours, self.theirs)
        return Estimate(gap.mean, *_interval(gap))

    @property
    def verdict(self):
        """Whether the interval lies within the bound: "agrees", "differs" or "undecided"."""
        if self.gap is None:
            return "undecided"
        inside = self.gap.within(-self.bound, self.bound)
        return {True: "agrees", False: "differs", None: "undecided"}[inside]


def load_criteria(path=CLAIMS):
    """Return the criteria of all claims, a list of Criterion."""
    return [
        Criterion(**{**claim, "tests": tuple(Test(*test) for test in claim["tests"])})
        for claim in _read(path)["claim"]
    ]


def load_program(path=AUTHORS):
    """Return what the presentation's own program gives: "source", "arms" and "tried"."""
    return json.loads(path.read_text(encoding="utf-8"))


def places(runs, path=CLAIMS):
    """Say where the single numbers on the slides lie among our runs.

    Returns
    -------
    list of dict
        "slide", "says" and "value"; "mean", "low" and "high" of ours; and the shares of ours
        that are "below", "equal" and "above".
    """
    found = []
    for place in _read(path)["place"]:
        ours = eval(place["among"], {"__builtins__": {}}, names(runs))
        value = place["value"]
        shares = {"below": ours < value, "equal": ours == value, "above": ours > value}
        found.append(
            {key: place[key] for key in ("slide", "says", "value")}
            | {"mean": float(ours.mean()), "low": float(ours.min()), "high": float(ours.max())}
            | {name: float(share.mean()) for name, share in shares.items()}
        )
    return found


def compare(runs, path=AUTHORS, claims=CLAIMS):
    """Return our runs beside the program's, a list of Arm."""
    bounds, found = _read(claims)["bounds"], []
    for arm in load_program(path)["arms"]:
        own = _by_measure(runs, arm["run"], arm["kind"], arm.get("at"))
        for name, bound in bounds[arm["kind"]].items():
            theirs = np.array(arm[name], float)
            made = Arm(arm["run"], name, own[name], theirs, bound, arm["kind"], arm.get("at"))
            found.append(made)
    return found


def arms_table(arms):
    """Return arms as a Table: both means and ranges, the difference, and the verdict."""
    rows = [
        [
            arm.name,
            arm.measure,
            _mean_and_range(arm.ours),
            f"{_mean_and_range(arm.theirs)}; {len(arm.theirs)}",
            arm.gap or "one run",
            f"{arm.bound:g}",
            arm.verdict,
        ]
        for arm in arms
    ]
    head = "run, measure, ours, the program's; runs, difference (95 % interval), bound, verdict"
    return Table(head.split(", "), rows)


def _mean_and_range(values):
    return f"{values.mean():.3g} ({values.min():.3g} to {values.max():.3g})"


def names(runs, level=_LEVEL):
    """Return what an expression may use: functions by name.

    ``of(run, *keys, at=None)`` is a stored array, first axis seeds, of one level of noise;
    ``wrong(run)`` and ``worst(run)`` the wrong pixels per clean letter, and of the worst one, by
    seed; ``other_letter(run, at=)`` the share of imperfect letters whose nearest letter is another.
    ``mean(values)``, ``share(hits)`` and ``gap(a, b)``, seed by seed, are estimates.
    """
    return {
        "of": partial(_of, runs),
        "wrong": lambda run: _errors(runs, run).mean(axis=1),
        "worst": lambda run: _errors(runs, run).max(axis=1),
        "other_letter": partial(_other_letter, runs),
        "mean": partial(_mean, level=level),
        "gap": partial(_gap, level=level),
        "share": partial(_share, level=level),
    }


def _of(runs, run, *keys, at=None):
    values = runs[run]
    for key in keys:
        values = values[key]
    return values if at is None else values[:, LEVELS.index(at)]


def _errors(runs, run):
    """The wrong pixels at the end, (seeds, letters)."""
    return runs[run]["errors"][:, -1]


def _other_letter(runs, run, at):
    perfect, told = (_of(runs, run, key, at=at) for key in ("perfect", "told"))
    return (1 - told) / (1 - perfect)


def _mean(values, level):
    values = np.asarray(values, float)
    error = values.std(ddof=1) / np.sqrt(len(values))
    gap = Difference(float(values.mean()), float(error), len(values) - 1)
    return Estimate(gap.mean, *_interval(gap, level))


def _gap(a, b, level):
    seeds = min(len(a), len(b))
    return _mean(np.asarray(a, float)[:seeds] - np.asarray(b, float)[:seeds], level)


def _share(hits, level):
    low, high = wilson(int(hits.sum()), len(hits), level)
    return Estimate(float(hits.mean()), round(low, 9), round(high, 9))


def _interval(gap, level=_LEVEL):
    return (gap.mean, gap.mean) if gap.error == 0 else gap.interval(level)


def _by_measure(runs, run, kind, at):
    """Our measures under the names of the bounds."""
    if kind == "noise":
        return {name: _of(runs, run, name, at=at) for name in ("perfect", "wrong", "eight")}
    if kind == "emojis":
        own, sampled = runs[run], runs[run]["sampled"]
        return {
            "explained": own["explained"],
            "own": own["own"],
            "sampled explained": sampled["explained"],
            "sampled own": sampled["own"],
            "kl": own["kl"].sum(axis=1),
        }
    errors = _errors(runs, run)
    return {"perfect": (errors == 0).mean(axis=1), "wrong": errors.mean(axis=1)}


def _read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)
