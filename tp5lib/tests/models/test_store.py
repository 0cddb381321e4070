"""Weights kept by configuration."""

import numpy as np
import pytest

from tp5lib import Autoencoder, WeightStore

LAYERS = [35, 6, 2, 6, 35]
SETTINGS = {"epochs": 20, "learning_rate": 0.02}


@pytest.fixture
def store(tmp_path):
    return WeightStore(tmp_path / "weights")


def test_a_run_starts_from_the_weights_of_the_last_and_says_so(store, letters):
    first = Autoencoder(LAYERS, seeds=range(2))
    assert first not in store
    assert first.fit(letters.x, store=store, **SETTINGS).started_from == "the model's own weights"
    assert first in store
    second = Autoencoder(LAYERS, seeds=range(2))
    history = second.fit(letters.x, store=store, resume=True, **SETTINGS)
    assert history.started_from == store.path(first).name
    assert f"started from {store.path(first).name}" in repr(history)
    assert history.for_seed(1).started_from == history.started_from
    np.testing.assert_allclose(history.initial_loss, first.loss(letters.x))
    np.testing.assert_array_equal(Autoencoder.load(store.path(first)).parameters, second.parameters)


def test_a_run_that_does_not_ask_starts_afresh(store, letters):
    Autoencoder(LAYERS).fit(letters.x, store=store, **SETTINGS)
    history = Autoencoder(LAYERS).fit(letters.x, store=store, **SETTINGS)
    assert history.initial_loss == Autoencoder(LAYERS).loss(letters.x)


@pytest.mark.parametrize(
    "other",
    [
        Autoencoder([35, 7, 2, 7, 35]),
        Autoencoder(LAYERS, seed=1),
        Autoencoder(LAYERS, seeds=[0]),
        Autoencoder(LAYERS, activation="tanh"),
        Autoencoder(LAYERS, output="tanh"),
        Autoencoder(LAYERS, dtype="float32"),
    ],
    ids=repr,
)
def test_another_configuration_never_picks_them_up(store, letters, other):
    Autoencoder(LAYERS).fit(letters.x, store=store, **SETTINGS)
    assert other not in store
    before = other.parameters.copy()
    with pytest.raises(FileNotFoundError, match=r"no weights of Autoencoder.*autoencoder-35-6-2"):
        other.fit(letters.x, store=store, resume=True, **SETTINGS)
    np.testing.assert_array_equal(other.parameters, before)


def test_a_file_under_a_wrong_name_is_refused(store):
    store.save(Autoencoder([35, 7, 2, 7, 35]))
    (file,) = store.folder.glob("*.npz")
    file.rename(store.path(Autoencoder(LAYERS)))
    with pytest.raises(ValueError, match=r"holds Autoencoder\(\[35, 7, 2, 7, 35\]"):
        store.restore(Autoencoder(LAYERS))


def test_resuming_needs_a_store(letters):
    with pytest.raises(ValueError, match="resume needs a store"):
        Autoencoder(LAYERS).fit(letters.x, resume=True, **SETTINGS)


def test_a_store_says_what_it_is(store):
    store.save(Autoencoder(LAYERS))
    assert repr(store).endswith("weights', 1 files)")
