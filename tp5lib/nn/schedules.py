"""Learning rates, and the weight of the KL divergence, that change during training.

A schedule of learning rates, for each seed on its own, is passed to ``fit`` as
``learning_rate``. It describes a rule and keeps no state; what it becomes in one training
are `Rates`. A new schedule is a class here: one that depends on the epoch alone gives `at`,
one that watches the loss gives `start`. A warm-up is passed as ``beta``.
"""

from dataclasses import dataclass

import numpy as np

from tp5lib.validation import check_integer, check_number


class Schedule:
    """A rule for the learning rate."""

    def at(self, epoch):
        """Return the learning rate of an epoch, the first being 1."""
        raise NotImplementedError

    def start(self, seeds):
        """Return the `Rates` of so many seeds, as they begin."""
        return Rates(self.at, seeds)


@dataclass(frozen=True)
class Constant(Schedule):
    """The same learning rate throughout.

    Parameters
    ----------
    rate : float
        Positive.
    """

    rate: float

    def __post_init__(self):
        _keep_number(self, "rate", low=0, open_low=True)

    def at(self, epoch):
        return self.rate


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The learning rate falls by a factor every so many epochs.

    With ``every=500`` this is what the presentation's own program did under noise, where
    its adaptive rule never found progress.

    Parameters
    ----------
    rate : float
        The initial rate, positive.
    every : int
        Epochs between two falls.
    factor : float
        In (0, 1].
    min_lr : float, optional
        The rate does not fall below this: 1e-6, or `rate` if that is lower, unless given.
    """

    rate: float
    every: int = 500
    factor: float = 0.5
    min_lr: float | None = None

    def __post_init__(self):
        _keep_number(self, "rate", low=0, open_low=True)
        check_integer(self.every, "every")
        _keep_number(self, "factor", low=0, high=1, open_low=True)
        _set_floor(self)

    def at(self, epoch):
        return max(self.rate * self.factor ** ((epoch - 1) // self.every), self.min_lr)


@dataclass(frozen=True)
class Adaptive(Schedule):
    """The learning rate falls while a seed makes no progress, and grows while it does.

    The adaptive rate of slides 7 and 8, as it was meant: an epoch makes progress if its
    loss is lower than the best *before* it by more than `threshold`. (The `patience` of
    ``fit`` is another rule: there small improvements add up until they count.)

    Parameters
    ----------
    rate : float
        The initial rate, positive.
    patience : int
        After so many epochs in a row without progress the rate is multiplied by `factor`.
    factor : float
        In (0, 1].
    growth_patience : int
        After so many epochs in a row with progress the rate is multiplied by `growth`.
    growth : float
        At least 1.
    threshold : float
        Not negative, in the unit of the loss.
    min_lr : float, optional
        The rate does not fall below this: 1e-6, or `rate` if that is lower, unless given.
    max_lr : float, optional
        The rate does not grow above this: ten times `rate` unless given.
    """

    rate: float
    patience: int = 500
    factor: float = 0.5
    growth_patience: int = 400
    growth: float = 1.1
    threshold: float = 1e-6
    min_lr: float | None = None
    max_lr: float | None = None

    def __post_init__(self):
        _keep_number(self, "rate", low=0, open_low=True)
        check_integer(self.patience, "patience")
        _keep_number(self, "factor", low=0, high=1, open_low=True)
        check_integer(self.growth_patience, "growth_patience")
        _keep_number(self, "growth", low=1)
        _keep_number(self, "threshold", low=0)
        _set_floor(self)
        if self.max_lr is None:
            object.__setattr__(self, "max_lr", 10 * self.rate)
        _keep_number(self, "max_lr", low=self.rate)

    def start(self, seeds):
        return _AdaptiveRates(self, seeds)


def _keep_number(schedule, name, **limits):
    """Check a number of a schedule, and keep it as a float: equal rules then look the same."""
    object.__setattr__(schedule, name, check_number(getattr(schedule, name), name, **limits))


def _set_floor(schedule):
    """Fill in `min_lr` where it was not given, and check it."""
    if schedule.min_lr is None:
        object.__setattr__(schedule, "min_lr", min(1e-6, schedule.rate))
    _keep_number(schedule, "min_lr", low=0, high=schedule.rate)


class _Function(Schedule):
    """A schedule that is a caller's function of the epoch."""

    def __init__(self, function):
        self.function = function

    def at(self, epoch):
        return check_number(self.function(epoch), f"learning_rate({epoch})", low=0)


class Rates:
    """The learning rates of the seeds in training, epoch by epoch.

    All its arrays have a leading axis of seeds, which is what `keep` and a saved training
    rely on.

    Parameters
    ----------
    at : callable
        Gives the rate of an epoch.
    seeds : int
        How many.

    Attributes
    ----------
    rates : ndarray, shape (seeds,)
        Those of the present epoch.
    """

    def __init__(self, at, seeds):
        self._at = at
        self.epoch = 0
        self.rates = np.zeros(seeds)

    def advance(self):
        """Go on to the next epoch; return True if a rate changed."""
        self.epoch += 1
        rate = self._at(self.epoch)
        if rate == self.rates[0]:
            return False
        self.rates = np.full(len(self.rates), float(rate))
        return True

    def update(self, loss):
        """Take the loss after the epoch, shape (seeds,); return True if a rate changed."""
        return False

    def keep(self, mask):
        """Go on with these seeds only."""
        for name, array in self.arrays().items():
            setattr(self, name, array[mask])

    def arrays(self):
        """Return all it remembers of each seed, arrays by name."""
        return {k: v for k, v in vars(self).items() if isinstance(v, np.ndarray)}


class _AdaptiveRates(Rates):
    def __init__(self, schedule, seeds):
        super().__init__(None, seeds)
        self._schedule = schedule
        self.rates[:] = schedule.rate
        self._best = np.full(seeds, np.inf)
        # The epochs in which the present rows of progress, and of none, began.
        self._last_progress = np.zeros(seeds, dtype=int)
        self._last_standstill = np.zeros(seeds, dtype=int)

    def advance(self):
        self.epoch += 1
        return False

    def update(self, loss):
        rule = self._schedule
        progress = loss < self._best - rule.threshold
        np.minimum(self._best, loss, out=self._best)
        self._last_progress[progress] = self.epoch
        self._last_standstill[~progress] = self.epoch
        falls = self.epoch - self._last_progress >= rule.patience
        grows = self.epoch - self._last_standstill >= rule.growth_patience
        if not (np.count_nonzero(falls) or np.count_nonzero(grows)):
            return False
        self.rates = self.rates.copy()
        self.rates[falls] = np.maximum(self.rates[falls] * rule.factor, rule.min_lr)
        self.rates[grows] = np.minimum(self.rates[grows] * rule.growth, rule.max_lr)
        # A new row is counted from here.
        self._last_progress[falls] = self.epoch
        self._last_standstill[grows] = self.epoch
        return True


@dataclass(frozen=True)
class WarmUp:
    """The weight beta of the KL divergence grows from 0 in equal steps, and then stays.

    Source: S. Bowman et al., "Generating sentences from a continuous space", CoNLL 2016,
    section 3.1, which warms up so that the decoder learns to use the latent code first.

    Parameters
    ----------
    epochs : int
        When it reaches `to`; 0 for a constant weight.
    to : float
        Not negative.
    """

    epochs: int
    to: float = 1.0

    def __post_init__(self):
        check_integer(self.epochs, "epochs", low=0)
        _keep_number(self, "to", low=0)

    def at(self, epoch):
        """Return beta in an epoch, the first being 1."""
        return self.to if epoch >= self.epochs else self.to * epoch / self.epochs


def as_warm_up(value):
    """Return a warm-up for what a caller gave as ``beta``."""
    if isinstance(value, WarmUp):
        return value
    try:
        return WarmUp(0, check_number(value, "beta", low=0))
    except TypeError:
        raise TypeError(
            f"beta must be a finite number from 0 or a warm-up, such as WarmUp(200), not {value!r}"
        ) from None


def as_schedule(value):
    """Return a schedule for what a caller gave as ``learning_rate``."""
    if isinstance(value, Schedule):
        return value
    if callable(value):
        schedule = _Function(value)
        schedule.at(1)  # says now if it gives no rate
        return schedule
    try:
        return Constant(check_number(value, "learning_rate", low=0, open_low=True))
    except TypeError:
        raise TypeError(
            "learning_rate must be a finite number above 0, a function of the epoch or a "
            f"schedule, such as Adaptive(0.009), not {value!r}"
        ) from None
