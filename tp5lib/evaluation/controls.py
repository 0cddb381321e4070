"""Images that no generative model made: what every measure of samples is shown with.

A measure that one of these wins, though nobody would call it a good model, judges nothing.
"""

import numpy as np

from tp5lib.checks import check_integer, check_rng
from tp5lib.evaluation.generation import typical_distance
from tp5lib.evaluation.metrics import check_matrix

# Standard deviations of the noise, in typical distances.
MEAN_NOISE, COPY_NOISE, FADE_NOISE = 0.25, 0.5, 0.7


def copies(n, x, *, rng):
    """Draw training images as they are: a model that has learned them by heart.

    Parameters
    ----------
    n : int
    x : array_like, shape (m, pixels)
        The training images, in [0, 1], two different ones or more.
    rng : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, pixels)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.
    """
    n, x, rng = _checked(n, x, rng)
    return x[rng.integers(len(x), size=n)]


def noisy_mean(n, x, *, rng):
    """Draw the mean image with a little noise: near to everything, and nothing.

    Parameters, result and errors as in `copies`; the noise is normal, with `MEAN_NOISE`
    typical distances as standard deviation of a pixel, and the images are kept in [0, 1].
    """
    n, x, rng = _checked(n, x, rng)
    return _noisy(np.broadcast_to(x.mean(axis=0), (n, x.shape[1])), MEAN_NOISE, x, rng)


def cross_fades(n, x, *, rng):
    """Draw pixel averages of two different training images, laid over each other.

    Parameters, result and errors as in `copies`.
    """
    n, x, rng = _checked(n, x, rng)
    first = rng.integers(len(x), size=n)
    second = (first + rng.integers(1, len(x), size=n)) % len(x)
    return (x[first] + x[second]) / 2


def noisy_fades(n, x, *, rng):
    """Draw cross-fades with noise, whose level makes up for what the fading smooths away.

    Parameters, result and errors as in `copies`; the noise is as in `noisy_mean`, with
    `FADE_NOISE`, which was chosen so that about half of them are told from the data by
    `manifold.nearest_neighbour_test`: a control may be tuned to the measure that it is to win.
    """
    fades = cross_fades(n, x, rng=(rng := check_rng(rng)))
    return _noisy(fades, FADE_NOISE, check_matrix(x, "x", low=0, high=1), rng)


def one_noisy_copy(n, x, *, rng):
    """Draw one training image again and again, with noise: a model that says one thing.

    Parameters, result and errors as in `copies`; the noise is as in `noisy_mean`, with
    `COPY_NOISE`, so that no draw counts as a copy.
    """
    n, x, rng = _checked(n, x, rng)
    one = x[rng.integers(len(x))]
    return _noisy(np.broadcast_to(one, (n, x.shape[1])), COPY_NOISE, x, rng)


CONTROLS = {
    "training images copied": copies,
    "mean image with noise": noisy_mean,
    "cross-fades": cross_fades,
    "cross-fades with noise": noisy_fades,
    "one noisy copy": one_noisy_copy,
}


def _checked(n, x, rng):
    n, x = check_integer(n, "n"), check_matrix(x, "x", low=0, high=1)
    typical_distance(x)  # says if there are no two different images
    return n, x, check_rng(rng)


def _noisy(images, level, x, rng):
    noise = rng.normal(0, level * typical_distance(x), images.shape)
    return np.clip(images + noise, 0, 1)
