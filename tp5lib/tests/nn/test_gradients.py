"""Analytic gradients against central differences; losses against their formulas."""

import numpy as np
import pytest

from tp5lib import Autoencoder, WarmUp
from tp5lib.nn.layers import ACTIVATIONS
from tp5lib.nn.losses import LOSSES

LAYERS = [9, 6, 2, 6, 9]
PAIRS = [(loss, "sigmoid") for loss in LOSSES] + [("mse", output) for output in ACTIVATIONS]


# Perturbed copies of the parameters that are evaluated at once, each as if it were a seed.
_COPIES = 256


def gradient_error(model, x, target=None, loss=None, step=1e-3):
    """Return the relative error |a - d| / max(|a|, |d|, floor) of each derivative.

    a is the analytic one, and d the central difference over four points, exact up to step^4::

        d = (8 (L(w + step) - L(w - step)) - (L(w + 2 step) - L(w - 2 step))) / (12 step)

    The floor is a thousandth of the largest derivative: below that, a difference of two losses
    is all rounding. With ReLU a step must be small, lest a unit switch on or off within it.

    Source: M. Abramowitz and I. Stegun, "Handbook of mathematical functions", 25.3.6.
    """
    more = {"target": target, "loss": loss, "rng": 3}  # the same draw at each evaluation
    analytic = np.atleast_2d(model.loss_and_gradient(x, **more)[1])
    numeric = np.empty_like(analytic)
    for place, seed in enumerate(model.seeds):
        one, size = model.for_seed(seed), analytic.shape[1]
        for moved in np.array_split(np.arange(size), -(-size // _COPIES)):
            steps = np.zeros((len(moved), size))
            steps[np.arange(len(moved)), moved] = step
            up, down, up2, down2 = (
                one.with_parameters(one.parameters + k * steps).loss(x, **more)
                for k in (1, -1, 2, -2)
            )
            numeric[place, moved] = (8 * (up - down) - (up2 - down2)) / (12 * step)
    size = np.abs(analytic)
    floor = 1e-3 * size.max(axis=1, keepdims=True) + np.finfo(size.dtype).tiny
    scale = np.maximum(np.maximum(size, np.abs(numeric)), floor)
    return (np.abs(analytic - numeric) / scale).reshape(model.parameters.shape)


def away_from_the_start(model):
    """Move the parameters, so that no bias is zero and no layer is symmetric."""
    model.parameters[...] += np.random.default_rng(5).normal(0, 0.3, model.parameters.shape)
    return model


@pytest.mark.parametrize("samples", [1, 6])  # one sample is multiplied in another way
@pytest.mark.parametrize(("loss", "output"), PAIRS)
@pytest.mark.parametrize("activation", [*ACTIVATIONS, "mixed"])
def test_every_derivative(kind, activation, loss, output, samples):
    hidden = 3 if kind is Autoencoder else 2
    names = (
        ["tanh", "identity", "relu"][-hidden:] if activation == "mixed" else [activation] * hidden
    )
    more = {} if kind is Autoencoder else {"beta": WarmUp(200, to=0.3)}
    model = kind(LAYERS, activation=names, output=output, seeds=range(2), **more)
    x, target = np.random.default_rng(0).random((2, samples, 9))
    kinks = loss == "mae" or "relu" in (*names, output)
    step = 5e-6 if kinks else 1e-3
    error = gradient_error(away_from_the_start(model), x, target, loss, step)
    assert error.max() < 1e-6


class Wrong(Autoencoder):
    """One derivative is a thousandth too large."""

    def loss_and_gradient(self, *arguments, **more):
        loss, gradient = super().loss_and_gradient(*arguments, **more)
        gradient[..., 17] *= 1.001
        return loss, gradient


def test_the_check_sees_a_wrong_gradient(letters):
    error = gradient_error(away_from_the_start(Wrong([35, 4, 35])), letters.x)
    assert np.flatnonzero(error > 1e-6).tolist() == [17]


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
