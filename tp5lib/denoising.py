"""How well a model removes noise, over many fresh noisy alphabets."""

import numpy as np

from tp5lib.metrics import pixel_errors
from tp5lib.noise import as_noise
from tp5lib.validation import check_integer


def denoising_errors(model, x, noise, *, alphabets=50, seed=0):
    """Count the wrong pixels that a model leaves in fresh noisy alphabets.

    Every model is given the same noise, so that two of them can be compared by seed.

    Parameters
    ----------
    model : object
        With ``reconstruct(x)``: an autoencoder of one or many seeds, or a baseline.
    x : array_like, shape (n, features)
        The clean images.
    noise : float, pair of float or callable
        As in `Autoencoder.fit`; a range is drawn from for each alphabet.
    alphabets : int
        How many noisy copies of all images.
    seed : int
        Of the noise.

    Returns
    -------
    ndarray of int, shape (seeds, alphabets, n)
        With one axis of length 1 for a model without seeds.
    """
    alphabets = check_integer(alphabets, "alphabets")
    noise, x = as_noise(noise), np.asarray(x, dtype=np.float64)
    rng = np.random.default_rng([seed, alphabets])
    noisy = np.concatenate([noise(x, rng) for _ in range(alphabets)])
    given_back = model.reconstruct(noisy)
    clean = np.tile(x, (alphabets, 1))
    return pixel_errors(clean, given_back).reshape(-1, alphabets, len(x))


def rebuilt(errors, within=0):
    """Return the share of letters rebuilt with at most so many wrong pixels, by seed.

    Parameters
    ----------
    errors : array_like of int, shape (seeds, alphabets, n)
        From `denoising_errors`.
    within : int
        Wrong pixels that still count as rebuilt.

    Returns
    -------
    ndarray, shape (seeds,), in [0, 1]
    """
    return (np.asarray(errors) <= within).mean(axis=(1, 2))
