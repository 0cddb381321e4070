"""The area under the ROC curve, against its definition."""

import numpy as np
import pytest

from tp5lib.evaluation.outliers import roc_area

RNG = np.random.default_rng(0)
KNOWN, OUTLIERS = RNG.integers(0, 6, (3, 40)), RNG.integers(2, 9, (3, 25))  # many ties


def test_the_area_counts_pairs():
    higher = (OUTLIERS[:, np.newaxis] > KNOWN[:, :, np.newaxis]).mean(axis=(1, 2))
    equal = (OUTLIERS[:, np.newaxis] == KNOWN[:, :, np.newaxis]).mean(axis=(1, 2))
    np.testing.assert_allclose(roc_area(KNOWN, OUTLIERS), higher + equal / 2)
    assert roc_area(KNOWN[0], OUTLIERS[0]) == roc_area(KNOWN, OUTLIERS)[0]


def test_extremes():
    assert roc_area([0, 1], [2, 3]) == 1
    assert roc_area([2, 3], [0, 1]) == 0
    assert roc_area([1, 1], [1, 1]) == 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: roc_area([0, 1], [[1, 2]]), r"outliers must be scores.*not \(1, 2\)"),
        (lambda: roc_area([[0, 1]], [[1], [2]]), "the 1 seeds of known, not 2"),
        (lambda: roc_area([0, np.nan], [1]), "known must be finite"),
        (lambda: roc_area([], [1]), "known is empty"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
