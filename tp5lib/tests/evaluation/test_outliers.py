"""The ROC curve and its area, against their definitions."""

import numpy as np
import pytest

from tp5lib import Autoencoder
from tp5lib.evaluation.outliers import novelty, roc_area, roc_curve

RNG = np.random.default_rng(0)
KNOWN, OUTLIERS = RNG.integers(0, 6, (3, 40)), RNG.integers(2, 9, (3, 25))  # many ties


def test_the_area_counts_pairs():
    higher = (OUTLIERS[:, np.newaxis] > KNOWN[:, :, np.newaxis]).mean(axis=(1, 2))
    equal = (OUTLIERS[:, np.newaxis] == KNOWN[:, :, np.newaxis]).mean(axis=(1, 2))
    np.testing.assert_allclose(roc_area(KNOWN, OUTLIERS), higher + equal / 2)
    assert roc_area(KNOWN[0], OUTLIERS[0]) == roc_area(KNOWN, OUTLIERS)[0]


def test_the_area_is_that_under_the_curve():
    rates = np.linspace(0, 1, 40 * 50 + 1)  # holds every corner
    curves = roc_curve(KNOWN, OUTLIERS, rates)
    np.testing.assert_allclose(np.trapezoid(curves, rates), roc_area(KNOWN, OUTLIERS), atol=1e-3)
    assert (np.diff(curves) >= -1e-12).all()
    assert (curves[:, -1] == 1).all()


def test_extremes():
    assert roc_area([0, 1], [2, 3]) == 1
    assert roc_area([2, 3], [0, 1]) == 0
    assert roc_area([1, 1], [1, 1]) == 0.5
    assert roc_curve([0, 1], [2, 3], [0]).tolist() == [1]
    np.testing.assert_allclose(roc_curve([1, 1], [1], [0, 0.3, 1]), [0, 0.3, 1])


def test_what_is_known_is_not_new(letters):
    model = Autoencoder([35, 4, 2, 4, 35], seeds=range(2))
    scores = novelty(model, letters.x, letters.x)
    assert {name: values.shape for name, values in scores.items()} == dict.fromkeys(
        ("error", "place", "pixels"), (2, 32)
    )
    assert not scores["place"].any()
    assert not scores["pixels"].any()
    assert novelty(model, 1 - letters.x, letters.x)["pixels"].min() > 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: roc_area([0, 1], [[1, 2]]), r"outliers must be scores.*not \(1, 2\)"),
        (lambda: roc_area([[0, 1]], [[1], [2]]), "the 1 seeds of known, not 2"),
        (lambda: roc_area([0, np.nan], [1]), "known must be finite"),
        (lambda: roc_area([], [1]), "known is empty"),
        (lambda: roc_curve([0], [1], [2]), r"false_alarms must lie in \[0, 1\]"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
