"""How near to their data new images are, and how sharp.

Distances are root mean square differences of pixels, in units of the *typical distance* of a
data set: the median nearest-neighbour distance of its images.
"""

import numpy as np

from tp5lib.checks import check_integer, check_rng
from tp5lib.evaluation.metrics import check_matrix, distance_blocks, distances, nearest

_SAMPLE = 1000  # images


def typical_distance(x):
    """Return the median distance of an image of `x` to its nearest other one.

    Copies of an image are not counted as others, so that the result is above 0. Of more than
    1,000 images the median is that of 1,000, spread evenly over the set; each is compared
    with all.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        Two different images or more.

    Examples
    --------
    >>> from tp5lib.evaluation.generation import typical_distance
    >>> typical_distance([[0, 0], [0, 0], [1, 1]])
    1.0
    """
    x = check_matrix(x, "x")
    some = x if len(x) <= _SAMPLE else x[np.linspace(0, len(x) - 1, _SAMPLE).astype(int)]
    apart = np.concatenate(
        [np.where(part == 0, np.inf, part).min(axis=1) for _, part in distance_blocks(some, x)]
    )
    if np.isinf(apart).any():
        raise ValueError("x must hold two different images or more: it has no typical distance")
    return float(np.median(apart))


def sharpness(images, shape):
    """Return how sharp images are: the variance of the Laplacian over their pixels.

    Compare its mean with that of the data: below it images are blurred, above it noisy,
    since noise is sharp as well.

    Parameters
    ----------
    images : array_like, shape (n, pixels)
    shape : tuple of int
        (rows, columns) of an image, 3 or more each.

    Returns
    -------
    ndarray, shape (n,)

    Notes
    -----
    The Laplacian of a pixel is the sum of its four neighbours minus four times itself; pixels
    at the edge have none.

    Sources: J. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a
    comparative study", ICPR 2000; on samples of autoencoders: I. Tolstikhin, O. Bousquet,
    S. Gelly and B. Schölkopf, "Wasserstein auto-encoders", ICLR 2018.

    Examples
    --------
    >>> from tp5lib.evaluation.generation import sharpness
    >>> sharpness([[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]], (3, 4)).tolist()  # one bright pixel
    [6.25]
    """
    images = check_matrix(images, "images")
    rows, columns = (check_integer(size, "each of shape", low=3) for size in shape)
    if rows * columns != images.shape[1]:
        raise ValueError(f"shape must have {images.shape[1]} pixels, not {rows} x {columns}")
    grid = images.reshape(-1, rows, columns)
    around = grid[:, :-2, 1:-1] + grid[:, 2:, 1:-1] + grid[:, 1:-1, :-2] + grid[:, 1:-1, 2:]
    return (around - 4 * grid[:, 1:-1, 1:-1]).var(axis=(1, 2))


def path_quality(paths, x):
    """Measure how near to the data interpolation paths are.

    Parameters
    ----------
    paths : array_like, shape (n, steps, pixels)
        Images decoded from equal steps between two codes, three or more.
    x : array_like, shape (m, pixels)
        The training images, two different ones or more.

    Returns
    -------
    dict of float
        In typical distances, means over paths: "between", of the inner images to the nearest
        training image, and "ends", of the ends.
    """
    shape = np.shape(paths)
    if len(shape) != 3 or shape[1] < 3:
        raise ValueError(f"paths must have the shape (paths, 3 steps or more, pixels), not {shape}")
    images = check_matrix(np.reshape(paths, (-1, shape[2])), "paths")
    apart = nearest(images, x)[1].reshape(shape[:2]) / typical_distance(x)
    return {"between": float(apart[:, 1:-1].mean()), "ends": float(apart[:, [0, -1]].mean())}


def energy_distance(samples, x):
    """Return the energy distance between samples and data, in typical distances of the data.

    It is 0 for samples of the data's own distribution, and grows with blur, with noise, and with
    what is missing alike. Pairs of an image with itself are left out.

    Parameters
    ----------
    samples, x : array_like, shape (n, pixels) and (m, pixels)
        Two or more each; two different ones in `x`.

    Notes
    -----
    Source: G. Székely and M. Rizzo, "Energy statistics", Journal of Statistical Planning and
    Inference 143, 2013.

    Examples
    --------
    >>> from tp5lib.evaluation.generation import energy_distance
    >>> energy_distance([[0.0], [1.0], [0.0], [1.0]], [[0.0], [1.0]])
    -0.6666666666666665
    """
    across, within = distances(samples, x).mean(), 0
    for images in (samples, x):
        within += distances(images, images).sum() / (len(images) * (len(images) - 1))
    return float((2 * across - within) / typical_distance(x))


def draw_like(codes, n, *, rng):
    """Draw codes from the normal distribution fitted to those of the training images.

    What stands in for a prior where a model has none.

    Parameters
    ----------
    codes : array_like, shape (m, latent)
        Two or more.
    n : int
    rng : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, latent)
    """
    codes, n, rng = check_matrix(codes, "codes"), check_integer(n, "n"), check_rng(rng)
    if len(codes) < 2:
        raise ValueError("codes must be two or more: one has no spread")
    covariance = np.atleast_2d(np.cov(codes, rowvar=False))
    return rng.multivariate_normal(codes.mean(axis=0), covariance, n)
