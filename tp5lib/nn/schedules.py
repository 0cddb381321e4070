"""Learning rates, and the weight of the KL divergence, that change during training.

A schedule of learning rates, for each seed on its own, is passed to ``fit`` as
``learning_rate``. It is a description and keeps no state; what it becomes in one training
is a *course*. A warm-up is passed as ``beta``.
"""

from dataclasses import dataclass

import numpy as np

from tp5lib.validation import check_integer, check_number


class Schedule:
    """A rule for the learning rate."""

    def start(self, seeds):
        """Return the course of the rates of so many seeds."""
        raise NotImplementedError


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
        check_number(self.rate, "rate", low=0, open_low=True)

    def start(self, seeds):
        return _Course(self.rate, seeds)


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
    lowest : float
        The rate does not fall below this.
    """

    rate: float
    every: int = 500
    factor: float = 0.5
    lowest: float = 1e-6

    def __post_init__(self):
        check_number(self.rate, "rate", low=0, open_low=True)
        check_integer(self.every, "every")
        check_number(self.factor, "factor", low=0, high=1, open_low=True)
        check_number(self.lowest, "lowest", low=0, high=self.rate)

    def start(self, seeds):
        return _StepCourse(self, seeds)


@dataclass(frozen=True)
class Adaptive(Schedule):
    """The learning rate falls while a seed makes no progress, and grows while it does.

    The adaptive rate of slides 7 and 8, as it was meant: an epoch makes progress if its
    loss is lower than the best *before* it by more than `min_improvement`.

    Parameters
    ----------
    rate : float
        The initial rate, positive.
    patience : int
        After so many epochs in a row without progress the rate is multiplied by `fall`.
    fall : float
        In (0, 1].
    run : int
        After so many epochs in a row with progress the rate is multiplied by `growth`.
    growth : float
        At least 1.
    min_improvement : float
        Not negative.
    lowest : float
        The rate does not fall below this.
    highest : float, optional
        The rate does not grow above this: ten times `rate` unless given.
    """

    rate: float
    patience: int = 500
    fall: float = 0.5
    run: int = 400
    growth: float = 1.1
    min_improvement: float = 1e-6
    lowest: float = 1e-6
    highest: float | None = None

    def __post_init__(self):
        check_number(self.rate, "rate", low=0, open_low=True)
        check_integer(self.patience, "patience")
        check_number(self.fall, "fall", low=0, high=1, open_low=True)
        check_integer(self.run, "run")
        check_number(self.growth, "growth", low=1)
        check_number(self.min_improvement, "min_improvement", low=0)
        check_number(self.lowest, "lowest", low=0, high=self.rate)
        if self.highest is not None:
            check_number(self.highest, "highest", low=self.rate)

    def start(self, seeds):
        return _AdaptiveCourse(self, seeds)


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
        check_number(self.to, "to", low=0)

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
    try:
        return Constant(check_number(value, "learning_rate", low=0, open_low=True))
    except TypeError:
        raise TypeError(
            "learning_rate must be a finite number above 0 or a schedule, such as "
            f"Adaptive(0.009), not {value!r}"
        ) from None


class _Course:
    """The rates of the seeds in training: `rates`, shape (seeds,); here they stay."""

    def __init__(self, rate, seeds):
        self.rates = np.full(seeds, float(rate))

    def update(self, loss):
        """Take the loss after an epoch, shape (seeds,); return True if a rate changed."""
        return False

    def keep(self, mask):
        """Go on with these seeds only."""
        self.rates = self.rates[mask]


class _StepCourse(_Course):
    def __init__(self, schedule, seeds):
        super().__init__(schedule.rate, seeds)
        self._schedule = schedule
        self._epoch = 0

    def update(self, loss):
        self._epoch += 1
        if self._epoch % self._schedule.every:
            return False
        self.rates = np.maximum(self.rates * self._schedule.factor, self._schedule.lowest)
        return True


class _AdaptiveCourse(_Course):
    def __init__(self, schedule, seeds):
        super().__init__(schedule.rate, seeds)
        self._schedule = schedule
        self._highest = 10 * schedule.rate if schedule.highest is None else schedule.highest
        self._best = np.full(seeds, np.inf)
        self._epoch = 0
        # The epochs in which the present rows of progress, and of none, began.
        self._last_progress = np.zeros(seeds, dtype=int)
        self._last_standstill = np.zeros(seeds, dtype=int)

    def update(self, loss):
        rule = self._schedule
        self._epoch += 1
        progress = loss < self._best - rule.min_improvement
        np.minimum(self._best, loss, out=self._best)
        self._last_progress[progress] = self._epoch
        self._last_standstill[~progress] = self._epoch
        falls = self._epoch - self._last_progress >= rule.patience
        grows = self._epoch - self._last_standstill >= rule.run
        if not (np.count_nonzero(falls) or np.count_nonzero(grows)):
            return False
        self.rates = self.rates.copy()
        self.rates[falls] = np.maximum(self.rates[falls] * rule.fall, rule.lowest)
        self.rates[grows] = np.minimum(self.rates[grows] * rule.growth, self._highest)
        # A new row is counted from here.
        self._last_progress[falls] = self._epoch
        self._last_standstill[grows] = self._epoch
        return True

    def keep(self, mask):
        super().keep(mask)
        self._best = self._best[mask]
        self._last_progress = self._last_progress[mask]
        self._last_standstill = self._last_standstill[mask]
