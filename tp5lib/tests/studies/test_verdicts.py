"""Verdicts as notebooks show them, on a few runs of their own."""

import json

import numpy as np
import pytest

from tp5lib.studies.claims import Criterion, Test
from tp5lib.studies.verdicts import KEY, judge

LEADS = [Test(f"gap(wrong('4: A'), wrong('4: {name}'))", -np.inf, 0) for name in "BC"]
MOST = [Test("share(wrong('4: A') == 0)", 0.5, 1)]
CLAIMS = (
    Criterion("4", "Uno", "A is better than B & C.", "Fewer wrong pixels than <either>.", LEADS),
    Criterion("4", "Uno", "Most runs of A learn all.", "More than half.", MOST, own=True),
)


def runs(**wrong):
    """Runs of ten seeds whose last error is as given, in each of four letters."""
    return {
        f"4: {name}": {"errors": np.repeat(values, 4).reshape(10, 1, 4), "seeds": np.arange(10)}
        for name, values in wrong.items()
    }


LOW, HIGH = np.arange(10) % 2, 5 + np.arange(10) % 3


def test_the_line_has_the_estimate_that_decides():
    better, most = judge(runs(A=LOW, B=HIGH + 9, C=HIGH), *CLAIMS)
    assert (better.outcome, most.outcome) == ("holds", "undecided")
    assert better.measured.startswith("-5.4")  # the smaller lead
    assert str(better).endswith("(-6.17 to -4.63): HOLDS.")
    assert str(most) == (
        "Slide 4: Most runs of A learn all. "
        "50 % of the seeds without a wrong pixel (24 to 76 %): UNDECIDED."
    )
    worse, _ = judge(runs(A=HIGH, B=HIGH + 9, C=LOW), *CLAIMS)
    assert worse.outcome == "does not hold"
    assert worse.measured.startswith("+5.40 wrong pixels per letter, 4: A minus 4: C (")
    assert [test.rpartition(": ")[2] for test in worse.tests] == ["met", "missed"]
    assert worse.seeds == 10


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
    values = {"a": [1.0, 2, 3, 2], "b": [2.0, 3, 4, 3]}
    runs = {name: {"v": np.array(v), "seeds": range(4)} for name, v in values.items()}
    for one_is_enough, outcome in ((False, all_needed), (True, one_needed)):
        claim = Criterion("1", "title", "says", "why", tests, any=one_is_enough)
        assert judge(runs, claim)[0].outcome == outcome


def test_a_narrow_interval_keeps_its_digits():
    near, _ = judge(runs(A=0.0005 * LOW, B=0 * LOW, C=0 * LOW), *CLAIMS)
    assert near.measured.startswith("+0.0003 ")


def test_a_notebook_gets_text_html_and_data():
    found = judge(runs(A=LOW, B=HIGH, C=HIGH), *CLAIMS)
    data, metadata = found._repr_mimebundle_()
    assert data["text/plain"].count("\n") == 1
    assert data["text/html"].count("<details") == data["text/html"].count("</details>") == 2
    assert "B &amp; C" in data["text/html"]
    assert "&lt;either&gt;" in data["text/html"]
    assert "our own reading" in data["text/html"]
    assert json.loads(json.dumps(metadata))[KEY][1]["own"] is True
    rows = (found + found).table().rows
    assert [row[3] for row in rows] == ["holds", "undecided"] * 2


def test_a_slide_without_a_claim_is_named():
    with pytest.raises(KeyError, match="no claim of slide 5"):
        judge({}, "5")
