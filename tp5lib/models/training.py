"""One run: the networks of many seeds trained side by side, each as if it were alone."""

import copy
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from tp5lib.checks import check_integer, check_number
from tp5lib.datasets.noise import as_noise, corrupt
from tp5lib.models.history import History
from tp5lib.nn.losses import Loss, as_loss
from tp5lib.nn.objectives import Context, InParts
from tp5lib.nn.optimizers import Optimizer, OptimizerState, as_optimizer
from tp5lib.nn.schedules import Schedule

_VALIDATION = 2  # what a seed's generator is for; see `models.autoencoder`


@dataclass
class Settings:
    """What is set of a run, by the names and with the checks of `Autoencoder.fit`."""

    loss: str | type[Loss]
    learning_rate: float | Callable | Schedule = 1e-3
    optimizer: str | Optimizer = "adam"
    batch_size: int | None = None
    shuffle: bool = True
    patience: int | None = None
    min_delta: float = 1e-5
    noise: float | tuple | Callable | None = None

    def __post_init__(self):
        self.loss, self.optimizer = as_loss(self.loss), as_optimizer(self.optimizer)
        self.noise, rate = as_noise(self.noise), self.learning_rate
        if callable(rate):
            check_number(rate(1), "learning_rate(1)", low=0)  # says now if it gives no rate
        elif not isinstance(rate, Schedule):
            also = ", a function of the epoch or a schedule"
            rate = check_number(rate, "learning_rate", low=0, open_low=True, also=also)
            self.learning_rate = rate
        for name in ("batch_size", "patience"):
            if getattr(self, name) is not None:
                check_integer(getattr(self, name), name)
        check_number(self.min_delta, "min_delta", low=0)


class Training:
    """A run: all arrays of the seeds in training, and `step`, which makes one epoch of it.

    Parameters
    ----------
    objective : callable
        ``objective(parameters, gradients, n, context=context)`` returns what is minimised on
        `n` samples; see `nn.objectives`.
    parameters : ndarray, shape (seeds, parameters)
        The initial weights; they are copied.
    x, target : ndarray, shape (samples, features)
    seeds : tuple of int
    generators : list of numpy.random.Generator
        One a seed: for the order of its samples, its noise and its draws.
    settings : Settings
    validation : pair of ndarray, optional
        Inputs and targets that are not trained on.

    Attributes
    ----------
    rows : dict of ndarray, first axis seeds
        All that a seed is: its weights and how it stands, as "moment..." what the optimizer
        remembers of it, as "rate..." what a schedule does.
    curves : dict of ndarray, shape (epochs or more, seeds, ...)
        What was written down of each epoch.
    phase : {"whole", "computing", "noting"}
        While it is "computing", an interruption leaves it in the midst of an epoch.

    Notes
    -----
    `take` makes a run of some of the seeds: of those that go on where others have stopped, of a
    group that fits the processor's cache, of what is sent to another process. `join` is its
    inverse. What is to `step` must be at one epoch. An attribute whose name begins with an
    underscore is a buffer that `begin` makes; it is neither copied nor sent.
    """

    _context = None

    def __init__(
        self, objective, parameters, x, target, seeds, generators, settings, validation=None
    ):
        self.objective, self.settings, self.phase = objective, settings, "whole"
        self.x, self.target, self.validation = x, target, validation
        self.seeds, self.curves, n = seeds, {}, len(seeds)
        self.rows = {
            "parameters": parameters.copy(),
            "gradients": np.zeros_like(parameters),
            "kept": parameters.copy(),
            "stopped": np.full(n, "", dtype="U9"),
            "minimised": np.full(n, f"{settings.loss.__name__} {settings.batch_size}", "U60"),
            "first_rate": np.full(n, np.nan),
            "generator": np.array(generators, dtype=object),
        }
        # Patience counts a loss below that of progress as progress.
        for name in ("loss", "initial_loss", "best_loss", "progress_loss"):
            self.rows[name] = np.full(n, np.inf)
        for name in ("start", "epoch", "updates", "best_epoch", "progress_epoch"):
            self.rows[name] = np.zeros(n, dtype=int)
        for i in range(settings.optimizer.moments):
            self.rows[f"moment.{i}"] = np.zeros_like(parameters)
        if isinstance(settings.learning_rate, Schedule):
            memory = settings.learning_rate.begin(n)
            self.rows |= {f"rate.{name}": array for name, array in memory.items()}
            self.rows["first_rate"] = memory["rate"].copy()

    @property
    def epoch(self):
        """The last epoch that was finished."""
        return int(self.rows["epoch"][0])

    @property
    def n_stopped(self):
        """How many seeds have stopped."""
        return np.count_nonzero(self.rows["stopped"])

    @property
    def going(self):
        """Whether a seed is left that has not stopped."""
        return self.n_stopped < len(self.seeds)

    def take(self, places):
        """Return the run of some of the seeds, by their places or a mask."""
        part = copy.copy(self)
        part.seeds = tuple(np.array(self.seeds, dtype=object)[places])
        part.rows = {name: array[places] for name, array in self.rows.items()}
        part.curves = {name: array[:, places] for name, array in self.curves.items()}
        return part

    def restore(self, former):
        """Go on from the rows of another run of the same seeds, with the settings of this one.

        Moments begin anew if the optimizer has another number of them, rates if the schedule
        begins in another way; the loss is evaluated anew if it is another. What is no such rows
        gives a KeyError or a ValueError.
        """
        rows = self.rows
        former = {"generator": rows["generator"]} | former
        unknown, anew = {name.split(".")[0] for name in rows.keys() ^ former.keys()}, ["minimised"]
        if "moment" in unknown:
            anew += ["moment.", "updates"]
        if "rate" in unknown or (former["first_rate"] != rows["first_rate"]).any():
            anew += ["rate.", "first_rate"]
        for name, own in rows.items():
            if not name.startswith(tuple(anew)):
                own[:] = former[name]
        rows["start"][:], rows["initial_loss"][:] = rows["epoch"], rows["loss"]
        patience, stopped = self.settings.patience or np.inf, rows["stopped"]
        other = rows["minimised"] != former["minimised"]
        out = (rows["epoch"] - rows["progress_epoch"] >= patience) & ~other
        stays = (stopped == "diverged") | (out & (stopped == "patience"))
        stopped[~stays] = ""
        rows["loss"][other & ~stays] = np.inf

    def __getstate__(self):
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def begin(self):
        """Make the buffers, and evaluate the initial weights; `step` does so if need be."""
        if self.n_stopped:
            return
        self.phase = "computing"
        settings, rows, n = self.settings, self.rows, len(self.x)
        self._context = Context(list(rows["generator"]), self.epoch)
        self._start = int(rows["start"][0])
        moments = [rows[f"moment.{i}"] for i in range(settings.optimizer.moments)]
        buffers = rows["parameters"], rows["gradients"], moments
        self._optimizer = OptimizerState(settings.optimizer, *buffers, int(rows["updates"][0]))
        self._memory = {k[5:]: array for k, array in rows.items() if k.startswith("rate.")}
        self._rates = self._memory.get("rate", np.empty(len(self.seeds)))
        self._rate = self._rates[:, np.newaxis]  # or one number for all
        make = partial(self.objective, *buffers[:2])
        self._batch = cache(partial(make, context=self._context))
        self._size = settings.batch_size
        if self._size is None or self._size >= n:
            self._size, self._whole = None, self._batch(n)
        else:
            self._whole = self._in_parts(self._batch, n)
        if settings.noise is None:
            self._whole.load(self.x, self.target)
        # Under noise or with draws a lower loss is a luckier one, so the last weights are kept.
        self._keeps_last = settings.noise is not None or self._whole.stochastic
        if self.validation is not None:
            self._validation_context = Context([])
            make = partial(make, context=self._validation_context)
            self._validation = self._in_parts(make, len(self.validation[0]))
            self._validation.load(*self.validation)
        evaluated = np.isfinite(rows["loss"]).all()
        if not (evaluated and self._keeps_last):
            loss = self._evaluate()
            if not evaluated or not np.array_equal(loss, rows["loss"]):  # or on other data
                rows["best_loss"][:] = rows["progress_loss"][:] = np.inf
                rows["initial_loss"][:] = loss
                self._note(loss)
        self.phase = "whole"

    def _in_parts(self, make, n):
        return InParts(make, n, self._size or n, self.rows["parameters"].shape[1])

    def step(self):
        """Make one epoch for all seeds, and return the loss of each after it, shape (seeds,)."""
        if self._context is None:
            self.begin()
            if self.n_stopped:  # from the start
                return self.rows["loss"]
        self.phase = "computing"
        self._context.epoch += 1
        self._set_rate()
        if self._size is None:
            self._optimizer.step(self._rate)
        else:
            self._step_by_batches()
        loss = self._evaluate()
        self.phase = "noting"
        self.rows["epoch"][:] = self._context.epoch
        self.rows["updates"][:] = self._optimizer.updates
        self._note(loss)
        self.phase = "whole"
        return loss

    def _set_rate(self):
        """Set the rate of the epoch; a schedule has done so already."""
        rate, epoch = self.settings.learning_rate, self._context.epoch
        if callable(rate):
            rate = check_number(rate(epoch), f"learning_rate({epoch})", low=0)
        if not self._memory:
            self._rate = self._rates[:] = rate

    def _step_by_batches(self):
        """Make the updates of an epoch, one a mini-batch."""
        x, target, n, seeds = self._inputs(), self.target, len(self.x), len(self.seeds)
        own = np.arange(seeds)[:, np.newaxis]
        if self.settings.shuffle:
            order = np.stack([rng.permutation(n) for rng in self._context.generators])
        else:
            order = np.broadcast_to(np.arange(n), (seeds, n))
        for start in range(0, n, self._size):
            places = order[:, start : start + self._size]
            batch = self._batch(places.shape[1])
            batch.load(x[places] if x.ndim == 2 else x[own, places], target[places])
            batch.gradient()
            self._optimizer.step(self._rate)

    def _inputs(self):
        """The inputs of an epoch: the data, or what the noise makes of them for each seed."""
        noise = self.settings.noise
        if noise is None:
            return self.x
        return np.stack([corrupt(noise, self.x, rng) for rng in self._context.generators])

    def _evaluate(self):
        """The loss of each seed; on the full batch, with the gradient of the next update."""
        if self.settings.noise is not None:
            self._whole.load(self._inputs(), self.target)
        loss = self._whole.value()
        if self._size is None:
            self._whole.gradient()
        return loss

    def _note(self, loss):
        """Write down the loss, keep the best weights, stop the seeds that are done."""
        rows, epoch = self.rows, self._context.epoch
        rows["loss"][:] = loss
        if epoch > self._start:
            self._write_down(loss)
            if self._memory:
                self.settings.learning_rate.update(self._memory, epoch, loss)
        better = np.isfinite(loss) if self._keeps_last else loss < rows["best_loss"]
        improvements = np.count_nonzero(better)
        if improvements == len(loss):  # as nearly always
            self._keep(slice(None))  # quicker than a mask
        else:
            if improvements:
                self._keep(better)
            rows["stopped"][~np.isfinite(loss)] = "diverged"
        if self.settings.patience is not None:
            self._check_patience(loss)

    def _write_down(self, loss):
        values = {"loss": loss, "learning_rate": self._rates, **self._whole.terms}
        if self.validation is not None:
            # The same draw each epoch, where there is one: the curve is not noisier for it,
            # and the run is what it would be without validation.
            context = self._validation_context
            context.epoch = self._context.epoch
            if self._whole.stochastic:
                pairs = ([seed, _VALIDATION] for seed in self.seeds)
                context.generators[:] = [np.random.default_rng(pair) for pair in pairs]
            values["validation_loss"] = self._validation.value()
        place = self._context.epoch - self._start - 1
        for name, value in values.items():
            curve = self.curves.get(name)
            if curve is None or place == len(curve):
                curve = np.full((max(64, 2 * place), *value.shape), np.nan)
                curve[:place] = self.curves.get(name, 0)
                self.curves[name] = curve
            curve[place] = value

    def _keep(self, which):
        """Keep the present weights of some seeds."""
        rows = self.rows
        rows["kept"][which] = rows["parameters"][which]
        rows["best_loss"][which] = rows["loss"][which]
        rows["best_epoch"][which] = rows["epoch"][which]

    def _check_patience(self, loss):
        rows, settings, epoch = self.rows, self.settings, self._context.epoch
        progress = loss < rows["progress_loss"]
        if np.count_nonzero(progress):
            rows["progress_loss"][progress] = loss[progress] - settings.min_delta
            rows["progress_epoch"][progress] = epoch
        out = epoch - rows["progress_epoch"] >= settings.patience
        if np.count_nonzero(out):
            rows["stopped"][out & (rows["stopped"] == "")] = "patience"

    def stop(self, reason):
        """Let the seeds stop that still go on, with the weights that they have now."""
        which = self.rows["stopped"] == ""
        self._keep(which)
        self.rows["stopped"][which] = reason

    def weights_now(self):
        """Return the weights as they are, (seeds, parameters), or as kept where a seed stopped."""
        stopped = self.rows["stopped"][:, np.newaxis] != ""
        return np.where(stopped, self.rows["kept"], self.rows["parameters"])

    def history(self, until, reason):
        """Return the `History` of a run up to an epoch, or that ended before for a reason."""
        rows = self.rows
        epochs = rows["epoch"] - rows["start"]
        empty = {"loss": np.empty((0, len(epochs))), "learning_rate": np.empty((0, len(epochs)))}
        curves = {k: curve[: epochs.max()].copy() for k, curve in (empty | self.curves).items()}
        own = {k: rows[k].copy() for k in ("initial_loss", "best_loss", "best_epoch", "start")}
        stopped = [
            r or ("epochs" if e >= until else reason)
            for r, e in zip(rows["stopped"].tolist(), rows["epoch"], strict=True)
        ]
        return History(curves, **own, epochs=epochs, stopped=tuple(stopped), seeds=self.seeds)


def join(parts, seeds):
    """Return one run of all the seeds, in this order, without data; the inverse of `take`."""
    whole = copy.copy(parts[0])
    whole.x = whole.target = whole.validation = None
    if len(parts) == 1:
        return whole
    whole.seeds = seeds
    joined = [seed for part in parts for seed in part.seeds]
    order = [joined.index(seed) for seed in seeds]
    whole.rows = {k: np.concatenate([part.rows[k] for part in parts])[order] for k in whole.rows}
    epochs = max(len(curve) for part in parts for curve in (*part.curves.values(), ()))
    whole.curves = {}
    for part in parts:
        places = [seeds.index(seed) for seed in part.seeds]
        for name, curve in part.curves.items():
            if name not in whole.curves:
                whole.curves[name] = np.full((epochs, len(seeds), *curve.shape[2:]), np.nan)
            whole.curves[name][: len(curve), places] = curve
    return whole


def run(parts, until, look=lambda: False):
    """Train one part after the other up to an epoch, or until no seed of it is left.

    `parts` is a list of `Training`, changed in place: seeds that stop where others go on become
    a part of their own. `look` is called after each epoch; a true answer ends the run, and is
    returned.
    """
    # Where exp overflows in a sigmoid, the result, 0 or 1, is right; what goes wrong in earnest
    # shows in the loss.
    with np.errstate(all="ignore"):
        for place, part in enumerate(parts):
            while part.epoch < until and (n_stopped := part.n_stopped) < len(part.seeds):
                if n_stopped:
                    stopped = part.rows["stopped"] != ""
                    part, rest = part.take(~stopped), part.take(stopped)
                    parts[place : place + 1] = [part, rest]
                part.step()
                if look():
                    return True
    return False


@contextmanager
def interruptions(held):
    """Put off Ctrl-C, or a notebook's stop button, to the end of the epoch.

    The list that it gives grows by one each time. A second one raises KeyboardInterrupt at once,
    as ever, but where ``held()`` says that something is half written. Signals reach the main
    thread only, so elsewhere it changes nothing; nor does it where the program handles
    interruptions in a way of its own.
    """
    requests = []

    def count(number, frame):
        requests.append(number)
        if len(requests) > 1 and not held():
            raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    ours = main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, count)
    try:
        yield requests
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
