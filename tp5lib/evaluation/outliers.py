"""Scores of outliers, and how well they detect them: the ROC curve."""

import numpy as np

from tp5lib.checks import check_array
from tp5lib.evaluation.latent import nearest_codes
from tp5lib.evaluation.metrics import nearest_patterns, pixel_errors


def novelty(model, x, known):
    """Score patterns in three ways, higher for outliers.

    Parameters
    ----------
    model : Autoencoder
        Of several seeds.
    x : array_like, shape (n, features)
    known : array_like, shape (m, features)
        What the model was trained on.

    Returns
    -------
    dict of ndarray, shape (seeds, n)
        "error": wrong pixels of the reconstruction (slide 16, "Detección de outliers");
        "place": the distance of the code to the nearest of `known` (slide 17); "pixels": the
        Hamming distance of the pattern itself to the nearest of `known`.
    """
    error = pixel_errors(x, model.reconstruct(x))
    pixels = nearest_patterns(x, known)[1]
    return {
        "error": error,
        "place": nearest_codes(model.encode(x), model.encode(known))[1],
        "pixels": np.broadcast_to(pixels, error.shape),
    }


def roc_curve(known, outliers, false_alarms):
    """Return the true positive rates of an outlier score at given false positive rates.

    Parameters
    ----------
    known, outliers : array_like, shape (n,) and (m,), or (seeds, n) and (seeds, m)
        The score of each pattern; above a threshold it is called an outlier.
    false_alarms : array_like, shape (k,)
        False positive rates, in [0, 1].

    Returns
    -------
    ndarray, shape (k,) or (seeds, k)
        The receiver operating characteristic, in [0, 1], linear between the thresholds.

    Raises
    ------
    TypeError, ValueError
        If the scores are not finite numbers of as many seeds, or a rate is outside [0, 1].

    Examples
    --------
    >>> from tp5lib.evaluation.outliers import roc_curve
    >>> roc_curve([0, 0, 1, 2], [1, 3], [0, 0.25, 0.5, 1]).tolist()
    [0.5, 0.5, 1.0, 1.0]
    """
    known, outliers, single = _check_scores(known, outliers)
    at = np.atleast_2d(np.asarray(false_alarms))
    at = check_array(at, "false_alarms", features=at.size, low=0, high=1)[0]
    found = np.empty((len(known), at.size))
    for row, inside, outside in zip(found, known, outliers, strict=True):
        thresholds = np.unique(np.concatenate([inside, outside]))[::-1]
        called = [
            np.concatenate([[0], (scores >= thresholds[:, np.newaxis]).mean(axis=1)])
            for scores in (inside, outside)
        ]
        row[:] = np.interp(at, *called)
    return found[0] if single else found


def roc_area(known, outliers):
    """Return the area under the ROC curve.

    Parameters
    ----------
    known, outliers : array_like, shape (n,) and (m,), or (seeds, n) and (seeds, m)
        As in `roc_curve`, and so are the errors raised.

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
