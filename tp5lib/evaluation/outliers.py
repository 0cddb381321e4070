"""How well a score tells outliers: the area under the ROC curve."""

import numpy as np

from tp5lib.evaluation.metrics import check_matrix


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
    if np.ndim(known) == 1:
        return float(roc_area([known], [outliers])[0])
    known, outliers = check_matrix(known, "known"), check_matrix(outliers, "outliers")
    if len(known) != len(outliers):
        raise ValueError(f"outliers must have the {len(known)} seeds of known, not {len(outliers)}")
    areas = np.empty(len(known))
    for seed, (inside, outside) in enumerate(zip(np.sort(known), outliers, strict=True)):
        below = np.searchsorted(inside, outside, "left") + np.searchsorted(inside, outside, "right")
        areas[seed] = below.mean() / 2 / len(inside)
    return areas
