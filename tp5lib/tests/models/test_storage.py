"""Weights on disk."""

import os

import numpy as np
import pytest

from tp5lib import Autoencoder

LAYERS = [35, 6, 2, 6, 35]


@pytest.fixture
def saved(tmp_path, letters):
    model = Autoencoder(LAYERS, seeds=[2, 5], activation=["tanh", "identity", "relu"])
    model.fit(letters.x, epochs=3, learning_rate=0.01)
    model.save(tmp_path / "model.npz")
    return model, tmp_path / "model.npz"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("seeds", [{"seed": 4}, {"seeds": range(3)}])
def test_a_model_comes_back_as_it_was(tmp_path, letters, seeds, dtype):
    model = Autoencoder(LAYERS, **seeds, dtype=dtype, activation=["tanh", "identity", "relu"])
    model.save(tmp_path / "any name")
    again = Autoencoder.load(tmp_path / "any name")
    assert repr(again) == repr(model)
    np.testing.assert_array_equal(again.reconstruct(letters.x), model.reconstruct(letters.x))


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

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        model.save(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_not_there(saved, tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder"):
        saved[0].save(tmp_path / "nowhere" / "model.npz")


def test_another_architecture(saved):
    _, path = saved
    assert Autoencoder.load(path, layers=LAYERS).layers == tuple(LAYERS)
    with pytest.raises(ValueError, match=r"holds layers \[35, 6, 2, 6, 35\], not \[35, 2, 35\]"):
        Autoencoder.load(path, layers=[35, 2, 35])


def test_weights_that_do_not_fit_their_own_architecture(saved):
    _, path = saved
    with np.load(path) as archive:
        parts = dict(archive)
    with path.open("wb") as file:
        np.savez(file, **parts | {"parameters": parts["parameters"][:, 1:]})
    with pytest.raises(ValueError, match=r"model\.npz holds weights of shape.*needs"):
        Autoencoder.load(path)
    changed = str(parts["configuration"]).replace("Autoencoder", "Perceptron")
    with path.open("wb") as file:
        np.savez(file, **parts | {"configuration": changed})
    with pytest.raises(ValueError, match="of a Perceptron, not of a Autoencoder"):
        Autoencoder.load(path)


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.999])
def test_a_truncated_file(saved, share):
    _, path = saved
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ValueError, match=r"model\.npz is not a weights file.*or is truncated"):
        Autoencoder.load(path)


def test_not_a_weights_file(tmp_path):
    path = tmp_path / "model.npz"
    path.write_text("not an archive")
    with pytest.raises(ValueError, match="not a weights file"):
        Autoencoder.load(path)
    np.savez(path, something=np.arange(3))
    with pytest.raises(ValueError, match="not a weights file"):
        Autoencoder.load(path)
    np.save(tmp_path / "array.npy", np.arange(3))
    with pytest.raises(ValueError, match="not a weights file"):
        Autoencoder.load(tmp_path / "array.npy")
    np.savez(path, configuration=np.array({"a": 1}, dtype=object), parameters=np.eye(2))
    with pytest.raises(ValueError, match="not a weights file"):
        Autoencoder.load(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        Autoencoder.load(tmp_path / "nowhere.npz")
