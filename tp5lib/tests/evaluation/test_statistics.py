"""Runs compared, against SciPy and against simulation."""

import numpy as np
import pytest
from scipy import stats

from tp5lib.evaluation.outliers import roc_area
from tp5lib.evaluation.statistics import difference, paired_difference, smallest_detectable


@pytest.mark.parametrize("sizes", [(20, 20), (8, 30)])
def test_intervals_are_those_of_scipy(sizes):
    rng = np.random.default_rng(1)
    a, b = (rng.normal(i, 1 + i, size) for i, size in enumerate(sizes))
    gap, known = difference(a, b), stats.ttest_ind(a, b, equal_var=False)
    assert gap.interval() == pytest.approx(tuple(known.confidence_interval()))
    gap, known = paired_difference(a[:8], b[:8]), stats.ttest_rel(a[:8], b[:8])
    assert gap.interval() == pytest.approx(tuple(known.confidence_interval()))


def test_the_area_under_the_roc_curve_counts_pairs_as_mann_and_whitney_do():
    rng = np.random.default_rng(0)
    known, outliers = rng.integers(0, 6, (3, 40)), rng.integers(2, 9, (3, 25))  # many ties
    wanted = stats.mannwhitneyu(outliers, known, axis=1).statistic / (40 * 25)
    np.testing.assert_allclose(roc_area(known, outliers), wanted)
    assert roc_area(known[0], outliers[0]) == roc_area(known, outliers)[0]


@pytest.mark.parametrize("paired", [True, False])
def test_the_smallest_detectable_difference_is_found_that_often(paired):
    effect, rng = smallest_detectable(20, paired=paired), np.random.default_rng(2)
    a, b = rng.normal(effect, 1, (4000, 20)), rng.normal(0, 1, (4000, 20))
    p = stats.ttest_1samp(a, 0, axis=1).pvalue if paired else stats.ttest_ind(a, b, axis=1).pvalue
    assert np.mean(p < 0.05) == pytest.approx(0.8, abs=0.025)
    assert smallest_detectable(21, paired=paired) < effect
