"""What a run leaves: its history, by seed, and the errors that carry one."""

from dataclasses import dataclass

import numpy as np


class _Ended:
    """What the errors share that end a ``fit`` before its time: the `history` up to there."""

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


class TrainingInterrupted(_Ended, KeyboardInterrupt):
    """A run that was interrupted by hand, and with it what called ``fit``.

    The model keeps its weights, and ``fit(..., resume=True)`` goes on from there.
    """


class DivergenceError(_Ended, FloatingPointError):
    """A loss that is not finite: the seed keeps the weights from before it, others go on."""


class WorkerError(_Ended, RuntimeError):
    """A worker that was lost: its seeds are where they last came back from, others are trained."""


@dataclass(eq=False)
class History:
    """What a ``fit`` did, by seed.

    Where the model was made with ``seed=``, the axis of seeds is absent.

    Attributes
    ----------
    curves : dict of ndarray, shape (epochs, seeds[, latent])
        What was written down after each epoch, nan after a seed has stopped: "loss", over all
        the data, under noise on a fresh draw of it; "learning_rate"; "validation_loss", if data
        for it were given; of a `VariationalAutoencoder` the terms of its loss, in nats a sample,
        "reconstruction", "kl" and "kl_by_dimension". Each is an attribute as well.
    initial_loss : ndarray, shape (seeds,)
        The loss before the first epoch.
    best_loss : ndarray, shape (seeds,)
        The loss of the weights kept: the lowest of all, or the last under noise, of a
        variational autoencoder, and where a callback stopped the seed.
    best_epoch : ndarray of int, shape (seeds,)
        After how many epochs in all the weights kept were found; 0 for the initial ones.
    start : ndarray of int, shape (seeds,)
        How many epochs each seed had been trained before, where a run was resumed.
    epochs : ndarray of int, shape (seeds,)
        How many epochs each seed ran.
    stopped : tuple of str, length seeds
        Why each seed stopped: "epochs" (all were run), "patience" (too many without
        improvement), "callback" (it said so), "interrupted" (by hand), "diverged", "failed"
        (a noise, a callback or a function of the epoch raised an error) or "lost" (with its
        worker).
    seeds : tuple of int
    """

    curves: dict
    initial_loss: np.ndarray
    best_loss: np.ndarray
    best_epoch: np.ndarray
    start: np.ndarray
    epochs: np.ndarray
    stopped: tuple
    seeds: tuple

    validation_loss = None  # unless it is one of the curves

    def __post_init__(self):
        vars(self).update(self.curves)

    def for_seed(self, seed):
        """Return the history of one seed, without the axis of seeds."""
        if seed not in self.seeds:
            raise ValueError(f"seed must be one of {self.seeds}, not {seed!r}")
        if np.ndim(self.best_loss) == 0:
            return self
        place = self.seeds.index(seed)
        numbers = ("initial_loss", "best_loss", "best_epoch", "start", "epochs")
        own = {name: getattr(self, name).item(place) for name in numbers}
        curves = {k: curve[: own["epochs"], place] for k, curve in self.curves.items()}
        return History(curves=curves, stopped=self.stopped[place], seeds=(seed,), **own)

    def __repr__(self):
        stopped = list(np.atleast_1d(self.stopped))
        reasons = ", ".join(f"{stopped.count(r)} by {r}" for r in dict.fromkeys(stopped))
        best, epochs = np.atleast_1d(self.best_loss), np.atleast_1d(self.epochs)
        return (
            f"History({len(best)} seed{'s' * (len(best) > 1)}, {_range(epochs, 'd')} epochs, "
            f"best loss {_range(best, '.4g')}; stopped: {reasons})"
        )


def _range(values, form):
    low, high = values.min(), values.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"
