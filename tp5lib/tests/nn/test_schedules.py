"""Learning rates that change, each seed on its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import Adaptive, Autoencoder, Constant, StepDecay

LAYERS = [35, 17, 2, 17, 35]


def rates(schedule, losses):
    """The rate of each epoch, by seed, under losses of shape (epochs, seeds)."""
    state, seen = schedule.start(losses.shape[1]), []
    for loss in losses:
        state.advance()
        seen.append(state.rates.copy())
        state.update(loss)
    return np.array(seen)


def test_the_rate_falls_without_progress_and_grows_with_it():
    epochs = np.arange(2000)
    losses = np.stack([1 - 1e-4 * epochs, np.ones(2000), 1 + 0.0 * epochs], axis=1)
    losses[600:, 2] = 0.5  # progress once, then none
    seen = rates(Adaptive(0.01), losses)
    np.testing.assert_allclose(
        seen[[0, 399, 400, 800, 1999], 0] / 0.01, 1.1 ** np.array([0, 0, 1, 2, 4])
    )
    # The first epoch is progress, against no loss at all; 500 without follow.
    np.testing.assert_allclose(seen[[500, 501, 1000, 1001], 1], [0.01, 0.005, 0.005, 0.0025])
    np.testing.assert_allclose(seen[[501, 1100, 1101], 2], [0.005, 0.005, 0.0025])


def test_progress_is_measured_against_the_best_before_the_epoch():
    # A step of 1e-3 an epoch is progress, though the best has been lowered to the loss since.
    falling = (1 - 1e-3 * np.arange(450))[:, np.newaxis]
    assert rates(Adaptive(0.01), falling)[-1, 0] == pytest.approx(0.011)
    tiny = (1 - 1e-7 * np.arange(600))[:, np.newaxis]  # less than the threshold an epoch
    assert rates(Adaptive(0.01), tiny)[-1, 0] == pytest.approx(0.005)


def test_the_rate_keeps_within_its_bounds():
    epochs = np.arange(20_000)
    losses = np.stack([-1.0 * epochs, 0.0 * epochs], axis=1)
    last = rates(Adaptive(0.01, min_lr=1e-4), losses)[-1]
    np.testing.assert_allclose(last, [0.1, 1e-4])
    assert rates(StepDecay(0.01, every=10, min_lr=1e-4), losses)[-1, 0] == 1e-4


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    rate=st.floats(1e-7, 1.0),
    factor=st.floats(0.1, 1.0),
    growth=st.floats(1.0, 3.0),
    patience=st.integers(1, 5),
    losses=st.lists(st.floats(0, 10), min_size=1, max_size=60),
)
def test_no_rate_ever_leaves_its_bounds(rate, factor, growth, patience, losses):
    losses = np.array(losses)[:, np.newaxis]
    adaptive = Adaptive(rate, patience, factor, patience, growth)
    for schedule in (adaptive, StepDecay(rate, patience, factor)):
        seen = rates(schedule, losses)
        high = getattr(schedule, "max_lr", rate)
        assert (schedule.min_lr <= seen).all()
        assert (seen <= high).all()


def test_a_low_rate_has_a_floor_of_its_own():
    assert StepDecay(1e-7).min_lr == Adaptive(1e-8, min_lr=None).min_lr * 10 == 1e-7


def test_step_decay_halves_every_so_many_epochs():
    seen = rates(StepDecay(0.08, every=3), np.zeros((9, 1)))[:, 0]
    np.testing.assert_allclose(seen, [0.08] * 3 + [0.04] * 3 + [0.02] * 3)


def test_the_rates_stand_in_the_history(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    schedule = Adaptive(0.05, patience=3, growth_patience=4)
    history = model.fit(letters.x, epochs=60, learning_rate=schedule)
    assert history.learning_rate.shape == (60, 3)
    np.testing.assert_allclose(history.learning_rate, rates(schedule, history.loss))
    assert (history.learning_rate[-1] != history.learning_rate[-1, 0]).any()


@pytest.mark.parametrize(
    "schedule", [Adaptive(0.05, patience=3, growth_patience=4), StepDecay(0.05, every=7)]
)
def test_a_seed_has_the_same_rates_alone_and_among_others(letters, schedule):
    given_settings = {"epochs": 80, "learning_rate": schedule, "patience": 8, "min_delta": 1e-3}
    together = Autoencoder(LAYERS, seeds=range(6)).fit(letters.x, **given_settings)
    assert len(set(together.epochs)) > 1
    for seed in (1, 4):
        alone = Autoencoder(LAYERS, seed=seed).fit(letters.x, **given_settings)
        np.testing.assert_allclose(alone.learning_rate, together.for_seed(seed).learning_rate)
        np.testing.assert_allclose(alone.loss, together.for_seed(seed).loss, rtol=1e-6)


def test_a_number_is_a_constant_schedule(letters):
    number = Autoencoder(LAYERS).fit(letters.x, epochs=5, learning_rate=0.01)
    constant = Autoencoder(LAYERS).fit(letters.x, epochs=5, learning_rate=Constant(0.01))
    np.testing.assert_array_equal(number.loss, constant.loss)
    assert set(number.learning_rate) == {0.01}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Constant(0), "rate.*above 0, not 0"),
        (lambda: Adaptive(-0.1), "rate.*-0.1"),
        (lambda: Adaptive(0.1, patience=0), "patience.*not 0"),
        (lambda: Adaptive(0.1, factor=2), r"factor.*\(0, 1\], not 2"),
        (lambda: Adaptive(0.1, growth=0.9), "growth.*from 1, not 0.9"),
        (lambda: Adaptive(0.1, min_lr=0.2), r"min_lr.*\[0, 0.1\]"),
        (lambda: Adaptive(0.1, max_lr=0.01), "max_lr.*from 0.1"),
        (lambda: StepDecay(0.1, every=0), "every.*not 0"),
    ],
)
def test_a_rule_that_makes_no_sense(make, message):
    with pytest.raises(ValueError, match=message):
        make()
