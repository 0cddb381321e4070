"""Analytic gradients against central differences; losses against their formulas."""

import numpy as np
import pytest

from tp5lib import Autoencoder, WarmUp
from tp5lib.nn.layers import ACTIVATIONS
from tp5lib.nn.losses import LOSSES

LAYERS = [9, 6, 2, 6, 9]


def gradient_errors(model, step=1e-5, **given):
    """Return the relative error |a - d| / max(|a|, |d|, floor) of each derivative, (seeds, ...).

    a is the analytic one, and d = (L(w + step) - L(w - step)) / (2 step). The floor is a
    thousandth of the largest derivative: below that, a difference of two losses is all rounding.
    """
    analytic, numeric = model.loss_and_gradient(**given, rng=3)[1], []
    for seed in model.seeds:
        one = model.for_seed(seed)
        moved = step * np.eye(one.parameters.size)  # each row as if it were a seed
        up, down = (one.with_parameters(one.parameters + m) for m in (moved, -moved))
        numeric.append((up.loss(**given, rng=3) - down.loss(**given, rng=3)) / (2 * step))
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    floor = 1e-3 * size.max(axis=1, keepdims=True)
    return np.abs(analytic - numeric) / np.maximum(size, floor)


def away_from_the_start(model):
    """Move the parameters, so that no bias is zero and no layer is symmetric."""
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.3, model.parameters.shape)
    return model


@pytest.mark.parametrize("samples", [1, 6])  # one sample is multiplied in another way
@pytest.mark.parametrize(
    ("hidden", "loss", "output"),
    [
        *((["tanh", "identity", "relu"], loss, "sigmoid") for loss in LOSSES),
        *(([name] * 3, "mse", name) for name in ACTIVATIONS),
    ],
)
def test_every_derivative(kind, hidden, loss, output, samples):
    more = {} if kind is Autoencoder else {"beta": WarmUp(200, to=0.3)}
    names = hidden if kind is Autoencoder else hidden[::2]
    model = kind(LAYERS, activation=names, output=output, seeds=range(2), **more)
    x, target = np.random.default_rng(0).random((2, samples, 9))
    errors = gradient_errors(away_from_the_start(model), x=x, target=target, loss=loss)
    assert errors.max() < 1e-6


def test_the_losses_are_those_of_the_formulas(letters):
    model = away_from_the_start(Autoencoder([35, 6, 2, 6, 35], seeds=range(2)))
    p, y = model.reconstruct(letters.x), letters.x
    square, entropy = (p - y) ** 2, -(y * np.log(p) + (1 - y) * np.log(1 - p))
    pixels = {"mse": square, "mae": np.abs(p - y), "bce": entropy}
    wanted = {name: values.mean(axis=(1, 2)) for name, values in pixels.items()}
    sums = {"gaussian": square, "bernoulli": entropy}
    wanted |= {name: values.sum(axis=2).mean(axis=1) for name, values in sums.items()}
    assert wanted.keys() == LOSSES.keys()
    for name, value in wanted.items():
        np.testing.assert_allclose(model.loss(y, loss=name), value, rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("bias", [-1e4, 1e4])
def test_a_saturated_output_keeps_its_loss_and_its_gradient(letters, bias, dtype):
    model = Autoencoder([35, 2, 35], dtype=dtype)
    weights, biases = model.weights[-1]
    weights[...], biases[...] = 0, bias
    loss, gradient = model.loss_and_gradient(letters.x, loss="bce")
    # Every pixel is off by the whole logit where it is wrong, and exact where it is right.
    wrong = letters.x == (bias < 0)
    assert loss == pytest.approx(1e4 * wrong.mean(), rel=1e-4)
    by_bias = gradient[-35 * 3 :].reshape(35, 3)[:, -1]
    np.testing.assert_allclose(by_bias, np.sign(bias) * wrong.mean(axis=0) / 35, rtol=1e-4)
