"""The variational autoencoder: its loss, its gradient, what it gives and keeps."""

import numpy as np
import pytest

from tp5lib import VariationalAutoencoder, WarmUp
from tp5lib.nn.gradients import gradient_error

FIT = {"epochs": 20, "learning_rate": 1e-3, "progress": False}


def small(**more):
    return VariationalAutoencoder(35, [12, 6], 3, **more)


def away_from_the_start(model):
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.2, model.parameters.shape)
    return model


@pytest.mark.parametrize("seeds", [{"seed": 0}, {"seeds": range(2)}], ids=["seed", "seeds"])
@pytest.mark.parametrize(("loss", "output"), [("bce", "sigmoid"), ("mse", "sigmoid")])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("beta", [0, 0.7])
def test_every_derivative_agrees_with_differences(letters, activation, loss, output, seeds, beta):
    model = away_from_the_start(small(activation=activation, output=output, **seeds))
    step = 2e-5 if activation == "relu" else 1e-3
    error = gradient_error(model, letters.x[::4], loss=loss, step=step, beta=beta, noise_seed=3)
    assert error.shape == model.parameters.shape
    assert error.max() < 2e-6


def test_the_loss_is_that_of_the_formulas(letters):
    model, x, n = away_from_the_start(small()), letters.x, len(letters)
    mu, log_var = model.encode(x)
    epsilon = np.random.default_rng(7).standard_normal((3, n)).T
    p = model.decode(mu + np.exp(log_var / 2) * epsilon)
    bce = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum() / n
    kl = (mu**2 + np.exp(log_var) - 1 - log_var).sum() / (2 * n)
    for beta in (0, 1, 2.5):
        assert model.loss(x, beta=beta, noise_seed=7) == pytest.approx(bce + beta * kl, rel=1e-12)
    mse = ((p - x) ** 2).sum() / n
    assert model.loss(x, loss="mse", noise_seed=7) == pytest.approx(mse + kl, rel=1e-12)


def test_the_history_holds_the_terms_of_the_loss_apart(letters):
    history = small(seeds=range(3)).fit(letters.x, beta=0.5, **FIT)
    assert history.kl_by_dimension.shape == (20, 3, 3)
    np.testing.assert_allclose(history.kl_by_dimension.sum(axis=-1), history.kl)
    np.testing.assert_allclose(history.reconstruction + 0.5 * history.kl, history.loss)
    assert (history.kl_by_dimension >= 0).all()
    assert {"reconstruction", "kl", "kl_by_dimension"} <= set(dir(history))
    one = history.for_seed(1)
    np.testing.assert_array_equal(one.kl, history.kl[:, 1])
    with pytest.raises(AttributeError, match="no 'kll'; its loss has the terms"):
        _ = history.kll


@pytest.mark.parametrize("batch_size", [None, 5])
def test_seeds_end_as_if_they_were_trained_alone(letters, batch_size):
    together = small(seeds=(4, 9))
    history = together.fit(letters.x, batch_size=batch_size, **FIT)
    for place, seed in enumerate(together.seeds):
        alone = small(seed=seed)
        course = alone.fit(letters.x, batch_size=batch_size, **FIT)
        np.testing.assert_allclose(together.parameters[place], alone.parameters, rtol=1e-9)
        np.testing.assert_allclose(history.kl[:, place], course.kl, rtol=1e-9)


def test_workers_change_nothing(letters):
    here, there = small(seeds=range(2)), small(seeds=range(2))
    a = here.fit(letters.x, batch_size=8, **FIT)
    b = there.fit(letters.x, batch_size=8, workers=2, **FIT)
    np.testing.assert_allclose(here.parameters, there.parameters, rtol=1e-9)
    np.testing.assert_allclose(a.kl_by_dimension, b.kl_by_dimension, rtol=1e-9)


def test_training_lowers_the_loss_and_keeps_the_last_weights(letters):
    model = small()
    history = model.fit(letters.x, epochs=300, learning_rate=3e-3, batch_size=8, progress=False)
    assert history.loss[-1] < 0.8 * history.loss[0]
    assert history.best_epoch == history.epochs == 300
    assert history.best_loss == history.loss[-1]


def test_a_warm_up_ends_where_a_constant_beta_is(letters):
    beta = WarmUp(10, to=0.5)
    assert [beta.at(epoch) for epoch in (0, 5, 10, 11)] == [0, 0.25, 0.5, 0.5]
    history = small().fit(letters.x, beta=beta, **FIT)
    weight = (history.loss - history.reconstruction) / history.kl
    np.testing.assert_allclose(weight, [beta.at(epoch) for epoch in range(1, 21)])


def test_codes_images_and_samples_have_the_shapes_promised(letters):
    model = small(seeds=range(2), dtype="float32")
    mu, log_var = model.encode(letters.x)
    assert mu.shape == log_var.shape == (2, 32, 3)
    np.testing.assert_array_equal(model.reconstruct(letters.x), model.decode(mu))
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


def test_a_file_gives_back_the_model(tmp_path, letters):
    model = small(seeds=range(2), activation="tanh")
    model.save(tmp_path / "vae.npz")
    again = VariationalAutoencoder.load(tmp_path / "vae.npz")
    assert repr(again) == repr(model)
    np.testing.assert_array_equal(again.reconstruct(letters.x), model.reconstruct(letters.x))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((0, [4], 2), ValueError, "pixels must be an integer of at least 1"),
        ((35, 4, 2), TypeError, r"hidden must be a positive integer or more.*not 4"),
        ((35, [], 2), ValueError, "hidden must .* it is empty"),
        ((35, [4, 0], 2), ValueError, "each of hidden must be an integer"),
        ((35, [4], 2.5), TypeError, "latent must be an integer"),
    ],
)
def test_a_bad_architecture_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        VariationalAutoencoder(*arguments)


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"beta": -1}, ValueError, "beta must be a finite number from 0, not -1"),
        ({"beta": "high"}, TypeError, "beta must be .* or a warm-up, such as WarmUp"),
        ({"loss": "mae"}, ValueError, "loss must be one of 'mse', 'bce', not 'mae'"),
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
