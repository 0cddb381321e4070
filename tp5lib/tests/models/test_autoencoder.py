"""Training, seeds, and what comes out of a model."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from tp5lib import PCA, Autoencoder, DivergenceError, load_letters, pixel_errors
from tp5lib.nn.optimizers import Adam

LAYERS = [35, 17, 2, 17, 35]


def test_one_seed_has_no_axis_of_seeds(letters):
    model = Autoencoder(LAYERS, seed=0)
    history = model.fit(letters.x, epochs=5, learning_rate=0.01)
    assert model.encode(letters.x).shape == (32, 2)
    assert model.decode(model.encode(letters.x)).shape == (32, 35)
    assert history.loss.shape == (5,)
    assert isinstance(history.best_loss, float)
    assert history.stopped == "epochs"
    assert model.parameters.ndim == 1


def test_many_seeds_lead_every_array(letters):
    model = Autoencoder(LAYERS, seeds=range(20))
    history = model.fit(letters.x, epochs=5, learning_rate=0.01)
    assert model.encode(letters.x).shape == (20, 32, 2)
    assert model.reconstruct(letters.x).shape == (20, 32, 35)
    assert model.decode([[0.1, 0.9]]).shape == (20, 1, 35)
    assert history.loss.shape == (5, 20)
    assert history.stopped == ("epochs",) * 20
    own_inputs = np.broadcast_to(letters.x, (20, 32, 35))
    np.testing.assert_array_equal(model.encode(own_inputs), model.encode(letters.x))


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("loss", ["mse", "bce"])
def test_a_seed_trains_among_others_as_it_does_alone(letters, loss, batch_size):
    settings = {"learning_rate": 0.01, "loss": loss, "batch_size": batch_size}
    settings["epochs"] = 50 if batch_size is None else 8
    together = Autoencoder(LAYERS, seeds=[4, 0, 7])
    history = together.fit(letters.x, **settings)
    alone = Autoencoder(LAYERS, seed=7)
    own = alone.fit(letters.x, **settings)
    np.testing.assert_allclose(own.loss, history.loss[:, 2], rtol=1e-9)
    np.testing.assert_allclose(
        together.for_seed(7).reconstruct(letters.x), alone.reconstruct(letters.x), atol=1e-9
    )
    np.testing.assert_allclose(history.for_seed(7).loss, own.loss, rtol=1e-9)


def test_workers_train_as_one_process_does(letters):
    settings = {"epochs": 60, "learning_rate": 0.01, "batch_size": 8}
    one = Autoencoder(LAYERS, seeds=range(5))
    two = Autoencoder(LAYERS, seeds=range(5))
    a, b = one.fit(letters.x, **settings), two.fit(letters.x, **settings, workers=2)
    np.testing.assert_allclose(a.loss, b.loss, rtol=1e-9)
    np.testing.assert_allclose(one.parameters, two.parameters, atol=1e-9)
    # The generators come back too: the next training goes on as if in one process.
    a, b = one.fit(letters.x, **settings), two.fit(letters.x, **settings)
    np.testing.assert_allclose(a.loss, b.loss, rtol=1e-6)


def test_the_best_weights_are_kept(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    history = model.fit(letters.x, epochs=300, learning_rate=0.3)
    every = np.vstack([history.initial_loss, history.loss])
    np.testing.assert_array_equal(history.best_loss, every.min(axis=0))
    np.testing.assert_array_equal(history.best_epoch, every.argmin(axis=0))
    np.testing.assert_allclose(model.loss(letters.x), history.best_loss, rtol=1e-9)


def test_weights_that_training_does_not_improve_stay(letters):
    model = Autoencoder(LAYERS)
    model.fit(letters.x, epochs=2000, learning_rate=0.02, loss="bce")
    before = model.parameters.copy()
    history = model.fit(letters.x, epochs=1, learning_rate=5.0, loss="bce")
    assert history.best_epoch == 0
    np.testing.assert_array_equal(model.parameters, before)


def test_a_seed_that_stops_early_does_not_stop_the_others(letters):
    settings = {"learning_rate": 0.03, "epochs": 400, "patience": 10, "min_delta": 1e-3}
    model = Autoencoder(LAYERS, seeds=range(8))
    history = model.fit(letters.x, **settings)
    assert set(history.stopped) == {"patience", "epochs"}
    assert len(set(history.epochs)) > 2
    for place, seed in enumerate(model.seeds):
        own = Autoencoder(LAYERS, seed=seed).fit(letters.x, **settings)
        assert own.epochs == history.epochs[place]
        assert own.stopped == history.stopped[place]
        np.testing.assert_allclose(own.best_loss, history.best_loss[place], rtol=1e-6)
        losses = history.loss[:, place]
        assert np.isfinite(losses[: own.epochs]).all()
        assert np.isnan(losses[own.epochs :]).all()


def test_patience_counts_epochs_without_progress(letters):
    history = Autoencoder(LAYERS).fit(
        letters.x, epochs=100, learning_rate=1e-9, patience=7, min_delta=1e-3
    )
    assert (history.epochs, history.stopped) == (7, "patience")


def test_mini_batches_are_drawn_anew_by_seed(letters):
    settings = {"epochs": 3, "learning_rate": 0.01, "batch_size": 7}
    a = Autoencoder(LAYERS, seed=1).fit(letters.x, **settings)
    b = Autoencoder(LAYERS, seed=1).fit(letters.x, **settings)
    np.testing.assert_array_equal(a.loss, b.loss)
    full = Autoencoder(LAYERS, seed=1).fit(letters.x, epochs=3, learning_rate=0.01)
    assert a.initial_loss == full.initial_loss
    assert not np.allclose(a.loss, full.loss)


def test_nothing_touches_the_global_generator(letters):
    np.random.seed(0)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    Autoencoder(LAYERS).fit(letters.x, epochs=2, learning_rate=0.01, batch_size=8)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_a_linear_autoencoder_finds_the_principal_components(letters):
    model = Autoencoder([35, 2, 35], activation="identity", output="identity")
    model.fit(letters.x, epochs=3000, learning_rate=0.01)
    best = ((PCA(letters.x, 2).reconstruct(letters.x) - letters.x) ** 2).mean()
    assert best * (1 - 1e-9) <= model.loss(letters.x) < best * 1.001


def test_a_target_other_than_the_input(letters):
    model = Autoencoder(LAYERS)
    model.fit(letters.x, target=1 - letters.x, epochs=1500, learning_rate=0.02, loss="bce")
    inverted = pixel_errors(1 - letters.x, model.reconstruct(letters.x)).mean()
    assert inverted < pixel_errors(letters.x, model.reconstruct(letters.x)).mean() / 4


def test_activations_may_differ_by_layer(letters):
    model = Autoencoder(LAYERS, activation=["tanh", "identity", "tanh"])
    assert np.abs(model.encode(100 * letters.x)).max() > 1  # the code is not squashed


def test_a_dtype_is_kept_throughout(letters):
    model = Autoencoder(LAYERS, seeds=range(2), dtype="float32")
    model.fit(letters.x, epochs=2, learning_rate=0.01, loss="bce", batch_size=9)
    assert model.parameters.dtype == model.reconstruct(letters.x).dtype == np.float32


def test_a_loss_that_is_not_finite_stops_the_training(letters):
    model = Autoencoder([35, 8, 35], seeds=[3, 4], activation="relu", output="identity")
    with pytest.raises(DivergenceError, match=r"epoch \d+ of seed [34].*rate 1e\+200") as caught:
        model.fit(letters.x, epochs=50, learning_rate=1e200)
    assert set(caught.value.history.stopped) == {"diverged"}
    assert np.isfinite(model.parameters).all()
    np.testing.assert_allclose(model.loss(letters.x), caught.value.history.best_loss)


def test_a_worker_that_diverges_says_so(letters):
    model = Autoencoder([35, 8, 35], seeds=[3, 4], activation="relu", output="identity")
    with pytest.raises(DivergenceError, match="learning rate 1e\\+200") as caught:
        model.fit(letters.x, epochs=50, learning_rate=1e200, workers=2)
    assert caught.value.history.seeds == (3, 4)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_keeps_the_best_weights(letters, workers):
    model = Autoencoder(LAYERS, seeds=range(2))
    before = model.loss(letters.x, loss="bce")
    # Processes of their own need a moment to start.
    timer = threading.Timer(1.2 if workers == 1 else 2.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    start = time.perf_counter()
    try:
        history = model.fit(
            letters.x, epochs=10**7, learning_rate=0.01, loss="bce", workers=workers
        )
    finally:
        timer.cancel()
    assert time.perf_counter() - start < 30
    assert history.interrupted
    assert "interrupted" in repr(history)
    assert len(history.loss) == history.epochs.max() > 0
    np.testing.assert_allclose(model.loss(letters.x, loss="bce"), history.best_loss, rtol=1e-6)
    assert (history.best_loss < before).all()


def test_adam_makes_the_steps_of_the_paper():
    rng = np.random.default_rng(0)
    w = rng.normal(size=(2, 5))
    expected, m, v = w.copy(), 0, 0
    gradient = np.empty_like(w)
    adam = Adam(w, gradient)
    for t in range(1, 120):
        g = np.cos(t) + expected
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        expected = expected - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        gradient[...] = np.cos(t) + w
        adam.step(0.01)
        np.testing.assert_allclose(w, expected, rtol=1e-9)


def test_moments_do_not_linger_as_subnormal_numbers():
    w, gradient = np.ones((1, 3), np.float32), np.full((1, 3), 1e-3, np.float32)
    adam = Adam(w, gradient)
    adam.step(0.01)
    for _ in range(2000):
        gradient[...] = 0
        adam.step(0.01)
    assert (adam._m == 0).all()


def test_pixel_errors_counts_pixels_across_the_threshold():
    x = np.array([[0, 1, 1], [0, 0, 0]])
    p = np.array([[0.4, 0.6, 0.4], [0.9, 0.9, 0.9]])
    assert pixel_errors(x, p).tolist() == [1, 3]
    assert pixel_errors(x, p, threshold=0.95).tolist() == [2, 0]
    assert pixel_errors(x, np.stack([p, x])).tolist() == [[1, 3], [0, 0]]


def test_reprs_say_what_things_are(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    assert repr(model).startswith("Autoencoder([35, 17, 2, 17, 35], seeds=range(0, 3)")
    history = model.fit(letters.x, epochs=2, learning_rate=0.01)
    assert repr(history).startswith("History(3 seeds, 2 epochs")
    assert "32 of 7 x 5" in repr(load_letters())
