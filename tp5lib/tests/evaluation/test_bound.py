"""Bounds on the likelihood, on models whose likelihood is known."""

import numpy as np
import pytest

from tp5lib import Autoencoder, VariationalAutoencoder
from tp5lib.evaluation.bound import (
    READINGS,
    decoder_logits,
    effective_samples,
    importance_bound,
    log_likelihood,
    log_weights,
)
from tp5lib.evaluation.densities import (
    best_kernel,
    held_out_baselines,
    independent_pixels,
    kernel_bound,
    logits_of_mean,
)

RNG = np.random.default_rng(0)
X = RNG.random((5, 6))
MODEL = VariationalAutoencoder([6, 4, 1, 4, 6], seed=1)


@pytest.mark.parametrize("logit", [-40.0, -3.0, -1e-4, 0.0, 2e-4, 0.5, 40.0, 800.0])
def test_the_density_integrates_to_one_and_the_cross_entropy_does_not(logit):
    y = np.linspace(0, 1, 200_001)[:, np.newaxis]
    density = np.exp(log_likelihood(np.full(1, logit), y, "density"))
    assert np.trapezoid(density, y[:, 0]) == pytest.approx(1, abs=2e-5)
    if abs(logit) < 1:
        entropy = np.exp(log_likelihood(np.full(1, logit), y, "cross-entropy"))
        assert np.trapezoid(entropy, y[:, 0]) < 0.7


def test_no_weight_is_too_small_for_a_bound():
    bound = importance_bound([[-2000.0, -1.0], [-2000.0, -1.0]])
    np.testing.assert_allclose(bound, [-2000, -1])


def test_no_logit_is_too_large():
    logits = np.array([-1e5, 1e5, -1e5], np.float32)
    for reading in READINGS:
        assert np.isfinite(log_likelihood(logits, np.array([0, 1, 1.0]), reading))


def test_the_logits_are_those_of_the_output():
    codes = RNG.standard_normal((7, 1))
    given = 1 / (1 + np.exp(-decoder_logits(MODEL, codes)))
    np.testing.assert_allclose(given, MODEL.decode(codes), rtol=1e-12)
    plain = Autoencoder([6, 4, 2, 4, 6], activation=["tanh", "identity", "relu"])
    codes = RNG.standard_normal((7, 2))
    given = 1 / (1 + np.exp(-decoder_logits(plain, codes)))
    np.testing.assert_allclose(given, plain.decode(codes), rtol=1e-12)


@pytest.mark.parametrize("reading", READINGS)
def test_the_bound_tends_to_the_likelihood_and_the_lower_one_is_lower(reading):
    # One latent dimension can be integrated over.
    z = np.linspace(-9, 9, 4001)[:, np.newaxis]
    prior = np.exp(-(z[:, 0] ** 2) / 2) / np.sqrt(2 * np.pi)
    likelihood = np.exp(log_likelihood(decoder_logits(MODEL, z)[:, np.newaxis], X, reading))
    exact = np.log(np.trapezoid(likelihood * prior[:, np.newaxis], z[:, 0], axis=0))
    weights = log_weights(MODEL, X, samples=20_000, rng=0)[reading]
    np.testing.assert_allclose(importance_bound(weights), exact, atol=0.03)
    assert (weights.mean(axis=0) < exact).all()
    few = [importance_bound(log_weights(MODEL, X, samples=5, rng=r)[reading]) for r in range(200)]
    assert (np.mean(few, axis=0) < exact + 0.03).all()


def test_the_lower_bound_is_the_loss_of_the_training():
    weights = log_weights(MODEL, X, samples=20_000, rng=0)["cross-entropy"]
    losses = [MODEL.loss(X, rng=r) for r in range(400)]
    assert -weights.mean() == pytest.approx(np.mean(losses), abs=0.05)


def test_weights_that_no_exponential_can_hold_are_averaged():
    np.testing.assert_allclose(
        importance_bound([[-5000.0], [-5000 + np.log(3)]]), -5000 + np.log(2)
    )
    assert effective_samples([[0.0, 0], [0, -900]]) == pytest.approx([2, 1])


def test_independent_pixels_are_the_best_of_their_kind():
    for reading in READINGS:
        logits = independent_pixels(X, reading)
        best = log_likelihood(logits, X, reading).mean()
        for pixel in range(6):
            for change in (-0.1, 0.1):
                other = logits.copy()
                other[pixel] += change
                assert log_likelihood(other, X, reading).mean() < best


def test_a_mean_is_that_of_its_distribution():
    means = np.array([0, 0.002, 0.2, 0.4999, 0.5, 0.9, 1])
    logits = logits_of_mean(means, "density")
    assert np.isfinite(logits).all()
    y = np.linspace(0, 1, 100_001)[:, np.newaxis, np.newaxis]
    density = np.exp(log_likelihood(logits[:, np.newaxis], y, "density"))
    found = np.trapezoid(density * y[..., 0], y[:, 0, 0], axis=0)
    np.testing.assert_allclose(found, np.clip(means, 1e-3, 1 - 1e-3), atol=1e-4)


def test_a_mixture_of_copies_knows_its_copies():
    train, other = RNG.random((8, 30)).round(), RNG.random((4, 30)).round()
    assert kernel_bound(train, train, 0.9).min() > kernel_bound(train, other, 0.9).max()
    flat = log_likelihood(independent_pixels(train), other, "density")
    np.testing.assert_allclose(kernel_bound(train, other, 0.0), flat)
    assert best_kernel(train) < 0.5  # these have nothing in common
    twins = np.repeat(train, 2, axis=0)
    assert best_kernel(twins) > 0.8


def test_baselines_are_fitted_to_the_other_folds():
    x, fold = RNG.random((6, 4)), np.array([0, 1, 2, 0, 1, 2])
    for reading in READINGS:
        found = held_out_baselines(x, fold, reading)
        seen, out = x[fold != 1], x[fold == 1]
        flat = log_likelihood(independent_pixels(seen, reading), out, reading)
        np.testing.assert_allclose(found["independent pixels"][fold == 1], flat)
        mixture = kernel_bound(seen, out, best_kernel(seen, reading), reading)
        np.testing.assert_allclose(found["mixture of images"][fold == 1], mixture)
    with pytest.raises(ValueError, match="fold must hold the fold"):
        held_out_baselines(x, np.zeros(6))


def test_what_has_no_bound_is_named():
    with pytest.raises(TypeError, match="model must be a VariationalAutoencoder"):
        log_weights(Autoencoder([6, 2, 6]), X, rng=0)
    with pytest.raises(ValueError, match=r"take model\.for_seed\(3\)"):
        log_weights(VariationalAutoencoder([6, 2, 6], seeds=[3, 4]), X, rng=0)
    with pytest.raises(ValueError, match="output='sigmoid'"):
        log_weights(VariationalAutoencoder([6, 2, 6], output="identity"), X, rng=0)
    with pytest.raises(ValueError, match=r"x must lie in \[0, 1\]"):
        log_weights(MODEL, X * 3, rng=0)
    with pytest.raises(ValueError, match="reading must be one of"):
        log_likelihood(X, X, "likelihood")
