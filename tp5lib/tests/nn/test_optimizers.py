"""Optimizers against the formulas of their papers, in one block of parameters and in many."""

import numpy as np
import pytest

from tp5lib import SGD, Adam
from tp5lib.nn.optimizers import _BLOCK, Optimizer, OptimizerState

SHAPES = [(2, 5), (3, _BLOCK // 2)]  # the second is gone through block by block


@pytest.mark.parametrize("rate", [0.01, "by seed"])
@pytest.mark.parametrize("shape", SHAPES, ids=["small", "large"])
def test_adam_makes_the_steps_of_the_paper(shape, rate):
    rng = np.random.default_rng(0)
    w = rng.normal(size=shape)
    rate = np.linspace(0.01, 0.02, shape[0])[:, np.newaxis] if rate == "by seed" else rate
    expected, m, v = w.copy(), 0, 0
    gradient = np.empty_like(w)
    state = OptimizerState(Adam(), w, gradient)
    for t in range(1, 60 if shape == SHAPES[0] else 4):
        g = np.cos(t) + expected
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        expected = expected - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        gradient[...] = np.cos(t) + w
        state.step(rate)
        np.testing.assert_allclose(w, expected, rtol=1e-9)


@pytest.mark.parametrize("shape", SHAPES, ids=["small", "large"])
def test_momentum_rolls_on(shape):
    w, gradient = np.zeros(shape), np.empty(shape)
    state = OptimizerState(SGD(momentum=0.5), w, gradient)
    for velocity in (1, 1.5, 1.75):
        before = w.copy()
        gradient[...] = 1
        state.step(0.1)
        np.testing.assert_allclose(before - w, 0.1 * velocity)


@pytest.mark.parametrize("size", [5, _BLOCK])
def test_seeds_that_stay_keep_their_moments(size):
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(4, 3, size))

    def run(places):
        w = np.zeros((3, size))
        g = np.empty_like(w)
        state = OptimizerState(Adam(), w, g)
        for step, gradient in enumerate(gradients):
            if step == 2:
                mask = np.isin(np.arange(3), places)
                w, g, gradients_left = w[mask], g[mask], mask
                state.keep(gradients_left, w, g)
            g[...] = gradient[places] if step >= 2 else gradient
            state.step(0.01)
        return w

    np.testing.assert_array_equal(run([0, 2]), run([0, 1, 2])[[0, 2]])


@pytest.mark.parametrize("shape", SHAPES, ids=["small", "large"])
@pytest.mark.parametrize("rate", [0.01, "by seed"])
def test_an_optimizer_of_ones_own_is_given_rows_of_seeds(shape, rate):
    seen = []

    class Own(Optimizer):
        moments = 1

        def update(self, w, g, rate, moments, scratch, updates):
            seen.append({a.ndim for a in (w, g, *moments, scratch)} | {np.ndim(rate) or 2})
            assert w.shape == g.shape == moments[0].shape == scratch.shape

    rate = np.full((shape[0], 1), 0.01) if rate == "by seed" else rate
    OptimizerState(Own(), np.zeros(shape), np.zeros(shape)).step(rate)
    assert seen == [{2}] * len(seen)


def test_moments_do_not_linger_as_subnormal_numbers():
    w, gradient = np.ones((1, 3), np.float32), np.full((1, 3), 1e-3, np.float32)
    state = OptimizerState(Adam(), w, gradient)
    state.step(0.01)
    for _ in range(1000):
        gradient[...] = 0
        state.step(0.01)
    assert (state.moments[0] == 0).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(momentum=1), r"momentum must be a number in \[0, 1\), not 1"),
        (lambda: SGD(momentum=-0.1), "momentum"),
        (lambda: Adam(beta1=2), "beta1"),
        (lambda: Adam(epsilon=0), "epsilon.*above 0"),
    ],
)
def test_a_rule_that_makes_no_sense(make, message):
    with pytest.raises(ValueError, match=message):
        make()
