"""Wrong pixels while a network learns."""

import numpy as np

from tp5lib.evaluation.metrics import pixel_errors


class ErrorWatch:
    """A callback of ``fit`` that counts the wrong pixels of the weights as they are then.

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


def first_perfect(epochs, errors):
    """Return when each seed first had no wrong pixel at all.

    Parameters
    ----------
    epochs : sequence of int, shape (calls,)
    errors : array_like of int, shape (calls, seeds, n)
        As an `ErrorWatch` has them.

    Returns
    -------
    ndarray, shape (seeds,)
        The first of `epochs`; nan if there is none.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    epochs, errors = np.asarray(epochs, dtype=float), np.asarray(errors)
    if errors.ndim != 3 or epochs.shape != errors.shape[:1]:
        raise ValueError(
            f"errors must have the shape ({epochs.size}, seeds, n), not {errors.shape}"
        )
    perfect = errors.sum(axis=2) == 0
    return np.where(perfect.any(axis=0), epochs[perfect.argmax(axis=0)], np.nan)
