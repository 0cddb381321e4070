"""One run: the networks of many seeds trained side by side, each as if it were alone."""

import copy
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from tp5lib.datasets.noise import corrupt
from tp5lib.models.history import Curves, History
from tp5lib.nn.objectives import Context, InParts
from tp5lib.nn.optimizers import Optimizer, OptimizerState
from tp5lib.nn.schedules import Schedule, check_rate

_FINAL = "patience", "diverged"  # a seed that stopped for one of these does not go on
_VALIDATION = 2  # what a seed's generator is for; see `models.base` for the others
# What a setting has left behind in the rows, which is forgotten when another takes its place.
_LEFT_BY = {
    "optimizer": ("moment.",),
    "learning_rate": ("rate.",),
    "loss": ("kept_loss", "progress"),
}


@dataclass(frozen=True)
class Settings:
    """What is set of a run; see `Model.fit`."""

    loss: type
    learning_rate: Schedule | Callable
    optimizer: Optimizer
    batch_size: int | None = None
    shuffle: bool = True
    patience: int | None = None
    min_delta: float = 1e-5
    noise: Callable | None = None

    def described(self):
        """Return the settings as text by name, to tell when a run goes on whether one differs."""
        return {name: repr(value) for name, value in vars(self).items() if name != "noise"}


class Training:
    """A run: all arrays of the seeds in training, and `step`, which makes one epoch of it.

    Parameters
    ----------
    objective : callable
        ``objective(parameters, gradients, n, context)`` returns what is minimised on `n`
        samples; see `nn.objectives`.
    parameters : ndarray, shape (seeds, parameters)
        The initial weights; they are copied.
    x, target : ndarray, shape (samples, features) or (seeds, samples, features)
    seeds : sequence of int
    generators : list of numpy.random.Generator
        One a seed: for the order of its samples, its noise and its draws.
    settings : Settings
    validation : pair of ndarray, optional
        Inputs and targets that are not trained on.

    Attributes
    ----------
    epoch : int
        The last one that was finished.
    going : bool
        Whether a seed is left that has not stopped.
    rows : dict of ndarray, first axis seeds
        The present "parameters", with their "loss" and "gradients", the weights "kept", with
        "kept_loss" and "kept_epoch", what patience and the optimizer ("moment.0") remember,
        and why a seed "stopped", or "".
    memory : dict of ndarray, first axis seeds
        What a schedule remembers.
    phase : {"whole", "computing", "noting"}
        An interruption leaves a run that is "computing" in the midst of an epoch.

    Notes
    -----
    All seeds stand at the same epoch. `take` makes a run of some of them: of those that go on
    where others have stopped, of a group that fits the processor's cache, of what is sent to
    another process. `join` is the inverse. An attribute whose name begins with an underscore is a
    buffer that `begin` makes; it is neither copied nor sent.

    Under noise, or with a stochastic objective, a lower loss is a luckier draw, so the last
    weights are kept and not the best.
    """

    _context = None

    def __init__(
        self, objective, parameters, x, target, seeds, generators, settings, validation=None
    ):
        self.objective, self.settings = objective, settings
        self.x, self.target, self.validation = x, target, validation
        self.seeds, self.generators = tuple(seeds), list(generators)
        self.epoch = self.start = self.updates = 0
        self.evaluated, self.phase = False, "whole"
        count = len(self.seeds)
        self.curves = Curves(count)
        self.rows = {
            "parameters": parameters.copy(),
            "gradients": np.zeros_like(parameters),
            "loss": np.full(count, np.inf),
            "kept": parameters.copy(),
            "kept_loss": np.full(count, np.inf),
            "kept_epoch": np.zeros(count, dtype=int),
            "progress_loss": np.full(count, np.inf),  # patience counts a loss below as progress
            "progress_epoch": np.zeros(count, dtype=int),
            "stopped": np.full(count, "", dtype="U9"),
        }
        for i in range(settings.optimizer.moments):
            self.rows[f"moment.{i}"] = np.zeros_like(parameters)
        self.memory = {}  # of a schedule
        if isinstance(settings.learning_rate, Schedule):
            self.memory = settings.learning_rate.begin(count)
        self.n_stopped = 0

    @property
    def going(self):
        return self.n_stopped < len(self.seeds)

    def take(self, places):
        """Return the run of some of the seeds, by their places or a mask; it shares nothing."""
        part, places = copy.copy(self), np.arange(len(self.seeds))[places]
        part.seeds = tuple(self.seeds[place] for place in places)
        part.generators = [self.generators[place] for place in places]
        part.rows = {name: array[places] for name, array in self.rows.items()}
        part.memory = {name: array[places] for name, array in self.memory.items()}
        part.curves = self.curves.take(places)
        part.n_stopped = np.count_nonzero(part.rows["stopped"])
        if self.x is not None:
            part.take_data(self)
        return part

    def take_data(self, other):
        """Share the data of another run, of which this one has some of the seeds."""
        places = [other.seeds.index(seed) for seed in self.seeds]

        def own(array):
            return array[places] if array.ndim == 3 else array

        self.x, self.target = own(other.x), own(other.target)
        self.validation = other.validation and tuple(map(own, other.validation))

    def split(self, parts):
        """Return so many runs, as equal as can be, each of some of the seeds."""
        return [self.take(places) for places in np.array_split(np.arange(len(self.seeds)), parts)]

    def state(self):
        """Return all that it takes to go on, arrays by name, first axis seeds."""
        count = len(self.seeds)
        progress = {"epoch": np.full(count, self.epoch), "updates": np.full(count, self.updates)}
        memory = {f"rate.{name}": array for name, array in self.memory.items()}
        return self.rows | memory | progress

    def restore(self, state, before):
        """Go on from the `state` of a run of these seeds, at one epoch, with `before` settings.

        What a setting that has changed since had left behind is forgotten: the moments of
        another optimizer, the best loss under another loss.
        """
        now = self.settings.described()
        changed = {name for name in now if before.get(name) != now[name]}
        forgotten = tuple(prefix for name in changed for prefix in _LEFT_BY.get(name, ()))
        for mine, prefix in ((self.rows, ""), (self.memory, "rate.")):
            for name in mine:
                if prefix + name in state and not (prefix + name).startswith(forgotten):
                    mine[name] = state[prefix + name].copy()
        self.epoch = self.start = int(state["epoch"][0])
        self.updates = 0 if "optimizer" in changed else int(state["updates"][0])
        self.evaluated = not changed & {"loss", "batch_size"}
        stopped = self.rows["stopped"]
        final = ("diverged",) if changed & {"patience", "min_delta", "loss"} else _FINAL
        stopped[~np.isin(stopped, final)] = ""
        self.n_stopped = np.count_nonzero(stopped)

    def follow(self, other):
        """Go on from where another run of these seeds stands, with other settings."""
        self.restore(other.state(), other.settings.described())
        self.generators = other.generators

    def weights_now(self):
        """Return the weights as they are, (seeds, parameters), or as kept where a seed stopped."""
        rows = self.rows
        stopped = (rows["stopped"] != "")[:, np.newaxis]
        return np.where(stopped, rows["kept"], rows["parameters"])

    def check_state(self, state):
        """Raise ValueError unless `state`, which was read, is of the shape of this run's own."""
        own = self.state()
        if missing := {*self.rows, "epoch", "updates"} - set(state):
            raise ValueError(f"its run lacks {', '.join(sorted(missing))}")
        for name, rows in own.items():
            if name in state and state[name].shape != rows.shape:
                raise ValueError(f"its run has {name} of shape {state[name].shape}")

    def __getstate__(self):
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def begin(self):
        """Make the buffers, and evaluate the initial weights; `step` does so if need be."""
        if self._context is not None or not self.going:
            return
        self.phase = "computing"
        settings, rows, n = self.settings, self.rows, self.x.shape[-2]
        self._context = Context(self.generators, self.epoch)
        moments = [rows[f"moment.{i}"] for i in range(settings.optimizer.moments)]
        self._optimizer = OptimizerState(
            settings.optimizer, rows["parameters"], rows["gradients"], moments, self.updates
        )
        self._rates, self._deadline = None, 0
        self._batches = {}  # the objective of a mini-batch, by its size
        if settings.batch_size is None:
            self._whole = self._objective(n)
        else:
            self._whole = self._in_parts(self._batch, n)
        if settings.noise is None:
            self._whole.load(self.x, self.target)
        # Under noise or with draws a lower loss is a luckier one, so the last weights are kept.
        self._keeps_last = settings.noise is not None or self._whole.stochastic
        if self.validation is not None:
            self._validation_context = Context([])
            make = partial(self._objective, context=self._validation_context)
            self._validation = self._in_parts(make, self.validation[0].shape[-2])
            self._validation.load(*self.validation)
        if not self.evaluated:
            self._note(self._evaluate())
            self.evaluated = True
        if self.curves.initial is None:
            self.curves.initial = rows["loss"].copy()
        self.phase = "whole"

    def _objective(self, n, context=None):
        rows = self.rows
        context = context or self._context
        return self.objective(rows["parameters"], rows["gradients"], n, context)

    def _batch(self, n):
        if n not in self._batches:
            self._batches[n] = self._objective(n)
        return self._batches[n]

    def _in_parts(self, make, n):
        return InParts(make, n, self.settings.batch_size or n, self.rows["parameters"].shape[1])

    def step(self):
        """Make one epoch for all seeds, and return the loss of each after it, shape (seeds,)."""
        self.begin()
        self.phase = "computing"
        self._context.epoch = self.epoch + 1
        self._set_rate()
        if self.settings.batch_size is None:
            self._optimizer.step(self._rate)
        else:
            self._step_by_batches()
        loss = self._evaluate()
        self.phase = "noting"
        self.epoch += 1
        self.updates = self._optimizer.updates
        self._note(loss)
        self.phase = "whole"
        return loss

    def stop(self, places, reason):
        """Let some seeds stop, with the weights that they have now, whatever their loss."""
        rows = self.rows
        for kept, now in (("kept", "parameters"), ("kept_loss", "loss")):
            rows[kept][places] = rows[now][places]
        rows["kept_epoch"][places] = self.epoch
        self._let_stop(places, reason)

    def history(self, reason):
        """Return the `History` of this run; `reason` is why the seeds stopped that were going."""
        count, epochs = len(self.seeds), self.epoch - self.start
        initial = self.rows["loss"] if self.curves.initial is None else self.curves.initial
        return History(
            curves=self.curves.written(epochs),
            initial_loss=initial.copy(),
            best_loss=self.rows["kept_loss"].copy(),
            best_epoch=self.rows["kept_epoch"].copy(),
            start=np.full(count, self.start),
            epochs=np.full(count, epochs),
            stopped=tuple(str(own) or reason for own in self.rows["stopped"]),
            seeds=self.seeds,
        )

    def _inputs(self):
        """The inputs of an epoch: the data, or what the noise makes of them for each seed."""
        noise = self.settings.noise
        if noise is None:
            return self.x
        clean = self.x if self.x.ndim == 3 else [self.x] * len(self.seeds)
        pairs = zip(clean, self.generators, strict=True)
        return np.stack([corrupt(noise, data, rng) for data, rng in pairs])

    def _step_by_batches(self):
        """Make the updates of an epoch, one a mini-batch."""
        x, target, size, n = self._inputs(), self.target, self.settings.batch_size, len(self.seeds)
        samples = x.shape[-2]
        if self.settings.shuffle:
            order = np.stack([rng.permutation(samples) for rng in self.generators])
        else:
            order = np.broadcast_to(np.arange(samples), (n, samples))
        for start in range(0, samples, size):
            places = order[:, start : start + size]
            batch = self._batch(places.shape[1])
            batch.load(_samples(x, places), _samples(target, places))
            batch.gradient()
            self._optimizer.step(self._rate)

    def _evaluate(self):
        """The loss of each seed; on the full batch, with the gradient of the next update."""
        if self.settings.noise is not None:
            self._whole.load(self._inputs(), self.target)
        loss = self._whole.value()
        if self.settings.batch_size is None:
            self._whole.gradient()
        return loss

    def _set_rate(self):
        """Give the optimizer the rates of the epoch: one number if they are all the same."""
        rule = self.settings.learning_rate
        rates = [rule(self.epoch + 1)] if callable(rule) else self.memory["rate"].tolist()
        if rates != self._rates:
            if callable(rule):
                check_rate(rates[0], self.epoch + 1)
            same = len(set(rates)) == 1
            self._rates = rates
            self._rate = float(rates[0]) if same else np.array(rates)[:, np.newaxis]
            self._rates_by_seed = np.broadcast_to(rates, len(self.seeds)).astype(float)

    def _note(self, loss):
        """Write down the loss, keep the best weights, stop the seeds that are done."""
        rows, epoch = self.rows, self.epoch
        rows["loss"][:] = loss
        if epoch > self.start:
            self._record(loss)
            if self.memory:
                self.settings.learning_rate.update(self.memory, epoch, loss)
        better = np.isfinite(loss) if self._keeps_last else loss < rows["kept_loss"]
        improvements = np.count_nonzero(better)
        if improvements == len(loss):  # as nearly always; then quicker without a mask
            np.copyto(rows["kept"], rows["parameters"])
            np.copyto(rows["kept_loss"], loss)
            rows["kept_epoch"][:] = epoch
        else:
            if improvements:
                rows["kept"][better] = rows["parameters"][better]
                rows["kept_loss"][better] = loss[better]
                rows["kept_epoch"][better] = epoch
            finite = np.isfinite(loss)
            if not finite.all():
                self._let_stop(~finite, "diverged")
        if self.settings.patience is not None:
            self._check_patience(loss)

    def _let_stop(self, places, reason):
        self.rows["stopped"][places] = reason
        self.n_stopped = np.count_nonzero(self.rows["stopped"])

    def _record(self, loss):
        place = self.epoch - self.start - 1
        self.curves.write(place, "loss", loss)
        self.curves.write(place, "learning_rate", self._rates_by_seed)
        for name, term in self._whole.terms.items():
            self.curves.write(place, name, term)
        if self.validation is not None:
            # The same draw each epoch, where there is one: the curve is not noisier for it,
            # and the run is what it would be without validation.
            context = self._validation_context
            context.epoch = self.epoch
            if self._whole.stochastic:
                pairs = ([seed, _VALIDATION] for seed in self.seeds)
                context.generators[:] = [np.random.default_rng(pair) for pair in pairs]
            self.curves.write(place, "validation_loss", self._validation.value())

    def _check_patience(self, loss):
        rows, settings = self.rows, self.settings
        progress = loss < rows["progress_loss"]
        if np.count_nonzero(progress):
            rows["progress_loss"][progress] = loss[progress] - settings.min_delta
            rows["progress_epoch"][progress] = self.epoch
        # No seed can run out of patience before the deadline, so it is seldom looked for.
        if self.epoch >= self._deadline:
            out = self.epoch - rows["progress_epoch"] >= settings.patience
            self._let_stop(out & (rows["stopped"] == ""), "patience")
            left = rows["progress_epoch"][rows["stopped"] == ""]
            self._deadline = left.min(initial=self.epoch) + settings.patience


def join(parts, seeds):
    """Return the state of runs side by side, and their generators; the inverse of `take`.

    Parameters
    ----------
    parts : list of Training
    seeds : tuple of int
        All seeds, in the order that is wanted.
    """
    order = order_of(parts, seeds)
    states = [part.state() for part in parts]
    state = {name: np.concatenate([own[name] for own in states])[order] for name in states[0]}
    generators = [generator for part in parts for generator in part.generators]
    return state, [generators[place] for place in order]


def order_of(parts, seeds):
    """Return the places that put the seeds of all parts into the order of `seeds`."""
    place = {seed: i for i, seed in enumerate(seeds)}
    return np.argsort([place[seed] for part in parts for seed in part.seeds])


def run(parts, until, look=None):
    """Train one part after the other up to an epoch, or until no seed of it is left.

    Parameters
    ----------
    parts : list of Training
        Changed in place: seeds that stop where others go on become a part of their own.
    until : int
        The last epoch.
    look : callable, optional
        Called after each epoch; a true answer ends the run.

    Returns
    -------
    bool
        Whether it was ended by `look`.
    """
    place = 0
    while place < len(parts):
        part = parts[place]
        # Where exp overflows in a sigmoid, the result, 0 or 1, is right; what goes wrong in
        # earnest shows in the loss.
        with np.errstate(all="ignore"):
            part.begin()
            while part.going and part.epoch < until:
                if part.n_stopped:
                    separate(parts, place)
                    part = parts[place]
                part.step()
                if look is not None and look():
                    return True
        place += 1
    return False


def separate(parts, place):
    """Part the seeds of a run that have stopped from those that go on."""
    part = parts[place]
    stopped = part.rows["stopped"] != ""
    if stopped.any() and not stopped.all():
        parts[place : place + 1] = [part.take(~stopped), part.take(stopped)]


class Interruption:
    """Ctrl-C, or a notebook's stop button, put off to the end of the epoch; a context manager.

    The first is only counted. A second one raises KeyboardInterrupt at once, as ever, but where
    `held` says that something is half written. Signals reach the main thread only, so elsewhere
    it changes nothing; nor does it where the program handles interruptions in a way of its own.

    Attributes
    ----------
    requests : int
        How many there were.
    """

    def __init__(self, held):
        self.requests, self._held, self._before = 0, held, None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            nested = isinstance(getattr(handler, "__self__", None), Interruption)
            if nested or handler is signal.default_int_handler:
                self._before = signal.signal(signal.SIGINT, self._count)
        return self

    def __exit__(self, *exception):
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _count(self, number, frame):
        self.requests += 1
        if self.requests > 1 and not self._held():
            raise KeyboardInterrupt


def _samples(array, places):
    """The samples at `places`, (seeds, size), of each seed."""
    if array.ndim == 2:
        return array[places]
    return np.take_along_axis(array, places[:, :, np.newaxis], axis=1)
