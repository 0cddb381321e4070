"""Verdicts depend on what was measured."""

import numpy as np
import pytest

from tp5lib.evaluation.claims import Claim, difference, read_verdicts

CLAIM = Claim("Water is wet.", "6, «El agua»", holds_if="it drips", fails_if="it goes", seeds=3)


@pytest.mark.parametrize(
    ("holds", "fails", "outcome"),
    [(True, False, "HOLDS"), (False, True, "DOES NOT HOLD"), (False, False, "UNDECIDED")],
)
def test_a_verdict_follows_from_the_criteria(holds, fails, outcome):
    text = repr(CLAIM.judge(holds=holds, fails=fails, measured="≈ 3 drops"))
    assert text.splitlines()[-1] == f"Verdict   {outcome}"
    assert "≈ 3 drops" in text


@pytest.mark.parametrize("digits", ["1", "12.34", "+123,456.78"])
def test_the_lines_break_in_the_same_places_whatever_was_measured(digits):
    text = " and ".join(["some words", f"≈ {digits}"] * 20)
    lines = repr(CLAIM.judge(holds=True, fails=False, measured=text)).splitlines()
    words = [line.replace(f"≈ {digits}", "≈").split() for line in lines]
    short = repr(CLAIM.judge(holds=True, fails=False, measured=text.replace(digits, "7")))
    assert words == [line.replace("≈ 7", "≈").split() for line in short.splitlines()]


def test_criteria_that_are_both_met_are_wrong():
    with pytest.raises(ValueError, match="contradict"):
        CLAIM.judge(holds=True, fails=True, measured="")


def test_a_difference_knows_its_spread():
    rng = np.random.default_rng(0)
    low, high = rng.normal(0, 1, 50), rng.normal(2, 1, 50)
    assert difference(low, high).below
    assert difference(high, low).above
    tie = difference(low, low[::-1])
    assert not tie.below
    assert not tie.above
    assert tie.error == pytest.approx(np.sqrt(2 * low.var(ddof=1) / 50))
    with pytest.raises(ValueError, match="two measurements"):
        difference([1], [2, 3])


def test_what_was_printed_can_be_read_back():
    long = Claim(
        "A claim " * 20 + "(so to say)", "39 d, our own", holds_if="", fails_if="", seeds=5
    )
    verdicts = [
        CLAIM.judge(holds=True, fails=False, measured="≈ 3 drops", under="the rate as meant"),
        long.judge(holds=False, fails=True, measured="twice " * 40),
    ]
    text = "\n\n".join(["≈ 1 before", repr(CLAIM), *map(repr, verdicts), "after"])
    first, second = read_verdicts(text)
    assert (first.claim.says, first.claim.slide, first.claim.seeds) == (
        "Water is wet.",
        "6, «El agua»",
        3,
    )
    assert (first.outcome, first.measured, first.under) == (
        "holds",
        "≈ 3 drops",
        "the rate as meant",
    )
    assert second.claim.says == long.says
    assert second.claim.slide == "39 d, our own"
    assert (second.outcome, second.under) == ("does not hold", None)
