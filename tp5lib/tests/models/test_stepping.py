"""A training advanced by hand has the numbers of ``fit``, and goes on under other settings."""

import numpy as np
import pytest

from tp5lib import SGD, Adaptive, Autoencoder, VariationalAutoencoder
from tp5lib.models.stepping import Steps

LAYERS = [35, 9, 2, 9, 35]
SETTINGS = {"learning_rate": 0.02, "loss": "bce"}


def last_of(model, x, epochs, **settings):
    """The weights after the last epoch of a ``fit``, and its losses."""
    seen = []
    history = model.fit(
        x, epochs=epochs, **settings, callback=lambda _, m: seen.append(m.parameters), every=epochs
    )
    return seen[0], history


@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
@pytest.mark.parametrize("seeds", [{"seed": 3}, {"seeds": range(3)}])
@pytest.mark.parametrize(
    "more",
    [{}, {"batch_size": 5}, {"noise": 0.1}, {"optimizer": "sgd"}, {"noise": 0.1, "batch_size": 9}],
)
def test_the_numbers_of_fit(letters, kind, seeds, more):
    wanted, history = last_of(kind(LAYERS, **seeds), letters.x, 40, **SETTINGS, **more)
    steps = Steps(kind(LAYERS, **seeds), letters.x, **SETTINGS, **more)
    for epochs in (1, 7, 32):
        steps.advance(epochs)
    np.testing.assert_array_equal(steps.model.parameters, wanted)
    np.testing.assert_array_equal(np.squeeze(steps.losses[1:]), history.loss)
    np.testing.assert_array_equal(np.squeeze(steps.losses[0]), history.initial_loss)
    assert steps.epoch == 40


def test_a_schedule_goes_through_the_steps(letters):
    rate = Adaptive(0.02, patience=3, growth_patience=4)
    wanted, _ = last_of(Autoencoder(LAYERS), letters.x, 60, learning_rate=rate, loss="mse")
    steps = Steps(Autoencoder(LAYERS), letters.x, learning_rate=rate, loss="mse")
    for _ in range(6):
        steps.advance(10)
    np.testing.assert_array_equal(steps.model.parameters, wanted)


def test_what_does_not_change_changes_nothing(letters):
    wanted, _ = last_of(Autoencoder(LAYERS), letters.x, 30, **SETTINGS)
    steps = Steps(Autoencoder(LAYERS), letters.x, **SETTINGS)
    steps.advance(12)
    steps.change(**SETTINGS, optimizer="adam")
    steps.advance(18)
    np.testing.assert_array_equal(steps.model.parameters, wanted)


def test_a_new_rate_acts_with_the_next_update(letters):
    """As a function of the epoch would have it."""
    for more in ({}, {"batch_size": 8}):
        rate = lambda epoch: 0.02 if epoch <= 12 else 0.001  # noqa: E731
        wanted, _ = last_of(
            Autoencoder(LAYERS), letters.x, 30, learning_rate=rate, loss="bce", **more
        )
        steps = Steps(Autoencoder(LAYERS), letters.x, **SETTINGS, **more)
        steps.advance(12)
        steps.change(learning_rate=0.001)
        steps.advance(18)
        np.testing.assert_array_equal(steps.model.parameters, wanted)


def test_a_new_loss_acts_with_the_next_update(letters):
    steps = Steps(Autoencoder(LAYERS), letters.x, learning_rate=0.02, loss="bce", optimizer="sgd")
    steps.advance(3)
    before = steps.model
    steps.change(loss="mse")
    np.testing.assert_array_equal(steps.model.parameters, before.parameters)
    steps.advance()
    _, gradient = before.loss_and_gradient(letters.x, loss="mse")
    # The momentum of the default is 0, so that the step is the gradient alone.
    np.testing.assert_allclose(
        steps.model.parameters, before.parameters - 0.02 * gradient, rtol=0, atol=1e-12
    )
    assert steps.losses[-1] == pytest.approx(steps.model.loss(letters.x), abs=1e-12)


def test_noise_and_beta_come_and_go(letters):
    steps = Steps(VariationalAutoencoder(LAYERS), letters.x, learning_rate=0.01, loss="bernoulli")
    for settings in ({"beta": 0.0}, {"noise": 0.3}, {"noise": None, "beta": 4.0}):
        steps.advance(5)
        steps.change(**settings)
        assert settings.items() <= steps.settings.items()
    steps.advance(5)
    assert steps.epoch == 20
    assert np.isfinite(steps.losses).all()


def test_another_optimizer_begins_without_moments(letters):
    steps = Steps(Autoencoder(LAYERS), letters.x, **SETTINGS)
    steps.advance(5)
    steps.change(optimizer=SGD(momentum=0.5))
    before = steps.model.parameters.copy()
    _, gradient = steps.model.loss_and_gradient(letters.x, loss="bce")
    steps.advance()
    np.testing.assert_allclose(steps.model.parameters, before - 0.02 * gradient, atol=1e-12)
    steps.change(optimizer="adam")
    steps.advance()
    # The first update of Adam is as long as the rate, whatever the gradient.
    moved = np.abs(steps.model.parameters - before).max()
    assert moved > 0.015


def test_enough_ends_an_advance(letters):
    steps = Steps(Autoencoder(LAYERS), letters.x, **SETTINGS)
    steps.advance(100, enough=lambda: len(steps.losses) > 4)
    assert steps.epoch == 4


def test_a_seed_that_diverges_ends(letters):
    layers = [35, 9, 2, 9, 35]
    model = Autoencoder(layers, activation="identity", output="identity")
    steps = Steps(model, letters.x, learning_rate=1e3, loss="mse", optimizer="sgd")
    steps.advance(400)
    assert not steps.going
    assert steps.losses[-1] == np.inf
    assert np.isfinite(steps.model.parameters).all()
    ended = steps.epoch
    steps.change(learning_rate=1e-3, loss="mae")
    steps.advance(5)
    assert steps.epoch == ended


def test_the_model_that_was_given_stays(letters):
    model = Autoencoder(LAYERS)
    before = model.parameters.copy()
    steps = Steps(model, letters.x, **SETTINGS)
    steps.advance(3)
    np.testing.assert_array_equal(model.parameters, before)
    assert "after 3 epochs" in repr(steps)
    kept = steps.model
    parameters = kept.parameters.copy()
    steps.advance(3)
    np.testing.assert_array_equal(kept.parameters, parameters)


def test_what_cannot_be_is_said(letters):
    steps = Steps(Autoencoder(LAYERS), letters.x, **SETTINGS)
    steps.advance(2)
    before = steps.settings
    for wrong, error, message in [
        ({"learning_rate": 0}, ValueError, "learning_rate"),
        ({"loss": "square"}, (ValueError, TypeError), "square"),
        ({"beta": 1.0}, TypeError, "beta is of a VariationalAutoencoder"),
        ({"noise": 2}, ValueError, "noise"),
        ({"patience": 3}, TypeError, "patience cannot change"),
    ]:
        with pytest.raises(error, match=message):
            steps.change(**wrong)
        assert steps.settings == before
    steps.advance()
    assert steps.epoch == 3
    with pytest.raises(TypeError, match="model must be one that has a fit"):
        Steps("model", letters.x, **SETTINGS)
    with pytest.raises(ValueError, match="epochs must be"):
        steps.advance(0)
