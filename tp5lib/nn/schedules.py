"""Learning rates, and the weight of the KL divergence, that change during training.

What ``fit`` takes as ``learning_rate`` is a number, a function of the epoch, from 1, such as
`StepDecay`, or a `Schedule`, which watches the loss and sets the rate of each seed on its own.
A warm-up is what a `VariationalAutoencoder` takes as ``beta``.
"""

from dataclasses import dataclass

import numpy as np

from tp5lib.checks import check_integer, check_number

_LOWEST = 1e-6  # to which a rate falls


class Schedule:
    """A rule that watches the loss; it keeps nothing itself but what `begin` returns."""

    def begin(self, seeds):
        """Return what it remembers: a dict of arrays, first axis seeds; "rate" is one of them."""
        raise NotImplementedError

    def update(self, memory, epoch, loss):
        """Take the losses after an epoch, shape (seeds,), and change `memory` in place."""
        raise NotImplementedError


@dataclass(frozen=True)
class StepDecay:
    """The learning rate is halved every so many epochs, not below 1e-6.

    Parameters
    ----------
    rate : float
        The initial rate, positive.
    every : int
        Epochs between two falls.
    """

    rate: float
    every: int = 500

    def __post_init__(self):
        check_number(self.rate, "rate", low=0, open_low=True)
        check_integer(self.every, "every")

    def __call__(self, epoch):
        return max(self.rate * 0.5 ** ((epoch - 1) // self.every), min(_LOWEST, self.rate))


@dataclass(frozen=True)
class Adaptive(Schedule):
    """The learning rate falls while a seed makes no progress, and grows while it does.

    The adaptive rate of slides 7 and 8, as it was intended: an epoch makes progress if its
    loss is lower than the best *before* it by more than `threshold`. (The `patience` of
    ``fit`` is another rule: there small improvements add up until they count.)

    Parameters
    ----------
    rate : float
        The initial rate, positive.
    patience : int
        After so many epochs in a row without progress the rate is halved, not below 1e-6.
    growth_patience : int
        After so many epochs in a row with progress the rate is multiplied by 1.1, up to ten
        times `rate`.
    threshold : float
        Not negative, in the unit of the loss.
    """

    rate: float
    patience: int = 500
    growth_patience: int = 400
    threshold: float = 1e-6

    def __post_init__(self):
        check_number(self.rate, "rate", low=0, open_low=True)
        check_integer(self.patience, "patience")
        check_integer(self.growth_patience, "growth_patience")
        check_number(self.threshold, "threshold", low=0)

    def begin(self, seeds):
        return {
            "rate": np.full(seeds, float(self.rate)),
            "best": np.full(seeds, np.inf),
            # The epochs in which the present rows of progress, and of none, began.
            "last_progress": np.zeros(seeds, dtype=int),
            "last_standstill": np.zeros(seeds, dtype=int),
        }

    def update(self, memory, epoch, loss):
        rate, progress = memory["rate"], self.progress(memory["best"], loss)
        memory["last_progress"][progress] = epoch
        memory["last_standstill"][~progress] = epoch
        falls = epoch - memory["last_progress"] >= self.patience
        grows = epoch - memory["last_standstill"] >= self.growth_patience
        if np.count_nonzero(falls) or np.count_nonzero(grows):
            rate[falls] = np.maximum(rate[falls] / 2, min(_LOWEST, self.rate))
            rate[grows] = np.minimum(rate[grows] * 1.1, 10 * self.rate)
            # A new row is counted from here.
            memory["last_progress"][falls] = epoch
            memory["last_standstill"][grows] = epoch

    def progress(self, best, loss):
        """Say which seeds have made progress, and lower their `best` loss in place."""
        progress = loss < best - self.threshold
        np.minimum(best, loss, out=best)
        return progress


@dataclass(frozen=True)
class AdaptiveAsCoded(Adaptive):
    """The adaptive rate of slides 7 and 8, as the presentation's own program has it.

    It lowers the best loss *first*, where an epoch beats it by more than 1e-5, and only
    then asks whether the loss lies below the best by more than `threshold`. So the one epoch
    that makes progress is one that beats the best by `threshold` to 1e-5: a great step
    counts as none, and the rate falls while the network learns.

    Parameters as in `Adaptive`. Source: github.com/CTepedino/sia-tp5, June 2025.
    """

    def progress(self, best, loss):
        lower = loss < best - 1e-5
        best[lower] = loss[lower]
        return loss < best - self.threshold


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

    def __call__(self, epoch):
        return self.to if epoch >= self.epochs else self.to * epoch / self.epochs


def as_warm_up(value):
    """Return a warm-up for what a caller gave as ``beta``: a number, or one."""
    if isinstance(value, WarmUp):
        return value
    return WarmUp(0, check_number(value, "beta", low=0, also=" or a WarmUp"))
