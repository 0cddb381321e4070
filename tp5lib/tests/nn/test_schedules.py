"""Learning rates that change, each seed on its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import Adaptive, AdaptiveAsCoded, Autoencoder, StepDecay, WarmUp


def rates(schedule, losses):
    """The rate after each epoch, by seed, under losses of shape (epochs, seeds)."""
    memory, seen = schedule.begin(losses.shape[1]), []
    for epoch, loss in enumerate(losses, start=1):
        schedule.update(memory, epoch, loss)
        seen.append(memory["rate"].copy())
    return np.array(seen)


def by_hand(losses, rate, patience, growth_patience, threshold, as_coded):
    """The rule for one seed in plain counters, as the presentation and its program have it."""
    first, best, without, row, seen = rate, np.inf, 0, 0, []
    for loss in losses:
        if as_coded:  # the best is lowered before it is compared with
            best = loss if loss < best - 1e-5 else best
        progress = loss < best - threshold
        best = best if as_coded else min(best, loss)
        without, row = (0, row + 1) if progress else (without + 1, 0)
        if without == patience:
            rate, without = max(rate / 2, min(1e-6, first)), 0
        if row == growth_patience:
            rate, row = min(rate * 1.1, 10 * first), 0
        seen.append(rate)
    return seen


# In steps of the size of the thresholds, so that every case is met.
STEPS = st.lists(
    st.sampled_from([-1e-3, -2e-5, -5e-6, -2e-6, -5e-7, 0, 1e-5]), min_size=1, max_size=60
)


@settings(max_examples=50)
@given(STEPS, STEPS, st.integers(1, 5), st.integers(1, 5), st.sampled_from([0.009, 3e-6, 1e-7]))
@pytest.mark.parametrize("schedule", [Adaptive, AdaptiveAsCoded])
def test_the_adaptive_rates_are_those_of_their_rules(schedule, a, b, patience, growth, rate):
    losses = np.zeros((max(len(a), len(b)), 2))
    losses[: len(a), 0], losses[: len(b), 1] = a, b
    losses = 0.1 + losses.cumsum(axis=0)
    seen = rates(schedule(rate, patience=patience, growth_patience=growth), losses)
    for own, one in zip(seen.T, losses.T, strict=True):
        wanted = by_hand(one, rate, patience, growth, 1e-6, schedule is AdaptiveAsCoded)
        np.testing.assert_allclose(own, wanted, rtol=1e-12)


def test_step_decay_halves_and_a_warm_up_rises():
    decay = StepDecay(0.08, every=3)
    assert [decay(epoch) for epoch in range(1, 10)] == [0.08] * 3 + [0.04] * 3 + [0.02] * 3
    assert [StepDecay(rate, every=10)(10**6) for rate in (0.01, 1e-7)] == [1e-6, 1e-7]
    warm_up = WarmUp(10, to=0.5)
    assert [warm_up(epoch) for epoch in (0, 5, 10, 11)] == [0, 0.25, 0.5, 0.5]


@pytest.mark.parametrize("schedule", [Adaptive, AdaptiveAsCoded])
def test_a_schedule_sets_the_rates_of_the_history(letters, schedule):
    rule = schedule(0.05, patience=3, growth_patience=4)
    model = Autoencoder([35, 9, 35], seeds=[0, 1])
    history = model.fit(letters.x, epochs=60, learning_rate=rule)
    known = rates(rule, history.loss)
    np.testing.assert_array_equal(history.learning_rate, [[0.05] * 2, *known[:-1]])
    assert (known != known[0]).any()
