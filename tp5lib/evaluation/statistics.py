"""Comparisons of runs: differences, paired or not; families of them; counts; power.

The distributions of t are SciPy's, which is imported where one is needed.
"""

from dataclasses import dataclass
from statistics import NormalDist

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

    @property
    def below(self):
        """True if the first is lower by more than two standard errors."""
        return self.mean < -2 * self.error

    @property
    def above(self):
        """True if the first is higher by more than two standard errors."""
        return self.mean > 2 * self.error

    @property
    def p(self):
        """The two-sided p-value; without any spread 1 where the means are equal, else 0."""
        if self.error == 0:
            return float(self.mean == 0)
        return float(2 * _scipy_stats().t.sf(abs(self.mean) / self.error, self.freedom))

    def interval(self, level=0.95):
        """Return the confidence interval (low, high) of a level in [0, 1]."""
        level = check_number(level, "level", low=0, high=1)
        half = _scipy_stats().t.isf((1 - level) / 2, self.freedom) * self.error
        return float(self.mean - half), float(self.mean + half)

    def __str__(self):
        return f"≈ {self.mean:+.2f} ± {self.error:.2f}"


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

    Raises
    ------
    TypeError, ValueError
        If one is not a row of two finite numbers or more.

    Examples
    --------
    >>> from tp5lib.evaluation.statistics import difference
    >>> gap = difference([1, 2, 3], [5, 6, 7, 8])
    >>> print(gap)
    ≈ -4.50 ± 0.87
    >>> gap.below
    True
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

    Raises
    ------
    TypeError, ValueError
        If one is not a row of two finite numbers or more, or they are not as many.
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
        The confidence, in [0, 1].

    Returns
    -------
    low, high : float
        In [0, 1]. With none, or all, of the sample it still has a width.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
        inference", Journal of the American Statistical Association 22, 1927.

    Raises
    ------
    TypeError, ValueError
        If these are not integers with hits from 0 to total.

    Examples
    --------
    >>> from tp5lib.evaluation.statistics import wilson
    >>> low, high = wilson(17, 20)
    >>> print(f"{low:.2f} to {high:.2f}")
    0.64 to 0.95
    """
    total = check_integer(total, "total")
    hits = check_integer(hits, "hits", low=0)
    if hits > total:
        raise ValueError(f"hits must be at most total, {total}, not {hits}")
    level = check_number(level, "level", low=0, high=1, open_high=True)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = hits / total
    center = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z * np.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2) / (1 + z**2 / total)
    return float(max(center - half, 0)), float(min(center + half, 1))


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

    Raises
    ------
    TypeError, ValueError
        If one of these is not such a number.

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
    stats = _scipy_stats()
    threshold = stats.t.isf(0.05 / 2, freedom)
    low, high = 0.0, 1.0
    while stats.nct.sf(threshold, freedom, high * np.sqrt(scale)) < 0.8:
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        found = stats.nct.sf(threshold, freedom, middle * np.sqrt(scale)) >= 0.8
        low, high = (low, middle) if found else (middle, high)
    return high


def _scipy_stats():
    require("statistics", "scipy")
    from scipy import stats

    return stats


def _check_measurements(value, name):
    """Return a row of finite numbers as a float array."""
    shape = np.shape(value)
    if len(shape) != 1 or shape[0] < 2:
        raise ValueError(f"{name} must have the shape (n,), n at least 2, not {shape}")
    return check_array([value], name, features=shape[0])[0].astype(np.float64)
