"""What a training is given, and what it gives: plain data that can be sent elsewhere."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from tp5lib.datasets.noise import as_noise
from tp5lib.models.history import History
from tp5lib.nn.optimizers import Optimizer, as_optimizer
from tp5lib.nn.schedules import Schedule, as_schedule
from tp5lib.validation import check_integer, check_number


@dataclass(frozen=True)
class Settings:
    """What a user sets of a training; see `Autoencoder.fit`."""

    epochs: int
    learning_rate: Schedule
    optimizer: Optimizer
    batch_size: int | None = None
    patience: int | None = None
    min_delta: float = 1e-5
    noise: Callable | None = None

    @classmethod
    def checked(cls, *, epochs, learning_rate, optimizer, batch_size, patience, min_delta, noise):
        """Return the settings for what a caller gave, or raise TypeError or ValueError."""
        return cls(
            check_integer(epochs, "epochs"),
            as_schedule(learning_rate),
            as_optimizer(optimizer),
            None if batch_size is None else check_integer(batch_size, "batch_size"),
            None if patience is None else check_integer(patience, "patience"),
            check_number(min_delta, "min_delta", low=0),
            as_noise(noise),
        )

    def described(self):
        """Return what must not change when a training is resumed, as text by name."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "epochs"}
        return {name: _described(value) for name, value in given.items()}


def _described(value):
    # Python's own repr of functions and objects holds an address, which no other run has.
    if hasattr(value, "__qualname__"):
        return value.__qualname__
    if type(value).__repr__ is object.__repr__:
        return f"{type(value).__qualname__}{vars(value)}"
    return repr(value)


@dataclass
class Training:
    """All that a training needs, so that it can be cut in parts and sent elsewhere.

    Attributes
    ----------
    objective : callable
        ``objective(parameters, gradients, n, context)`` returns what computes the loss of `n`
        samples: an object with ``load(x, target)``, ``evaluate()`` for the loss of each
        seed and its gradient, ``value()`` for the loss alone, and ``terms``, a dict of what
        the last loss was made of, arrays of shape (seeds, ...). It reads `parameters` and
        writes `gradients`, both of shape (seeds, parameters), at each call. If its
        ``stochastic`` is true, the loss is a draw, or changes its meaning by the epoch.
    parameters : ndarray, shape (seeds, parameters)
        The initial weights; of a training that is resumed, those it had kept.
    x, target : ndarray, shape (samples, features) or (seeds, samples, features)
    seeds : tuple of int
    generators : list of numpy.random.Generator
        One a seed, for the order of its mini-batches and its noise.
    settings : Settings
    validation : pair of ndarray, optional
        Inputs and targets, of the shapes of `x` and `target`.
    state : dict of ndarray, first axis seeds, optional
        What another training of these seeds left, to be resumed.
    """

    objective: Callable
    parameters: np.ndarray
    x: np.ndarray
    target: np.ndarray
    seeds: tuple
    generators: list
    settings: Settings
    validation: tuple | None = None
    state: dict | None = None

    def part(self, places):
        """Return the same for some of the seeds, by their places."""
        validation, state = self.validation, self.state
        return replace(
            self,
            parameters=self.parameters[places],
            x=of_seeds(self.x, places),
            target=of_seeds(self.target, places),
            seeds=tuple(self.seeds[place] for place in places),
            generators=[self.generators[place] for place in places],
            validation=validation and tuple(of_seeds(a, places) for a in validation),
            state=state and {name: rows[places] for name, rows in state.items()},
        )


@dataclass
class Trained:
    """What a training gave: the weights kept, the state to resume from, and its history."""

    parameters: np.ndarray
    generators: list
    history: History
    state: dict


@dataclass
class Active:
    """The seeds still in training, and their share of the state; rows are seeds.

    Attributes
    ----------
    places : ndarray of int
        Where they stand among all seeds.
    parameters, kept : ndarray, shape (active, parameters)
        The weights now, and those with the lowest loss so far.
    gradients : ndarray, shape (active, parameters)
    loss, kept_loss : ndarray
        Those of both weights.
    kept_epoch : ndarray of int
    progress_loss : ndarray
        Patience counts a loss below this as progress.
    progress_epoch : ndarray of int
        The last epoch that made progress.
    """

    places: np.ndarray
    parameters: np.ndarray
    kept: np.ndarray
    gradients: np.ndarray
    loss: np.ndarray
    kept_loss: np.ndarray
    kept_epoch: np.ndarray
    progress_loss: np.ndarray
    progress_epoch: np.ndarray

    @classmethod
    def at_the_start(cls, parameters):
        count = len(parameters)
        infinite, zero = np.full(count, np.inf), np.zeros(count, dtype=int)
        return cls(
            places=np.arange(count),
            parameters=parameters.copy(),
            kept=parameters.copy(),
            gradients=np.zeros_like(parameters),
            loss=infinite.copy(),
            kept_loss=infinite.copy(),
            kept_epoch=zero.copy(),
            progress_loss=infinite.copy(),
            progress_epoch=zero.copy(),
        )

    def rows(self, mask):
        """Return copies of the rows of some seeds, by name."""
        return {f.name: getattr(self, f.name)[mask] for f in fields(self)}


def digest(array):
    """Return a short text that differs, almost surely, where the bytes of two arrays do."""
    return f"{zlib.crc32(np.ascontiguousarray(array)):08x}"


def of_seeds(array, places):
    """Return the part of some seeds, where an array has an axis of seeds at all."""
    return array[places] if array.ndim == 3 else array
