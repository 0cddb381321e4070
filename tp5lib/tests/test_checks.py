"""Bad input gives an error that names the argument, and nothing is lost."""

from functools import partial

import numpy as np
import pytest

import tp5lib
from tp5lib import PCA, Adaptive, Autoencoder, Patterns, load_letters, salt_and_pepper
from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.datasets.noise import with_flips
from tp5lib.evaluation import denoising, generation, metrics, outliers, statistics
from tp5lib.evaluation.collapse import kl_by_dimension
from tp5lib.evaluation.latent import interpolate

X = load_letters().x
NAN = np.full_like(X, np.nan)
IMAGES = np.arange(24).reshape(2, 3, 4) / 23
MODEL = Autoencoder([35, 2, 35], seeds=range(2))
TANH = Autoencoder([35, 2, 35], output="tanh")
FLOAT32 = Autoencoder([35, 2, 35], dtype="float32", output="identity")


def fit(model=MODEL, **given):
    """Fit, and see that the model stays as it was where that fails."""
    before = model.parameters.copy()
    try:
        model.fit(**{"x": X, "epochs": 1, "learning_rate": 0.1} | given)
    finally:
        np.testing.assert_array_equal(model.parameters, before)


model = partial(Autoencoder, layers=[35, 17, 2, 17, 35])
vae = partial(tp5lib.VariationalAutoencoder, [35, 2, 35])
sheet = partial(tp5lib.load_sprite_sheet, EMOJI_SHEET)
BAD_LAYERS = [[35, 0, 35], [35, -2, 35], [35, 2, 34], [35, 17, 2, 35], [35], []]
NO_IMAGES = [IMAGES[:0], IMAGES * np.nan, IMAGES * 2, IMAGES - 1]
GAPS = [statistics.difference, statistics.paired_difference]
NOTHING = denoising.DoNothing()
denoise = partial(denoising.denoising_errors, NOTHING, X)
BAD_NOISE = [2, np.nan, (0.2, 0.1), lambda x, rng: x + 1, lambda x, rng: x[:, 1:]]
# A function, an argument of it, values that are wrong, and values that are of a wrong type.
ROWS = [
    (model, "layers", BAD_LAYERS, ["35-2-35", 35, [35, 2.0, 35], [35, True, 35]]),
    (model, "activation", ["softplus", ["tanh"]], [3]),
    (model, "output", ["softmax"], [3]),
    (model, "seed", [-1], [0.5, "nonsense"]),
    (partial(model, seed=7), "seeds", [], [range(3)]),
    (model, "seeds", [[], [1, 1], [-1]], [20, ["a"]]),
    (model, "dtype", ["int8", "letters"], []),
    (vae, "beta", [-1, np.nan], ["high", None]),
    (fit, "x", [X[:, :34], X[0], X[:0], [X] * 3, X + 0.5], [X.astype(str), [[1, 2], [3]], None]),
    (fit, "x", [np.where(X == 1, bad, X) for bad in (np.nan, np.inf, -np.inf)], []),
    (partial(fit, noise=0.1, target=X), "x", [X * 2], []),
    (fit, "target", [X[1:], X[:, 1:], X * 2], ["x"]),
    (fit, "validation_data", [X[:, :4], (X[:, :4], X)], ["x"]),
    (fit, "epochs", [0, -1], [1e3, "ten", True, None]),
    (fit, "learning_rate", [0, -1, np.inf, lambda epoch: -1], ["fast", lambda epoch: "fast"]),
    (fit, "loss", ["hinge"], [3]),
    (fit, "optimizer", ["newton"], [3]),
    (fit, "batch_size", [0], [2.5]),
    (fit, "patience", [0], [1.5]),
    (fit, "min_delta", [-1], ["small"]),
    (fit, "noise", BAD_NOISE, ["salt", [1, 2, 3], salt_and_pepper]),
    (fit, "callback", [], [3]),
    (fit, "every", [0], [1.5]),
    (fit, "executor", [], [3, "dask"]),
    (partial(fit, TANH), "loss", ["bce", "bernoulli"], []),
    (partial(fit, FLOAT32), "x", [X * 1e39], []),
    (MODEL.decode, "codes", [[[1, 2, 3]], [1, 2]], ["ab"]),
    (MODEL.for_seed, "seed", [5], []),
    (MODEL.with_parameters, "parameters", [[1, 2]], ["ab"]),
    (FLOAT32.with_parameters, "parameters", [np.full(FLOAT32.parameters.shape, 1e300)], []),
    (tp5lib.Snapshots, "epochs", [0, -3, [], [-1]], ["ten", 2.5, None, [1, "2"]]),
    (tp5lib.SGD, "momentum", [1, -0.1], ["much"]),
    *((tp5lib.Adam, name, [-1], []) for name in ("beta1", "beta2", "epsilon")),
    (Adaptive, "rate", [-0.1, 0], ["fast"]),
    *((partial(Adaptive, 1), name, [0], [1.5]) for name in ("patience", "growth_patience")),
    (partial(Adaptive, 1), "threshold", [-1], []),
    (tp5lib.StepDecay, "rate", [0], []),
    (partial(tp5lib.StepDecay, 0.1), "every", [0], []),
    (tp5lib.WarmUp, "epochs", [-1], [1.5]),
    (partial(tp5lib.WarmUp, 1), "to", [-1], []),
    (Patterns, "x", NO_IMAGES, ["ab", [[[1, 0], [1]]], {"a": IMAGES[0]}]),
    (partial(Patterns, IMAGES), "shape", [(4, 3), (3, 4, 1)], [12]),
    (partial(Patterns, IMAGES.reshape(2, 12)), "shape", [None, (5, 7)], []),
    (partial(Patterns, IMAGES), "names", [["a"], ["a", "a"]], [[1, 2], "ab"]),
    (sheet, "tile", [(20, 20, 3), (0, 20)], [20]),
    (sheet, "spacing", [-1], [1.5]),
    (sheet, "ground", [1.5], ["gray"]),
    (partial(salt_and_pepper, p=0.1, rng=0), "x", [X * 2, X * np.nan], ["ab"]),
    (partial(salt_and_pepper, X, rng=0), "p", [-0.1, 1.1, np.nan], ["much"]),
    (partial(salt_and_pepper, X, 0.1), "rng", [-1], [None, 0.5]),
    (partial(with_flips, X), "count", [0, 36], [1.5]),
    (partial(tp5lib.pixel_errors, X), "reconstruction", [X[1:], [X[1:]] * 2, NAN], []),
    (partial(metrics.variance_explained, X), "reconstruction", [X[1:], X[0], NAN], []),
    (partial(metrics.distances, b=X), "a", [X[:, 1:], NAN], ["ab"]),
    (partial(metrics.distances, X), "b", [X + 1e200], []),
    (partial(metrics.own_nearest, X), "reconstruction", [X[1:]], []),
    (partial(metrics.nearest_patterns, patterns=X), "x", [[[1, 0]]], []),
    (partial(metrics.nearest_patterns, X), "patterns", [[]], []),
    (PCA, "components", [0], [2.5]),
    (PCA(2).fit, "x", [X[0], NAN], ["ab"]),
    (PCA(2).fit(X).decode, "codes", [[[1, 2, 3]]], []),
    (partial(denoising.denoising_errors, x=X, noise=0.1), "model", [], [None]),
    (partial(denoising.denoising_errors, NOTHING, noise=0.1), "x", [X * 2, X[0]], []),
    (denoise, "noise", BAD_NOISE, [lambda x: x]),
    (partial(denoise, 0.1), "alphabets", [0], []),
    (partial(denoise, 0.1), "rng", [-1], ["a"]),
    (denoising.NearestPattern, "patterns", [[1, 0]], []),
    (NOTHING.reconstruct, "x", [1], [[["a"]]]),
    (partial(generation.path_quality, x=X), "paths", [X[:3], [X[:1]], [NAN[:3]]], []),
    (partial(generation.draw_like, n=3, rng=0), "codes", [X[:1], X[0]], []),
    (partial(generation.draw_like, X, rng=0), "n", [0], []),
    (partial(generation.draw_like, X, 3), "rng", [], ["a"]),
    (partial(interpolate, b=[1, 2], alphas=[0]), "a", [[0, np.nan]], []),
    (partial(interpolate, [0, 1], alphas=[0]), "b", [[1, 2, 3]], []),
    (partial(interpolate, [0, 1], [1, 2]), "alphas", [[1.5]], []),
    (partial(kl_by_dimension, X), "log_var", [X[1:]], []),
    (partial(outliers.roc_area, outliers=[1]), "known", [[0, np.nan], []], []),
    (partial(outliers.roc_area, [0, 1]), "outliers", [[[1, 2]]], []),
    (partial(outliers.roc_area, [[0, 1]]), "outliers", [[[1], [2]]], []),
    *((partial(gap, b=[2, 3]), "a", [[1], X, [1, np.nan]], [["x", "y"]]) for gap in GAPS),
    (partial(statistics.paired_difference, [1, 2]), "b", [[1, 2, 3]], []),
    (partial(statistics.smallest_detectable, paired=True), "seeds", [1], []),
]


@pytest.mark.parametrize(("call", "name", "wrong", "of_a_wrong_type"), ROWS)
def test_a_bad_argument_is_named(call, name, wrong, of_a_wrong_type):
    for error, values in ((ValueError, wrong), (TypeError, of_a_wrong_type)):
        for value in values:
            with pytest.raises(error, match=rf"\b{name}\b"):
                call(**{name: value})


def test_values_outside_the_unit_interval_are_learned():
    Autoencoder([35, 2, 35], output="identity").fit(X * 3 - 1, epochs=1)


class Table:
    """Like a data frame that has a column of that name."""

    def __init__(self, values):
        self.x, self.values = values[:, 0], values

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)


def test_a_data_set_or_a_table_is_as_good_as_its_array(letters):
    for data in (letters, Table(X)):
        np.testing.assert_array_equal(MODEL.encode(data), MODEL.encode(X))
    assert tp5lib.pixel_errors(letters, letters).tolist() == [0] * 32
    assert salt_and_pepper(letters, 0.1, rng=0).shape == (32, 35)
