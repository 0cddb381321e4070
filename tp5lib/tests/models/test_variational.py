"""What is particular to the variational autoencoder: its loss, its terms, its samples."""

import numpy as np
import pytest

from tp5lib import VariationalAutoencoder, WarmUp
from tp5lib.tests.models.conftest import same

LAYERS = [35, 12, 6, 3, 6, 12, 35]


@pytest.fixture
def model():
    """Two seeds, away from the start."""
    model = VariationalAutoencoder(LAYERS, seeds=range(2))
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.2, model.parameters.shape)
    return model


def test_the_loss_is_that_of_the_formulas(letters, model):
    model, x, n = model.for_seed(1), letters.x, len(letters)
    mu, log_var = model.encode_distribution(x)
    epsilon = np.random.default_rng(7).standard_normal((3, n)).T
    p = model.decode(mu + np.exp(log_var / 2) * epsilon)
    bce = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum() / n
    mse = ((p - x) ** 2).sum() / n
    kl = (mu**2 + np.exp(log_var) - 1 - log_var).sum() / (2 * n)
    # Outside of a training a warm-up has ended.
    for beta, weight in ((0, 0), (1, 1), (2.5, 2.5), (WarmUp(200, to=0.5), 0.5)):
        other = VariationalAutoencoder(LAYERS, beta=beta).with_parameters(model.parameters)
        for loss, value in {None: bce, "gaussian": mse, "mse": mse / 35}.items():
            found = other.loss(x, loss=loss, rng=7)
            assert found == pytest.approx(value + weight * kl, rel=1e-12)


def test_the_history_holds_the_terms_of_the_loss(letters):
    beta = WarmUp(10, to=0.5)
    model = VariationalAutoencoder(LAYERS, seeds=range(3), beta=beta)
    history = model.fit(letters.x, epochs=20)
    assert history.kl_by_dimension.shape == (20, 3, 3)
    assert (history.kl_by_dimension >= 0).all()
    np.testing.assert_allclose(history.kl_by_dimension.sum(axis=-1), history.kl)
    weight = (history.loss - history.reconstruction) / history.kl
    wanted = np.array([beta(epoch) for epoch in range(1, 21)])
    np.testing.assert_allclose(weight, np.tile(wanted[:, np.newaxis], 3))
    assert "kl" in dir(history)
    same(history.for_seed(1).kl, history.kl[:, 1])
    with pytest.raises(AttributeError, match="kll"):
        _ = history.kll


def test_codes_are_means_and_reconstructions_may_be_of_a_sampled_code(letters, model):
    mu, log_var = model.encode_distribution(letters.x)
    assert mu.shape == log_var.shape == (2, 32, 3)
    same(model.encode(letters.x), mu)
    same(model.reconstruct(letters.x), model.decode(mu))
    epsilon = np.random.default_rng(1).standard_normal(mu.shape)
    sampled = model.decode(mu + np.exp(log_var / 2) * epsilon)
    for rng in (1, np.random.default_rng(1)):
        same(model.reconstruct(letters.x, rng=rng), sampled)


def test_samples_depend_on_the_generator_given_only(model):
    one = model.for_seed(1)
    assert (model.sample(5, rng=0).shape, one.sample(5, rng=0).shape) == ((2, 5, 35), (5, 35))
    rng = np.random.default_rng(1)
    same(one.sample(4, rng=rng), one.sample(4, rng=1))
    assert not np.array_equal(one.sample(4, rng=rng), one.sample(4, rng=1))
