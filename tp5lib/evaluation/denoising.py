"""How well a model removes noise, and what it is measured against."""

import numpy as np

from tp5lib.datasets.noise import as_noise
from tp5lib.evaluation.metrics import nearest_patterns, pixel_errors
from tp5lib.validation import check_array, check_integer


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


class NearestPattern:
    """Answers with the pattern of its alphabet that is nearest in Hamming distance.

    Where each pixel is flipped independently with the same probability below one half,
    no decoder is right more often on letters that are equally frequent: the nearest pattern
    is the most likely one.

    Parameters
    ----------
    patterns : array_like, shape (m, features)
        The alphabet.
    """

    def __init__(self, patterns):
        self.patterns = np.asarray(patterns)

    def reconstruct(self, x):
        """Return the nearest patterns of images, shape (..., n, features)."""
        x = np.asarray(x)
        flat = x.reshape(-1, x.shape[-1])
        return self.patterns[nearest_patterns(flat, self.patterns)[0]].reshape(x.shape)

    def __repr__(self):
        return f"NearestPattern({len(self.patterns)} patterns)"


class DoNothing:
    """Gives every image back as it is: the noise itself is the error."""

    def reconstruct(self, x):
        """Return `x`."""
        x = np.asarray(x)
        return check_array(x.reshape(-1, x.shape[-1]), "x", features=x.shape[-1]).reshape(x.shape)

    def __repr__(self):
        return "DoNothing()"
