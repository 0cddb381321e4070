"""A seed trains alone as it does among others, in whatever groups and wherever: the same bytes."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import (
    SGD,
    Adaptive,
    AdaptiveAsCoded,
    Autoencoder,
    StepDecay,
    VariationalAutoencoder,
)
from tp5lib.models import base, executors

LAYERS = [35, 9, 2, 9, 35]
RULES = {kind: kind(0.05, patience=2, growth_patience=3) for kind in (Adaptive, AdaptiveAsCoded)}


def whole(model, path):
    """All that a model is after a run, as bytes."""
    model.save(path, training=True)
    return path.read_bytes()


def assert_alone_as_among(together, history, x, fit, path, **model):
    for place, seed in enumerate(together.seeds):
        alone = type(together)(together.layers, seed=seed, **model)
        one, own = alone.fit(x[place] if x.ndim == 3 else x, **fit), history.for_seed(seed)
        assert whole(together.for_seed(seed), path) == whole(alone, path)
        assert (one.stopped, one.epochs, one.best_epoch) == (
            own.stopped,
            own.epochs,
            own.best_epoch,
        )
        assert one.curves.keys() == own.curves.keys()
        for name, curve in one.curves.items():
            np.testing.assert_array_equal(curve, own.curves[name], strict=True)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch_size", [None, 7])
def test_with_rates_that_differ_by_seed(kind, letters, tmp_path, batch_size, dtype, rule):
    fit = {"epochs": 40, "learning_rate": RULES[rule], "batch_size": batch_size, "patience": 9}
    fit |= {"min_delta": 2e-3, "validation_data": letters.x[:5]}
    model = kind(LAYERS, seeds=[4, 0, 7], dtype=dtype)
    history = model.fit(letters.x, **fit)
    differ = np.ptp(history.learning_rate[: history.epochs.min()], axis=1)
    assert differ.any() or rule is AdaptiveAsCoded
    assert_alone_as_among(model, history, letters.x, fit, tmp_path / "a.npz", dtype=dtype)


@settings(max_examples=60)
@given(
    kind=st.sampled_from([Autoencoder, VariationalAutoencoder]),
    hidden=st.lists(st.integers(1, 6), max_size=2),
    latent=st.integers(1, 3),
    pixels=st.integers(1, 9),
    samples=st.integers(1, 7),
    own_data=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]),
    where=st.sampled_from(["here", "in groups", "on threads"]),
    fit=st.fixed_dictionaries(
        {
            "batch_size": st.one_of(st.none(), st.integers(1, 8)),
            "noise": st.sampled_from([None, 0.2, (0, 0.3)]),
            "learning_rate": st.sampled_from([0.01, StepDecay(0.1, every=2), *RULES.values()]),
            "optimizer": st.sampled_from(["adam", SGD(momentum=0.5)]),
            "loss": st.sampled_from(["mse", "mae", "bce", "gaussian", "bernoulli"]),
            "patience": st.one_of(st.none(), st.integers(1, 3)),
            "shuffle": st.booleans(),
        }
    ),
)
def test_over_all_that_can_be_set(
    tmp_path_factory, kind, hidden, latent, pixels, samples, own_data, dtype, where, fit
):
    layers = [pixels, *hidden, latent, *reversed(hidden), pixels]
    x = np.random.default_rng(0).random((3, samples, pixels) if own_data else (samples, pixels))
    fit |= {"epochs": 6, "min_delta": 1e-2}
    model, path = kind(layers, seeds=[1, 5, 2], dtype=dtype), tmp_path_factory.getbasetemp() / "a"
    with (
        ThreadPoolExecutor(2) as pool,
        patch.object(executors, "_FIRST", 0),
        patch.object(base, "_TOGETHER", 1 if where == "in groups" else base._TOGETHER),
    ):
        history = model.fit(x, **fit, executor=pool if where == "on threads" else None)
    assert_alone_as_among(model, history, x, fit, path, dtype=dtype)


def test_only_seeds_make_an_axis_of_seeds(kind, letters):
    for seeds, axis in (({"seed": 3}, ()), ({"seeds": range(4)}, (4,))):
        model = kind(LAYERS, **seeds, dtype="float32")
        history = model.fit(letters.x, epochs=12)
        assert model.encode(letters.x).shape == (*axis, 32, 2)
        assert model.decode([[0.1, 0.9]]).shape == (*axis, 1, 35)
        assert model.parameters.shape[:-1] == np.shape(model.loss(letters.x)) == axis
        assert history.loss.shape == (12, *axis)
        assert np.shape(history.best_loss) == np.shape(history.stopped) == axis
        assert model.reconstruct(letters.x).dtype == model.parameters.dtype == np.float32
        np.testing.assert_array_equal(
            model.reconstruct(letters.x), model.decode(model.encode(letters.x))
        )


def test_other_parameters_make_other_models(letters):
    model = Autoencoder(LAYERS)
    rows = np.stack([model.parameters, 2 * model.parameters])
    both = model.with_parameters(rows)
    rows[...] = 0
    assert both.seeds == (0, 1)
    np.testing.assert_array_equal(both.reconstruct(letters.x)[0], model.reconstruct(letters.x))
    assert Autoencoder(LAYERS, seeds=[3, 8]).with_parameters(rows).seeds == (3, 8)
    with pytest.raises(ValueError, match="too large for float32"):
        Autoencoder(LAYERS, dtype="float32").with_parameters(rows + 1e300)


def test_weights_are_copied_to_each_seed():
    other, model = Autoencoder(LAYERS, seed=5), Autoencoder(LAYERS, seeds=range(2))
    assert model.copy_weights(other) is model
    np.testing.assert_array_equal(model.parameters, [other.parameters] * 2)
    for wrong in (Autoencoder([35, 2, 35]), Autoencoder(LAYERS, activation="tanh")):
        with pytest.raises(ValueError, match="architecture"):
            model.copy_weights(wrong)
    with pytest.raises(ValueError, match="2 seeds"):
        model.copy_weights(Autoencoder(LAYERS, seeds=range(3)))
