"""Distributions of images that know no network: what a bound must beat to mean anything.

Each gives log p(x) in one of the two readings of `bound`, in nats an image.
"""

import numpy as np

from tp5lib.checks import check_choice
from tp5lib.evaluation.bound import READINGS, log_likelihood, log_mean_exp
from tp5lib.evaluation.metrics import check_matrix

_SMALL = 1e-3  # of a logit
_CHOICES = tuple(np.linspace(0, 0.95, 20))


def independent_pixels(x, reading="density"):
    """Return the logits of the best distribution under which all pixels are independent.

    The baseline of a bound: it knows the mean image and nothing else.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        The training images, in [0, 1].
    reading : {"cross-entropy", "density"}

    Returns
    -------
    ndarray, shape (pixels,)
        For `log_likelihood`. The likelihood is greatest where the distribution's mean is the
        data's, log(m / (1 - m)) for the Bernoulli; means are kept 0.001 away from 0 and 1,
        where a logit would be infinite.

    Notes
    -----
    The mean of the continuous Bernoulli, 1 / (1 - exp(-l)) - 1 / l, has no inverse in closed
    form; it rises with l and is inverted by bisection.
    """
    x = check_matrix(x, "x", low=0, high=1)
    check_choice(reading, "reading", READINGS)
    return logits_of_mean(x.mean(axis=0), reading)


def kernel_bound(train, x, keep, reading="density"):
    """Return log p(x) by image under a mixture with one component a training image.

    The other baseline: it has learned nothing, and copies. Component k has the means
    keep * x_k + (1 - keep) * mean image.

    Parameters
    ----------
    train : array_like, shape (m, pixels)
    x : array_like, shape (n, pixels)
    keep : float
        In [0, 1); 0 makes it `independent_pixels`. Choose it on the training images, each
        left out of the mixture in turn: `best_kernel`.
    reading : {"cross-entropy", "density"}

    Returns
    -------
    ndarray, shape (n,), in nats an image
    """
    train = check_matrix(train, "train", low=0, high=1)
    x = check_matrix(x, "x", train.shape[1], low=0, high=1)
    return log_mean_exp(_by_component(train, x, keep, reading))


def best_kernel(train, reading="density"):
    """Return the `keep` of `kernel_bound` that is best for training images left out in turn.

    Parameters
    ----------
    train, reading
        As in `kernel_bound`.

    Returns
    -------
    float
        One of 0, 0.05, ..., 0.95.
    """
    train = check_matrix(train, "train", low=0, high=1)

    def left_out(keep):
        by_component = _by_component(train, train, keep, reading)
        np.fill_diagonal(by_component, -np.inf)
        return log_mean_exp(by_component).mean()

    return float(max(_CHOICES, key=left_out))


def held_out_baselines(x, fold, reading="density"):
    """Return log p of each image under both baselines, fitted to the images of other folds.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
    fold : array_like of int, shape (n,)
        The fold of each image; two folds or more.
    reading : {"cross-entropy", "density"}

    Returns
    -------
    dict of ndarray, shape (n,), in nats
        "independent pixels", and "mixture of images": `kernel_bound` with the `best_kernel`.
    """
    x, fold = check_matrix(x, "x", low=0, high=1), np.asarray(fold)
    if fold.shape != (len(x),) or len(np.unique(fold)) < 2:
        raise ValueError(
            f"fold must hold the fold of each image of x, of two or more, not {fold!r}"
        )
    found = {"independent pixels": np.empty(len(x)), "mixture of images": np.empty(len(x))}
    for one in np.unique(fold):
        out = fold == one
        logits = independent_pixels(x[~out], reading)
        found["independent pixels"][out] = log_likelihood(logits, x[out], reading)
        keep = best_kernel(x[~out], reading)
        found["mixture of images"][out] = kernel_bound(x[~out], x[out], keep, reading)
    return found


def logits_of_mean(mean, reading):
    """Return the logits whose distributions have given means.

    Parameters
    ----------
    mean : array_like
        In [0, 1]; kept 0.001 away from the ends.
    reading : {"cross-entropy", "density"}

    Returns
    -------
    ndarray
        Of the shape of `mean`.
    """
    mean = np.clip(np.asarray(mean, dtype=np.float64), 1e-3, 1 - 1e-3)
    if reading == "cross-entropy":
        return np.log(mean / (1 - mean))
    # The mean is that of -l mirrored, and at |l| = 1000 it is 0.001 from 0 or 1.
    low, high = np.full_like(mean, -1001.0), np.full_like(mean, 1001.0)
    for _ in range(60):
        middle = (low + high) / 2
        small = np.abs(middle) < _SMALL
        l = np.where(small, 1.0, np.abs(middle))  # noqa: E741
        upper = np.where(small, 0.5 + np.abs(middle) / 12, -1 / np.expm1(-l) - 1 / l)
        below = np.where(middle < 0, 1 - upper, upper) < mean
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def _by_component(train, x, keep, reading):
    means = keep * train + (1 - keep) * train.mean(axis=0)
    logits = logits_of_mean(means, reading)
    return log_likelihood(logits[:, np.newaxis], x, reading)
