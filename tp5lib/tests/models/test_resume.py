"""A run goes on where it ended, in parts as in one piece, or under other settings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import Adaptive, Autoencoder, DivergenceError, load_letters, load_model
from tp5lib.tests.models.conftest import LAYERS, same
from tp5lib.tests.models.test_seeds import DTYPES, FITS, KINDS

FIT = {"epochs": 12, "learning_rate": 0.02}
X = load_letters().x[:8]


def fit(model, x, **settings):
    """Fit, and return the history, also where a seed diverges."""
    try:
        return model.fit(x, **settings)
    except DivergenceError as error:
        return error.history


def assert_follows(rest, first, history):
    """Assert that two histories are those of the parts of a run."""
    same(rest.start, first.epochs)
    same(rest.epochs + first.epochs, history.epochs)
    same(rest.best_loss, history.best_loss)
    same(rest.best_epoch, history.best_epoch)
    assert rest.stopped == history.stopped
    for seed in history.seeds:
        for name, curve in history.for_seed(seed).curves.items():
            parts = [part.for_seed(seed).curves.get(name, curve[:0]) for part in (first, rest)]
            same(np.concatenate(parts), curve)


@settings(max_examples=25)
@given(
    kind=KINDS,
    dtype=st.sampled_from(DTYPES),
    output=st.sampled_from(["sigmoid", "tanh", "identity"]),
    given=FITS,
    cut=st.integers(1, 13),
)
def test_parts_give_the_bytes_of_the_whole(tmp_path_factory, kind, dtype, output, given, cut):
    """In one piece; in two; in two with a file between; and one of the seeds by itself."""
    path = tmp_path_factory.getbasetemp() / "model.npz"
    whole, parts = (kind(LAYERS, seeds=[4, 0, 7], dtype=dtype, output=output) for _ in range(2))
    given |= {"validation_data": X[:5]}
    given |= {} if output == "sigmoid" else {"loss": "gaussian"}
    rest = given | {"epochs": 14 - cut, "resume": True}
    then = {"epochs": 2, "batch_size": 5, "loss": "mse"}  # what follows is the same as well
    history = fit(whole, X, **given, epochs=14)
    first = fit(parts, X, **given, epochs=cut)
    parts.save(path, training=True)
    one = parts.for_seed(7)
    for model in (parts, load_model(path)):
        assert_follows(fit(model, X, **rest), first, history)
        same(model.parameters, whole.parameters)
        fit(model, X, **then)
    fit(one, X, **rest)
    same(one.parameters, whole.parameters[2])
    fit(whole, X, **then)
    same(parts.parameters, whole.parameters)


def test_a_fit_goes_on_only_if_it_is_told_so_and_can(letters):
    model, cannot = Autoencoder(LAYERS), pytest.raises(ValueError, match="weights were changed")
    with cannot:
        model.fit(letters.x, **FIT, resume=True)
    for _ in range(2):
        history = model.fit(letters.x, learning_rate=Adaptive(0.05, patience=2), epochs=9)
        assert (history.start, history.learning_rate[0]) == (0, 0.05)
    model.parameters[0] += 1
    with cannot:
        model.fit(letters.x, **FIT, resume=True)


def test_a_setting_that_stays_keeps_what_it_had_left_behind(letters):
    """Another rate keeps the moments, as a function of the epoch would."""
    parts, whole = Autoencoder(LAYERS), Autoencoder(LAYERS)
    parts.fit(letters.x, epochs=12, learning_rate=0.02)
    parts.fit(letters.x, epochs=9, learning_rate=0.001, resume=True)
    whole.fit(letters.x, epochs=21, learning_rate=lambda e: 0.02 if e <= 12 else 0.001)
    same(parts.parameters, whole.parameters)


@pytest.mark.parametrize(
    "change", [{"optimizer": "sgd"}, {"optimizer": "adam"}, {"loss": "bce"}, {"batch_size": 32}]
)
def test_the_first_update_under_another_setting(letters, change):
    """SGD without momentum moves by the gradient, and Adam's first step by its sign."""
    model = Autoencoder(LAYERS)
    before = {"optimizer": "sgd", "learning_rate": 0.1, "batch_size": 8}
    before |= {"optimizer": "adam"} if change.get("optimizer") == "sgd" else {}
    model.fit(letters.x, epochs=5, **before)
    start = model.parameters.copy()
    now = before | {"batch_size": None} | change
    history = model.fit(letters.x, epochs=1, **now, resume=True)
    step = model.with_parameters(start).loss_and_gradient(letters.x, loss=now.get("loss"))[1]
    if now["optimizer"] == "adam":
        step /= np.abs(step) + 1e-8
    assert history.start == 5
    np.testing.assert_allclose(model.parameters, start - 0.1 * step, atol=1e-12)


def test_what_another_setting_had_left_behind_begins_anew(letters):
    model = Autoencoder(LAYERS)
    rate = Adaptive(0.05, patience=2, growth_patience=3)
    model.fit(letters.x, epochs=20, learning_rate=rate, loss="mse")
    history = model.fit(letters.x, epochs=5, learning_rate=Adaptive(0.01), loss="bce", resume=True)
    assert history.learning_rate[0] == 0.01
    # A cross-entropy is far above the best squared error, and yet the best is kept.
    assert history.best_loss == min(history.initial_loss, *history.loss)
    assert model.loss(letters.x, loss="bce") == pytest.approx(history.best_loss, rel=1e-12)
    model.fit(letters.x, epochs=50, patience=2, min_delta=1.0)
    for patience, outcome in ((2, (0, "patience")), (20, (9, "epochs"))):
        more = {"patience": patience, "min_delta": 1.0, "resume": True}
        again = model.fit(letters.x, epochs=9, **more)
        assert (again.epochs, again.stopped) == outcome


def test_under_noise_a_loss_is_evaluated_anew_only_if_it_is_another(letters):
    calls, model = [], Autoencoder(LAYERS)
    fit = {"epochs": 5, "noise": lambda x, rng: calls.append(x) or x}
    model.fit(letters.x, **fit)
    for loss, draws in (("mse", 5), ("bce", 6)):
        calls.clear()
        wanted = model.loss(letters.x, loss=loss)
        history = model.fit(letters.x, **fit, loss=loss, resume=True)
        assert history.initial_loss == pytest.approx(wanted)
        assert len(calls) == draws


def test_other_data_are_learned_though_their_loss_is_higher(letters):
    """The best loss on the former data, and its gradient, say nothing of these."""
    model, other = Autoencoder(LAYERS), np.random.default_rng(0).random((20, 35))
    model.fit(letters.x, epochs=200, learning_rate=0.02)
    before = model.loss(other)
    history = model.fit(other, epochs=30, learning_rate=0.01, resume=True)
    assert history.best_loss == history.loss.min() < before
    assert model.loss(other) == pytest.approx(history.best_loss, rel=1e-12)
