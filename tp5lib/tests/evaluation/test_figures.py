"""Measured figures as text, all of whose forms are masked alike."""

import re

import numpy as np
import pytest

from tp5lib.evaluation.figures import PHRASE, between, count, spread


def masked(text):
    return re.sub(PHRASE, "#", text)


@pytest.mark.parametrize("values", [[1, 2, 3], [0, 0], [-0.001, -0.002], [1234.5, 0], [-3, 2]])
@pytest.mark.parametrize("form", [".0f", ".2f", "+.1f", ",.0f"])
def test_every_form_of_a_phrase_is_masked_whole(values, form):
    assert masked(spread(values, form)) == "#"
    assert masked(between(values, form)) == "#"
    assert "≈ 0 to" not in between([0, 0])


def test_a_count_has_its_interval_and_its_own_total():
    assert count(np.arange(20) < 3) == "≈ 3 of 20 (95 % interval: ≈ 5 to 36 %)"
    assert masked(count([False] * 5)) == "# of 5 (95 % interval: # %)"
    assert count([True], interval=False) == "≈ 1 of 1"
    assert count(np.arange(20) < 3, stored=True) == "3 of 20 (95 % interval: 5 to 36 %)"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: spread([]), ValueError, "values must be a row of numbers"),
        (lambda: spread([[1]]), ValueError, "values must be a row of numbers"),
        (lambda: between([1, np.nan]), ValueError, "values must be finite"),
        (lambda: count([1, 0]), TypeError, "hits must be True or False for each run, not int64"),
        (lambda: count(np.zeros(0, bool)), ValueError, "hits is empty"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
