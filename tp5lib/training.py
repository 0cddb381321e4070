"""The training loop that all models share, and the history it leaves."""

from dataclasses import dataclass, field, fields
from functools import partial

import numpy as np

from tp5lib.noise import corrupt
from tp5lib.optimizers import Adam

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


@dataclass
class _Active:
    """The seeds still in training, and their share of the state; rows are seeds.

    Attributes
    ----------
    places : ndarray of int
        Where they stand among all seeds.
    parameters, best : ndarray, shape (active, parameters)
        The weights now, and those with the lowest loss so far.
    best_loss : ndarray
    goal : ndarray
        Patience counts a loss below this as progress.
    progress_epoch : ndarray of int
        The last epoch that made progress.
    """

    places: np.ndarray
    parameters: np.ndarray
    best: np.ndarray
    best_loss: np.ndarray
    goal: np.ndarray
    progress_epoch: np.ndarray

    @classmethod
    def all_of(cls, parameters):
        count = len(parameters)
        return cls(
            np.arange(count),
            parameters.copy(),
            parameters.copy(),
            np.full(count, np.inf),
            np.full(count, np.inf),
            np.zeros(count, dtype=int),
        )

    def keep(self, mask):
        return _Active(*(getattr(self, f.name)[mask] for f in fields(self)))


@dataclass
class Moment:
    """Where a training stands; one object, which all objectives of a training share.

    Attributes
    ----------
    generators : list of numpy.random.Generator
        One for each seed in training.
    epoch : int
        From 1; 0 before the first.
    """

    generators: list
    epoch: int = 0


class Trainer:
    """Trains the networks of many seeds side by side, each as if it were alone.

    Parameters
    ----------
    objective : callable
        ``objective(parameters, gradients, n, moment)`` returns what computes the loss of `n`
        samples: an object with ``load(x, target)``, ``evaluate()`` for the loss of each
        seed and its gradient, ``value()`` for the loss alone, and ``terms``, a dict of what
        the last loss was made of, arrays of shape (seeds, ...). It reads `parameters` and
        writes `gradients`, both of shape (seeds, parameters), at each call. If its
        ``stochastic`` is true, the loss is a draw, or changes its meaning by the epoch.
    parameters : ndarray, shape (seeds, parameters)
        The initial weights; `run` leaves the best ones in it.
    x, target : ndarray, shape (samples, features) or (seeds, samples, features)
    seeds : tuple of int
    generators : list of numpy.random.Generator
        One a seed, for the order of its mini-batches and its noise.
    noise : callable or None
        ``noise(x, rng)`` corrupts the inputs, afresh for each epoch and seed.
    epochs, batch_size, patience, min_delta
        As in `Autoencoder.fit`.
    schedule : Schedule
        Of the learning rate.

    Notes
    -----
    A seed that has stopped is taken out of the buffers, so it costs nothing more.

    Under noise, or with a stochastic objective, a lower loss is a luckier draw, so the last
    weights are kept and not the best.
    """

    def __init__(
        self,
        objective,
        parameters,
        x,
        target,
        *,
        seeds,
        generators,
        epochs,
        schedule,
        batch_size=None,
        patience=None,
        min_delta=1e-5,
        noise=None,
    ):
        self._objective = objective
        self._parameters = parameters
        self._x, self._target = x, target
        self._seeds, self._generators = seeds, generators
        self._moment = Moment(list(generators))
        self._epochs, self._course = epochs, schedule.start(len(seeds))
        self._n = x.shape[-2]
        whole = batch_size is None or batch_size >= self._n
        self._batch_size = None if whole else batch_size
        self._patience, self._min_delta = patience, min_delta
        self._noise = noise

        count = len(seeds)
        self._loss = np.full((epochs, count), np.nan)
        self._rates = np.full((epochs, count), np.nan)
        self._initial_loss = np.full(count, np.nan)
        self._best_loss = np.full(count, np.inf)
        self._best_epoch = np.zeros(count, dtype=int)
        self._last_epoch = np.zeros(count, dtype=int)
        self._stopped = ["epochs"] * count
        self._terms = {}

        self._active = _Active.all_of(parameters)
        self._gradients = np.zeros_like(parameters)
        self._optimiser = Adam(self._active.parameters, self._gradients)

    def run(self, report=None):
        """Train, and return the History.

        Parameters
        ----------
        report : callable, optional
            Called with the number of epochs done, now and then; a true answer stops the
            training as an interruption does.

        Raises
        ------
        DivergenceError
            If a loss is not finite.
        """
        interrupted = False
        # Where exp overflows in a sigmoid, the result, 0 or 1, is right; what goes wrong
        # in earnest shows in the loss.
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            try:
                self._bind()
                self._track(self._whole.evaluate())
                while self._epoch < self._epochs and self._active.places.size:
                    self._moment.epoch += 1
                    self._track(self._train_epoch())
                    if report is not None and self._epoch % 50 == 0 and report(self._epoch):
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                interrupted = True
            except DivergenceError as error:
                error.history = self._finish("diverged")
                raise
        return self._finish("interrupted" if interrupted else "epochs")

    @property
    def _epoch(self):
        return self._moment.epoch

    def _bind(self):
        """Make what is sized by the number of active seeds."""
        active = self._active
        self._moment.generators[:] = [self._generators[place] for place in active.places]
        self._whole = self._make_objective(self._n)
        self._keep_last = self._noise is not None or self._whole.stochastic
        self._whole.load(self._inputs(), self._of_active(self._target))
        self._parts = {}  # the objective of a mini-batch, by its size
        self._improved = np.empty(len(active.places), dtype=bool)
        self._set_rate()
        self._set_deadline()

    def _of_active(self, array):
        return array[self._active.places] if array.ndim == 3 else array

    def _make_objective(self, n):
        return self._objective(self._active.parameters, self._gradients, n, self._moment)

    def _inputs(self):
        """The inputs of an epoch: the data, or what the noise makes of them for each seed."""
        x = self._of_active(self._x)
        if self._noise is None:
            return x
        clean = x if x.ndim == 3 else [x] * len(self._active.places)
        pairs = zip(clean, self._moment.generators, strict=True)
        return np.stack([corrupt(self._noise, data, rng) for data, rng in pairs])

    def _train_epoch(self):
        """One pass over the data; returns the loss of each active seed after it."""
        if self._batch_size is None:
            # The loss after this update comes with the gradient for the next one.
            self._optimiser.step(self._rate)
            if self._noise is not None:
                self._whole.load(self._inputs(), self._of_active(self._target))
            return self._whole.evaluate()
        x, target = self._inputs(), self._of_active(self._target)
        order = np.stack([rng.permutation(self._n) for rng in self._moment.generators])
        for start in range(0, self._n, self._batch_size):
            batch = order[:, start : start + self._batch_size]
            size = batch.shape[1]
            if size not in self._parts:
                self._parts[size] = self._make_objective(size)
            self._parts[size].load(_take(x, batch), _take(target, batch))
            self._parts[size].evaluate()
            self._optimiser.step(self._rate)
        if self._noise is not None:
            self._whole.load(x, target)
        return self._whole.value()

    def _track(self, loss):
        """Record the loss, keep the best weights, take out the seeds that are to stop."""
        active = self._active
        if self._epoch:
            self._loss[self._epoch - 1, active.places] = loss
            self._rates[self._epoch - 1, active.places] = self._course.rates
            for name, term in self._whole.terms.items():
                self._course_of_term(name, term)[self._epoch - 1, active.places] = term
            if self._course.update(loss):
                self._set_rate()
        else:
            self._initial_loss[:] = loss
        if self._keep_last:
            np.isfinite(loss, out=self._improved)
        else:
            np.less(loss, active.best_loss, out=self._improved)
        improvements = np.count_nonzero(self._improved)
        if improvements == len(loss):
            np.copyto(active.best, active.parameters)
            np.copyto(active.best_loss, loss)
            self._best_epoch[active.places] = self._epoch
        else:
            if not np.isfinite(loss).all():
                self._diverge(loss)
            if improvements:
                better = self._improved
                active.best[better] = active.parameters[better]
                active.best_loss[better] = loss[better]
                self._best_epoch[active.places[better]] = self._epoch
        if self._patience is not None:
            self._check_patience(loss)

    def _course_of_term(self, name, term):
        if name not in self._terms:
            shape = (self._epochs, len(self._seeds), *np.shape(term)[1:])
            self._terms[name] = np.full(shape, np.nan)
        return self._terms[name]

    def _check_patience(self, loss):
        active = self._active
        progress = loss < active.goal
        if np.count_nonzero(progress):
            active.goal[progress] = loss[progress] - self._min_delta
            active.progress_epoch[progress] = self._epoch
        # No seed can run out of patience before the deadline, so it is seldom looked for.
        if self._epoch >= self._deadline:
            out = self._epoch - active.progress_epoch >= self._patience
            if out.any():
                self._retire(out)
            self._set_deadline()

    def _set_rate(self):
        """Give the optimiser the rates of the course: one number if they are all the same."""
        rates = self._course.rates
        same = np.all(rates == rates[0])
        dtype = self._active.parameters.dtype
        self._rate = float(rates[0]) if same else rates[:, np.newaxis].astype(dtype)

    def _set_deadline(self):
        if self._patience is not None and self._active.places.size:
            self._deadline = self._active.progress_epoch.min() + self._patience

    def _retire(self, out):
        """Take the seeds `out` of the active ones out of training."""
        self._write_back()
        for place in self._active.places[out]:
            self._stopped[place] = "patience"
        self._active = self._active.keep(~out)  # one assignment: an interruption finds it whole
        if self._active.places.size:
            self._gradients = self._gradients[~out]
            self._optimiser.bind(self._active.parameters, self._gradients, keep=~out)
            self._course.keep(~out)
            self._bind()

    def _diverge(self, loss):
        place = int(np.flatnonzero(~np.isfinite(loss))[0])
        seed = self._seeds[self._active.places[place]]
        raise DivergenceError(
            f"the loss became {loss[place]} at epoch {self._epoch} of seed {seed}, with learning "
            f"rate {self._course.rates[place]:g}; the best weights before it are "
            "kept. A lower learning rate may help."
        )

    def _write_back(self):
        active = self._active
        self._parameters[active.places] = active.best
        self._best_loss[active.places] = active.best_loss
        self._last_epoch[active.places] = self._epoch

    def _finish(self, reason):
        self._write_back()
        for place in self._active.places:
            self._stopped[place] = reason
        longest = self._last_epoch.max()
        return History(
            self._loss[:longest].copy(),
            self._initial_loss,
            self._best_loss,
            self._best_epoch,
            self._last_epoch,
            tuple(self._stopped),
            self._rates[:longest].copy(),
            self._seeds,
            terms={name: course[:longest].copy() for name, course in self._terms.items()},
        )


def _take(array, batch):
    """The samples `batch`, (seeds, size), of each seed."""
    if array.ndim == 2:
        return array[batch]
    return np.take_along_axis(array, batch[:, :, np.newaxis], axis=1)


def _range(values, form):
    low, high = values.min(), values.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"
