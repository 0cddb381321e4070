"""How good new images are: near the data, not copies of it, and from all over it.

Distances are root mean square differences of pixels. They are told in units of the
*typical distance* of a data set: how far one of its images is from its nearest other.
"""

import numpy as np

from tp5lib.evaluation.metrics import distances
from tp5lib.validation import check_integer

# What counts as a copy of a training image, in typical distances.
COPY = 0.25


def typical_distance(x):
    """Return the median distance of an image of `x` to its nearest other one.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        Two images or more.
    """
    apart = distances(x, x)
    np.fill_diagonal(apart, np.inf)
    return float(np.median(apart.min(axis=1)))


def quality(images, x):
    """Compare new images with the data that they should resemble.

    Parameters
    ----------
    images : array_like, shape (n, pixels)
    x : array_like, shape (m, pixels)
        The training images.

    Returns
    -------
    dict
        "distance": to the nearest training image, the mean in typical distances; "new":
        the share of images that are neither a copy of one (below `COPY`) nor noise (above
        1); "near": the share below 1; "coverage": the share of training images that are
        ever the nearest.
    """
    apart = distances(images, x) / typical_distance(x)
    nearest = apart.min(axis=1)
    return {
        "distance": nearest.mean(),
        "new": np.mean((nearest >= COPY) & (nearest <= 1)),
        "near": np.mean(nearest <= 1),
        "coverage": len(np.unique(apart.argmin(axis=1))) / np.shape(x)[0],
    }


def path_quality(paths, x):
    """Judge interpolations: whether they go evenly, and what lies on the way.

    Parameters
    ----------
    paths : array_like, shape (n, steps, pixels)
        Images decoded from equal steps between two codes; an odd number, three or more.
    x : array_like, shape (m, pixels)
        The training images.

    Returns
    -------
    dict
        Means over paths. "jump": the largest step over the mean step, 1 where the image
        changes evenly; "between": the distance of the inner images to the nearest training
        image, in typical distances; "fade": how far the middle image is from the mean of
        the two ends, as a share of the distance of the ends, 0 where it is a mere
        cross-fade.
    """
    paths = np.asarray(paths, dtype=np.float64)
    steps = np.sqrt(np.mean(np.diff(paths, axis=1) ** 2, axis=2))
    first, middle, last = paths[:, 0], paths[:, paths.shape[1] // 2], paths[:, -1]
    off = np.sqrt(np.mean((middle - (first + last) / 2) ** 2, axis=1))
    apart = np.sqrt(np.mean((first - last) ** 2, axis=1))
    inner = paths[:, 1:-1].reshape(-1, paths.shape[2])
    return {
        "jump": np.mean(steps.max(axis=1) / steps.mean(axis=1)),
        "between": np.mean(distances(inner, x).min(axis=1)) / typical_distance(x),
        "fade": np.mean(off / apart),
    }


def draw_like(codes, n, *, rng):
    """Draw codes from the normal distribution fitted to those of the training images.

    What stands in for a prior where a model has none.

    Parameters
    ----------
    codes : array_like, shape (m, latent)
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, latent)
    """
    codes = np.asarray(codes, dtype=np.float64)
    covariance = np.atleast_2d(np.cov(codes, rowvar=False))
    return rng.multivariate_normal(codes.mean(axis=0), covariance, check_integer(n, "n"))


def draw_within(codes, n, *, rng):
    """Draw codes evenly from the smallest box that holds those of the training images.

    Parameters and result as in `draw_like`.
    """
    codes = np.asarray(codes, dtype=np.float64)
    low, high = codes.min(axis=0), codes.max(axis=0)
    return rng.uniform(low, high, (check_integer(n, "n"), codes.shape[1]))
