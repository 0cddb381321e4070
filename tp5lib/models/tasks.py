"""What a training is given, and what it gives: plain data that can be sent elsewhere."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import pairwise

import numpy as np

from tp5lib.datasets.noise import as_noise
from tp5lib.models.history import History
from tp5lib.nn.optimizers import Optimizer, as_optimizer
from tp5lib.nn.schedules import Schedule, as_schedule
from tp5lib.validation import check_integer, check_number

# Seeds that stopped for one of these are not trained on when a training is resumed.
FINISHED = ("patience", "diverged")


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
        return {name: described(value) for name, value in given.items()}


@dataclass
class Training:
    """All that a training needs, so that it can be cut in parts and sent elsewhere.

    Attributes
    ----------
    objective : callable
        ``objective(parameters, gradients, n, context)`` returns what computes the loss of `n`
        samples: an object with ``load(x, target)``, ``evaluate()`` for the loss of each
        seed and its gradient, ``value()`` for the loss alone, ``descend()`` for the gradient
        alone, and ``terms``, a dict of what the last loss was made of, arrays of shape (seeds,
        ...). It reads `parameters` and writes `gradients`, both of shape (seeds, parameters),
        at each call. If its ``stochastic`` is true, the loss is a draw, or changes its meaning
        by the epoch.
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
    """What a training gave.

    Attributes
    ----------
    parameters : ndarray, shape (seeds, parameters)
        The weights kept.
    generators : list of numpy.random.Generator
    history : History
    state : dict of ndarray or None
        What to resume from; None if it was ended in the midst of an epoch.
    error : Exception or None
        What a function of the caller's raised, if it ended the training.
    """

    parameters: np.ndarray
    generators: list
    history: History
    state: dict | None
    error: Exception | None = None


def deal_out(places, workers):
    """Cut a list of seeds into as many parts as there are workers, as equal as can be."""
    bounds = [len(places) * part // workers for part in range(workers + 1)]
    return [places[a:b] for a, b in pairwise(bounds)]


def joined(parts, places):
    """Put what groups of seeds have given side by side.

    Parameters
    ----------
    parts : list of Trained
    places : list of sequence of int
        Of the seeds of each part among all.

    Returns
    -------
    Trained
        In the order of the places.
    """
    order = np.argsort(np.concatenate(places))
    generators = [generator for part in parts for generator in part.generators]
    states = [part.state for part in parts]
    state = None
    if all(state is not None for state in states):
        state = {name: np.concatenate([s[name] for s in states])[order] for name in states[0]}
    return Trained(
        np.concatenate([part.parameters for part in parts])[order],
        [generators[place] for place in order],
        History.join([part.history for part in parts], order),
        state,
        next((part.error for part in parts if part.error is not None), None),
    )


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

    @classmethod
    def resumed(cls, state, kept):
        own = {f.name: state[f.name].copy() for f in fields(cls) if f.name in state}
        return cls(places=np.arange(len(kept)), kept=kept.copy(), **own)

    def rows(self, mask):
        """Return the rows of some seeds, by name."""
        return {f.name: some(getattr(self, f.name), mask) for f in fields(self)}


def some(rows, mask):
    """Return the rows `mask`: a copy, unless they are all."""
    return rows if mask.all() else rows[mask]


def epochs_of(state):
    """Return the set of epochs after which seeds go on that have not finished."""
    return set(state["epoch"][~np.isin(state["stopped"], FINISHED)].tolist())


def epochs_done(state):
    """Return after how many epochs a training goes on; raise ValueError if seeds differ in it."""
    epochs = epochs_of(state)
    if len(epochs) > 1:
        raise ValueError(
            f"the seeds were interrupted after {min(epochs)} to {max(epochs)} epochs: "
            "resume each alone, model.for_seed(seed)"
        )
    return epochs.pop() if epochs else int(state["epoch"].max())


def check_state(state, shape):
    """Raise ValueError unless a state that was read is one of parameters of this shape."""
    names = {f.name for f in fields(Active)} - {"places", "kept"}
    names |= {"epoch", "updates", "stopped", "mark.x", "mark.target", "mark.weights"}
    if missing := names - set(state):
        raise ValueError(f"its training lacks {', '.join(sorted(missing))}")
    for name, rows in state.items():
        large = name in ("parameters", "gradients") or name.startswith("moment.")
        if rows.shape != (shape if large else shape[:1]):
            raise ValueError(f"its training has {name} of shape {rows.shape}")


def described(value):
    """Return a text that another run gives an equal value as well.

    Python's own repr of functions, and of objects that have none, holds an address.
    """
    if isinstance(value, partial):
        parts = [value.func, *value.args, *value.keywords.items()]
        return f"partial({', '.join(map(described, parts))})"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(described, value))})"
    if hasattr(value, "__code__"):
        code = value.__code__
        constants = [c for c in code.co_consts if not hasattr(c, "co_code")]
        held = [cell.cell_contents for cell in value.__closure__ or ()]
        held = [h for h in held if isinstance(h, int | float | str)]
        content = code.co_code + repr((constants, code.co_names, held)).encode()
        return f"{value.__module__}.{value.__qualname__} {zlib.crc32(content):08x}"
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    if type(value).__repr__ is object.__repr__:
        kept = sorted(getattr(value, "__dict__", {}).items())
        return f"{described(type(value))}{described(kept)}"
    return repr(value)


def digests(array, seeds):
    """Return a number a seed that differs, almost surely, where the bytes of its data do.

    Parameters
    ----------
    array : ndarray, shape (samples, features) or (seeds, samples, features)
    seeds : int

    Returns
    -------
    ndarray of int, shape (seeds,)
    """
    own = array if array.ndim == 3 else array[np.newaxis]
    found = [zlib.crc32(np.ascontiguousarray(rows)) for rows in own]
    return np.broadcast_to(np.array(found, dtype=np.int64), seeds).copy()


def of_seeds(array, places):
    """Return the part of some seeds, where an array has an axis of seeds at all."""
    return array[places] if array.ndim == 3 else array


def take(array, batch):
    """The samples `batch`, (seeds, size), of each seed."""
    if array.ndim == 2:
        return array[batch]
    return np.take_along_axis(array, batch[:, :, np.newaxis], axis=1)
