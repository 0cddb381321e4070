"""Models and patterns of several kinds, small enough to be drawn in milliseconds."""

import ipywidgets as widgets
import numpy as np
import pytest

from tp5lib import Autoencoder, Patterns
from tp5lib.explorers.controls import Pad, PixelEditor


@pytest.fixture(scope="session")
def model(letters):
    model = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    model.fit(letters.x, epochs=900, learning_rate=0.02, loss="bce")
    return model


@pytest.fixture(scope="session")
def few(letters):
    """Eight letters: a list goes through all it has."""
    chosen = [letters.index(name) for name in "aekmntzl"]
    return Patterns(letters.x[chosen].copy(), tuple("aekmntzl"), letters.shape)


@pytest.fixture(scope="session")
def icons():
    """Grey icons, neither square nor with named letters: what nobody had in mind."""
    x = np.random.default_rng(5).uniform(size=(5, 12))
    return Patterns(x, ("sun", "moon", "rain", "snow", "fog"), (3, 4))


class Toy:
    """A duck of a model: codes are the first pixels, a decoded image repeats its code."""

    def __init__(self, latent):
        self.latent = latent

    def encode(self, x):
        return np.asarray(x)[:, : self.latent] * 2 - 1

    def decode(self, codes):
        tiled = np.tile(np.asarray(codes), (1, 12))[:, :12]
        return 1 / (1 + np.exp(-tiled - np.linspace(0, 1, 12)))

    def reconstruct(self, x):
        return self.decode(self.encode(x))


class ToyWithPrior(Toy):
    """The same with a prior."""

    def sample(self, n, *, rng):
        return self.decode(np.random.default_rng(rng).standard_normal((n, self.latent)))


@pytest.fixture(scope="session")
def toy():
    return Toy


@pytest.fixture(scope="session")
def prior():
    return ToyWithPrior


@pytest.fixture(scope="session")
def turn():
    """A function that presses a control, or sets it to something else."""

    def turn(control):
        if isinstance(control, widgets.Button):
            control.click()
        elif isinstance(control, Pad):
            control.value = control.low
        elif isinstance(control, PixelEditor):
            control.pixels = 1 - control.pixels
        elif hasattr(control, "options"):
            control.index = len(control.options) - 1 if control.index == 0 else 0
        else:
            control.value = control.min if control.value == control.max else control.max

    return turn
