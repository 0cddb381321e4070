"""A run goes on where it ended, in parts as in one piece, or under other settings."""

import numpy as np
import pytest

from tp5lib import SGD, Adaptive, Autoencoder, DivergenceError, VariationalAutoencoder, load_model
from tp5lib.models.training import Settings, join, run

LAYERS = [35, 9, 2, 9, 35]
FIT = {"epochs": 12, "learning_rate": 0.02}


def same(a, b):
    np.testing.assert_array_equal(a, b, strict=True)


def state_bytes(model, folder):
    model.save(folder / "state.npz", training=True)
    return (folder / "state.npz").read_bytes()


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


@pytest.mark.parametrize("optimizer", ["adam", SGD(momentum=0.9)])
@pytest.mark.parametrize("patience", [None, 3])
@pytest.mark.parametrize("noise", [None, (0, 0.1)])
@pytest.mark.parametrize("batch_size", [None, 7])
def test_parts_give_the_bytes_of_the_whole(
    kind, letters, tmp_path, batch_size, noise, patience, optimizer
):
    """In one piece; in two; in two with a file between."""
    fit = {"batch_size": batch_size, "noise": noise, "patience": patience, "min_delta": 2e-3}
    fit |= {"learning_rate": Adaptive(0.05, patience=2, growth_patience=3), "optimizer": optimizer}
    fit |= {"validation_data": letters.x[:9]}
    whole, parts = kind(LAYERS, seeds=range(3)), kind(LAYERS, seeds=range(3))
    history = whole.fit(letters.x, **fit, epochs=30)
    first = parts.fit(letters.x, **fit, epochs=12)
    parts.save(tmp_path / "model.npz", training=True)
    for model in (parts, load_model(tmp_path / "model.npz")):
        rest = model.fit(letters.x, **fit, epochs=18, resume=True)
        same(model.parameters, whole.parameters)
        assert_follows(rest, first, history)
        # And what follows is the same as well.
        model.fit(letters.x, epochs=2, batch_size=5)
    whole.fit(letters.x, epochs=2, batch_size=5)
    same(parts.parameters, whole.parameters)


@pytest.mark.parametrize("output", ["tanh", "relu", "identity"])
def test_a_run_is_kept_in_a_file_whatever_the_output(kind, letters, tmp_path, output):
    model, fit = kind(LAYERS, output=output), FIT | {"loss": "gaussian", "learning_rate": 1e-3}
    model.fit(letters.x, **fit)
    model.save(tmp_path / "model.npz", training=True)
    loaded = load_model(tmp_path / "model.npz")
    for one in (model, loaded):
        one.fit(letters.x, **fit, resume=True)
    same(model.parameters, loaded.parameters)


def test_without_resume_a_fit_starts_afresh(letters):
    model, other = Autoencoder(LAYERS), Autoencoder(LAYERS)
    for _ in range(2):
        history = model.fit(letters.x, learning_rate=Adaptive(0.05, patience=2), epochs=9)
    assert (history.start, history.learning_rate[0]) == (0, 0.05)
    other.fit(letters.x, learning_rate=Adaptive(0.05, patience=2), epochs=18)
    assert not np.array_equal(model.parameters, other.parameters)


def test_without_a_run_or_with_other_weights_there_is_nothing_to_resume(letters):
    model = Autoencoder(LAYERS)
    with pytest.raises(ValueError, match="there was none"):
        model.fit(letters.x, **FIT, resume=True)
    model.fit(letters.x, **FIT)
    model.parameters[0] += 1
    with pytest.raises(ValueError, match="weights were changed"):
        model.fit(letters.x, **FIT, resume=True)
    model.fit(letters.x, **FIT)
    model.copy_weights(model.for_seed(0))
    with pytest.raises(ValueError, match="there was none"):
        model.fit(letters.x, **FIT, resume=True)


def test_a_setting_that_stays_keeps_what_it_had_left_behind(letters):
    """Another rate keeps the moments, as a function of the epoch would."""
    parts, whole = Autoencoder(LAYERS), Autoencoder(LAYERS)
    parts.fit(letters.x, epochs=12, learning_rate=0.02)
    parts.fit(letters.x, epochs=9, learning_rate=0.001, resume=True)
    whole.fit(letters.x, epochs=21, learning_rate=lambda e: 0.02 if e <= 12 else 0.001)
    same(parts.parameters, whole.parameters)


@pytest.mark.parametrize("change", [{"optimizer": "sgd"}, {"loss": "bce"}, {"batch_size": 32}])
def test_the_first_update_under_another_setting(letters, change):
    """SGD without momentum moves by the gradient, whatever went before."""
    model = Autoencoder(LAYERS)
    before = {"optimizer": "sgd", "learning_rate": 0.1, "batch_size": 8}
    before |= {"optimizer": "adam"} if "optimizer" in change else {}
    model.fit(letters.x, epochs=5, **before)
    start = model.parameters.copy()
    now = before | {"batch_size": None} | change
    history = model.fit(letters.x, epochs=1, **now, resume=True)
    gradient = model.with_parameters([start]).loss_and_gradient(letters.x, loss=now.get("loss"))[1]
    assert history.start == 5
    np.testing.assert_allclose(model.parameters, start - 0.1 * gradient[0], atol=1e-12)


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
    again = model.fit(letters.x, epochs=9, patience=2, min_delta=1.0, resume=True)
    assert (again.epochs, again.stopped) == (0, "patience")
    again = model.fit(letters.x, epochs=9, patience=20, min_delta=1.0, resume=True)
    assert (again.epochs, again.stopped) == (9, "epochs")


def test_other_data_are_learned_though_their_loss_is_higher(letters):
    """The best loss on the former data, and its gradient, say nothing of these."""
    model, other = Autoencoder(LAYERS), np.random.default_rng(0).random((20, 35))
    model.fit(letters.x, epochs=800, learning_rate=0.02)
    before = model.loss(other)
    history = model.fit(other, epochs=30, learning_rate=0.01, resume=True)
    assert history.best_loss == history.loss.min() < before
    assert model.loss(other) == pytest.approx(history.best_loss, rel=1e-12)


def test_a_run_goes_on_where_its_first_seed_has_stopped(kind, letters):
    """Those that go on have made more updates than the seed that stands first."""
    x = np.stack([np.full_like(letters.x, 0.5), letters.x])
    least = 1e-4 if kind is Autoencoder else 0.02
    fit = {"learning_rate": 0.01, "patience": 12, "min_delta": least, "batch_size": 8}
    whole, parts = kind(LAYERS, seeds=range(2)), kind(LAYERS, seeds=range(2))
    history = whole.fit(x, **fit, epochs=60)
    assert history.epochs[0] < 40 < history.epochs[1]
    first = parts.fit(x, **fit, epochs=40)
    assert_follows(parts.fit(x, **fit, epochs=20, resume=True), first, history)
    same(parts.parameters, whole.parameters)


@pytest.mark.parametrize("first", ["one", "all"])
def test_a_seed_of_many_goes_on_as_among_them(kind, letters, first):
    x, fit = np.stack([letters.x, letters.x[::-1]]), FIT | {"batch_size": 8, "noise": 0.1}
    model = kind(LAYERS, seeds=[3, 8])
    model.fit(x, **fit)
    one = model.for_seed(8)
    steps = [(model, x), (one, x[1])]
    for each, data in steps if first == "all" else steps[::-1]:
        each.fit(data, **fit, resume=True)
    same(one.parameters, model.parameters[1])


def test_a_seed_that_diverged_stays_and_is_not_told_again(kind, letters):
    x = np.stack([letters.x, letters.x * 1e200])
    model = kind(LAYERS, seeds=range(2), activation="relu", output="identity")
    fit = FIT | {"loss": "mse", "learning_rate": 0.01}
    with pytest.raises(DivergenceError):
        model.fit(x, **fit)
    history = model.fit(x, **fit, resume=True)
    assert history.stopped == ("epochs", "diverged")
    assert history.epochs.tolist() == [12, 0]


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_steps_taken_apart_and_joined_are_those_of_fit(letters, kind, batch_size):
    model = kind(LAYERS, seeds=range(4))
    settings = Settings("bernoulli", Adaptive(0.05, patience=2), batch_size=batch_size, noise=0.1)
    training = model.training(letters.x, settings)
    losses = [training.step() for _ in range(7)]
    parts = [training.take([3, 1]), training.take(np.array([True, False, True, False]))]
    for part in parts:
        part.step()
    run(parts, 20)
    whole = join(parts, model.seeds)
    assert whole.epoch == 20
    fit = vars(settings) | {"epochs": 20}
    history = model.fit(letters.x, **fit)
    same(whole.rows["kept"], model.parameters)
    same(whole.history(20, "").loss, history.loss)
    same(np.array(losses), history.loss[:7])


def test_seeds_of_one_epoch_may_have_made_other_updates(letters):
    """One was behind, and caught up in mini-batches, of which an epoch has more."""
    model = Autoencoder(LAYERS, seeds=[3, 7])
    model.fit(letters.x, epochs=4)
    behind = model._run.take([1])
    model.fit(letters.x, epochs=6, resume=True)
    model._run = join([model._run.take([0]), behind], model.seeds)
    model.parameters[:] = model._run.rows["kept"]
    model.fit(letters.x, epochs=7, batch_size=8, resume=True)
    one = model.for_seed(7)
    for each in (one, model):
        each.fit(letters.x, epochs=5, batch_size=8, resume=True)
    same(one.parameters, model.parameters[1])


def test_a_seed_that_diverged_takes_no_best_loss_from_the_others(letters):
    """Both stand at one epoch; the best weights of the other are from before."""
    x = np.stack([letters.x, letters.x])
    settings = {"learning_rate": lambda epoch: 0.5 if epoch > 4 else 0.01}
    model = Autoencoder(LAYERS, seeds=[0, 1])
    first = model.fit(x, epochs=6, **settings)
    model._run.rows["stopped"][1], model._run.n_stopped = "diverged", 1
    model._run.rows["loss"][1] = np.nan
    second = model.fit(x, epochs=1, **settings, resume=True)
    assert second.best_loss[0] <= first.best_loss[0] < second.loss[0, 0]
