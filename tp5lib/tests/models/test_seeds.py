"""A seed trains alone as it does among others, here or on threads: the same bytes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import SGD, Adaptive, AdaptiveAsCoded, Autoencoder, StepDecay, VariationalAutoencoder
from tp5lib.tests.models.conftest import LAYERS, Threads, same

ADAPTIVE = [kind(0.05, patience=2, growth_patience=3) for kind in (Adaptive, AdaptiveAsCoded)]
KINDS, DTYPES = st.sampled_from([Autoencoder, VariationalAutoencoder]), ["float32", "float64"]
# What can be set of a fit; the rates of the adaptive schedules soon differ by seed.
FITS = st.fixed_dictionaries(
    {
        "batch_size": st.one_of(st.none(), st.integers(1, 8)),
        "noise": st.sampled_from([None, 0.2, (0, 0.3)]),
        "learning_rate": st.sampled_from([0.01, StepDecay(0.1, every=2), *ADAPTIVE]),
        "optimizer": st.sampled_from(["adam", SGD(momentum=0.5)]),
        "loss": st.sampled_from(["mse", "mae", "bce", "gaussian", "bernoulli"]),
        "patience": st.one_of(st.none(), st.integers(1, 3)),
        "min_delta": st.just(1e-2),
        "shuffle": st.booleans(),
    }
)


@settings(max_examples=40)
@given(
    kind=KINDS,
    inner=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    pixels=st.integers(1, 9),
    samples=st.integers(1, 7),
    dtype=st.sampled_from(DTYPES),
    where=st.sampled_from([None, Threads]),
    fit=FITS,
)
def test_a_seed_alone_is_what_it_is_among_others(kind, inner, pixels, samples, dtype, where, fit):
    layers = [pixels, *inner, *inner[-2::-1], pixels]
    x = np.random.default_rng(0).random((samples, pixels))
    fit |= {"epochs": 6, "validation_data": x[:3]}
    together = kind(layers, seeds=[1, 5, 2], dtype=dtype)
    history = together.fit(x, **fit, executor=where and where())
    for seed in together.seeds:
        alone = kind(layers, seed=seed, dtype=dtype)
        np.testing.assert_equal(vars(alone.fit(x, **fit)), vars(history.for_seed(seed)))
        same(alone.parameters, together.for_seed(seed).parameters)


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
        same(model.reconstruct(letters.x), model.decode(model.encode(letters.x)))


def test_weights_of_other_models_are_copied(letters):
    model = Autoencoder(LAYERS, seed=5)
    rows = np.stack([model.parameters, 2 * model.parameters])
    both = model.with_parameters(rows)
    rows[...] = 0
    assert both.seeds == (0, 1)
    same(both.reconstruct(letters.x)[0], model.reconstruct(letters.x))
    assert Autoencoder(LAYERS, seeds=[3, 8]).with_parameters(rows).seeds == (3, 8)
