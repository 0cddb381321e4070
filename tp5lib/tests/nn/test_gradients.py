"""Analytic gradients against central differences; losses at their extremes."""

import numpy as np
import pytest

from tp5lib import Autoencoder
from tp5lib.nn.gradients import gradient_error

ACTIVATIONS = ["sigmoid", "tanh", "relu", "identity"]
PAIRS = [("bce", "sigmoid"), ("bernoulli", "sigmoid"), ("mae", "sigmoid"), ("gaussian", "tanh")]
PAIRS += [("mse", output) for output in ACTIVATIONS]


def away_from_the_start(model):
    """Move the parameters, so that no bias is zero and no layer is symmetric."""
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.3, model.parameters.shape)
    return model


@pytest.mark.parametrize(("loss", "output"), PAIRS)
@pytest.mark.parametrize("activation", [*ACTIVATIONS, ["tanh", "identity", "relu"]], ids=str)
def test_every_derivative_agrees_with_differences(activation, loss, output):
    model = Autoencoder([9, 5, 2, 5, 9], activation=activation, output=output, seeds=range(2))
    step = 5e-6 if "relu" in (*activation, activation, output) or loss == "mae" else 1e-3
    x = np.random.default_rng(0).random((6, 9))
    error = gradient_error(away_from_the_start(model), x, loss=loss, step=step)
    assert error.shape == model.parameters.shape
    assert error.max() < 1e-6


def test_each_seed_is_checked_on_its_own_data():
    model = away_from_the_start(Autoencoder([9, 2, 9], seeds=range(3)))
    x = np.random.default_rng(0).random((3, 6, 9))
    assert gradient_error(model, x).max() < 1e-6


def test_the_derivatives_of_another_target_agree_too(letters):
    model = away_from_the_start(Autoencoder([35, 4, 35]))
    noisy = letters.x + np.random.default_rng(0).normal(0, 0.2, letters.x.shape)
    assert gradient_error(model, noisy, letters.x, "bce").max() < 1e-6


class Wrong(Autoencoder):
    """One derivative is a thousandth too large."""

    def loss_and_gradient(self, *arguments, **more):
        loss, gradient = super().loss_and_gradient(*arguments, **more)
        gradient[..., 17] *= 1.001
        return loss, gradient


def test_the_check_sees_a_wrong_gradient(letters):
    error = gradient_error(away_from_the_start(Wrong([35, 4, 35])), letters.x)
    assert np.flatnonzero(error > 1e-6).tolist() == [17]


def test_the_check_wants_float64(letters):
    with pytest.raises(ValueError, match="float64"):
        gradient_error(Autoencoder([35, 4, 35], dtype="float32"), letters.x)


def test_the_losses_are_those_of_the_formulas(letters):
    model = away_from_the_start(Autoencoder([35, 6, 2, 6, 35], seeds=range(2)))
    p, y = model.reconstruct(letters.x), letters.x
    mse = ((p - y) ** 2).mean(axis=(1, 2))
    bce = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(axis=(1, 2))
    np.testing.assert_allclose(model.loss(y, loss="mse"), mse, rtol=1e-12)
    np.testing.assert_allclose(model.loss(y, loss="bce"), bce, rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("bias", [-1e4, 1e4])
def test_a_saturated_output_keeps_its_loss_and_its_gradient(letters, bias, dtype):
    model = Autoencoder([35, 2, 35], dtype=dtype)
    weights, biases = model.weights[-1]
    weights[...], biases[...] = 0, bias
    loss, gradient = model.loss_and_gradient(letters.x, loss="bce")
    # Every pixel is off by the whole logit where it is wrong, and exact where it is right.
    wrong = letters.x == 1 if bias < 0 else letters.x == 0
    assert loss == pytest.approx(1e4 * wrong.mean(), rel=1e-4)
    by_bias = gradient[-35 * 3 :].reshape(35, 3)[:, -1]
    expected = np.where(wrong, -np.sign(bias), 0).mean(axis=0) / 35
    np.testing.assert_allclose(by_bias, -expected, rtol=1e-4)
