"""Noise on images, and what ``fit`` takes as its noise."""

import inspect

import numpy as np

from tp5lib.checks import check_number, check_rng


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

    Raises
    ------
    TypeError, ValueError
        If `p` is not in [0, 1], `x` is not an array of numbers in [0, 1], or `rng` is
        neither an int nor a generator.

    See Also
    --------
    flip : what others call by this name.

    Notes
    -----
    This is the definition of scikit-image, whose ``amount`` is `p`, and of slide 21,
    "Ruido". On binary pixels half of the replacements change nothing, so a pixel is
    flipped with probability p / 2 only. Some authors call the flip itself salt and
    pepper; their p is half of this one.

    Examples
    --------
    >>> from tp5lib import salt_and_pepper
    >>> salt_and_pepper([[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]], 0.5, rng=0)
    array([[0.5, 0. , 1. , 1. , 0.5, 0.5]])
    """
    x, p, rng = _check_images(x), check_number(p, "p", low=0, high=1), check_rng(rng)
    return _replace(x, p, rng)


def flip(x, p, *, rng):
    """Turn each pixel into its opposite, 1 - x, with probability p.

    Parameters, returns and errors as in `salt_and_pepper`. On binary pixels it is the
    noise of ``salt_and_pepper(x, 2 * p)``.

    Examples
    --------
    >>> from tp5lib import flip
    >>> flip([[0, 0, 0, 1, 1, 1]], 0.3, rng=0)
    array([[0., 1., 1., 0., 1., 1.]])
    """
    x, p, rng = _check_images(x), check_number(p, "p", low=0, high=1), check_rng(rng)
    return np.where(rng.random(x.shape, dtype=x.dtype) < p, 1 - x, x)


def gaussian(x, sigma, *, rng):
    """Add normal noise to each pixel, and cut off what leaves [0, 1].

    Parameters
    ----------
    x, rng
        As in `salt_and_pepper`, and so are returns and errors.
    sigma : float
        The standard deviation, 0 or more.

    Examples
    --------
    To train under it, pass a function of `x` and `rng` as the noise of ``fit``:

    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.datasets.noise import gaussian
    >>> def noise(x, rng):
    ...     return gaussian(x, 0.2, rng=rng)
    >>> model = Autoencoder([35, 2, 35])
    >>> history = model.fit(load_letters().x, epochs=2, learning_rate=0.01, noise=noise)
    """
    x, sigma, rng = _check_images(x), check_number(sigma, "sigma", low=0), check_rng(rng)
    return np.clip(x + x.dtype.type(sigma) * rng.standard_normal(x.shape, dtype=x.dtype), 0, 1)


class SaltAndPepper:
    """Salt and pepper at a level, or at one drawn anew from a range at each call.

    Parameters
    ----------
    low, high : float
        The range, in [0, 1]; equal for a fixed level.

    Raises
    ------
    TypeError, ValueError
        If they are not in [0, 1], or `low` exceeds `high`.
    """

    def __init__(self, low, high):
        self.low = check_number(low, "noise", low=0, high=1)
        self.high = check_number(high, "noise", low=0, high=1)
        if self.low > self.high:
            raise ValueError(f"noise must be a range (low, high), not ({low:g}, {high:g})")

    def __call__(self, x, rng):
        return self.of_images(_check_images(x), check_rng(rng))

    def of_images(self, x, rng):
        """Return noisy images of a float array in [0, 1], which is not checked again."""
        p = self.low if self.low == self.high else rng.uniform(self.low, self.high)
        return _replace(x, p, rng)

    def __repr__(self):
        return f"SaltAndPepper({self.low:g}, {self.high:g})"


def as_noise(value):
    """Return the function ``noise(x, rng)`` for what a caller gave as ``noise``.

    Parameters
    ----------
    value : float, pair of float, callable or None
        A level of salt and pepper, a range of levels, or the function itself: from images
        in [0, 1] and a numpy.random.Generator it makes images of the same shape in [0, 1].
        None is no noise.

    Raises
    ------
    TypeError, ValueError
        If it is none of these, or a level is not in [0, 1].

    Examples
    --------
    >>> from tp5lib.datasets.noise import as_noise
    >>> as_noise((0, 0.15))
    SaltAndPepper(0, 0.15)
    """
    if value is None:
        return None
    if callable(value):
        return _check_function(value)
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

    A function of the caller's gets a copy, since it may write into its argument.

    Parameters
    ----------
    noise : callable
        As `as_noise` returns it.
    x : ndarray of float
        Images, which must lie in [0, 1].
    rng : numpy.random.Generator

    Raises
    ------
    ValueError
        If the function changed the shape, or returned values outside [0, 1].
    """
    if isinstance(noise, SaltAndPepper):
        return noise.of_images(x, rng)  # needs no watching, and is drawn every epoch
    noisy = np.asarray(noise(x.copy(), rng))
    if noisy.shape != x.shape:
        raise ValueError(
            f"noise must keep the shape of the images, {x.shape}, but {noise!r} returned "
            f"{noisy.shape}"
        )
    # One comparison finds a value outside the range, and nan as well.
    if noisy.dtype.kind not in "fiub" or not (noisy.min() >= 0 and noisy.max() <= 1):
        raise ValueError(f"noise must return values in [0, 1], but {noise!r} did not")
    return noisy


def _replace(x, p, rng):
    """Salt and pepper on a float array."""
    draw = rng.random(x.shape, dtype=x.dtype)
    noisy = np.where(draw < p, x.dtype.type(0), x)
    noisy[draw < p / 2] = 1
    return noisy


def _check_function(noise):
    """Return a function, which must take two arguments."""
    try:
        inspect.signature(noise).bind(None, None)
    except TypeError:
        raise TypeError(
            f"noise must be a function of (x, rng), which {noise!r} is not; a lambda can give "
            "it what else it takes"
        ) from None
    except ValueError:
        pass  # no signature is known, as of some functions written in C
    return noise


def _check_images(x):
    x = np.asarray(x)
    if x.dtype.kind not in "fiub":
        raise TypeError(f"x must be an array of numbers, not of {x.dtype}")
    # Negated, so that it finds nan as well.
    if x.size and not (x.min() >= 0 and x.max() <= 1):
        raise ValueError("x must lie in [0, 1], but holds other numbers, or nan")
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)
