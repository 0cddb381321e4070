"""What a network makes of the patterns at one moment of its training: plain numbers."""

import math
from typing import NamedTuple

import numpy as np

from tp5lib.evaluation.collapse import kl_by_dimension
from tp5lib.evaluation.metrics import pixel_errors, row_blocks
from tp5lib.plots.latent import places_on_map


class Moment(NamedTuple):
    """A moment of one training.

    Attributes
    ----------
    epoch : int
    codes : ndarray, shape (drawn, 2)
        The first two latent dimensions of the patterns that are on the map; of a code of one,
        the second is 0.
    images : ndarray, shape (shown, pixels)
        What is given back for the patterns that are shown.
    errors : ndarray, shape (n,)
        Wrong pixels of each image, or its root mean square error if the patterns are grey.
    squared : float
        The mean squared error of a pixel.
    kl : ndarray, shape (latent,), or None
        In nats, of a variational autoencoder.
    """

    epoch: int
    codes: np.ndarray
    images: np.ndarray
    errors: np.ndarray
    squared: float
    kl: np.ndarray | None


def look(epoch, model, likeness, shown, inputs=None):
    """Return the `Moment` of a model of one seed.

    Parameters
    ----------
    epoch : int
    model : Model
    likeness : Likeness
        With the patterns, which are what should be given back.
    shown : sequence of int
        Which patterns are shown beside what is given back.
    inputs : ndarray, shape (n, pixels), optional
        What the model is shown; the patterns unless given.
    """
    truth = likeness.patterns.x
    inputs = truth if inputs is None else inputs
    kept = {}
    parts = [
        _compare(model, likeness, inputs, shown, rows, kept) for rows in row_blocks(*truth.shape)
    ]
    codes, log_var, errors, squared = zip(*parts, strict=True)
    codes, kl = np.concatenate(codes), None
    if log_var[0] is not None:
        kl = kl_by_dimension(codes, np.concatenate(log_var))
    codes = _plane(codes[places_on_map(len(truth), shown)])
    images = np.array([kept[place] for place in shown])
    return Moment(epoch, codes, images, np.concatenate(errors), sum(squared) / truth.size, kl)


def _compare(model, likeness, inputs, shown, rows, kept):
    """Return codes, log variances, errors and the sum of squared errors of some patterns.

    What is given back for those that are shown goes into `kept`, by their places.
    """
    truth, inputs = likeness.patterns.x[rows], inputs[rows]
    n, log_var = len(truth), None
    if hasattr(model, "encode_distribution"):
        codes, log_var = (each.reshape(n, -1) for each in model.encode_distribution(inputs))
    else:
        codes = model.encode(inputs).reshape(n, -1)
    images = model.reconstruct(inputs).reshape(truth.shape)
    kept |= {i: images[i - rows.start].copy() for i in shown if rows.start <= i < rows.stop}
    squares = (images - truth) ** 2
    errors = pixel_errors(truth, images) if likeness.binary else np.sqrt(squares.mean(axis=1))
    return codes, log_var, errors, float(squares.sum())


def _plane(codes):
    """The first two dimensions of codes, as float64."""
    plane = np.zeros((len(codes), 2))
    plane[:, : codes.shape[1]] = codes[:, :2]
    return plane


def corners_of(codes):
    """Return the lowest and the highest place of a map that has room for all codes.

    Parameters
    ----------
    codes : array_like, shape (..., 2)

    Returns
    -------
    low, high : ndarray, shape (2,)
    """
    codes = np.reshape(codes, (-1, 2))
    low, high = codes.min(axis=0), codes.max(axis=0)
    width = np.maximum(high - low, 0.1 * (high - low).max() or 1)
    middle, half = (low + high) / 2, 0.57 * width
    return middle - half, middle + half


def room_for(codes, corners):
    """Return corners with room for codes: the same, unless these left them or shrank to a dot."""
    low, high = corners
    width = np.ptp(codes, axis=0).max()
    inside = (codes >= low).all() and (codes <= high).all()
    if inside and width > 0.1 * (np.asarray(high) - low).max():
        return corners
    new_low, new_high = corners_of(codes)
    more = 0.5 * (new_high - new_low).max()
    return new_low - more, new_high + more


def rounded(value):
    """Return the next number at or above `value` that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def tell(moment, likeness):
    """Say how well a network gives back the patterns at a moment."""
    if likeness.binary:
        return f"{moment.errors.mean():.2f} wrong pixels a {likeness.noun}"
    text = f"root mean square error {moment.errors.mean():.3f}"
    if moment.kl is not None:
        text += f", KL {', '.join(f'{kl:.2f}' for kl in moment.kl)} nats"
    return text
