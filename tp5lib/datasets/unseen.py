"""Patterns that a network trained on the letters has never seen."""

from itertools import combinations

import numpy as np

from tp5lib.checks import check_array, check_integer, check_rng
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA


def load_digits():
    """Load the digits 0 to 9 (7 x 5 pixels).

    Returns
    -------
    Patterns
        With `x` of shape (10, 35), float64, 0 or 1. The 3 is that of slide 16, "Detección de
        outliers"; the others are drawn to match it.
    """
    return load_letters(DATA / "digits.txt")


def with_flips(x, count):
    """Return every pattern with every choice of so many pixels turned over.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        0 or 1.
    count : int
        At most pixels.

    Returns
    -------
    ndarray, shape (n * choices, pixels)
        All of the first pattern first.

    Examples
    --------
    >>> from tp5lib.datasets.unseen import with_flips
    >>> with_flips([[0, 0, 1]], 1).astype(int).tolist()
    [[1, 0, 1], [0, 1, 1], [0, 0, 0]]
    """
    x = _check_patterns(x)
    pixels = x.shape[1]
    if check_integer(count, "count") > pixels:
        raise ValueError(f"count must be at most the {pixels} pixels of a pattern, not {count}")
    chosen = list(combinations(range(pixels), count))
    turned = np.zeros((len(chosen), pixels), dtype=bool)
    turned[np.arange(len(chosen))[:, np.newaxis], chosen] = True
    return ((x[:, np.newaxis] > 0.5) != turned).reshape(-1, pixels).astype(np.float64)


def shifted(x, shape, *, right=0, down=0):
    """Return patterns moved by some pixels; what leaves the frame is lost.

    Parameters
    ----------
    x : array_like, shape (n, rows * columns)
        0 or 1.
    shape : tuple of int
        (rows, columns) of a pattern.
    right, down : int
        Negative to the left, or up.

    Returns
    -------
    ndarray, of the shape of `x`

    Examples
    --------
    >>> from tp5lib.datasets.unseen import shifted
    >>> shifted([[1, 0, 0, 1]], (2, 2), right=1).astype(int).tolist()
    [[0, 1, 0, 0]]
    """
    rows, columns = shape
    x = _check_patterns(x, rows * columns)
    right = check_integer(right, "right", low=-columns)
    down = check_integer(down, "down", low=-rows)
    if right > columns or down > rows:
        raise ValueError(f"right and down must be at most {columns} and {rows}, the frame")
    padded = np.pad(x.reshape(-1, rows, columns), ((0, 0), (rows, rows), (columns, columns)))
    top, left = rows - down, columns - right
    return padded[:, top : top + rows, left : left + columns].reshape(x.shape)


def shuffled(x, count, *, rng):
    """Return patterns of noise that have as many pixels on as those of `x`.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        0 or 1.
    count : int
        How many to return.
    rng : int or numpy.random.Generator
        An int draws the same patterns at each call.

    Returns
    -------
    ndarray, shape (count, pixels)
        Each a pattern of `x`, drawn at random, with its pixels in random order.
    """
    x, rng = _check_patterns(x), check_rng(rng)
    drawn = x[rng.integers(len(x), size=check_integer(count, "count"))]
    return rng.permuted(drawn, axis=1)


def _check_patterns(x, pixels=None):
    if pixels is None:
        x = np.asarray(x) if hasattr(x, "__array__") else x
        pixels = np.shape(x)[-1] if np.ndim(x) else 0
    return check_array(x, "x", features=pixels, low=0, high=1).astype(np.float64)
