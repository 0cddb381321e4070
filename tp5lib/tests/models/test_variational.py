"""What is particular to the variational autoencoder: its loss, its terms, its samples."""

import numpy as np
import pytest

from tp5lib import VariationalAutoencoder, WarmUp
from tp5lib.nn.gradients import gradient_error

LAYERS = [35, 12, 6, 3, 6, 12, 35]
FIT = {"epochs": 20, "learning_rate": 1e-3, "progress": False}


def small(**more):
    return VariationalAutoencoder(LAYERS, **more)


def away_from_the_start(model):
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.2, model.parameters.shape)
    return model


@pytest.mark.parametrize(
    ("activation", "loss", "beta"),
    [
        ("sigmoid", "bernoulli", 0.7),
        ("tanh", "gaussian", 0),
        ("relu", "bernoulli", WarmUp(200, to=0.3)),
        (["tanh", "relu", "sigmoid", "identity"], "gaussian", 0.7),
        ("tanh", "mae", 0.7),
        ("sigmoid", "bce", 0.7),
    ],
)
def test_every_derivative_agrees_with_differences(activation, loss, beta):
    layers = [9, 6, 4, 2, 4, 6, 9]
    model = VariationalAutoencoder(layers, activation=activation, seeds=range(2))
    away_from_the_start(model)
    step = 2e-5 if "relu" in (activation, *activation) else 1e-3
    x = np.random.default_rng(0).random((5, 9))
    error = gradient_error(model, x, loss=loss, step=step, beta=beta, rng=3)
    assert error.shape == model.parameters.shape
    assert error.max() < 3e-6


def test_the_loss_is_that_of_the_formulas(letters):
    model, x, n = away_from_the_start(small()), letters.x, len(letters)
    mu, log_var = model.encode_distribution(x)
    epsilon = np.random.default_rng(7).standard_normal((3, n)).T
    p = model.decode(mu + np.exp(log_var / 2) * epsilon)
    bce = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum() / n
    kl = (mu**2 + np.exp(log_var) - 1 - log_var).sum() / (2 * n)
    for beta in (0, 1, 2.5):
        assert model.loss(x, beta=beta, rng=7) == pytest.approx(bce + beta * kl, rel=1e-12)
    mse = ((p - x) ** 2).sum() / n
    assert model.loss(x, loss="gaussian", rng=7) == pytest.approx(mse + kl, rel=1e-12)
    assert model.loss(x, loss="mse", rng=7) == pytest.approx(mse / 35 + kl, rel=1e-12)


def test_outside_of_a_training_a_warm_up_has_ended(letters):
    model = away_from_the_start(small())
    beta = WarmUp(200, to=0.5)
    assert model.loss(letters.x, beta=beta) == model.loss(letters.x, beta=0.5)
    assert model.loss(letters.x, beta=beta) != model.loss(letters.x, beta=0)


def test_the_history_holds_the_terms_of_the_loss_apart(letters):
    history = small(seeds=range(3)).fit(letters.x, beta=0.5, **FIT)
    assert history.kl_by_dimension.shape == (20, 3, 3)
    np.testing.assert_allclose(history.kl_by_dimension.sum(axis=-1), history.kl)
    np.testing.assert_allclose(history.reconstruction + 0.5 * history.kl, history.loss)
    assert (history.kl_by_dimension >= 0).all()
    assert {"reconstruction", "kl", "kl_by_dimension"} <= set(dir(history))
    np.testing.assert_array_equal(history.for_seed(1).kl, history.kl[:, 1])
    with pytest.raises(AttributeError, match="no 'kll'; its loss has the terms"):
        _ = history.kll


def test_training_lowers_the_loss_and_keeps_the_last_weights(letters):
    model = small()
    history = model.fit(letters.x, epochs=200, learning_rate=3e-3, batch_size=8, progress=False)
    assert history.loss[-1] < 0.9 * history.loss[0]
    assert history.best_epoch == history.epochs == 200
    assert history.best_loss == history.loss[-1]


def test_a_target_other_than_the_input(letters):
    model, fit = small(), FIT | {"learning_rate": 1e-2, "epochs": 150}
    model.fit(letters.x, target=1 - letters.x, **fit)
    given_back = model.reconstruct(letters.x)
    assert ((given_back - 1 + letters.x) ** 2).mean() < ((given_back - letters.x) ** 2).mean()


def test_a_warm_up_ends_where_a_constant_beta_is(letters):
    beta = WarmUp(10, to=0.5)
    assert [beta.at(epoch) for epoch in (0, 5, 10, 11)] == [0, 0.25, 0.5, 0.5]
    history = small().fit(letters.x, beta=beta, **FIT)
    weight = (history.loss - history.reconstruction) / history.kl
    np.testing.assert_allclose(weight, [beta.at(epoch) for epoch in range(1, 21)])


def test_codes_are_means_and_samples_have_the_shapes_promised(letters):
    model = small(seeds=range(2), dtype="float32")
    mu, log_var = model.encode_distribution(letters.x)
    assert mu.shape == log_var.shape == (2, 32, 3)
    np.testing.assert_array_equal(model.encode(letters.x), mu)
    assert model.sample(5, rng=0).shape == (2, 5, 35)
    one = model.for_seed(1)
    assert one.sample(5, rng=0).shape == (5, 35)
    assert one.sample(5, rng=0).dtype == np.float32


def test_samples_depend_on_the_generator_given_only():
    model = small()
    np.testing.assert_array_equal(model.sample(4, rng=1), model.sample(4, rng=1))
    assert not np.array_equal(model.sample(4, rng=1), model.sample(4, rng=2))
    rng = np.random.default_rng(1)
    np.testing.assert_array_equal(model.sample(4, rng=rng), model.sample(4, rng=1))
    assert not np.array_equal(model.sample(4, rng=rng), model.sample(4, rng=1))


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"beta": -1}, ValueError, "beta must be a finite number from 0, not -1"),
        ({"beta": "high"}, TypeError, "beta must be .* or a warm-up, such as WarmUp"),
        ({"loss": "elbo"}, ValueError, "loss must be one of 'mse', .* not 'elbo'"),
    ],
)
def test_a_bad_setting_is_named_and_nothing_is_trained(letters, more, error, message):
    model = small()
    before = model.parameters.copy()
    with pytest.raises(error, match=message):
        model.fit(letters.x, **FIT | more)
    np.testing.assert_array_equal(model.parameters, before)


def test_cross_entropy_wants_a_sigmoid(letters):
    with pytest.raises(ValueError, match="output='sigmoid'"):
        small(output="identity").fit(letters.x, **FIT)
