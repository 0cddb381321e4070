"""Optimizers against the formulas of their papers, in one block of parameters and in many."""

import numpy as np
import pytest

from tp5lib import SGD, Adam
from tp5lib.nn.optimizers import Optimizer, OptimizerState

# The large one is updated block by block.
shapes = pytest.mark.parametrize("shape", [(2, 5), (2, 150_000)], ids=["small", "large"])
BY_SEED = np.array([[0.01], [0.015]])


def updated(optimizer, shape, rate, gradient, count, dtype=np.float64):
    """Make updates by ``gradient(t, w)`` of random weights; return these, before and after."""
    w = np.random.default_rng(0).normal(size=shape).astype(dtype)
    before, g = w.copy(), np.empty_like(w)
    moments = [np.zeros_like(w) for _ in range(optimizer.moments)]
    state = OptimizerState(optimizer, w, g, moments, 0)
    for t in range(1, count + 1):
        g[...] = gradient(t, w)
        state.step(rate)
    return before, w, moments


@shapes
@pytest.mark.parametrize("rate", [0.01, BY_SEED], ids=["one rate", "by seed"])
def test_adam_makes_the_steps_of_the_paper(shape, rate):
    count = 20
    expected, w, _ = updated(Adam(), shape, rate, lambda t, w: np.cos(t) + w, count)
    m = v = 0
    for t in range(1, count + 1):
        g = np.cos(t) + expected
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        expected -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(w, expected, rtol=1e-8)


class Signs(Optimizer):
    """One of a user's own, which is given rows of seeds."""

    moments = 1

    def update(self, w, g, rate, moments, scratch, updates):
        assert {a.shape for a in (w, g, *moments, scratch)} == {w.shape}
        assert w.ndim == 2
        w -= rate * np.sign(g) * updates


@shapes
@pytest.mark.parametrize(
    ("optimizer", "steps"), [(SGD(momentum=0.5), 1 + 1.5 + 1.75), (Signs(), 1 + 2 + 3)]
)
def test_momentum_rolls_on_and_updates_are_counted(shape, optimizer, steps):
    before, w, _ = updated(optimizer, shape, BY_SEED, lambda t, w: 1, 3)
    np.testing.assert_allclose(before - w, np.broadcast_to(BY_SEED * steps, shape))


def test_moments_do_not_linger_as_subnormal_numbers():
    gradient = lambda t, w: 1e-3 * (t == 1)  # noqa: E731
    *_, moments = updated(Adam(), (2, 5), 0.01, gradient, 1000, np.float32)
    assert not moments[0].any()
