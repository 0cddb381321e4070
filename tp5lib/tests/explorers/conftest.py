"""Models and patterns of several kinds, small enough to be drawn in milliseconds."""

from functools import cache

import numpy as np
import pytest

from tp5lib import Autoencoder, Patterns, VariationalAutoencoder


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


@pytest.fixture(scope="session")
def of_icons(icons):
    """A function that gives a model of the icons, with a prior, by its latent dimension."""

    @cache
    def trained(latent):
        model = VariationalAutoencoder([12, 8, latent, 8, 12], beta=0.01)
        model.fit(icons.x, epochs=300, learning_rate=0.02)
        return model

    return trained
