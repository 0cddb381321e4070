"""How well a model removes noise, and what it is measured against."""

import numpy as np

from tp5lib.checks import check_integer, check_rng
from tp5lib.datasets.noise import as_noise, corrupt
from tp5lib.evaluation.metrics import check_matrix, nearest_patterns, pixel_errors


def denoising_errors(model, x, noise, *, alphabets=50, rng=0):
    """Count the wrong pixels that a model leaves in fresh noisy alphabets.

    With an int as `rng` every model is given the same noise, so that two of them can be
    compared by seed.

    Parameters
    ----------
    model : object
        With ``reconstruct(x)``: an autoencoder of one or many seeds, or a baseline.
    x : array_like, shape (n, features)
        The clean images, in [0, 1].
    noise : float, pair of float, callable or None
        As in `Autoencoder.fit`; a range is drawn from for each alphabet.
    alphabets : int
        How many noisy copies of all images.
    rng : int or numpy.random.Generator
        Of the noise.

    Returns
    -------
    ndarray of int, shape (seeds, alphabets, n)
        With one axis of length 1 for a model without seeds.

    Examples
    --------
    >>> from tp5lib import load_letters
    >>> from tp5lib.evaluation.denoising import DoNothing, denoising_errors
    >>> letters = load_letters()
    >>> denoising_errors(DoNothing(), letters.x, 0.1, alphabets=10).shape
    (1, 10, 32)
    """
    return pixel_errors(*_answers(model, x, noise, alphabets, rng))


def told(model, x, noise, *, alphabets=50, rng=0):
    """Return the accuracy: the share of noisy images whose output is nearest to the right one.

    Parameters are those of `denoising_errors`. The first of several that are equally
    near counts.

    Returns
    -------
    ndarray, shape (seeds,), in [0, 1]
    """
    x, answers = _answers(model, x, noise, alphabets, rng)
    index = nearest_patterns(answers.reshape(-1, x.shape[1]), x)[0]
    return (index.reshape(answers.shape[:3]) == np.arange(len(x))).mean(axis=(1, 2))


def noisy_alphabets(x, noise, *, alphabets=50, rng=0):
    """Return the noisy images on which `denoising_errors` tests, (alphabets, n, features).

    Parameters are those of `denoising_errors`.
    """
    alphabets, noise = check_integer(alphabets, "alphabets"), as_noise(noise)
    x = check_matrix(x, "x", low=0, high=1)
    generator = check_rng(rng)
    if generator is not rng:
        # The stored results were measured with the draws of this seed.
        generator = np.random.default_rng([int(rng), alphabets])
    noisy = np.tile(x, (alphabets, 1))
    if noise is not None:
        for alphabet in noisy.reshape(alphabets, *x.shape):
            alphabet[:] = corrupt(noise, x, generator)
    return noisy.reshape(alphabets, *x.shape)


class NearestPattern:
    """Returns the pattern of its alphabet that is nearest in Hamming distance.

    Where each pixel is flipped independently with the same probability below one half,
    no decoder is right more often on letters that are equally frequent: the nearest pattern
    is the most likely one.

    Parameters
    ----------
    patterns : array_like, shape (m, features)
        The alphabet.
    """

    def __init__(self, patterns):
        self.patterns = check_matrix(patterns, "patterns")

    def reconstruct(self, x):
        """Return the nearest patterns of images, shape (..., n, features)."""
        x = _check_images(x)
        flat = x.reshape(-1, x.shape[-1])
        return self.patterns[nearest_patterns(flat, self.patterns)[0]].reshape(x.shape)

    def __repr__(self):
        return f"NearestPattern({len(self.patterns)} patterns)"


class DoNothing:
    """Returns every image as it is: the noise itself is the error."""

    def reconstruct(self, x):
        """Return `x`, shape (..., n, features)."""
        return _check_images(x)

    def __repr__(self):
        return "DoNothing()"


def _answers(model, x, noise, alphabets, rng):
    """Return clean images, and a model's outputs for noisy ones, (seeds, alphabets, n, pixels)."""
    if not callable(getattr(model, "reconstruct", None)):
        raise TypeError(f"model must have a method reconstruct(x), unlike {model!r}")
    x = check_matrix(x, "x", low=0, high=1)
    noisy = noisy_alphabets(x, noise, alphabets=alphabets, rng=rng).reshape(-1, x.shape[1])
    answers = np.asarray(model.reconstruct(noisy))
    if answers.shape[-2:] != noisy.shape:
        raise ValueError(f"model must return images of shape {noisy.shape}, not {answers.shape}")
    return x, answers.reshape(-1, alphabets, *x.shape)


def _check_images(x):
    """Return finite images, shape (..., n, features)."""
    x = np.asarray(x)
    shape = x.shape
    if len(shape) < 2 or 0 in shape:
        raise ValueError(f"x must have the shape (..., images, features), not {shape}")
    return check_matrix(np.reshape(x, (-1, shape[-1])), "x").reshape(shape)
