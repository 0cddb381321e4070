"""Bad input: what was wrong, where, and what would be right."""

import numpy as np
import pytest

from tp5lib import Autoencoder, flip, pixel_errors

GOOD = {"epochs": 1, "learning_rate": 0.1}


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ("35-2-35", TypeError, "layers.*odd number.*'35-2-35'"),
        (35, TypeError, "layers"),
        ([35, 2.0, 35], TypeError, "each of layers.*2.0"),
        ([35, True, 35], TypeError, "each of layers.*True"),
        ([35, 0, 35], ValueError, "each of layers.*at least 1, not 0"),
        ([35, -2, 35], ValueError, "each of layers.*-2"),
        ([35, 2, 34], ValueError, "layers.*backwards"),
        ([35, 17, 2, 35], ValueError, "layers.*odd number"),
        ([35], ValueError, "layers.*odd number"),
        ([], ValueError, "layers.*odd number"),
    ],
)
def test_layers(layers, error, message):
    with pytest.raises(error, match=message):
        Autoencoder(layers)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"activation": "softplus"}, ValueError, "activation.*'sigmoid'.*not 'softplus'"),
        ({"activation": ["tanh"]}, ValueError, "activation.*3"),
        ({"activation": 3}, TypeError, "activation.*3"),
        ({"output": "softmax"}, ValueError, "output.*not 'softmax'"),
        ({"seed": -1}, ValueError, "seed.*-1"),
        ({"seed": 0.5}, TypeError, "seed.*0.5"),
        ({"seed": "nonsense", "seeds": range(2)}, TypeError, "seed.*'nonsense'"),
        ({"seeds": 20}, TypeError, r"seeds.*range\(20\).*not 20"),
        ({"seeds": []}, ValueError, "seeds"),
        ({"seeds": [1, 1]}, ValueError, "seeds.*different"),
        ({"dtype": "int8"}, ValueError, "dtype.*float32 or float64.*'int8'"),
        ({"dtype": "letters"}, ValueError, "dtype.*'letters'"),
    ],
)
def test_model(arguments, error, message):
    with pytest.raises(error, match=message):
        Autoencoder([35, 17, 2, 17, 35], **arguments)


def bad(letters, change):
    x = letters.x.copy()
    change(x)
    return x


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda x: x[:, :34], ValueError, r"x must have the shape \(samples, 35\), not \(32, 34\)"),
        (lambda x: x[0], ValueError, r"x must have the shape.*not \(35,\)"),
        (lambda x: x[:0], ValueError, "x is empty"),
        (lambda x: np.stack([x, x]), ValueError, "x must have the shape"),
        (lambda x: x.astype(str), TypeError, "x must be an array of numbers"),
        (lambda x: [[1, 2], [3]], TypeError, "x must be an array of numbers"),
        (lambda x: None, TypeError, "x must be an array of numbers.*None"),
        (lambda x: x + 0.5, ValueError, r"x must lie in \[0, 1\], but at \(0, 2\) it is 1.5"),
        (lambda x: np.where(x == 1, np.nan, x), ValueError, r"x must.*\(0, 2\).*nan"),
        (lambda x: np.where(x == 1, np.inf, x), ValueError, r"x must.*inf"),
    ],
)
def test_x(letters, make, error, message):
    model = Autoencoder([35, 2, 35])
    before = model.parameters.copy()
    with pytest.raises(error, match=message):
        model.fit(make(letters.x), loss="bce", **GOOD)
    np.testing.assert_array_equal(model.parameters, before)


def test_a_data_set_is_as_good_as_its_array(letters):
    model = Autoencoder([35, 2, 35])
    np.testing.assert_array_equal(model.encode(letters), model.encode(letters.x))
    assert pixel_errors(letters, letters).tolist() == [0] * 32
    assert flip(letters, 0.1, rng=0).shape == (32, 35)


def test_mse_takes_values_outside_the_unit_interval(letters):
    Autoencoder([35, 2, 35], output="identity").fit(letters.x * 3 - 1, **GOOD)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"epochs": 0}, ValueError, "epochs.*at least 1, not 0"),
        ({"epochs": 1e3}, TypeError, "epochs.*integer.*1000.0"),
        ({"learning_rate": 0}, ValueError, "learning_rate.*above 0"),
        ({"learning_rate": -1}, ValueError, "learning_rate.*-1"),
        ({"learning_rate": np.nan}, ValueError, "learning_rate.*nan"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate.*schedule.*'fast'"),
        ({"batch_size": 0}, ValueError, "batch_size.*not 0"),
        ({"batch_size": 2.5}, TypeError, "batch_size.*2.5"),
        ({"patience": 0}, ValueError, "patience.*not 0"),
        ({"min_delta": -1}, ValueError, "min_delta.*-1"),
        ({"loss": "hinge"}, ValueError, "loss.*'mse', 'mae', 'bce', .*not 'hinge'"),
        ({"loss": 3}, TypeError, "loss.*3"),
        ({"executor": 3}, TypeError, "executor.*3"),
        ({"optimizer": "newton"}, ValueError, "optimizer.*'newton'"),
        ({"optimizer": 3}, TypeError, "optimizer.*3"),
        ({"callback": 3}, TypeError, "callback must be a function"),
        ({"every": 0}, ValueError, "every.*not 0"),
        ({"noise": 2}, ValueError, "noise"),
        ({"noise": np.nan}, ValueError, "noise"),
    ],
)
def test_settings_of_fit(letters, settings, error, message):
    with pytest.raises(error, match=message):
        Autoencoder([35, 2, 35]).fit(letters.x, **GOOD | settings)


def test_a_target_of_another_shape(letters):
    model = Autoencoder([35, 2, 35])
    with pytest.raises(ValueError, match=r"target.*sample for each of x.*\(31, 35\)"):
        model.fit(letters.x, target=letters.x[1:], **GOOD)
    with pytest.raises(ValueError, match=r"target must have the shape \(samples, 35\)"):
        model.fit(letters.x, target=letters.x[:, 1:], **GOOD)
    with pytest.raises(ValueError, match=r"target must lie in \[0, 1\]"):
        model.fit(letters.x, target=letters.x * 2, loss="bce", **GOOD)


def test_bce_needs_a_sigmoid_output(letters):
    with pytest.raises(ValueError, match="'bce' needs a model with output='sigmoid', not 'tanh'"):
        Autoencoder([35, 2, 35], output="tanh").fit(letters.x, loss="bce", **GOOD)


def test_codes_and_seeds(letters):
    model = Autoencoder([35, 2, 35], seeds=range(2))
    with pytest.raises(ValueError, match=r"codes.*\(samples, 2\) or \(2, samples, 2\)"):
        model.decode([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"seed must be one of \(0, 1\), not 5"):
        model.for_seed(5)


class Table:
    """Like a data frame that has a column of that name."""

    def __init__(self, values):
        self.x, self.values = values[:, 0], values

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)


def test_an_array_with_an_attribute_x_is_an_array(letters):
    assert Autoencoder([35, 2, 35]).encode(Table(letters.x)).shape == (32, 2)


def test_numbers_that_float32_cannot_hold(letters):
    with pytest.raises(ValueError, match="x holds numbers too large for float32"):
        Autoencoder([35, 2, 35], dtype="float32").encode(letters.x * 1e39)
