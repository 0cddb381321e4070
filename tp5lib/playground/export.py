"""Data sets and stored networks as a page can hold them."""

import base64
from itertools import pairwise

import numpy as np

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.models.base import load_model
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.studies.slides import load_denoisers, load_emoji_networks

ROOMS = ("train", "wall", "plane", "draw", "emojis")


def exported_data(room=None):
    """Return the data sets of a room, or of all rooms, as a dict that JSON can hold.

    "letters" with names and seven rows of five bits each, and for the emojis' room "emojis" with
    names and a byte a pixel in base64.
    """
    letters = load_letters()
    bits = 1 << np.arange(letters.shape[1])[::-1]
    rows = (letters.x.reshape(-1, *letters.shape) @ bits).astype(int)
    data = {"letters": {"names": letters.names, "rows": rows.tolist()}}
    if room in (None, "emojis"):
        emojis = load_emojis()
        levels = np.rint(emojis.x * 255).astype(np.uint8)
        pixels = [_base64(image) for image in levels]
        data["emojis"] = {"names": emojis.names, "pixels": pixels}
    return data


def exported_models(room=None):
    """Return the stored networks of a room, or of all rooms.

    A dict by the name under which an address asks for it of what JSON can hold: "rooms" it is
    shown in, "sizes" and "activations" of its layers, whether there is a "prior", and "weights" in
    base64, of "type" float16 where no one would see it in the pixels, else float32. Of the emojis'
    networks the decoder alone, with the "codes" of the emojis.
    """
    models = {}
    for name, rooms in _LETTER_NETWORKS.items():
        if room is None or room in rooms:
            six = DATA / "weights" / "slide-6.npz"
            model = load_model(six) if name == "stage 1" else load_denoisers()[name]
            key = name.replace(",", "").replace(" ", "-")
            models[key] = {"rooms": rooms} | _packed(model, load_letters().x)
    if room in (None, "emojis"):
        x, rooms = load_emojis().x, ("emojis",)
        networks = {f"variational {n}": model for n, model in load_emoji_networks().items()}
        networks["plain 2"] = load_model(DATA / "weights" / "plain-2.npz")
        for name, model in networks.items():
            models[name.replace(" ", "-")] = {"rooms": rooms} | _packed(model, x, decoder=True)
    return models


# The rooms of each.
_LETTER_NETWORKS = {
    "plain autoencoder": ("plane", "draw"),
    "stage 1": ("plane",),
    "trained at 0.05": ("draw",),
    "trained at 0.1": ("draw",),
    "trained at 0.15": ("draw",),
    "random level": ("draw",),
    "wide, trained at 0.15": ("plane", "draw"),
}


def _packed(model, x, decoder=False):
    """The layers and the weights of a model, and the codes of `x` where it is a decoder."""
    layers, names = list(model.layers), model.config["activation"]
    names = [names] * (len(layers) - 2) if isinstance(names, str) else list(names)
    names.append(model.config["output"])
    prior = isinstance(model, VariationalAutoencoder)
    kind = "float16" if prior else "float32"  # the plane of a prior has no place that steep
    packed, weights = {"prior": prior, "type": kind}, model.parameters
    if decoder:
        middle = len(layers) // 2
        layers, names = layers[middle:], names[-middle:]
        weights = weights[-sum((a + 1) * b for a, b in pairwise(layers)) :]
        packed["codes"] = np.round(model.encode(x).astype(float), 5).tolist()
    packed["weights"] = _base64(weights.astype(kind))
    return packed | {"sizes": layers, "activations": names}


def _base64(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
