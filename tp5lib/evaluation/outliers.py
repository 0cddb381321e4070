"""How well a score tells outliers: the area under the ROC curve."""

import numpy as np

from tp5lib.checks import check_array


def roc_area(known, outliers):
    """Return the area under the ROC curve.

    Parameters
    ----------
    known, outliers : array_like, shape (n,) and (m,), or (seeds, n) and (seeds, m)
        The score of each pattern.

    Returns
    -------
    float, or ndarray of shape (seeds,)
        The probability that a random outlier scores higher than a random known pattern; a
        tie counts half. 0.5 is chance.

    Raises
    ------
    TypeError, ValueError
        If the scores are not finite numbers of as many seeds.

    Notes
    -----
    J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a receiver operating
    characteristic (ROC) curve", Radiology 143, 1982: the area is the statistic of Mann and
    Whitney, divided by the number of pairs.

    Examples
    --------
    >>> from tp5lib.evaluation.outliers import roc_area
    >>> roc_area([0, 0, 1, 2], [1, 3])
    0.8125
    """
    known, outliers, single = _check_scores(known, outliers)
    areas = np.empty(len(known))
    for seed, (inside, outside) in enumerate(zip(np.sort(known), outliers, strict=True)):
        below = np.searchsorted(inside, outside, "left") + np.searchsorted(inside, outside, "right")
        areas[seed] = below.mean() / 2 / len(inside)
    return float(areas[0]) if single else areas


def _check_scores(known, outliers):
    """Return both as matrices of seeds by scores, and whether they had no axis of seeds."""
    single = np.ndim(known) == 1
    checked = []
    for value, name in ((known, "known"), (outliers, "outliers")):
        if np.ndim(value) not in (1, 2) or (np.ndim(value) == 1) != single:
            raise ValueError(f"{name} must be scores, (n,) or (seeds, n), not {np.shape(value)}")
        value = np.atleast_2d(np.asarray(value))
        checked.append(check_array(value, name, features=value.shape[1]).astype(np.float64))
    if len(checked[0]) != len(checked[1]):
        raise ValueError(
            f"outliers must have the {len(checked[0])} seeds of known, not {len(checked[1])}"
        )
    return *checked, single
