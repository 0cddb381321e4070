"""The area under the ROC curve, against its definition."""

import numpy as np

from tp5lib.evaluation.outliers import roc_area


def test_the_area_counts_pairs():
    rng = np.random.default_rng(0)
    known, outliers = rng.integers(0, 6, (3, 40)), rng.integers(2, 9, (3, 25))  # many ties
    higher = (outliers[:, np.newaxis] > known[:, :, np.newaxis]).mean(axis=(1, 2))
    equal = (outliers[:, np.newaxis] == known[:, :, np.newaxis]).mean(axis=(1, 2))
    np.testing.assert_allclose(roc_area(known, outliers), higher + equal / 2)
    assert roc_area(known[0], outliers[0]) == roc_area(known, outliers)[0]
