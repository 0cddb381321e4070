"""What `fit` does with the noise it is given."""

import numpy as np
import pytest

from tp5lib import Autoencoder, salt_and_pepper
from tp5lib.evaluation.denoising import DoNothing, denoising_errors

LAYERS = [35, 12, 2, 12, 35]


class Recorder:
    """Noise that remembers what it was called with and what it gave."""

    def __init__(self):
        self.given = []

    def __call__(self, x, rng):
        self.given.append(salt_and_pepper(x, 0.2, rng=rng))
        return self.given[-1]


@pytest.mark.parametrize("batch_size", [None, 8])
def test_the_input_is_corrupted_afresh_every_epoch_and_for_every_seed(letters, batch_size):
    noise = Recorder()
    Autoencoder(LAYERS, seeds=[3, 4]).fit(
        letters.x, epochs=4, learning_rate=0.01, noise=noise, batch_size=batch_size
    )
    assert len(noise.given) >= 2 * 5  # before the first epoch, and after each of four
    assert len({given.tobytes() for given in noise.given}) == len(noise.given)


def test_the_target_stays_clean(letters):
    model = Autoencoder([35, 64, 35], activation="tanh")
    model.fit(letters.x, epochs=1500, learning_rate=0.01, loss="bce", noise=0.1)
    left = denoising_errors(model, letters.x, 0.1).mean()
    assert left < denoising_errors(DoNothing(), letters.x, 0.1).mean() / 2


def test_noise_wants_images(letters):
    with pytest.raises(ValueError, match=r"x, for noise, must lie in \[0, 1\]"):
        Autoencoder(LAYERS).fit(letters.x * 2, target=letters.x, epochs=1, noise=0.1)


@pytest.mark.parametrize("noise", [-0.1, lambda x, rng: x + 1, lambda x, rng: x[:, 1:]])
def test_noise_that_cannot_be_used_leaves_the_model_alone(letters, noise):
    model = Autoencoder(LAYERS)
    before = model.parameters.copy()
    with pytest.raises(ValueError, match="noise must"):
        model.fit(letters.x, epochs=2, learning_rate=0.01, noise=noise)
    np.testing.assert_array_equal(model.parameters, before)


@pytest.mark.parametrize("batch_size", [None, 8])
def test_noise_that_writes_into_its_argument_spoils_neither_data_nor_target(letters, batch_size):
    def in_place(x, rng):
        x[:] = rng.random(x.shape)
        return x

    x = letters.x.copy()
    settings = {"epochs": 3, "learning_rate": 0.01, "batch_size": batch_size}
    history = Autoencoder(LAYERS).fit(x, noise=in_place, **settings)
    np.testing.assert_array_equal(x, letters.x)
    same = Autoencoder(LAYERS).fit(x, noise=lambda x, rng: in_place(x.copy(), rng), **settings)
    np.testing.assert_array_equal(history.loss, same.loss)
