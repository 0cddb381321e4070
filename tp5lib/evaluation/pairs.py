"""Two measures of the same pairs of things, such as how far apart and how often confused."""

import numpy as np

from tp5lib.checks import check_integer, check_rng
from tp5lib.evaluation.metrics import check_matrix


def pair_values(matrix):
    """Return the entries of a matrix for all pairs of different things.

    Parameters
    ----------
    matrix : array_like, shape (n, n)
        Of the first thing with the second; the mean of both directions counts.

    Returns
    -------
    ndarray, shape (n (n - 1) / 2,)

    Raises
    ------
    TypeError, ValueError
        If it is not a square of finite numbers, of two things or more.
    """
    matrix = _check_square(matrix, "matrix")
    first, second = np.triu_indices(len(matrix), k=1)
    return (matrix[first, second] + matrix[second, first]) / 2


def rank_correlation(a, b):
    """Return Spearman's rank correlation of two measures over all pairs.

    Parameters
    ----------
    a, b : array_like, shape (n, n)
        As in `pair_values`; equal values have the mean of their ranks.

    Returns
    -------
    float
        In [-1, 1]; nan where a measure is the same for all pairs.

        Source: C. Spearman, "The proof and measurement of association between two things",
        American Journal of Psychology 15, 1904.

    Raises
    ------
    TypeError, ValueError
        If these are not two squares of finite numbers of the same size.

    Examples
    --------
    >>> from tp5lib.evaluation.pairs import rank_correlation
    >>> apart = [[0, 1, 2], [1, 0, 3], [2, 3, 0]]
    >>> confused = [[0, 9, 4], [9, 0, 1], [4, 1, 0]]
    >>> round(rank_correlation(apart, confused), 6)
    -1.0
    """
    a, b = _check_two(a, b)
    return _correlation(_ranks(pair_values(a)), _ranks(pair_values(b)))


def permuted_p(a, b, *, permutations=2000, rng=0):
    """Return the p-value of a rank correlation, by shuffling the things that are compared.

    Parameters
    ----------
    a, b : array_like, shape (n, n)
        As in `rank_correlation`.
    permutations : int
        How often the things of `b` are shuffled.
    rng : int or numpy.random.Generator

    Returns
    -------
    float
        The share of shufflings, the given order among them, whose rank correlation is at
        least as far from zero; nan where a measure is the same for all pairs. Pairs that
        share a thing are not independent, and a shuffling of the things keeps that.

        Source: N. Mantel, "The detection of disease clustering and a generalized regression
        approach", Cancer Research 27, 1967.

    Raises
    ------
    TypeError, ValueError
        As in `rank_correlation`, or if `permutations` is no integer from 1.
    """
    a, b = _check_two(a, b)
    permutations, rng = check_integer(permutations, "permutations"), check_rng(rng)
    ranks, square = _ranks(pair_values(a)), np.zeros_like(b)
    square[np.triu_indices(len(b), k=1)] = _ranks(pair_values(b))
    square += square.T
    found = abs(_correlation(ranks, pair_values(square)))
    if np.isnan(found):
        return found
    as_far = 1
    for _ in range(permutations):
        order = rng.permutation(len(b))
        shuffled = pair_values(square[np.ix_(order, order)])
        as_far += abs(_correlation(ranks, shuffled)) >= found - 1e-12
    return as_far / (permutations + 1)


def _ranks(values):
    """Ranks from 0; equal values have the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts + 1) / 2)[place]


def _correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 else float("nan")


def _check_two(a, b):
    a, b = _check_square(a, "a"), _check_square(b, "b")
    if a.shape != b.shape:
        raise ValueError(f"b must have the shape of a, {a.shape}, not {b.shape}")
    return a, b


def _check_square(value, name):
    matrix = check_matrix(value, name)
    if matrix.shape[0] != matrix.shape[1] or len(matrix) < 2:
        raise ValueError(f"{name} must have the shape (n, n), n from 2, not {matrix.shape}")
    return matrix
