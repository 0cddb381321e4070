"""Wrong pixels while a network learns."""

import numpy as np

from tp5lib.evaluation.metrics import pixel_errors


class ErrorWatch:
    """A callback of ``fit`` that counts the wrong pixels during training.

    Parameters
    ----------
    x : array_like, shape (n, features)
        The images.

    Attributes
    ----------
    epochs : list of int
        When it was called.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.evaluation.watching import ErrorWatch
    >>> x = load_letters().x
    >>> model, watch = Autoencoder([35, 17, 2, 17, 35], seeds=range(3)), ErrorWatch(x)
    >>> history = model.fit(x, epochs=30, learning_rate=0.01, callback=watch, every=10)
    >>> watch.epochs, watch.errors.shape
    ([10, 20, 30], (3, 3, 32))
    """

    def __init__(self, x):
        self._x = x
        self.epochs, self._errors = [], []

    def __call__(self, epoch, model):
        self.epochs.append(epoch)
        self._errors.append(pixel_errors(self._x, model.reconstruct(self._x)))

    @property
    def errors(self):
        """Wrong pixels by call: (calls, seeds, n), or (calls, n) of a model of one seed."""
        return np.array(self._errors)


def first_epoch(epochs, reached):
    """Return when each seed first reached something.

    Parameters
    ----------
    epochs : sequence of int, shape (calls,)
        As an `ErrorWatch` has them.
    reached : array_like of bool, shape (calls, seeds)
        Such as ``watch.errors.sum(axis=2) == 0``, an alphabet without a wrong pixel.

    Returns
    -------
    ndarray, shape (seeds,)
        The first of `epochs`; nan if there is none.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> from tp5lib.evaluation.watching import first_epoch
    >>> first_epoch([10, 20], [[False, True, False], [True, True, False]])
    array([20., 10., nan])
    """
    epochs, reached = np.asarray(epochs, dtype=float), np.asarray(reached)
    if reached.ndim != 2 or epochs.shape != reached.shape[:1]:
        raise ValueError(f"reached must have the shape ({epochs.size}, seeds), not {reached.shape}")
    return np.where(reached.any(axis=0), epochs[reached.argmax(axis=0)], np.nan)


def describe_epochs(when):
    """Return in how many seeds something happened, and after how many epochs, as text.

    Parameters
    ----------
    when : array_like, shape (seeds,)
        As from `first_epoch`.

    Returns
    -------
    str
        Its figures are measured and have a leading ``≈``.

    Examples
    --------
    >>> from tp5lib.evaluation.watching import describe_epochs
    >>> describe_epochs([2500, 3000, float("nan"), 8000])
    'in ≈ 3 of 4 seeds; median epoch ≈ 3,000, from 2,500 to 8,000 by seed'
    >>> describe_epochs([float("nan")])
    'in ≈ 0 of 1 seeds'
    """
    when = np.asarray(when, dtype=float)
    known = when[np.isfinite(when)]
    text = f"in ≈ {known.size} of {when.size} seeds"
    if not known.size:
        return text
    low, high = known.min(), known.max()
    return f"{text}; median epoch ≈ {np.median(known):,.0f}, from {low:,.0f} to {high:,.0f} by seed"
