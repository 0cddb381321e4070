"""Weights on disk: models come back as they were, and what is no weights file does no harm.

Files that are damaged, or claim to be huge, are in the tests of the attack.
"""

import json

import numpy as np
import pytest

from tp5lib import Autoencoder, VariationalAutoencoder, WarmUp, load_model
from tp5lib.tests.models.conftest import LAYERS, same


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Autoencoder, {"seeds": range(3), "dtype": "float32", "activation": "tanh"}),
        (VariationalAutoencoder, {"seed": 4, "beta": WarmUp(9, to=0.5)}),
        (VariationalAutoencoder, {"seeds": [2, 5], "beta": 0.3, "output": "identity"}),
    ],
)
def test_a_model_comes_back_as_it_was(tmp_path, letters, kind, given):
    model, fit = kind(LAYERS, **given), {"epochs": 2, "batch_size": 9, "loss": "mse"}
    model.fit(letters.x, **fit)
    for name in ("any name", "again"):
        model.save(tmp_path / name)
    assert (tmp_path / "any name").read_bytes() == (tmp_path / "again").read_bytes()
    again = load_model(tmp_path / "any name")
    assert (repr(again), again.config) == (repr(model), model.config)
    same(again.reconstruct(letters.x), model.reconstruct(letters.x))
    # A fit from the file draws the random numbers that one without it would have drawn.
    for one in (model, again):
        one.fit(letters.x, **fit)
    same(again.parameters, model.parameters)


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder"):
        Autoencoder(LAYERS).save(tmp_path / "nowhere" / "model.npz")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        load_model(tmp_path / "nowhere.npz")
    with pytest.raises(ValueError, match="no run"):
        Autoencoder(LAYERS).save(tmp_path / "model.npz", training=True)


class Hostile:
    """A pickle that fails the test if it is loaded."""

    def __reduce__(self):
        return pytest.fail, ("a file has run code",)


@pytest.mark.parametrize(
    "parts",
    [  # of the configuration, or arrays by name; None takes one out
        *({"layers": layers} for layers in ("many", [35, 7, 2, 7, 35], [16000] * 3)),
        *({"model": name} for name in ("Perceptron", ["Autoencoder"])),
        *({"seeds": seeds} for seeds in (3, [0, 1, 2])),
        *({"colour": "red"}, {"format": 99}, {"generators": [{"state": 1}]}, {"settings": 3}),
        *({"configuration": text} for text in (None, "[1]", "{", "[" * 100_000)),
        {"configuration": np.array(Hostile(), dtype=object)},
        {"parameters": None},
        {"parameters": np.full((2, 721), np.nan)},
        {"parameters": np.arange(4).reshape(2, 2)},
        {"parameters": np.array(["a"])},
        {"run.updates": None},
        {"run.epoch": np.array(["a", "b"])},
        {"run.moment.0": np.zeros((1, 3))},
    ],
    ids=lambda parts: f"{parts}"[:40],
)
def test_parts_that_do_not_fit(tmp_path, letters, parts):
    path, model = tmp_path / "model.npz", Autoencoder(LAYERS, seeds=[2, 5])
    model.fit(letters.x, epochs=3)
    model.save(path, training=True)
    with np.load(path) as archive:
        content = dict(archive)
    if {*parts} <= {*content}:
        content = {name: part for name, part in (content | parts).items() if part is not None}
    else:
        content["configuration"] = json.dumps(json.loads(str(content["configuration"])) | parts)
    np.savez(path, **content)
    with pytest.raises(ValueError, match=r"model\.npz"):
        load_model(path)
