"""Data sets and stored networks as a page can hold them."""

import base64
from itertools import chain, pairwise

import numpy as np

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.models.autoencoder import load_model
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.studies.slides import load_denoisers, load_emoji_networks

ROOMS = ("train", "wall", "plane", "draw", "emojis")
# The names of the stored networks that a room shows.
_LEVELS = ("trained at 0.05", "trained at 0.1", "trained at 0.15", "random level")
_SHOWN = {
    "draw": ("plain autoencoder", *_LEVELS, "wide, trained at 0.15"),
    "plane": ("plain autoencoder", "wide, trained at 0.15", "stage 1"),
    "emojis": ("variational 2", "variational 3", "variational 6", "plain 2"),
}


def exported_data(rooms=ROOMS):
    """Return the data sets of some rooms as a dict that JSON can hold.

    "letters" with names and seven rows of five bits each, and for the emojis' room "emojis" with
    names and a byte a pixel in base64.
    """
    letters = load_letters()
    bits = 1 << np.arange(letters.shape[1])[::-1]
    rows = (letters.x.reshape(-1, *letters.shape) @ bits).astype(int)
    data = {"letters": {"names": letters.names, "rows": rows.tolist()}}
    if "emojis" in rooms:
        emojis = load_emojis()
        pixels = [_base64(image) for image in np.rint(emojis.x * 255).astype(np.uint8)]
        data["emojis"] = {"names": emojis.names, "pixels": pixels}
    return data


def exported_models(rooms=ROOMS):
    """Return the stored networks of some rooms.

    A dict by the name under which an address asks for it of what JSON can hold: "rooms" it is
    shown in, "sizes" and "activations" of its layers, whether there is a "prior", and "weights" in
    base64, of "type" float16 where no one would see it in the pixels, else float32. Of the emojis'
    networks the decoder alone, with the "codes" of the emojis.
    """
    models = load_denoisers()
    models |= {f"variational {n}": model for n, model in load_emoji_networks().items()}
    for name, file in {"stage 1": "slide-6.npz", "plain 2": "plain-2.npz"}.items():
        models[name] = load_model(DATA / "weights" / file)
    exported = {}
    for name in dict.fromkeys(chain(*_SHOWN.values())):
        own = [room for room, names in _SHOWN.items() if name in names]
        if not set(own).isdisjoint(rooms):
            key = name.replace(",", "").replace(" ", "-")
            exported[key] = {"rooms": own} | _packed(models[name], decoder="emojis" in own)
    return exported


def _packed(model, decoder):
    """The layers and the weights of a model, or its decoder with the codes of the emojis."""
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
        packed["codes"] = np.round(model.encode(load_emojis().x).astype(float), 5).tolist()
    packed["weights"] = _base64(weights.astype(kind))
    return packed | {"sizes": layers, "activations": names}


def _base64(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
