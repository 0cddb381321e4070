"""What a training leaves: its history, or the error that ended it."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np

OWN_WEIGHTS = "the model's own weights"


class DivergenceError(FloatingPointError):
    """A loss that is not finite.

    The model keeps the best weights found before it.

    Attributes
    ----------
    history : History
        The course of the training up to there.
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
        The loss over all the data after each epoch; nan after a seed has stopped.
    initial_loss : ndarray, shape (seeds,)
        The same before the first epoch.
    best_loss : ndarray, shape (seeds,)
        The loss of the weights kept: the lowest of all, or under noise the last.
    best_epoch : ndarray of int, shape (seeds,)
        How many epochs the weights kept were trained; 0 if training never improved them.
    epochs : ndarray of int, shape (seeds,)
        How many epochs each seed ran.
    stopped : tuple of str, length seeds
        Why each seed stopped: "epochs" (all were run), "patience" (too many without
        improvement), "interrupted" (by hand) or "diverged".
    learning_rate : ndarray, shape (epochs, seeds)
        The rate of each epoch; nan after a seed has stopped.
    seeds : tuple of int
    started_from : str
        What the initial weights were: "the model's own weights", or the file that a weight
        store took them from.
    terms : dict of ndarray, shape (epochs, seeds, ...)
        The course of what the loss is made of, where that is several terms, by name; each is
        also an attribute. A `VariationalAutoencoder` gives "reconstruction", "kl" and
        "kl_by_dimension".
    """

    loss: np.ndarray
    initial_loss: np.ndarray
    best_loss: np.ndarray
    best_epoch: np.ndarray
    epochs: np.ndarray
    stopped: tuple
    learning_rate: np.ndarray
    seeds: tuple
    started_from: str = OWN_WEIGHTS
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
            self.loss[:epochs, place],
            float(self.initial_loss[place]),
            float(self.best_loss[place]),
            int(self.best_epoch[place]),
            epochs,
            self.stopped[place],
            self.learning_rate[:epochs, place],
            (seed,),
            self.started_from,
            {name: course[:epochs, place] for name, course in self.terms.items()},
        )

    @classmethod
    def join(cls, histories):
        """Put histories of different seeds side by side."""
        longest = max(len(history.loss) for history in histories)

        def beside(name):
            courses = [getattr(h, name) for h in histories]
            missing = [
                [(0, longest - len(course))] + [(0, 0)] * (course.ndim - 1) for course in courses
            ]
            padded = map(partial(np.pad, constant_values=np.nan), courses, missing)
            return np.concatenate(list(padded), axis=1)

        arrays = {
            name: np.concatenate([getattr(h, name) for h in histories])
            for name in ("initial_loss", "best_loss", "best_epoch", "epochs")
        }
        return cls(
            loss=beside("loss"),
            learning_rate=beside("learning_rate"),
            stopped=sum((h.stopped for h in histories), ()),
            seeds=sum((h.seeds for h in histories), ()),
            terms={name: beside(name) for name in histories[0].terms},
            **arrays,
        )

    def __repr__(self):
        stopped = list(np.atleast_1d(self.stopped))
        reasons = ", ".join(f"{stopped.count(r)} by {r}" for r in dict.fromkeys(stopped))
        best, epochs = np.atleast_1d(self.best_loss), np.atleast_1d(self.epochs)
        own = self.started_from == OWN_WEIGHTS
        started = "" if own else f"; started from {self.started_from}"
        return (
            f"History({len(best)} seed{'s' * (len(best) > 1)}, {_range(epochs, 'd')} epochs, "
            f"best loss {_range(best, '.4g')}; stopped: {reasons}{started})"
        )


def _range(values, form):
    low, high = values.min(), values.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"
