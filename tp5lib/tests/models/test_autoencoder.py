"""What is particular to the plain autoencoder: best weights, patience, mini-batches, targets."""

import numpy as np
import pytest

from tp5lib import PCA, Autoencoder, load_letters, pixel_errors

LAYERS = [35, 17, 2, 17, 35]


def test_the_best_weights_are_kept(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    history = model.fit(letters.x, epochs=300, learning_rate=0.3)
    every = np.vstack([history.initial_loss, history.loss])
    np.testing.assert_array_equal(history.best_loss, every.min(axis=0))
    np.testing.assert_array_equal(history.best_epoch, every.argmin(axis=0))
    np.testing.assert_allclose(model.loss(letters.x), history.best_loss, rtol=1e-9)


def test_weights_that_training_does_not_improve_stay(letters):
    model = Autoencoder(LAYERS)
    model.fit(letters.x, epochs=1000, learning_rate=0.02, loss="bce")
    before = model.parameters.copy()
    history = model.fit(letters.x, epochs=1, learning_rate=5.0, loss="bce")
    assert history.best_epoch == 0
    np.testing.assert_array_equal(model.parameters, before)


def test_a_seed_that_stops_early_does_not_stop_the_others(letters):
    settings = {"learning_rate": 0.03, "epochs": 400, "patience": 10, "min_delta": 1e-3}
    history = Autoencoder(LAYERS, seeds=range(8)).fit(letters.x, **settings)
    assert set(history.stopped) == {"patience", "epochs"}
    assert len(set(history.epochs)) > 2
    for place, epochs in enumerate(history.epochs):
        assert np.isfinite(history.loss[:epochs, place]).all()
        assert np.isnan(history.loss[epochs:, place]).all()


def test_patience_counts_epochs_without_progress(letters):
    history = Autoencoder(LAYERS).fit(
        letters.x, epochs=100, learning_rate=1e-9, patience=7, min_delta=1e-3
    )
    assert (history.epochs, history.stopped) == (7, "patience")
    huge = Autoencoder(LAYERS).fit(letters.x, epochs=2, learning_rate=0.01, patience=2**63)
    assert huge.stopped == "epochs"


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
    model.fit(letters.x, epochs=2000, learning_rate=0.01)
    best = ((PCA(2).fit(letters.x).reconstruct(letters.x) - letters.x) ** 2).mean()
    assert best * (1 - 1e-9) <= model.loss(letters.x) < best * 1.001


def test_a_target_other_than_the_input(letters):
    model = Autoencoder(LAYERS)
    model.fit(letters.x, target=1 - letters.x, epochs=1000, learning_rate=0.02, loss="bce")
    inverted = pixel_errors(1 - letters.x, model.reconstruct(letters.x)).mean()
    assert inverted < pixel_errors(letters.x, model.reconstruct(letters.x)).mean() / 4


def test_activations_may_differ_by_layer(letters):
    model = Autoencoder(LAYERS, activation=["tanh", "identity", "tanh"])
    assert np.abs(model.encode(100 * letters.x)).max() > 1  # the code is not squashed


def test_other_parameters_give_other_models(letters):
    model = Autoencoder(LAYERS)
    rows = np.stack([model.parameters, 2 * model.parameters])
    both = model.with_parameters(rows)
    assert both.seeds == (0, 1)
    np.testing.assert_allclose(both.reconstruct(letters.x)[0], model.reconstruct(letters.x))
    rows[...] = 0
    assert both.parameters.any()
    assert Autoencoder(LAYERS, seeds=[3, 8]).with_parameters(rows).seeds == (3, 8)
    with pytest.raises(ValueError, match="parameters holds numbers too large for float32"):
        Autoencoder(LAYERS, dtype="float32").with_parameters(rows + 1e300)


def test_weights_are_copied_to_each_seed(letters):
    other = Autoencoder(LAYERS, seed=5)
    model = Autoencoder(LAYERS, seeds=range(2)).copy_weights(other)
    np.testing.assert_array_equal(model.parameters, [other.parameters] * 2)
    with pytest.raises(ValueError, match="must have the architecture of"):
        model.copy_weights(Autoencoder([35, 2, 35]))
    with pytest.raises(ValueError, match="one seed or 2, not 3"):
        model.copy_weights(Autoencoder(LAYERS, seeds=range(3)))


def test_reprs_say_what_things_are(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    assert repr(model).startswith("Autoencoder([35, 17, 2, 17, 35], seeds=range(0, 3)")
    history = model.fit(letters.x, epochs=2, learning_rate=0.01)
    assert repr(history).startswith("History(3 seeds, 2 epochs")
    assert "32 of 7 x 5" in repr(load_letters())
