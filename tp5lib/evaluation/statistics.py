"""Comparisons of runs: differences, paired or not; counts; power.

The distributions are SciPy's, which is imported where one is needed.
"""

from dataclasses import dataclass

import numpy as np

from tp5lib.checks import check_array, check_integer, check_number, require


@dataclass(frozen=True)
class Difference:
    """The difference between two groups of measurements, first minus second.

    Attributes
    ----------
    mean : float
    error : float
        Standard error of the mean difference.
    freedom : float
        Degrees of freedom of its distribution, Student's t.
    """

    mean: float
    error: float
    freedom: float = np.inf

    def interval(self, level=0.95):
        """Return the confidence interval (low, high) of a level in [0, 1]."""
        level = check_number(level, "level", low=0, high=1)
        half = _scipy().stats.t.isf((1 - level) / 2, self.freedom) * self.error
        return float(self.mean - half), float(self.mean + half)


def difference(a, b):
    """Compare two groups of independent measurements, such as runs from different seeds.

    Parameters
    ----------
    a, b : array_like, shape (n,)
        At least two each.

    Returns
    -------
    Difference
        Source of the standard error and its degrees of freedom: B. L. Welch, "The
        generalization of Student's problem when several different population variances are
        involved", Biometrika 34, 1947: the error is the root of v_a + v_b, with
        v = var / n; the freedom (v_a + v_b)^2 / (v_a^2 / (n_a - 1) + v_b^2 / (n_b - 1)).

    Examples
    --------
    >>> from tp5lib.evaluation.statistics import difference
    >>> gap = difference([1, 2, 3], [5, 6, 7, 8])
    >>> print(f"{gap.mean} ± {gap.error:.2f}")
    -4.5 ± 0.87
    """
    a, b = _check_measurements(a, "a"), _check_measurements(b, "b")
    parts = np.array([a.var(ddof=1) / a.size, b.var(ddof=1) / b.size])
    freedom = np.inf
    if parts.any():
        shares = parts / parts.sum()
        freedom = 1 / (shares**2 / [a.size - 1, b.size - 1]).sum()
    return Difference(float(a.mean() - b.mean()), float(np.sqrt(parts.sum())), float(freedom))


def paired_difference(a, b):
    """Compare two measurements of the same runs, such as before and after a change.

    Networks of one architecture that start from the same seeds start from the same weights:
    they are such pairs as well.

    Parameters
    ----------
    a, b : array_like, shape (n,)
        Two or more, as many in both, in the same order.

    Returns
    -------
    Difference
        Of a - b, with the standard error of its mean.
    """
    a, b = _check_measurements(a, "a"), _check_measurements(b, "b")
    if a.size != b.size:
        raise ValueError(f"a and b must have the same length, not {a.size} and {b.size}")
    gap = a - b
    error = gap.std(ddof=1) / np.sqrt(gap.size)
    return Difference(float(gap.mean()), float(error), float(gap.size - 1))


def wilson(hits, total, level=0.95):
    """Return Wilson's confidence interval of a proportion.

    Parameters
    ----------
    hits, total : int
        Successes, and the size of the sample.
    level : float
        The confidence, above 0 and below 1.

    Returns
    -------
    low, high : float
        In [0, 1]. With none, or all, of the sample it still has a width.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
        inference", Journal of the American Statistical Association 22, 1927.

    Examples
    --------
    >>> from tp5lib.evaluation.statistics import wilson
    >>> low, high = wilson(17, 20)
    >>> print(f"{low:.2f} to {high:.2f}")
    0.64 to 0.95
    """
    found = _scipy().stats.binomtest(hits, total).proportion_ci(level, method="wilson")
    return float(found.low), float(found.high)


def smallest_detectable(seeds, *, paired):
    """Return the smallest difference that a t test of runs detects in 80 % of experiments.

    Parameters
    ----------
    seeds : int
        Of each group, from 2.
    paired : bool
        Whether the runs are compared seed by seed.

    Returns
    -------
    float
        In standard deviations: of the runs of a group, or of their differences if paired.

    Notes
    -----
    Two-sided at a level of 5 %, by the noncentral distribution of t; the far tail is left
    out.

    Examples
    --------
    >>> from tp5lib.evaluation.statistics import smallest_detectable
    >>> print(f"{smallest_detectable(20, paired=False):.2f}")
    0.91
    """
    seeds = check_integer(seeds, "seeds", low=2)
    freedom, scale = (seeds - 1, seeds) if paired else (2 * seeds - 2, seeds / 2)
    threshold = _scipy().stats.t.isf(0.05 / 2, freedom)
    return float(_scipy().special.nctdtrinc(freedom, 1 - 0.8, threshold) / np.sqrt(scale))


def _scipy():
    require("statistics", "scipy")
    import scipy

    return scipy


def _check_measurements(value, name):
    """Return a row of finite numbers as a float array."""
    shape = np.shape(value)
    if len(shape) != 1 or shape[0] < 2:
        raise ValueError(f"{name} must have the shape (n,), n at least 2, not {shape}")
    return check_array([value], name, features=shape[0])[0].astype(np.float64)
