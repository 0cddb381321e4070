"""Two measures of the same pairs."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tp5lib.evaluation.pairs import pair_values, permuted_p, rank_correlation


def random_square(seed, n=12):
    square = np.random.default_rng(seed).integers(0, 5, (n, n)).astype(float)
    return square + square.T


def test_a_pair_has_the_mean_of_both_directions():
    assert pair_values([[9, 1, 2], [3, 9, 0], [0, 0, 9]]).tolist() == [2, 1, 0]


def test_the_rank_correlation_is_that_of_scipy_with_ties():
    a, b = random_square(0), random_square(1)
    known = spearmanr(pair_values(a), pair_values(b)).statistic
    assert rank_correlation(a, b) == pytest.approx(known, abs=1e-12)
    assert np.isnan(rank_correlation(a, np.ones_like(a)))


def test_what_is_linked_is_told_from_what_is_not():
    a = random_square(0)
    assert permuted_p(a, -a, permutations=200) == pytest.approx(1 / 201)
    far = [permuted_p(a, random_square(seed), permutations=50) for seed in range(1, 21)]
    assert 0.2 < np.mean(far) < 0.8


def test_a_measure_that_is_constant_has_no_p():
    a, ones = random_square(0), np.ones((12, 12))
    for pair in ((a, ones), (ones, a), (ones, ones)):
        assert np.isnan(permuted_p(*pair, permutations=5))


def test_the_same_seed_shuffles_alike():
    a, b = random_square(2), random_square(3)
    assert permuted_p(a, b, permutations=50) == permuted_p(a, b, permutations=50, rng=0)


def test_what_is_no_square_is_refused():
    with pytest.raises(ValueError, match=r"matrix must have the shape \(n, n\), n from 2"):
        pair_values([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"b must have the shape of a, \(12, 12\), not \(3, 3\)"):
        permuted_p(random_square(0), random_square(1, 3))
