"""Weights on disk: models come back as they were, and what is no weights file does no harm."""

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import Autoencoder, VariationalAutoencoder, WarmUp, load_model
from tp5lib.datasets.readers import DATA

LAYERS = [35, 6, 2, 6, 35]
STORED = sorted((DATA / "weights").glob("*.npz"))


@pytest.fixture
def saved(tmp_path, letters):
    model = Autoencoder(LAYERS, seeds=[2, 5], activation=["tanh", "identity", "relu"])
    model.fit(letters.x, epochs=3)
    model.save(tmp_path / "model.npz", training=True)
    return model, tmp_path / "model.npz"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("seeds", [{"seed": 4}, {"seeds": range(3)}])
def test_a_model_comes_back_as_it_was(tmp_path, kind, letters, seeds, dtype):
    more = {} if kind is Autoencoder else {"beta": WarmUp(9, to=0.5) if "seed" in seeds else 0.3}
    model = kind(LAYERS, **seeds, dtype=dtype, activation="tanh", **more)
    model.fit(letters.x, epochs=2, batch_size=9)
    for name in ("any name", "again"):
        model.save(tmp_path / name)
    assert (tmp_path / "any name").read_bytes() == (tmp_path / "again").read_bytes()
    again = load_model(tmp_path / "any name")
    assert (repr(again), again.config) == (repr(model), model.config)
    np.testing.assert_array_equal(again.reconstruct(letters.x), model.reconstruct(letters.x))
    # A fit from the file draws the random numbers that one without it would have drawn.
    for one in (model, again):
        one.fit(letters.x, epochs=2, batch_size=9)
    np.testing.assert_array_equal(again.parameters, model.parameters)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_weights_load(path):
    with np.load(path) as archive:
        wanted = archive["parameters"]
    np.testing.assert_array_equal(np.atleast_2d(load_model(path).parameters), wanted)


def test_files_of_the_first_format_still_load(tmp_path):
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


def test_what_is_not_there_is_named(saved, tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder"):
        saved[0].save(tmp_path / "nowhere" / "model.npz")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        load_model(tmp_path / "nowhere.npz")
    with pytest.raises(ValueError, match="no run"):
        Autoencoder(LAYERS).save(tmp_path / "model.npz", training=True)


def rewritten(path, **parts):
    """Write an archive again with other parts."""
    with np.load(path) as archive:
        content = {k: v for k, v in (dict(archive) | parts).items() if v is not None}
    np.savez(path, **content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"layers": [35, 7, 2, 7, 35]}, "shape"),
        ({"layers": [16000] * 3}, "shape"),  # before anything is allocated
        ({"seeds": [*range(10**6)]}, "shape"),
        ({"layers": "many"}, "layers"),
        ({"model": "Perceptron"}, "Perceptron"),
        ({"model": ["Autoencoder"]}, "Autoencoder"),
        ({"seeds": 3}, "describe"),
        ({"colour": "red"}, "colour"),
        ({"format": 99}, "99"),
        ({"generators": [{"state": 1}]}, "describe"),
        ({"settings": 3}, "describe"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_configuration_that_does_not_fit(saved, change, told):
    with np.load(saved[1]) as archive:
        config = json.loads(str(archive["configuration"]))
    rewritten(saved[1], configuration=json.dumps(config | change))
    with pytest.raises(ValueError, match=rf"(?s)model\.npz.*{told}"):
        load_model(saved[1])


@pytest.mark.parametrize(
    "parts",
    [
        {"configuration": None},
        {"parameters": None},
        {"configuration": "[1]"},
        {"configuration": "{"},
        {"configuration": "[" * 100_000},
        {"configuration": np.array({"a": 1}, dtype=object)},  # a pickle
        {"parameters": np.full((2, 493), np.nan)},
        {"parameters": np.arange(4).reshape(2, 2)},
        {"parameters": np.array(["a"])},
        {"run.updates": None},
        {"run.epoch": np.array(["a", "b"])},
        {"run.moment.0": np.zeros((1, 3))},
    ],
    ids=lambda parts: f"{parts}"[:40],
)
def test_parts_that_are_none(saved, parts):
    rewritten(saved[1], **parts)
    with pytest.raises(ValueError, match=r"model\.npz"):
        load_model(saved[1])


def test_not_a_weights_file(tmp_path):
    path = tmp_path / "model.npz"
    np.savez_compressed(path, configuration="{}", parameters=np.zeros((1, 10**6)))
    np.save(tmp_path / "array.npy", np.arange(3))
    (tmp_path / "text.npz").write_text("not an archive")
    for name in ("model.npz", "array.npy", "text.npz"):
        with pytest.raises(ValueError, match="not a weights file"):
            load_model(tmp_path / name)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "tiny.npz"
    Autoencoder([3, 1, 3]).save(path)
    return path.read_bytes(), path.with_name("damaged.npz")


def test_a_truncated_file(content):
    whole, path = content
    for size in (*range(0, len(whole), 9), len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(ValueError, match="not a weights file"):
            load_model(path)


@settings(max_examples=150)
@given(place=st.integers(0, 2000), value=st.integers(0, 255))
def test_a_damaged_byte_gives_the_model_or_a_value_error(content, place, value):
    whole, path = content
    place %= len(whole)
    path.write_bytes(whole[:place] + bytes([value]) + whole[place + 1 :])
    with contextlib.suppress(ValueError):
        assert np.isfinite(load_model(path).parameters).all()
