"""Optimizers, for the parameters of many networks in one buffer.

An optimizer describes the rule of an update and keeps nothing; what it remembers from one
update to the next, its *moments*, is kept by `OptimizerState`. A new optimizer is a class
that says how many moments it has and gives `update`; in `OPTIMIZERS` it has a name.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from tp5lib.checks import check_choice, check_number

# Moments below this are set to zero now and then: a moment whose gradient stays zero (a
# dead ReLU, a saturated unit) decays into the subnormal numbers, on which processors are
# many times slower. Nothing of this size moves a weight.
_NEGLIGIBLE = {np.dtype(np.float32): 1e-30, np.dtype(np.float64): 1e-250}
_FLUSH_EVERY = 50
# Parameters worked on at a time: their moments then stay in the processor's cache from one
# operation to the next.
_BLOCK = 131_072


@lru_cache
def _scalar(value, dtype):
    # A ufunc takes an array of no dimension faster than a Python number.
    return np.array(value, dtype)


class Optimizer:
    """The rule by which gradients move weights."""

    moments: ClassVar[int] = 0  # how many arrays of the shape of the parameters it remembers

    def update(self, w, g, rate, moments, scratch, updates):
        """Make one update of the weights `w` by their gradient `g`, in place.

        These, the `moments`, zero at first, and `scratch` are of one shape, (seeds, parameters) or
        a part of it; all may be overwritten. `rate` is a float or an array of shape (seeds, 1),
        and `updates` counts this one as well.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent with momentum.

    Parameters
    ----------
    momentum : float
        In [0, 1): how much of the last step is in the next.

    Notes
    -----
    ::

        v = momentum v + g
        w = w - rate v

    Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods",
    USSR Computational Mathematics and Mathematical Physics 4, 1964.
    """

    momentum: float = 0.0
    moments: ClassVar[int] = 1

    def __post_init__(self):
        check_number(self.momentum, "momentum", low=0, high=1, open_high=True)

    def update(self, w, g, rate, moments, scratch, updates):
        (v,) = moments
        np.multiply(v, self.momentum, out=v)
        np.add(v, g, out=v)
        np.multiply(v, np.asarray(rate, v.dtype), out=scratch)
        np.subtract(w, scratch, out=w)


@dataclass(frozen=True)
class Adam(Optimizer):
    """The Adam optimizer.

    Parameters
    ----------
    beta1, beta2 : float
        Decay of the first and second moment, in [0, 1).
    epsilon : float
        Added to the root of the second moment, positive.

    Notes
    -----
    With gradient g, after t updates::

        m = beta1 m + (1 - beta1) g           m_hat = m / (1 - beta1^t)
        v = beta2 v + (1 - beta2) g^2         v_hat = v / (1 - beta2^t)
        w = w - rate m_hat / (sqrt(v_hat) + epsilon)

    Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1.

    The constant factors (1 - beta1) and (1 - beta2) are kept out of the stored moments and
    meet the bias corrections in one number, which leaves ten operations on the buffer.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    moments: ClassVar[int] = 2

    def __post_init__(self):
        check_number(self.beta1, "beta1", low=0, high=1, open_high=True)
        check_number(self.beta2, "beta2", low=0, high=1, open_high=True)
        check_number(self.epsilon, "epsilon", low=0, open_low=True)

    def update(self, w, g, rate, moments, scratch, updates):
        m, v = moments
        t = scratch
        scale = math.sqrt((1 - self.beta2**updates) / (1 - self.beta2))
        factor = rate * (scale * (1 - self.beta1) / (1 - self.beta1**updates))
        np.multiply(m, _scalar(self.beta1, m.dtype), out=m)
        np.add(m, g, out=m)
        np.multiply(v, _scalar(self.beta2, v.dtype), out=v)
        np.multiply(g, g, out=g)
        np.add(v, g, out=v)
        np.sqrt(v, out=t)
        np.add(t, self.epsilon * scale, out=t)
        np.divide(m, t, out=t)
        np.multiply(t, np.asarray(factor, t.dtype), out=t)
        np.subtract(w, t, out=w)


OPTIMIZERS = {"adam": Adam(), "sgd": SGD()}


def as_optimizer(value):
    """Return the optimizer for what a caller gave as ``optimizer``: a name, or an object."""
    if isinstance(value, Optimizer):
        return value
    return OPTIMIZERS[check_choice(value, "optimizer", OPTIMIZERS, " or an Optimizer")]


class OptimizerState:
    """An optimizer at work on a buffer of parameters, (seeds, parameters), after some updates.

    Gradients and moments are of the same shape; `step` changes all of them in place.
    """

    def __init__(self, optimizer, parameters, gradients, moments, updates):
        self.optimizer, self.updates = optimizer, updates
        arrays = [parameters, gradients, *moments]
        if parameters.size <= _BLOCK:
            self._blocks = [(slice(None), arrays)]
        else:
            self._blocks = [
                (place, [array[place, start : start + _BLOCK] for array in arrays])
                for place in (slice(i, i + 1) for i in range(len(parameters)))
                for start in range(0, parameters.shape[1], _BLOCK)
            ]
        self._scratch = np.empty_like(self._blocks[0][1][0])

    def step(self, rate):
        """Make one update at a learning rate, a float or an array of shape (seeds, 1)."""
        self.updates += 1
        for place, (w, g, *moments) in self._blocks:
            t = self._scratch[..., : w.shape[-1]]
            own = rate[place] if isinstance(rate, np.ndarray) else rate
            self.optimizer.update(w, g, own, moments, t, self.updates)
            if self.updates % _FLUSH_EVERY == 0:
                for moment in moments:
                    np.abs(moment, out=t)
                    moment[t < _NEGLIGIBLE[moment.dtype]] = 0
