"""Verdicts depend on what was measured."""

import numpy as np
import pytest

from tp5lib.claims import Claim, difference

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
