"""What a fit does: its losses, the weights it keeps, when it stops, what callers' functions do."""

import tracemalloc

import numpy as np
import pytest

from tp5lib import PCA, Autoencoder, DivergenceError
from tp5lib.models.training import Settings
from tp5lib.tests.models.conftest import LAYERS, WIDE, same

FIT = {"epochs": 12, "learning_rate": 0.02}


def test_a_linear_autoencoder_finds_the_principal_components(letters):
    model = Autoencoder([35, 2, 35], activation="identity", output="identity")
    model.fit(letters.x, epochs=2000, learning_rate=0.01)
    best = ((PCA(2).fit(letters.x).reconstruct(letters.x) - letters.x) ** 2).mean()
    assert best * (1 - 1e-9) <= model.loss(letters.x) < best * 1.001


def test_a_run_is_stepped_beside_its_model(kind, letters):
    model, fit = kind(LAYERS, seeds=range(2)), {"loss": "bernoulli", "batch_size": 5, "noise": 0.1}
    training = model.training(letters.x, Settings(**fit))
    losses = [training.step() for _ in range(7)]
    same(np.array(losses), model.fit(letters.x, **fit, epochs=7).loss)


@pytest.mark.parametrize("batch_size", [None, 64])
def test_the_best_weights_are_kept(letters, batch_size):
    x, model = np.tile(letters.x, (4, 1)), Autoencoder(LAYERS, seeds=range(3))
    history = model.fit(x, epochs=100, learning_rate=0.3, batch_size=batch_size)
    every = np.vstack([history.initial_loss, history.loss])
    same(history.best_loss, every.min(axis=0))
    same(history.best_epoch, every.argmin(axis=0))
    np.testing.assert_allclose(model.loss(x), history.best_loss, rtol=1e-12)
    before = model.parameters.copy()
    history = model.fit(x, epochs=1, learning_rate=50.0)  # worse for all
    assert not history.best_epoch.any()
    same(model.parameters, before)


def test_the_last_weights_are_kept_where_a_lower_loss_is_a_luckier_draw(kind, letters):
    seen, model = [], kind(LAYERS)
    look = lambda epoch, model: seen.append(model.parameters)  # noqa: E731
    noise = 0.2 if kind is Autoencoder else None
    history = model.fit(letters.x, epochs=30, noise=noise, callback=look)
    same(model.parameters, seen[-1])
    assert (history.best_epoch, history.best_loss) == (30, history.loss[-1])


def test_patience_counts_epochs_without_progress(letters):
    seen, model = [], Autoencoder(LAYERS, seeds=range(8))
    fit = {"learning_rate": 0.1, "epochs": 300, "patience": 10, "min_delta": 1e-3}
    history = model.fit(letters.x, **fit, callback=lambda _, m: seen.append(m.parameters))
    assert set(history.stopped) == {"patience", "epochs"}
    for place, epochs in enumerate(history.epochs):
        losses = [history.initial_loss[place], *history.loss[:, place]]
        bar, since = np.inf, 0  # the rule, by hand: small improvements add up
        for epoch, loss in enumerate(losses[: epochs + 1]):
            bar, since = (loss - 1e-3, epoch) if loss < bar else (bar, since)
            stops = epoch - since >= 10
            assert stops == (epoch == epochs and history.stopped[place] == "patience")
        assert np.isnan(losses[epochs + 1 :]).all()
        if history.stopped[place] == "patience":  # it is shown with the weights that are kept
            same(seen[-1][place], model.parameters[place])
    long = fit | {"epochs": 10**12, "learning_rate": 1e-9}  # not paid for before it is made
    assert set(model.fit(letters.x, **long).stopped) == {"patience"}


@pytest.mark.parametrize("noise", [None, lambda x, rng: 1 - x])
def test_an_epoch_of_mini_batches_by_hand(letters, noise):
    """Noise is put on the input; the target stays as it is, or what it is said to be."""
    x, target = letters.x[:4], letters.x[4:8]
    seen = x if noise is None else 1 - x
    model, by_hand, shuffled = (Autoencoder(LAYERS) for _ in range(3))
    fit = {"epochs": 1, "batch_size": 2, "optimizer": "sgd", "noise": noise, "target": target}
    model.fit(x, **fit, shuffle=False)
    for batch in (slice(0, 2), slice(2, 4)):
        by_hand.parameters[:] -= 1e-3 * by_hand.loss_and_gradient(seen[batch], target[batch])[1]
    np.testing.assert_allclose(model.parameters, by_hand.parameters, rtol=1e-12)
    shuffled.fit(x, **fit)
    assert not np.array_equal(shuffled.parameters, model.parameters)


def test_validation_data_are_recorded_and_change_nothing(kind):
    """So many are measured in parts, and these are not equal."""
    x, held = np.random.default_rng(0).random((2, 150, 35))
    plain, watched, paired = (kind(LAYERS, seeds=range(2)) for _ in range(3))
    fit = FIT | {"noise": 0.1, "batch_size": 32}
    assert plain.fit(x, **fit).validation_loss is None
    one = watched.fit(x, **fit, validation_data=held.tolist())
    two = paired.fit(x, **fit, validation_data=(held, held))
    same(plain.parameters, watched.parameters)
    same(one.validation_loss, two.validation_loss)
    near = 1e-12 if kind is Autoencoder else 0.05  # draws, for one part after the other
    np.testing.assert_allclose(one.validation_loss[-1], watched.loss(held), near)


@pytest.mark.parametrize(("batch_size", "draws"), [(None, 6), (8, 11)])
def test_each_epoch_and_each_loss_has_noise_of_its_own(kind, letters, batch_size, draws):
    """A net that learned one draw by heart would look better on that draw than on a new one."""
    seen = []

    def noise(x, rng):
        seen.append((x + rng.random(x.shape)) / 2)
        return seen[-1]

    kind(LAYERS, seeds=[3, 4]).fit(letters.x, epochs=5, noise=noise, batch_size=batch_size)
    # For two seeds: one before; in mini-batches, two an epoch.
    assert len({noisy.tobytes() for noisy in seen}) == len(seen) == 2 * draws


@pytest.mark.parametrize("layers", [LAYERS, WIDE])
def test_a_callback_sees_a_copy_of_the_model_of_its_epoch(letters, layers):
    x, seen = letters.x[:4], {}

    def look(epoch, model):
        seen[epoch] = model.loss(x)
        model.parameters[...] = 0

    history = Autoencoder(layers, seeds=range(3)).fit(x, **FIT, callback=look, every=3)
    assert [*seen] == [3, 6, 9, 12]
    np.testing.assert_allclose([*seen.values()], history.loss[2::3], rtol=1e-12)


def test_a_callback_that_stops_keeps_what_it_saw(letters):
    losses = []

    def stop(epoch, model):
        losses.append(model.loss(letters.x))
        return losses[-1] > min(losses)  # the present one is not the best

    model = Autoencoder(LAYERS)
    history = model.fit(letters.x, epochs=500, learning_rate=0.5, callback=stop)
    assert (history.stopped, history.best_epoch) == ("callback", history.epochs)
    assert model.loss(letters.x) == losses[-1]
    assert history.best_loss == history.loss[-1] > history.loss.min()


@pytest.mark.parametrize(("layers", "last"), [(LAYERS, 0), (WIDE, 5), (LAYERS, 12)])
def test_a_callback_with_wants_is_asked_about_every_epoch_until_it_stops(letters, layers, last):
    asked, seen = [], []
    look = lambda epoch, model: seen.append(epoch) or epoch == last  # noqa: E731
    look.wants = lambda epoch: asked.append(epoch) or epoch in (0, 5, 12)
    model, unwatched = (Autoencoder(layers, seeds=range(3)) for _ in range(2))
    x, fit = letters.x[:4], {"epochs": 12, "learning_rate": 1e-3}
    history = model.fit(x, **fit, callback=look)
    assert (asked, seen) == ([*range(last + 1)], [e for e in (0, 5, 12) if e <= last])
    assert history.stopped == ("callback",) * 3
    assert history.epochs.tolist() == [last] * 3
    if last:
        unwatched.fit(x, **fit | {"epochs": last})
    same(model.parameters, unwatched.parameters)


@pytest.mark.parametrize(
    ("what", "error"),
    [("callback", SystemExit), ("noise", SystemExit), ("learning_rate", RuntimeError)],
)
def test_an_error_of_a_callers_function_loses_nothing(letters, what, error):
    calls = []

    def fail_once(*arguments):
        calls.append(None)
        if len(calls) == 7:
            raise error("of the caller")
        return {"callback": False, "learning_rate": 0.01, "noise": arguments[0]}[what]

    model, whole = Autoencoder(LAYERS), Autoencoder(LAYERS)
    fit = {"learning_rate": 0.01, "epochs": 50} | {what: fail_once}
    with pytest.raises(error, match="of the caller") as caught:
        model.fit(letters.x, **fit)
    epochs = 7 if what == "callback" else 5  # others were called once before the first epoch
    assert f"after {epochs} epochs" in caught.value.__notes__[0]
    whole.fit(letters.x, **fit | {"epochs": epochs})
    same(model.parameters, whole.parameters)
    if what == "callback":  # the epoch was whole
        for one in (model, whole):
            one.fit(letters.x, **fit | {"epochs": 9}, resume=True)
        same(model.parameters, whole.parameters)


@pytest.mark.parametrize("scale", [1e200, 1e20])  # from the start, or after an update
def test_a_seed_that_diverges_leaves_the_others_alone(kind, letters, scale):
    x, given = letters.x, {"activation": "identity", "output": "identity"}
    model, fit = kind(LAYERS, seeds=[0, 1], **given), FIT | {"loss": "mse", "optimizer": "sgd"}
    model.parameters[1] *= scale
    before = model.parameters[1].copy()
    with pytest.raises(DivergenceError, match="1") as caught:
        model.fit(x, **fit)
    history = caught.value.history
    assert history.stopped == ("epochs", "diverged")
    same(model.parameters[1], before)
    alone = kind(LAYERS, seed=0, **given)
    same(history.for_seed(0).loss, alone.fit(letters.x, **fit).loss)
    same(model.parameters[0], alone.parameters)
    again = model.fit(x, **fit, resume=True)  # it stays, and is not told again
    assert (again.stopped, again.epochs.tolist()) == (("epochs", "diverged"), [12, 0])


@pytest.mark.parametrize(
    ("layers", "samples"), [(LAYERS, 20_000), ([35, 2_000, 2, 2_000, 35], 320)]
)
def test_mini_batches_take_at_most_three_times_the_memory_they_need(layers, samples):
    tracemalloc.start()
    try:
        x = np.random.default_rng(0).random((samples, 35))
        model = Autoencoder(layers)
        model.fit(x, epochs=1, batch_size=32)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * (x.nbytes + 3 * model.parameters.nbytes)
