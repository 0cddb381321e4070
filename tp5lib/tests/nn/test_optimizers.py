"""Optimizers against the formulas of their papers, in one block of parameters and in many."""

import numpy as np
import pytest

from tp5lib import SGD, Adam
from tp5lib.nn.optimizers import _BLOCK, Optimizer, OptimizerState

pytestmark = pytest.mark.parametrize("shape", [(2, 5), (3, _BLOCK // 2)], ids=["small", "large"])


def by_seed(shape):
    return np.linspace(0.01, 0.02, shape[0])[:, np.newaxis]


def steps(optimizer, w, rate, gradient, count, dtype=np.float64):
    """Make `count` updates of `w` in place, with ``gradient(t, w)``; return the moments."""
    w_now, g = w.astype(dtype), np.empty_like(w, dtype)
    moments = [np.zeros_like(g) for _ in range(optimizer.moments)]
    state = OptimizerState(optimizer, w_now, g, moments, 0)
    for t in range(1, count + 1):
        g[...] = gradient(t, w_now)
        state.step(rate)
    w[...] = w_now
    return moments


@pytest.mark.parametrize("rate", [lambda shape: 0.01, by_seed], ids=["one rate", "by seed"])
def test_adam_makes_the_steps_of_the_paper(shape, rate):
    w, rate, count = np.random.default_rng(0).normal(size=shape), rate(shape), 60
    count = 60 if shape[1] < 10 else 3
    expected, m, v = w.copy(), 0, 0
    for t in range(1, count + 1):
        g = np.cos(t) + expected
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        expected -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    steps(Adam(), w, rate, lambda t, w: np.cos(t) + w, count)
    np.testing.assert_allclose(w, expected, rtol=1e-9)


def test_momentum_rolls_on(shape):
    w = np.zeros(shape)
    steps(SGD(momentum=0.5), w, by_seed(shape), lambda t, w: 1, 3)
    np.testing.assert_allclose(w, -by_seed(shape) * np.full(shape, 1 + 1.5 + 1.75))


def test_an_optimizer_of_ones_own_is_given_rows_of_seeds(shape):
    class Signs(Optimizer):
        moments = 1

        def update(self, w, g, rate, moments, scratch, updates):
            assert {a.shape for a in (w, g, *moments, scratch)} == {w.shape}
            assert w.ndim == 2
            w -= rate * np.sign(g) * updates

    w = np.zeros(shape)
    steps(Signs(), w, by_seed(shape), lambda t, w: 5, 3)
    np.testing.assert_allclose(w, -by_seed(shape) * np.full(shape, 1 + 2 + 3))


def test_moments_do_not_linger_as_subnormal_numbers(shape):
    count = 1000 if shape[1] < 10 else 1
    moments = steps(Adam(), np.ones(shape), 0.01, lambda t, w: 1e-3 * (t == 1), count, np.float32)
    assert count == 1 or not moments[0].any()


def test_a_rule_that_makes_no_sense(shape):
    for make, name in [
        (lambda: SGD(momentum=1), "momentum"),
        (lambda: SGD(momentum=-0.1), "momentum"),
        (lambda: Adam(beta1=2), "beta1"),
        (lambda: Adam(epsilon=0), "epsilon.*above 0"),
    ]:
        with pytest.raises(ValueError, match=name):
            make()
