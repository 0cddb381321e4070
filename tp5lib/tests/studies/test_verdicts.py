"""Verdicts on a few runs; how they read, the notebooks hold."""

import json

import numpy as np
import pytest

from tp5lib.studies.claims import Criterion, Test
from tp5lib.studies.verdicts import KEY, judge

VALUES = {"a": [1.0, 2, 3, 2], "b": [2.0, 3, 4, 3, 9]}
RUNS = {name: {"v": np.array(v), "seeds": range(len(v))} for name, v in VALUES.items()}
MEAN, SHARE = "mean(of('a', 'v'))", "share(of('a', 'v') > 0)"
GAP = "gap(of('a', 'v'), of('b', 'v'))"
GOOD, BAD, OPEN = Test(MEAN, 0, 4), Test(MEAN, 4, 5), Test(MEAN, 2, 4)


@pytest.mark.parametrize(
    ("tests", "all_needed", "one_needed"),
    [
        ([GOOD], "holds", "holds"),
        ([BAD], "does not hold", "does not hold"),
        ([OPEN], "undecided", "undecided"),
        ([Test(GAP, -np.inf, 0)], "holds", "holds"),
        ([Test(GAP, -1, 0)], "does not hold", "does not hold"),  # no spread: -1 is not inside
        ([Test(SHARE, 0.5, 1)], "holds", "holds"),
        ([GOOD, BAD], "does not hold", "holds"),
        ([BAD, OPEN], "does not hold", "undecided"),
        ([GOOD, OPEN], "undecided", "holds"),
    ],
)
def test_a_criterion_can_be_true_false_and_undecided(tests, all_needed, one_needed):
    for one_is_enough, outcome in ((False, all_needed), (True, one_needed)):
        claim = Criterion("1", "title", "says", "why", tests, any=one_is_enough, own=True)
        _, metadata = judge(RUNS, claim)._repr_mimebundle_()
        (kept,) = json.loads(json.dumps(metadata))[KEY]  # what README and decks are made of
        assert (kept["outcome"], kept["own"], kept["seeds"]) == (outcome, True, 4)


def test_a_slide_without_a_claim_is_named():
    with pytest.raises(KeyError, match="no claim of slide 5"):
        judge({}, "5")
