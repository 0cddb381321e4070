"""Weights on disk, and kept by configuration."""

import contextlib
import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import Autoencoder, VariationalAutoencoder, WeightStore, load_model
from tp5lib.datasets.readers import DATA

LAYERS = [35, 6, 2, 6, 35]
STORED = sorted((DATA / "weights").glob("*.npz"))


@pytest.fixture
def saved(tmp_path, letters):
    model = Autoencoder(LAYERS, seeds=[2, 5], activation=["tanh", "identity", "relu"])
    model.fit(letters.x, epochs=3, learning_rate=0.01)
    model.save(tmp_path / "model.npz")
    return model, tmp_path / "model.npz"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("seeds", [{"seed": 4}, {"seeds": range(3)}])
@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_a_model_comes_back_as_it_was(tmp_path, letters, kind, seeds, dtype):
    model = kind(LAYERS, **seeds, dtype=dtype, activation="tanh")
    model.fit(letters.x, epochs=2, learning_rate=0.01, batch_size=9)
    model.save(tmp_path / "any name")
    again = load_model(tmp_path / "any name")
    assert repr(again) == repr(model)
    np.testing.assert_array_equal(again.reconstruct(letters.x), model.reconstruct(letters.x))
    # A training from the file draws the random numbers that one without it would have drawn.
    for one in (model, again):
        one.fit(letters.x, epochs=2, learning_rate=0.01, batch_size=9)
    np.testing.assert_array_equal(again.parameters, model.parameters)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_weights_load(path):
    model = load_model(path)
    with np.load(path) as archive:
        np.testing.assert_array_equal(np.atleast_2d(model.parameters), archive["parameters"])


def test_files_of_the_first_format_still_load(tmp_path, letters):
    """They had no version, and a variational autoencoder told its layers in another way."""
    layers = {"layers": LAYERS, "activation": ["tanh"] * 3}
    older = {"pixels": 35, "hidden": [6], "latent": 2, "activation": ["tanh", "tanh"]}
    for kind, told in ((Autoencoder, layers), (VariationalAutoencoder, older)):
        model = kind(LAYERS, activation="tanh", seed=3)
        told = {"model": kind.__name__, **told, "output": "sigmoid", "seeds": None, "seed": 3}
        np.savez(
            tmp_path / "old.npz", configuration=json.dumps(told), parameters=[model.parameters]
        )
        again = load_model(tmp_path / "old.npz")
        assert repr(again) == repr(model)
        np.testing.assert_array_equal(again.parameters, model.parameters)


def test_the_same_model_gives_the_same_bytes(saved, tmp_path):
    model, path = saved
    model.save(tmp_path / "again.npz")
    assert path.read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_a_failure_on_the_way_leaves_the_old_file(saved, letters, monkeypatch):
    model, path = saved
    before = path.read_bytes()
    model.fit(letters.x, epochs=3, learning_rate=0.01)

    def full(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        model.save(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_not_there(saved, tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder"):
        saved[0].save(tmp_path / "nowhere" / "model.npz")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        load_model(tmp_path / "nowhere.npz")


def test_another_kind_of_model(saved):
    with pytest.raises(ValueError, match="of a Autoencoder, not of a VariationalAutoencoder"):
        VariationalAutoencoder.load(saved[1])


def rewritten(path, **parts):
    """Write an archive again with other parts."""
    with np.load(path) as archive:
        content = dict(archive) | parts
    with path.open("wb") as file:
        np.savez(file, **{name: part for name, part in content.items() if part is not None})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layers": [35, 7, 2, 7, 35]}, "holds weights of shape"),
        ({"layers": [16000] * 3}, "holds weights of shape"),  # before anything is allocated
        ({"layers": "many"}, "layers must be"),
        ({"model": "Perceptron"}, "of a Perceptron"),
        ({"model": ["Autoencoder"]}, "holds the weights of a"),
        ({"seeds": 3}, "does not describe"),
        ({"colour": "red"}, "does not describe"),
        ({"format": 99}, "its format is 99; this version reads 1 and 2"),
        ({"generators": [{"state": 1}]}, "does not describe"),
    ],
)
def test_a_configuration_that_does_not_fit(saved, change, message):
    _, path = saved
    with np.load(path) as archive:
        config = json.loads(str(archive["configuration"]))
    rewritten(path, configuration=json.dumps(config | change))
    with pytest.raises(ValueError, match=rf"model\.npz.*{message}"):
        load_model(path)


@pytest.mark.parametrize(
    "parts",
    [
        {"configuration": None},
        {"parameters": None},
        {"configuration": "[1]"},
        {"configuration": "{"},
        {"configuration": "[" * 100_000},
        {"parameters": np.array([[np.nan]])},
        {"parameters": np.arange(4).reshape(2, 2)},
        {"parameters": np.array(["a"])},
    ],
    ids=str,
)
def test_parts_that_are_none(saved, parts):
    _, path = saved
    rewritten(path, **parts)
    with pytest.raises(ValueError, match="not a weights file"):
        load_model(path)


def test_a_training_that_is_not_whole(tmp_path, letters):
    path, fit = tmp_path / "model.npz", {"epochs": 2, "learning_rate": 0.01}
    model = Autoencoder(LAYERS)
    with pytest.raises(ValueError, match="there was no training to save"):
        model.save(path, training=True)
    model.fit(letters.x, **fit)
    for part, message in [
        ({"training.updates": None}, "its training lacks updates"),
        ({"training.moment.0": np.zeros((1, 3))}, "its training has moment.0 of shape"),
    ]:
        model.save(path, training=True)
        rewritten(path, **part)
        with pytest.raises(ValueError, match=message):
            load_model(path)
    model.save(path, training=True)
    rewritten(path, **{"training.rates.rates": None})
    with pytest.raises(ValueError, match=r"lacks 'rates\.rates'"):
        load_model(path).fit(letters.x, **fit, resume=True)


def test_a_file_that_is_read_only_stays(saved):
    model, path = saved
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        model.save(path)


def test_not_a_weights_file(tmp_path):
    path = tmp_path / "model.npz"
    path.write_text("not an archive")
    with pytest.raises(ValueError, match="not a weights file"):
        load_model(path)
    np.save(tmp_path / "array.npy", np.arange(3))
    with pytest.raises(ValueError, match="not a weights file"):
        load_model(tmp_path / "array.npy")
    np.savez(path, configuration=np.array({"a": 1}, dtype=object), parameters=np.eye(2))
    with pytest.raises(ValueError, match="not a weights file"):
        load_model(path)
    np.savez_compressed(path, configuration="{}", parameters=np.zeros((1, 10**6)))
    with pytest.raises(ValueError, match="is compressed"):
        load_model(path)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "tiny.npz"
    Autoencoder([3, 1, 3]).save(path)
    return path.read_bytes(), path.with_name("damaged.npz")


def test_a_file_truncated_at_any_byte(content):
    whole, path = content
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(ValueError, match="not a weights file"):
            load_model(path)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(place=st.integers(0, 2000), value=st.integers(0, 255))
def test_a_damaged_byte_gives_the_model_or_a_value_error(content, place, value):
    whole, path = content
    place %= len(whole)
    path.write_bytes(whole[:place] + bytes([value]) + whole[place + 1 :])
    with contextlib.suppress(ValueError):
        assert np.isfinite(load_model(path).parameters).all()


@pytest.fixture
def store(tmp_path):
    return WeightStore(tmp_path / "weights")


def test_a_run_starts_from_the_weights_of_the_last(store, letters):
    first, second = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    first.fit(letters.x, epochs=5, learning_rate=0.02)
    assert first not in store
    assert store.save(first) == store.path(second)
    assert second in store
    assert store.restore(second) == store.path(first)
    np.testing.assert_array_equal(second.parameters, first.parameters)
    assert repr(store).endswith("weights', 1 files)")


@pytest.mark.parametrize(
    "other",
    [
        Autoencoder([35, 7, 2, 7, 35]),
        Autoencoder(LAYERS, seed=1),
        Autoencoder(LAYERS, seeds=[0]),
        Autoencoder(LAYERS, activation="tanh"),
        Autoencoder(LAYERS, output="tanh"),
        Autoencoder(LAYERS, dtype="float32"),
        VariationalAutoencoder(LAYERS, activation="sigmoid"),
    ],
    ids=repr,
)
def test_another_configuration_never_picks_them_up(store, other):
    store.save(Autoencoder(LAYERS))
    before = other.parameters.copy()
    with pytest.raises(FileNotFoundError, match=r"no weights of .*Autoencoder.*autoencoder-35-6-2"):
        store.restore(other)
    np.testing.assert_array_equal(other.parameters, before)


def test_a_file_under_a_wrong_name_is_refused(store):
    store.save(Autoencoder([35, 7, 2, 7, 35]))
    (file,) = store.folder.glob("*.npz")
    file.rename(store.path(Autoencoder(LAYERS)))
    with pytest.raises(ValueError, match=r"holds Autoencoder\(\[35, 7, 2, 7, 35\]"):
        store.restore(Autoencoder(LAYERS))
