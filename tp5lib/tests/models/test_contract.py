"""What both models promise, whatever they are trained on and with what: one file for both."""

import copy
import functools
import pickle
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import (
    SGD,
    Adaptive,
    Autoencoder,
    Constant,
    DivergenceError,
    VariationalAutoencoder,
    load_model,
    salt_and_pepper,
)
from tp5lib.models import executors
from tp5lib.models.turns import train

MODELS = [Autoencoder, VariationalAutoencoder]
LAYERS = [35, 9, 2, 9, 35]
QUICK = {"epochs": 12, "learning_rate": 0.02, "progress": False}
CURVES = ("loss", "learning_rate", "validation_loss", "best_loss", "best_epoch", "epochs", "start")


@pytest.fixture(params=MODELS)
def kind(request):
    return request.param


def same(a, b):
    np.testing.assert_array_equal(a, b, strict=True)


def state_bytes(model, folder):
    model.save(folder / "state.npz", training=True)
    return (folder / "state.npz").read_bytes()


def test_one_seed_has_no_axis_of_seeds(kind, letters):
    model = kind(LAYERS, seed=3)
    history = model.fit(letters.x, **QUICK)
    assert model.encode(letters.x).shape == (32, 2)
    assert model.reconstruct(letters.x).shape == (32, 35)
    assert model.parameters.ndim == 1
    assert history.loss.shape == (12,)
    assert isinstance(history.best_loss, float)
    assert (history.start, history.epochs, history.stopped) == (0, 12, "epochs")


def test_many_seeds_lead_every_array(kind, letters):
    model = kind(LAYERS, seeds=range(4), dtype="float32")
    history = model.fit(letters.x, **QUICK)
    assert model.encode(letters.x).shape == (4, 32, 2)
    assert model.decode([[0.1, 0.9]]).shape == (4, 1, 35)
    assert model.reconstruct(letters.x).dtype == model.parameters.dtype == np.float32
    assert model.loss(letters.x).shape == (4,)
    assert history.loss.shape == (12, 4)
    assert history.stopped == ("epochs",) * 4
    same(model.reconstruct(letters.x), model.decode(model.encode(letters.x)))


@pytest.mark.parametrize("data", ["shared", "own"])
@pytest.mark.parametrize("noise", [None, 0.1])
@pytest.mark.parametrize("batch_size", [None, 7])
def test_a_seed_trains_among_others_as_it_does_alone(kind, letters, batch_size, noise, data):
    seeds, more = [4, 0, 7], {"patience": 3, "min_delta": 2e-3}
    rng = np.random.default_rng(1)
    own = np.stack([rng.permuted(letters.x, axis=1) for _ in seeds])
    x = letters.x if data == "shared" else own
    more |= {"batch_size": batch_size, "noise": noise, "epochs": 25}
    together = kind(LAYERS, seeds=seeds)
    history = together.fit(x, **QUICK | more)
    for place, seed in enumerate(seeds):
        alone = kind(LAYERS, seed=seed)
        one = alone.fit(x if data == "shared" else own[place], **QUICK | more)
        np.testing.assert_allclose(together.parameters[place], alone.parameters, rtol=1e-9)
        np.testing.assert_allclose(history.for_seed(seed).loss, one.loss, rtol=1e-9)
        assert (one.epochs, one.stopped) == (history.epochs[place], history.stopped[place])


@pytest.mark.parametrize("patience", [None, 3])
@pytest.mark.parametrize("noise", [None, (0, 0.1)])
@pytest.mark.parametrize("batch_size", [None, 7])
def test_a_training_goes_on_where_it_ended(kind, letters, tmp_path, batch_size, noise, patience):
    """Once in one piece; in two; in two with a file between: the same bytes."""
    more = {"batch_size": batch_size, "noise": noise, "patience": patience, "min_delta": 2e-3}
    more |= {"learning_rate": Adaptive(0.05, patience=2, growth_patience=3)}
    more |= {"validation": letters.x[:9]}
    whole, parts = kind(LAYERS, seeds=range(3)), kind(LAYERS, seeds=range(3))
    history = whole.fit(letters.x, **QUICK | more | {"epochs": 30})
    first = parts.fit(letters.x, **QUICK | more)
    parts.save(tmp_path / "model.npz", training=True)
    loaded = load_model(tmp_path / "model.npz")
    for model in (parts, loaded):
        rest = model.fit(letters.x, **QUICK | more | {"epochs": 18}, resume=True)
        assert state_bytes(model, tmp_path) == state_bytes(whole, tmp_path)
        both = first + rest
        for name in CURVES:
            same(getattr(both, name), getattr(history, name))
        assert both.stopped == history.stopped


def test_a_second_fit_without_resume_starts_afresh(kind, letters):
    model, other = kind(LAYERS), kind(LAYERS)
    for _ in range(2):
        history = model.fit(letters.x, learning_rate=Adaptive(0.05, patience=2), epochs=9)
    assert (history.start, history.learning_rate[0]) == (0, 0.05)
    other.fit(letters.x, learning_rate=Adaptive(0.05, patience=2), epochs=18)
    assert not np.array_equal(model.parameters, other.parameters)


def test_what_cannot_be_resumed_is_named(kind, letters):
    model = kind(LAYERS)
    with pytest.raises(ValueError, match="there was none"):
        model.fit(letters.x, **QUICK, resume=True)
    model.fit(letters.x, **QUICK)
    before = model.parameters.copy()
    for change, name in [
        ({"learning_rate": 0.01}, "learning_rate"),
        ({"batch_size": 4}, "batch_size"),
        ({"loss": "mae"}, "loss"),
        ({"noise": 0.1}, "noise"),
        ({"optimizer": "sgd"}, "optimizer"),
    ]:
        with pytest.raises(ValueError, match=f"so {name} must be what it was"):
            model.fit(letters.x, **QUICK | change, resume=True)
    with pytest.raises(ValueError, match="so x must be what it was"):
        model.fit(letters.x[::-1], **QUICK, resume=True)
    same(model.parameters, before)
    model.parameters[0] += 1
    with pytest.raises(ValueError, match="so weights must be what it was"):
        model.fit(letters.x, **QUICK, resume=True)


def test_a_training_goes_on_where_the_first_seed_has_stopped(kind, letters):
    """Those that go on have made more updates than the seed that stands first."""
    x = np.stack([np.full_like(letters.x, 0.5), letters.x])
    least = 1e-4 if kind is Autoencoder else 0.02
    more = {"learning_rate": 0.01, "patience": 12, "min_delta": least, "batch_size": 8}
    whole, parts = kind(LAYERS, seeds=range(2)), kind(LAYERS, seeds=range(2))
    history = whole.fit(x, **more, epochs=60)
    assert history.epochs[0] < 40 < history.epochs[1]
    parts.fit(x, **more, epochs=40)
    parts.fit(x, **more, epochs=20, resume=True)
    same(parts.parameters, whole.parameters)


def test_functions_are_told_apart_when_a_training_is_resumed(kind, letters):
    def make(rate):
        return lambda epoch: rate

    fit = {"epochs": 3, "noise": functools.partial(salt_and_pepper_at, 0.1)}
    model = kind(LAYERS)
    model.fit(letters.x, **fit, learning_rate=make(0.01))
    again = fit | {"noise": functools.partial(salt_and_pepper_at, 0.1)}
    model.fit(letters.x, **again, learning_rate=make(0.01), resume=True)
    with pytest.raises(ValueError, match="so learning_rate must be"):
        model.fit(letters.x, **fit, learning_rate=make(0.02), resume=True)
    other = fit | {"noise": functools.partial(salt_and_pepper_at, 0.2)}
    with pytest.raises(ValueError, match="so noise must be"):
        model.fit(letters.x, **other, learning_rate=make(0.01), resume=True)
    model.fit(letters.x, epochs=2, learning_rate=Constant(1))
    model.fit(letters.x, epochs=2, learning_rate=np.float32(1), resume=True)


def salt_and_pepper_at(p, x, rng):
    return salt_and_pepper(x, p, rng=rng)


@pytest.mark.parametrize("what", ["callback", "noise", "learning_rate"])
def test_an_error_of_ones_own_function_loses_nothing(kind, letters, what):
    calls, functions = [], {}

    def fail_later(*arguments):
        calls.append(None)
        if len(calls) == 7:
            raise RuntimeError("of one's own")
        return {"callback": False, "learning_rate": 0.01, "noise": arguments[0]}[what]

    functions[what] = fail_later
    model, settings = kind(LAYERS), {"learning_rate": 0.01, "epochs": 50} | functions
    before = model.parameters.copy()
    with pytest.raises(RuntimeError, match="of one's own") as caught:
        model.fit(letters.x, **settings)
    epochs = {"callback": 7, "learning_rate": 5, "noise": 5}[what]  # one more call before training
    assert f"after {epochs} epochs" in caught.value.__notes__[0]
    assert not np.array_equal(model.parameters, before)
    if what == "callback":  # the epoch was whole
        whole = kind(LAYERS)
        whole.fit(letters.x, learning_rate=0.01, epochs=20)
        model.fit(letters.x, learning_rate=0.01, epochs=13, resume=True)
        same(model.parameters, whole.parameters)
    if what == "noise":
        with pytest.raises(ValueError, match="there was none"):
            model.fit(letters.x, **settings, resume=True)


def test_a_table_of_rates_is_as_long_as_the_training(kind, letters):
    rates = [0.1, 0.05, 0.01]
    history = kind(LAYERS).fit(letters.x, epochs=3, learning_rate=lambda epoch: rates[epoch - 1])
    np.testing.assert_allclose(history.learning_rate, rates)


def test_a_failed_call_draws_nothing_from_the_next(kind, letters):
    model, fresh = kind(LAYERS), kind(LAYERS)
    for bad in ({"loss": "hinge"}, {"validation": (letters.x,)}, {"noise": lambda x, rng: x + 2}):
        with pytest.raises((TypeError, ValueError)):
            model.fit(letters.x, **QUICK | {"batch_size": 8} | bad)
    model.fit(letters.x, **QUICK, batch_size=8)
    fresh.fit(letters.x, **QUICK, batch_size=8)
    same(model.parameters, fresh.parameters)


def test_a_callback_that_stops_is_given_the_model_that_it_saw(letters):
    losses = []

    def stop(epoch, model):
        losses.append(model.loss(letters.x))
        return losses[-1] > min(losses)  # the present one is not the best

    model = Autoencoder(LAYERS)
    history = model.fit(letters.x, epochs=500, learning_rate=0.5, callback=stop)
    assert history.stopped == "callback"
    assert history.best_epoch == history.epochs
    assert model.loss(letters.x) == losses[-1]
    assert history.best_loss == history.loss[-1] > history.loss.min()


def test_a_callbacks_model_may_be_kept_but_not_trained(kind, letters):
    kept = []
    kind(LAYERS).fit(letters.x, **QUICK, callback=lambda epoch, model: kept.append(model))
    with pytest.raises(ValueError, match=r"read-only; train a copy\.deepcopy\(model\)"):
        kept[3].fit(letters.x, **QUICK)
    copy.deepcopy(kept[3]).fit(letters.x, **QUICK)


def test_validation_may_be_in_one_part_only(kind, letters):
    model = kind(LAYERS)
    first = model.fit(letters.x, **QUICK)
    second = model.fit(letters.x, **QUICK, resume=True, validation=letters.x)
    both = first + second
    assert np.isnan(both.validation_loss[:12]).all()
    same(both.validation_loss[12:], second.validation_loss)
    for bad in ((letters.x,), (letters.x,) * 3, [letters.x, letters.x]):
        with pytest.raises(TypeError, match="validation must be an array, or a tuple of two"):
            model.fit(letters.x, **QUICK, validation=bad)


def test_what_diverged_before_is_not_told_again(kind, letters):
    x = np.stack([letters.x, letters.x * 1e200])
    model = kind(LAYERS, seeds=range(2), activation="relu", output="identity")
    fit = QUICK | {"loss": "mse", "learning_rate": 0.01}
    with pytest.raises(DivergenceError):
        model.fit(x, **fit)
    history = model.fit(x, **fit, resume=True)
    assert history.stopped == ("epochs", "diverged")
    assert history.epochs.tolist() == [12, 0]


def test_one_seed_of_many_is_resumed_as_among_them(kind, letters):
    x = np.stack([letters.x, letters.x[::-1]])
    model = kind(LAYERS, seeds=[3, 8])
    model.fit(x, **QUICK)
    one = model.for_seed(8)
    model.fit(x, **QUICK, resume=True)
    one.fit(x[1], **QUICK, resume=True)
    np.testing.assert_allclose(one.parameters, model.parameters[1], rtol=1e-9)


@pytest.mark.parametrize("optimizer", ["adam", "sgd", SGD(momentum=0.9)])
@pytest.mark.parametrize("loss", ["mse", "mae", "bce", "gaussian", "bernoulli"])
def test_every_loss_falls_under_every_optimizer(kind, letters, loss, optimizer):
    model = kind([35, 12, 35], activation=[] if kind is VariationalAutoencoder else "tanh")
    rate = 0.01 if optimizer == "adam" or loss in ("gaussian", "bernoulli") else 0.3
    more = {"loss": loss, "optimizer": optimizer, "learning_rate": rate / 10 * 3}
    history = model.fit(letters.x, **QUICK | more | {"epochs": 60})
    assert history.loss[-1] < history.initial_loss


def test_a_callback_sees_the_model_of_its_epoch_and_can_stop(kind, letters):
    seen = []

    def look(epoch, model):
        seen.append((epoch, model.loss(letters.x)))
        with pytest.raises(ValueError, match="read-only"):
            model.parameters[...] = 0
        return epoch == 9

    model = kind(LAYERS, seeds=range(2))
    history = model.fit(letters.x, **QUICK, callback=look, every=3)
    assert [epoch for epoch, _ in seen] == [3, 6, 9]
    assert history.stopped == ("callback",) * 2
    watched = kind(LAYERS, seeds=range(2))
    watched.fit(letters.x, **QUICK | {"epochs": 9})
    same(watched.parameters, model.parameters)
    np.testing.assert_allclose(seen[-1][1], model.loss(letters.x))
    if kind is Autoencoder:
        np.testing.assert_allclose([loss for _, loss in seen], history.loss[[2, 5, 8]], rtol=1e-9)


def test_validation_is_recorded_and_changes_nothing(kind, letters):
    plain, watched = kind(LAYERS, seeds=range(2)), kind(LAYERS, seeds=range(2))
    a = plain.fit(letters.x[:20], **QUICK, noise=0.1, batch_size=6)
    b = watched.fit(
        letters.x[:20],
        **QUICK,
        noise=0.1,
        batch_size=6,
        validation=(letters.x[20:], letters.x[20:]),
    )
    assert a.validation_loss is None
    assert b.validation_loss.shape == (12, 2)
    same(plain.parameters, watched.parameters)
    if kind is Autoencoder:
        np.testing.assert_allclose(b.validation_loss[-1], watched.loss(letters.x[20:]), rtol=1e-9)
    with pytest.raises(ValueError, match="validation must have the shape"):
        plain.fit(letters.x, **QUICK, validation=letters.x[:, :4])


def test_a_seed_that_diverges_leaves_alone(kind, letters):
    """Seed 1 is given data on which it cannot but diverge, the others are not."""
    x = np.stack([letters.x, letters.x * 1e200, letters.x])
    model = kind(LAYERS, seeds=range(3), activation="relu", output="identity")
    more = {"loss": "mse", "learning_rate": 0.01}
    with pytest.raises(DivergenceError, match=r"seed 1.*Seeds that diverged: 1\.") as caught:
        model.fit(x, **QUICK | more)
    history = caught.value.history
    assert history.stopped == ("epochs", "diverged", "epochs")
    assert np.isfinite(model.parameters).all()
    for place in (0, 2):
        alone = kind(LAYERS, seed=place, activation="relu", output="identity")
        one = alone.fit(letters.x, **QUICK | more)
        np.testing.assert_allclose(history.loss[:, place], one.loss, rtol=1e-9)
        np.testing.assert_allclose(model.parameters[place], alone.parameters, rtol=1e-9)


def test_losses_under_noise_are_on_a_fresh_draw_whatever_the_batch(kind, letters):
    """A net that learned one draw by heart would look better on that draw than on a new one."""
    calls = []

    def noise(x, rng):
        calls.append(rng.random())
        return (x + rng.random(x.shape)) / 2

    for batch_size, draws in ((None, 6), (8, 11)):
        calls.clear()
        kind(LAYERS).fit(letters.x, **QUICK | {"epochs": 5}, noise=noise, batch_size=batch_size)
        assert len(set(calls)) == draws  # one before; in mini-batches, two an epoch


def test_a_rate_may_be_a_function_of_the_epoch(kind, letters):
    history = kind(LAYERS).fit(letters.x, epochs=4, learning_rate=lambda epoch: 0.1 / epoch)
    np.testing.assert_allclose(history.learning_rate, [0.1, 0.05, 0.1 / 3, 0.025])
    with pytest.raises(TypeError, match=r"learning_rate\(1\)"):
        kind(LAYERS).fit(letters.x, epochs=4, learning_rate=lambda epoch: "fast")


def test_a_long_training_is_not_paid_for_before_it_is_run(kind, letters):
    history = kind(LAYERS).fit(
        letters.x, epochs=10**12, learning_rate=1e-9, patience=2, min_delta=1.0
    )
    assert history.stopped == "patience"


def run_here(trainings, report, interruption):
    return [train(pickle.loads(pickle.dumps(training))) for training in trainings]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(MODELS),
    hidden=st.lists(st.integers(1, 6), max_size=2),
    latent=st.integers(1, 3),
    pixels=st.integers(1, 9),
    samples=st.integers(1, 7),
    batch_size=st.one_of(st.none(), st.integers(1, 8)),
    own_data=st.booleans(),
    noise=st.sampled_from([None, 0.2]),
    dtype=st.sampled_from(["float32", "float64"]),
    workers=st.integers(1, 4),
)
def test_alone_as_together_over_shapes(
    kind, hidden, latent, pixels, samples, batch_size, own_data, noise, dtype, workers
):
    layers = [pixels, *hidden, latent, *reversed(hidden), pixels]
    x = np.random.default_rng(0).random((3, samples, pixels) if own_data else (samples, pixels))
    fit = {"epochs": 3, "learning_rate": 0.01, "batch_size": batch_size, "noise": noise}
    together = kind(layers, seeds=[1, 5, 2], dtype=dtype)
    # The seeds are dealt out and put together again; the parts are trained here.
    with patch.object(executors, "run_in_processes", run_here):
        together.fit(x, **fit, workers=workers)
    for place, seed in enumerate(together.seeds):
        alone = kind(layers, seed=seed, dtype=dtype)
        alone.fit(x[place] if own_data else x, **fit)
        np.testing.assert_allclose(together.parameters[place], alone.parameters, rtol=1e-4)
