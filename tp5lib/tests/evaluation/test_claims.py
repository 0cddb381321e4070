"""Verdicts depend on what was measured."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib.evaluation.claims import Claim, read_verdicts

CLAIM = Claim("Water is wet.", "6, «El agua»", holds_if="it drips", fails_if="it goes", seeds=3)
RUNS = [1, 2, 4, 0, 3]


@pytest.mark.parametrize(
    ("holds", "fails", "outcome"),
    [(True, False, "HOLDS"), (False, True, "DOES NOT HOLD"), (False, False, "UNDECIDED")],
)
def test_a_verdict_follows_from_the_criteria(holds, fails, outcome):
    text = repr(CLAIM.judge(RUNS, holds=holds, fails=fails, measured="≈ 3 drops"))
    assert text.splitlines()[-1] == f"Verdict   {outcome}"
    assert "≈ 3 drops" in text


@pytest.mark.parametrize("digits", ["1", "12.34", "+123,456.78"])
def test_the_lines_break_in_the_same_places_whatever_was_measured(digits):
    text = " and ".join(["some words", f"≈ {digits}"] * 20)
    phrase = f"{text}, from 1 to {digits} by seed"
    assert len(repr(CLAIM.judge(RUNS, holds=True, fails=False, measured=phrase)).splitlines()) == (
        len(repr(CLAIM.judge(RUNS, holds=True, fails=False, measured=text)).splitlines())
    )
    lines = repr(CLAIM.judge(RUNS, holds=True, fails=False, measured=text)).splitlines()
    words = [line.replace(f"≈ {digits}", "≈").split() for line in lines]
    short = repr(CLAIM.judge(RUNS, holds=True, fails=False, measured=text.replace(digits, "7")))
    assert words == [line.replace("≈ 7", "≈").split() for line in short.splitlines()]


def test_the_seeds_are_those_of_the_runs_and_too_few_judge_nothing():
    runs, errors = np.zeros((20, 32)), np.zeros((9, 4, 2))
    verdict = CLAIM.judge(runs, errors, holds=True, fails=False, measured="")
    assert (verdict.seeds, verdict.outcome) == (9, "holds")
    few = CLAIM.judge(runs, errors[:2], holds=True, fails=False, measured="")
    assert repr(few).endswith("Seeds     2 of the 3 that it takes\nVerdict   NOT JUDGED")
    assert read_verdicts(repr(few))[0].claim.seeds == 3
    for runs in ((), (20,)):
        with pytest.raises(TypeError, match="pass the runs that the claim is judged on"):
            CLAIM.judge(*runs, holds=True, fails=False, measured="")


def test_criteria_that_are_both_met_are_wrong():
    with pytest.raises(ValueError, match="contradict"):
        CLAIM.judge(RUNS, holds=True, fails=True, measured="")


@pytest.mark.parametrize("value", [np.nan, 1, 0.5, None, "yes", np.array([True])])
def test_only_a_bool_is_a_judgement(value):
    for name in ("holds", "fails"):
        with pytest.raises(TypeError, match=f"{name} must be True or False, not"):
            CLAIM.judge(RUNS, **{"holds": False, "fails": False, name: value}, measured="")
    assert CLAIM.judge(RUNS, holds=np.True_, fails=np.False_, measured="").outcome == "holds"


def test_a_nan_is_not_undecided():
    share = np.nan
    with pytest.raises(ValueError, match=r"measured must not hold nan.*≈ nan %"):
        CLAIM.judge(RUNS, holds=share > 0.5, fails=share < 0.2, measured=f"≈ {share:.0f} %")


def test_a_claim_of_ones_own_has_no_slide():
    own = Claim("Ice floats", holds_if="it does", fails_if="it sinks", seeds=2)
    assert repr(own).startswith("Claim     Ice floats\nHolds if  it does\n")
    (found,) = read_verdicts(repr(own.judge(RUNS, holds=True, fails=False, measured="5 of 5")))
    assert (found.claim.says, found.claim.slide) == ("Ice floats", "")


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"says": ""}, ValueError, "says is empty"),
        ({"says": "It is so (slide 3)", "slide": ""}, ValueError, "must be passed as slide="),
        ({"slide": "3 (slide 4)"}, ValueError, "must be passed as slide="),
        ({"slide": None}, TypeError, "slide must be a string, not None"),
        ({"holds_if": None}, TypeError, "holds_if must be a string, not None"),
        ({"seeds": 0}, ValueError, "seeds.*not 0"),
        ({"seeds": None}, TypeError, "seeds.*None"),
    ],
)
def test_what_is_no_claim_is_named(settings, error, message):
    good = {"says": "It is so", "slide": "3", "holds_if": "a", "fails_if": "b", "seeds": 1}
    with pytest.raises(error, match=message):
        Claim(**good | settings)


@pytest.mark.parametrize("missing", ["holds_if", "fails_if", "seeds"])
def test_a_claim_needs_its_criteria(missing):
    settings = {"holds_if": "it drips", "fails_if": "it goes", "seeds": 3}
    del settings[missing]
    with pytest.raises(TypeError, match=missing):
        Claim("Water is wet", **settings)


def test_what_was_printed_can_be_read_back():
    long = Claim(
        "A claim " * 20 + "(so to say)", "39 d, our own", holds_if="", fails_if="", seeds=5
    )
    verdicts = [
        CLAIM.judge(RUNS, holds=True, fails=False, measured="≈ 3 drops", under="the rate as meant"),
        long.judge(RUNS, holds=False, fails=True, measured="twice " * 40),
    ]
    text = "\n\n".join(["≈ 1 before", repr(CLAIM), *map(repr, verdicts), "after"])
    first, second = read_verdicts(text)
    assert (first.claim.says, first.claim.slide, first.seeds) == (
        "Water is wet.",
        "6, «El agua»",
        5,
    )
    assert (first.outcome, first.measured, first.under) == (
        "holds",
        "≈ 3 drops",
        "the rate as meant",
    )
    assert second.claim.says == long.says
    assert second.claim.slide == "39 d, our own"
    assert (second.outcome, second.under) == ("does not hold", None)


@pytest.mark.parametrize("confirmed", [None, True, False])
def test_a_verdict_says_whose_claim_it_is_and_when_its_criteria_were_set(confirmed):
    settings = {"holds_if": "it drips", "fails_if": "it goes", "seeds": 1}
    claim = Claim("It is wet", "6", **settings, own=True, after_a_look=True)
    verdict = claim.judge(RUNS, holds=True, fails=False, measured="", confirmed=confirmed)
    said = "" if confirmed is None else "; confirmed on fresh seeds"
    said = said.replace("; confirmed", "; not confirmed") if confirmed is False else said
    assert repr(verdict).splitlines()[:5] == [
        "Claim     It is wet (slide 6)",
        "Source    our own, not the slide's",
        f"Criteria  set after a look at results{said}",
        "Holds if  it drips",
        "Fails if  it goes",
    ]
    assert read_verdicts(repr(verdict)) == [verdict]
    with pytest.raises(ValueError, match="confirmed is for claims with after_a_look=True"):
        CLAIM.judge(RUNS, holds=True, fails=False, measured="", confirmed=True)
    with pytest.raises(TypeError, match="own must be True or False, not 'yes'"):
        Claim("It is wet", **settings, own="yes")


def test_a_verdict_of_older_print_has_no_criteria():
    old = "Claim     It is so (slide 3)\nMeasured  ≈ 2\nSeeds     5\nVerdict   HOLDS"
    (verdict,) = read_verdicts(old)
    assert (verdict.claim.holds_if, verdict.seeds, verdict.outcome) == ("", 5, "holds")


ODD = ["≈ 3.5", "x" * 100, "Seeds     3", "(slide", "■"]
TEXT = st.lists(st.text(max_size=8) | st.sampled_from(ODD), max_size=5).map(" ".join)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    TEXT.map("Odd: {}".format),
    TEXT,
    TEXT,
    TEXT,
    st.none() | TEXT,
    st.integers(1, 99),
    st.booleans(),
)
def test_any_verdict_can_be_read_back(says, slide, holds_if, measured, under, seeds, holds):
    try:
        claim = Claim(says, slide, holds_if=holds_if, fails_if=holds_if[::-1], seeds=1, own=holds)
        verdict = claim.judge(
            range(seeds), holds=holds, fails=False, measured=measured, under=under
        )
    except ValueError:
        return  # texts that a claim refuses
    assert read_verdicts(f"before\n{verdict}\nafter") == [verdict]
