"""Models and patterns of several kinds, small enough to be drawn in milliseconds."""

import numpy as np
import pytest

from tp5lib import Autoencoder, Patterns


@pytest.fixture(scope="session")
def model(letters):
    model = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    model.fit(letters.x, epochs=900, learning_rate=0.02, loss="bce")
    return model


@pytest.fixture(scope="session")
def untrained():
    return Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])


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

    seeds = (0,)

    def __init__(self, latent, pixels=12):
        self.latent, self.layers = latent, [pixels, latent, pixels]

    def encode(self, x):
        return np.asarray(x)[:, : self.latent] * 2 - 1

    def decode(self, codes):
        repeats = -(-self.layers[0] // self.latent)
        tiled = np.tile(np.asarray(codes), (1, repeats))[:, : self.layers[0]]
        return 1 / (1 + np.exp(-tiled - np.linspace(0, 1, self.layers[0])))

    def reconstruct(self, x):
        return self.decode(self.encode(x))

    def __repr__(self):
        return f"{type(self).__name__}(latent={self.latent})"


class ToyWithPrior(Toy):
    """The same with a prior."""

    def sample(self, n, *, rng):
        return self.decode(np.random.default_rng(rng).standard_normal((n, self.latent)))


@pytest.fixture
def toy():
    return Toy


@pytest.fixture
def prior():
    return ToyWithPrior
