"""The training loop that all models share, and the history it leaves."""

from dataclasses import dataclass, fields

import numpy as np

from tp5lib.datasets.noise import corrupt
from tp5lib.models.history import DivergenceError, History
from tp5lib.nn.optimizers import Adam


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
