"""What a run leaves: its history, by seed, and the errors that carry one."""

from dataclasses import dataclass

import numpy as np


class _Ended:
    """What the errors share that end a ``fit`` before its time.

    Attributes
    ----------
    history : History
        Of all seeds, up to there.
    """

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


class TrainingInterrupted(_Ended, KeyboardInterrupt):
    """A run that was interrupted by hand.

    The model keeps its weights, and ``fit`` goes on from there with ``resume=True``. Being a
    KeyboardInterrupt, it ends what called ``fit`` as well.
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
    loss : ndarray, shape (epochs, seeds)
        The loss over all the data after each epoch; nan after a seed has stopped. Under
        noise, that on a fresh draw of it.
    learning_rate : ndarray, shape (epochs, seeds)
        The rate of each epoch; nan after a seed has stopped.
    validation_loss : ndarray, shape (epochs, seeds), or None
        The loss on the validation data, if any were given.
    reconstruction, kl, kl_by_dimension : ndarray, shape (epochs, seeds[, latent])
        The terms of the loss of a `VariationalAutoencoder`, in nats a sample.
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
    curves : dict of ndarray, shape (epochs, seeds, ...)
        All that was written down epoch by epoch, by the names above.

    Notes
    -----
    ``first + second`` is the history of a run and of the one that resumed it.
    """

    curves: dict
    initial_loss: np.ndarray
    best_loss: np.ndarray
    best_epoch: np.ndarray
    start: np.ndarray
    epochs: np.ndarray
    stopped: tuple
    seeds: tuple

    def __getattr__(self, name):
        curves = self.__dict__.get("curves", {})
        if name in curves:
            return curves[name]
        if name == "validation_loss":
            return None
        raise AttributeError(f"this History has no {name!r}; it has {', '.join(curves)}")

    def __dir__(self):
        return [*super().__dir__(), *self.curves]

    def for_seed(self, seed):
        """Return the history of one seed, without the axis of seeds."""
        if seed not in self.seeds:
            raise ValueError(f"seed must be one of {self.seeds}, not {seed!r}")
        if np.ndim(self.best_loss) == 0:
            return self
        place, numbers = self.seeds.index(seed), ("initial_loss", "best_loss", *_COUNTS)
        epochs = self.epochs[place]
        return History(
            curves={name: curve[:epochs, place] for name, curve in self.curves.items()},
            stopped=self.stopped[place],
            seeds=(seed,),
            **{name: getattr(self, name)[place].item() for name in numbers},
        )

    @classmethod
    def join(cls, histories, order):
        """Put histories of different seeds side by side, and the seeds in this order."""
        epochs = max(len(history.loss) for history in histories)
        names = {name: None for history in histories for name in history.curves}
        curves = {}
        for name in names:
            rest = next(h.curves[name].shape[2:] for h in histories if name in h.curves)
            curves[name] = np.full((epochs, len(order), *rest), np.nan)
            place = 0
            for history in histories:
                seeds = slice(place, place + len(history.seeds))
                if name in history.curves:
                    curves[name][: len(history.loss), seeds] = history.curves[name]
                place = seeds.stop
            curves[name] = curves[name][:, order]
        stopped = [reason for history in histories for reason in history.stopped]
        seeds = [seed for history in histories for seed in history.seeds]
        return cls(
            curves=curves,
            stopped=tuple(stopped[place] for place in order),
            seeds=tuple(seeds[place] for place in order),
            **{
                name: np.concatenate([getattr(h, name) for h in histories])[order]
                for name in ("initial_loss", "best_loss", *_COUNTS)
            },
        )

    def __add__(self, later):
        if not isinstance(later, History):
            return NotImplemented
        follows = np.all((later.start == self.start + self.epochs) | (np.equal(later.epochs, 0)))
        if later.seeds != self.seeds or not follows:
            raise ValueError("the second history must be that of the resumed run of the first")
        return History(
            curves={name: self._continued(later, name) for name in self.curves | later.curves},
            initial_loss=self.initial_loss,
            best_loss=later.best_loss,
            best_epoch=later.best_epoch,
            start=self.start,
            epochs=self.epochs + later.epochs,
            stopped=later.stopped,
            seeds=self.seeds,
        )

    def _continued(self, later, name):
        """A curve whose part of `later` begins, for each seed, where this one ends."""
        first, second = np.atleast_1d(self.epochs), np.atleast_1d(later.epochs)
        shape = next(h.curves[name].shape[1:] for h in (self, later) if name in h.curves)
        joined = np.full((max(first + second), *shape), np.nan)
        for place in range(len(self.seeds)):
            seed = () if np.ndim(self.best_loss) == 0 else (place,)
            middle = first[place]
            for history, start, count in ((self, 0, middle), (later, middle, second[place])):
                if name in history.curves:
                    rows = history.curves[name][(slice(count), *seed)]
                    joined[(slice(start, start + count), *seed)] = rows
        return joined

    def __repr__(self):
        stopped = list(np.atleast_1d(self.stopped))
        reasons = ", ".join(f"{stopped.count(r)} by {r}" for r in dict.fromkeys(stopped))
        best, epochs = np.atleast_1d(self.best_loss), np.atleast_1d(self.epochs)
        return (
            f"History({len(best)} seed{'s' * (len(best) > 1)}, {_range(epochs, 'd')} epochs, "
            f"best loss {_range(best, '.4g')}; stopped: {reasons})"
        )


_COUNTS = "best_epoch", "start", "epochs"


def _range(values, form):
    low, high = values.min(), values.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"


class Curves:
    """What is written down of the seeds of a run, epoch by epoch; grows as epochs are run.

    Parameters
    ----------
    seeds : int
        How many.

    Attributes
    ----------
    initial : ndarray, shape (seeds,), or None
        The loss before the first epoch.
    """

    def __init__(self, seeds):
        self.initial = None
        self._seeds, self._arrays = seeds, {"loss": None, "learning_rate": None}

    def write(self, epoch, name, values):
        """Write down what an epoch, from 0, gave: an array whose first axis is seeds."""
        array = self._arrays.get(name)
        if array is None or epoch == len(array):
            grown = np.full((max(64, 2 * epoch), *np.shape(values)), np.nan)
            if array is not None:
                grown[:epoch] = array
            self._arrays[name] = array = grown
        array[epoch] = values

    def take(self, places):
        """Return those of some of the seeds."""
        part = Curves(len(places))
        part.initial = None if self.initial is None else self.initial[places]
        part._arrays = {k: a if a is None else a[:, places] for k, a in self._arrays.items()}
        return part

    def written(self, epochs):
        """Return copies of the curves of so many epochs, by name."""
        empty = np.empty((0, self._seeds))
        return {k: empty if a is None else a[:epochs].copy() for k, a in self._arrays.items()}
