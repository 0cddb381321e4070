"""Noise on images, and what ``fit`` takes as its noise."""

import numpy as np

from tp5lib.validation import check_number


def salt_and_pepper(x, p, *, rng):
    """Replace a share of the pixels, half of them by 1 (salt) and half by 0 (pepper).

    Parameters
    ----------
    x : array_like
        Images in [0, 1], of any shape.
    p : float
        The probability that a pixel is replaced, in [0, 1].
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, of the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If `p` is not in [0, 1], `x` is not an array of numbers, or `rng` is no generator.

    See Also
    --------
    flip : what others call by this name.

    Notes
    -----
    This is the definition of scikit-image, whose ``amount`` is `p`, and of slide 21,
    "Ruido". On binary pixels half of the replacements change nothing, so a pixel is
    flipped with probability p / 2 only. Some authors call the flip itself salt and
    pepper; their p is half of this one.
    """
    x, p, rng = _check(x, p, rng)
    draw = rng.random(x.shape, dtype=x.dtype)
    noisy = np.where(draw < p, x.dtype.type(0), x)
    noisy[draw < p / 2] = 1
    return noisy


def flip(x, p, *, rng):
    """Turn each pixel into its opposite, 1 - x, with probability p.

    Parameters, returns and errors as in `salt_and_pepper`. On binary pixels it is the
    noise of ``salt_and_pepper(x, 2 * p)``.
    """
    x, p, rng = _check(x, p, rng)
    return np.where(rng.random(x.shape, dtype=x.dtype) < p, 1 - x, x)


class SaltAndPepper:
    """Salt and pepper at a level, or at one drawn anew from a range at each call.

    Parameters
    ----------
    low, high : float
        The range, in [0, 1]; equal for a fixed level.
    """

    def __init__(self, low, high):
        self.low = check_number(low, "noise", low=0, high=1)
        self.high = check_number(high, "noise", low=0, high=1)
        if low > high:
            raise ValueError(f"noise must be a range (low, high), not ({low:g}, {high:g})")

    def __call__(self, x, rng):
        p = self.low if self.low == self.high else rng.uniform(self.low, self.high)
        return salt_and_pepper(x, p, rng=rng)

    def __repr__(self):
        return f"SaltAndPepper({self.low:g}, {self.high:g})"


def as_noise(value):
    """Return the function ``noise(x, rng)`` for what a caller gave as ``noise``.

    Parameters
    ----------
    value : float, pair of float, callable or None
        A level of salt and pepper, a range of levels, or the function itself.

    Raises
    ------
    TypeError, ValueError
        If it is none of these, or a level is not in [0, 1].
    """
    if value is None or callable(value):
        return value
    if isinstance(value, tuple | list) and len(value) == 2:
        return SaltAndPepper(*value)
    if isinstance(value, tuple | list | str) or np.ndim(value):
        raise TypeError(
            "noise must be a level in [0, 1], a range (low, high) or a function of "
            f"(x, rng), not {value!r}"
        )
    return SaltAndPepper(value, value)


def corrupt(noise, x, rng):
    """Return ``noise(x, rng)`` after checking that it is images like `x`.

    Raises
    ------
    ValueError
        If the function changed the shape, or returned values outside [0, 1].
    """
    noisy = np.asarray(noise(x, rng))
    if noisy.shape != x.shape:
        raise ValueError(
            f"noise must keep the shape of the images, {x.shape}, but {noise!r} returned "
            f"{noisy.shape}"
        )
    # One comparison finds a value outside the range, and nan as well.
    if noisy.dtype.kind not in "fiub" or not (noisy.min() >= 0 and noisy.max() <= 1):
        raise ValueError(f"noise must return values in [0, 1], but {noise!r} did not")
    return noisy


def _check(x, p, rng):
    p = check_number(p, "p", low=0, high=1)
    x = np.asarray(x)
    if x.dtype.kind not in "fiub":
        raise TypeError(f"x must be an array of numbers, not of {x.dtype}")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, not {rng!r}")
    return x if x.dtype.kind == "f" else x.astype(np.float64), p, rng
