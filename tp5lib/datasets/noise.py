"""Noise on images, what ``fit`` takes as its noise, and other ways to change a pattern."""

import inspect
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tp5lib.checks import check_array, check_integer, check_number, check_rng


def salt_and_pepper(x, p, *, rng):
    """Replace a share of the pixels, half of them by 1 (salt) and half by 0 (pepper).

    Parameters
    ----------
    x : array_like
        Images in [0, 1], of any shape.
    p : float
        The probability that a pixel is replaced, in [0, 1].
    rng : int or numpy.random.Generator
        An int draws the same noise at each call.

    Returns
    -------
    ndarray, of the shape of `x`
        float32 if `x` is, else float64.

    Notes
    -----
    This is the definition of scikit-image, whose ``amount`` is `p`, and of slide 21, "Ruido".
    On binary pixels half of the replacements change nothing: a pixel is flipped with
    probability p / 2. Where authors mean by it that every replaced pixel is flipped, their p is
    half of this one.

    Examples
    --------
    >>> from tp5lib import salt_and_pepper
    >>> salt_and_pepper([[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]], 0.5, rng=0)
    array([[0.5, 0. , 1. , 1. , 0.5, 0.5]])
    """
    x, p, rng = _check_images(x), check_number(p, "p", low=0, high=1), check_rng(rng)
    return _replace(x, p, rng)


@dataclass(frozen=True)
class SaltAndPepper:
    """Salt and pepper at a level drawn anew at each call from [`low`, `high`] in [0, 1]."""

    low: float
    high: float

    def __call__(self, x, rng):
        """Return noisy images of a float array in [0, 1], which is not checked."""
        p = self.low if self.low == self.high else rng.uniform(self.low, self.high)
        return _replace(x, p, rng)


def as_noise(value):
    """Return a function ``noise(x, rng)`` for what a caller gave as ``noise``; None for None.

    That is a level of salt and pepper, a range (low, high) of levels, or the function: from
    images in [0, 1] and a numpy.random.Generator it makes images of the same shape in [0, 1].
    """
    if value is None:
        return None
    if callable(value):
        try:
            inspect.signature(value).bind(None, None)
        except TypeError:
            wanted = f"noise must be a function of (x, rng), which {value!r} is not"
            raise TypeError(f"{wanted}; a lambda can give it what else it takes") from None
        except ValueError:
            pass  # no signature is known, as of some functions written in C
        return value
    pair = value if isinstance(value, tuple | list) and len(value) == 2 else (value, value)
    also = ", a range (low, high) or a function of (x, rng)"
    low, high = (check_number(level, "noise", low=0, high=1, also=also) for level in pair)
    if low > high:
        raise ValueError(f"noise must be a range (low, high), not {value!r}")
    return SaltAndPepper(low, high)


def corrupt(noise, x, rng):
    """Return ``noise(x, rng)`` of float images in [0, 1], or raise ValueError if it is no such."""
    if isinstance(noise, SaltAndPepper):
        return noise(x, rng)  # needs no watching, and is drawn every epoch
    noisy = np.asarray(noise(x.copy(), rng))  # a copy, since it may write into its argument
    if noisy.shape != x.shape:
        kept = f"noise must keep the shape of the images, {x.shape}"
        raise ValueError(f"{kept}, but {noise!r} returned {noisy.shape}")
    # One comparison finds a value outside the range, and nan as well.
    if noisy.dtype.kind not in "fiub" or not (noisy.min() >= 0 and noisy.max() <= 1):
        raise ValueError(f"noise must return values in [0, 1], but {noise!r} did not")
    return noisy


def with_flips(x, count):
    """Return every pattern with every choice of `count` pixels turned over.

    `x` has the shape (n, pixels), 0 or 1; those of the first pattern come first.
    """
    x = np.atleast_2d(x)
    pixels = x.shape[-1]
    x = check_array(x, "x", features=pixels, low=0, high=1).astype(np.float64)
    if check_integer(count, "count") > pixels:
        raise ValueError(f"count must be at most the {pixels} pixels of a pattern, not {count}")
    turned = [np.isin(range(pixels), chosen) for chosen in combinations(range(pixels), count)]
    return np.abs(x[:, np.newaxis] - turned).reshape(-1, pixels)


def _replace(x, p, rng):
    """Salt and pepper on a float array."""
    draw = rng.random(x.shape, dtype=x.dtype)
    noisy = np.where(draw < p, x.dtype.type(0), x)
    noisy[draw < p / 2] = 1
    return noisy


def _check_images(x):
    x = np.asarray(x)
    if x.dtype.kind not in "fiub":
        raise TypeError(f"x must be an array of numbers, not of {x.dtype}")
    # Negated, so that it finds nan as well.
    if x.size and not (x.min() >= 0 and x.max() <= 1):
        raise ValueError("x must lie in [0, 1], but holds other numbers, or nan")
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)
