"""What a training leaves: its history, by seed, and the errors that carry one."""

from dataclasses import dataclass, field

import numpy as np


class TrainingInterrupted(KeyboardInterrupt):
    """A training that was interrupted by hand.

    The model keeps the weights that the history speaks of, and ``fit`` goes on from there
    with ``resume=True``. Being a KeyboardInterrupt, it ends what called the training as well.

    Attributes
    ----------
    history : History
        The training up to there.
    """

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


class DivergenceError(FloatingPointError):
    """A loss that is not finite.

    The seed keeps the weights from before it; other seeds are trained to their end.

    Attributes
    ----------
    history : History
        Of all seeds.
    """

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


class WorkerError(RuntimeError):
    """A process that ended before its training did, such as for want of memory.

    The others are stopped at the end of an epoch, and the model holds the weights of their
    seeds.

    Attributes
    ----------
    history : History or None
        Of the seeds that were trained, if any; `stopped` says which came to their end.
    """

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


@dataclass(eq=False)
class History:
    """What a training did, by seed.

    Where the model was made with ``seed=``, the axis of seeds is absent.

    Attributes
    ----------
    loss : ndarray, shape (epochs, seeds)
        The loss over all the data after each epoch; nan after a seed has stopped. Under
        noise, that on a fresh draw of it.
    initial_loss : ndarray, shape (seeds,)
        The same before the first epoch.
    validation_loss : ndarray, shape (epochs, seeds), or None
        That on the validation data, if any were given.
    best_loss : ndarray, shape (seeds,)
        The loss of the weights kept: the lowest of all, or the last under noise, of a
        variational autoencoder, and where a callback ended the training.
    best_epoch : ndarray of int, shape (seeds,)
        How many epochs the weights kept were trained in all; 0 if training never improved
        them.
    start : ndarray of int, shape (seeds,)
        How many epochs each seed had been trained before, where a training was resumed.
    epochs : ndarray of int, shape (seeds,)
        How many epochs each seed ran.
    stopped : tuple of str, length seeds
        Why each seed stopped: "epochs" (all were run), "patience" (too many without
        improvement), "callback" (it said so), "interrupted" (by hand), "diverged", or "failed"
        (a noise, a callback or a function of the epoch raised an error).
    learning_rate : ndarray, shape (epochs, seeds)
        The rate of each epoch; nan after a seed has stopped.
    seeds : tuple of int
    terms : dict of ndarray, shape (epochs, seeds, ...)
        What the loss is made of, epoch by epoch, where that is several terms, by name; each
        is also an attribute. A `VariationalAutoencoder` gives "reconstruction", "kl" and
        "kl_by_dimension".

    Notes
    -----
    ``first + second`` puts the history of a resumed training behind that of the first part.
    """

    loss: np.ndarray
    initial_loss: np.ndarray
    best_loss: np.ndarray
    best_epoch: np.ndarray
    start: np.ndarray
    epochs: np.ndarray
    stopped: tuple
    learning_rate: np.ndarray
    seeds: tuple
    validation_loss: np.ndarray | None = None
    terms: dict = field(default_factory=dict)

    def __getattr__(self, name):
        terms = self.__dict__.get("terms", {})
        if name in terms:
            return terms[name]
        raise AttributeError(f"this History has no {name!r}; its loss has the terms {list(terms)}")

    def __dir__(self):
        return [*super().__dir__(), *self.terms]

    @property
    def interrupted(self):
        """True if the training was interrupted by hand."""
        return "interrupted" in np.atleast_1d(self.stopped)

    def for_seed(self, seed):
        """Return the history of one seed, without the axis of seeds."""
        if seed not in self.seeds:
            raise ValueError(f"seed must be one of {self.seeds}, not {seed!r}")
        place = self.seeds.index(seed)
        if np.ndim(self.best_loss) == 0:
            return self
        epochs = int(self.epochs[place])
        return History(
            initial_loss=float(self.initial_loss[place]),
            best_loss=float(self.best_loss[place]),
            best_epoch=int(self.best_epoch[place]),
            start=int(self.start[place]),
            epochs=epochs,
            stopped=self.stopped[place],
            seeds=(seed,),
            **self._curves(lambda curve: curve[:epochs, place]),
        )

    @classmethod
    def join(cls, histories, order):
        """Put histories of different seeds side by side, and the seeds in this order."""
        longest = max(len(history.loss) for history in histories)
        arrays = {
            name: np.concatenate([getattr(h, name) for h in histories])[order]
            for name in ("initial_loss", "best_loss", "best_epoch", "start", "epochs")
        }
        padded = [h._curves(lambda curve: _lengthened(curve, longest)) for h in histories]
        stopped = [reason for h in histories for reason in h.stopped]
        seeds = [seed for h in histories for seed in h.seeds]
        return cls(
            stopped=tuple(stopped[place] for place in order),
            seeds=tuple(seeds[place] for place in order),
            **_merged(padded, lambda curves: np.concatenate(curves, axis=1)[:, order]),
            **arrays,
        )

    def __add__(self, later):
        if not isinstance(later, History):
            return NotImplemented
        follows = np.all((later.start == self.start + self.epochs) | (np.equal(later.epochs, 0)))
        if later.seeds != self.seeds or not follows:
            raise ValueError("the second history must be that of the resumed training of the first")
        curves = [h._curves(lambda curve: curve) for h in (self, later)]
        return History(
            initial_loss=self.initial_loss,
            best_loss=later.best_loss,
            best_epoch=later.best_epoch,
            start=self.start,
            epochs=self.epochs + later.epochs,
            stopped=later.stopped,
            seeds=self.seeds,
            **_merged(curves, np.concatenate),
        )

    def _curves(self, change):
        """All that has an axis of epochs, each after `change`, as arguments of a History."""
        validation = self.validation_loss
        return {
            "loss": change(self.loss),
            "learning_rate": change(self.learning_rate),
            "validation_loss": None if validation is None else change(validation),
            "terms": {name: change(curve) for name, curve in self.terms.items()},
        }

    def __repr__(self):
        stopped = list(np.atleast_1d(self.stopped))
        reasons = ", ".join(f"{stopped.count(r)} by {r}" for r in dict.fromkeys(stopped))
        best, epochs = np.atleast_1d(self.best_loss), np.atleast_1d(self.epochs)
        return (
            f"History({len(best)} seed{'s' * (len(best) > 1)}, {_range(epochs, 'd')} epochs, "
            f"best loss {_range(best, '.4g')}; stopped: {reasons})"
        )


def _lengthened(curve, length):
    missing = [(0, length - len(curve))] + [(0, 0)] * (curve.ndim - 1)
    return np.pad(curve, missing, constant_values=np.nan)


def _merged(curves, merge):
    """Merge what `History._curves` gave of several histories."""
    merged = {name: merge([c[name] for c in curves]) for name in ("loss", "learning_rate")}
    terms = {name: term for c in curves for name, term in c["terms"].items()}
    for name, term in terms.items():
        # A history without an epoch has no terms.
        rest = term.shape[curves[0]["loss"].ndim :]
        nothing = [np.full(c["loss"].shape + rest, np.nan) for c in curves]
        own = [c["terms"].get(name, n) for c, n in zip(curves, nothing, strict=True)]
        terms[name] = merge(own)
    merged["terms"] = terms
    own = [c["validation_loss"] for c in curves]
    if any(curve is not None for curve in own):
        nothing = [np.full_like(c["loss"], np.nan) for c in curves]
        filled = [n if c is None else c for c, n in zip(own, nothing, strict=True)]
        merged["validation_loss"] = merge(filled)
    return merged


def _range(values, form):
    low, high = values.min(), values.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"


class Recorder:
    """Writes down what happens to each seed, epoch by epoch; grows as the epochs are run.

    Parameters
    ----------
    seeds : int
        How many.
    """

    def __init__(self, seeds):
        self._seeds, self._rows = seeds, 0
        self._curves = {}

    def write(self, row, places, name, values):
        """Write down what an epoch gave.

        Parameters
        ----------
        row : int
            The epoch, from 0.
        places : ndarray of int, or slice
            Of the seeds concerned.
        name : str
        values : ndarray, first axis those seeds
        """
        if row >= self._rows:
            self._rows = max(64, 2 * self._rows)
            self._curves = {k: _lengthened(v, self._rows) for k, v in self._curves.items()}
        if name not in self._curves:
            shape = (self._rows, self._seeds, *np.shape(values)[1:])
            self._curves[name] = np.full(shape, np.nan)
        self._curves[name][row, places] = values

    def curves(self, rows):
        """Return copies of the first rows of all curves, by name."""
        return {name: curve[:rows].copy() for name, curve in self._curves.items()}
