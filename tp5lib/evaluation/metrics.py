"""How far a reconstruction is from its image."""

import numpy as np

from tp5lib.validation import check_array, check_number


def nearest_patterns(x, patterns):
    """Find the pattern most like each image, in Hamming distance.

    Parameters
    ----------
    x : array_like, shape (n, features)
        Images; a pixel above 0.5 counts as on.
    patterns : array_like, shape (m, features)
        The alphabet.

    Returns
    -------
    index : ndarray of int, shape (n,)
        The nearest pattern; the first of several that are equally near.
    distance : ndarray of int, shape (n,)
        Pixels in which they differ: how new an image is.
    """
    patterns = np.asarray(patterns)
    features = patterns.shape[-1] if patterns.ndim else 0
    patterns = check_array(patterns, "patterns", features=features)
    on = check_array(x, "x", features=features) > 0.5
    # Differing pixels of 0/1 vectors: |a| + |b| - 2 a.b, one matrix product for all pairs.
    a, b = on.astype(np.float32), (patterns > 0.5).astype(np.float32)
    distance = a.sum(axis=1)[:, np.newaxis] + b.sum(axis=1) - 2 * a @ b.T
    index = distance.argmin(axis=1)
    return index, distance[np.arange(len(index)), index].astype(int)


def describe_errors(errors):
    """Say in three lines how the letters' errors spread over seeds.

    Parameters
    ----------
    errors : array_like of int, shape (seeds, letters)
        Wrong pixels, as `pixel_errors` counts them.

    Returns
    -------
    str
        All its figures come from training and are marked with ``≈``.
    """
    errors = np.asarray(errors)
    worst, mean = errors.max(axis=1), errors.mean(axis=1)
    return (
        f"    worst letter: ≈ {worst.min()} to ≈ {worst.max()} wrong pixels, by seed\n"
        f"    mean letter: ≈ {mean.mean():.2f} wrong pixels, "
        f"by seed ≈ {mean.min():.2f} to ≈ {mean.max():.2f}\n"
        f"    every letter within one pixel: ≈ {np.sum(worst <= 1)} of {len(errors)} seeds; "
        f"without an error: ≈ {np.sum(worst == 0)} of {len(errors)}"
    )


def pixel_errors(x, reconstruction, threshold=0.5):
    """Count the wrong pixels of each image.

    A pixel is on where its value exceeds `threshold`; it is wrong where one image has it
    on and the other off. This is the error of the slides' bar charts, "Error (píxeles)".

    Parameters
    ----------
    x : array_like, shape (..., n, features)
        The images.
    reconstruction : array_like, shape (..., n, features)
        What a model made of them; a leading axis of seeds on one side is matched with
        each image of the other.
    threshold : float
        In [0, 1].

    Returns
    -------
    ndarray of int, shape (..., n)
        Wrong pixels, from 0 to features.

    Raises
    ------
    TypeError, ValueError
        If the shapes cannot be matched, a value is not a finite number, or the threshold
        is not in [0, 1].
    """
    threshold = check_number(threshold, "threshold", low=0, high=1)
    on = []
    for name, value in (("x", x), ("reconstruction", reconstruction)):
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name} must be an array of numbers, not {type(value).__name__}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} must be finite, but holds nan or inf")
        on.append(array > threshold)
    a, b = on
    if min(a.ndim, b.ndim) == 0 or a.shape[-2:] != b.shape[-2:]:
        raise ValueError(
            f"reconstruction must have the images of x, shape {a.shape}, not {b.shape}"
        )
    return np.count_nonzero(a != b, axis=-1)


def distances(a, b):
    """Return the distances of all pairs of images.

    Parameters
    ----------
    a : array_like, shape (n, pixels)
    b : array_like, shape (m, pixels)

    Returns
    -------
    ndarray, shape (n, m)
        Root mean square difference of the pixels.
    """
    features = np.shape(b)[-1] if np.ndim(b) else 0
    a = check_array(a, "a", features=features).astype(np.float64)
    b = check_array(b, "b", features=features).astype(np.float64)
    # |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, one matrix product for all pairs.
    squares = (a**2).sum(axis=1)[:, np.newaxis] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.sqrt(np.maximum(squares, 0) / features)


def explained_variance(x, reconstruction):
    """Return the share of the variance of `x` that a reconstruction explains.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
    reconstruction : array_like, shape (..., n, pixels)

    Returns
    -------
    ndarray, shape (...)
        1 - squared error / variance: 0 for the mean image, 1 for perfection.
    """
    x = np.asarray(x, dtype=np.float64)
    error = ((np.asarray(reconstruction) - x) ** 2).sum(axis=(-2, -1))
    return 1 - error / ((x - x.mean(axis=0)) ** 2).sum()


def own_nearest(x, reconstruction):
    """Say of each reconstruction whether its own image is the nearest of all.

    Parameters
    ----------
    x : array_like, shape (n, features)
        The images, which may be grey.
    reconstruction : array_like, shape (n, features)

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    return distances(reconstruction, x).argmin(axis=1) == np.arange(len(x))
