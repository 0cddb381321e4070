"""What `fit` does with the noise it is given."""

import numpy as np
import pytest

from tp5lib import Autoencoder, salt_and_pepper
from tp5lib.evaluation.denoising import DoNothing, denoising_errors

LAYERS = [35, 12, 2, 12, 35]


@pytest.mark.parametrize("batch_size", [None, 8])
def test_the_input_is_corrupted_afresh_every_epoch_and_for_every_seed(letters, batch_size):
    drawn = []

    def noise(x, rng):
        drawn.append(salt_and_pepper(x, 0.2, rng=rng))
        return drawn[-1]

    model = Autoencoder(LAYERS, seeds=[3, 4])
    model.fit(letters.x, epochs=4, learning_rate=0.01, noise=noise, batch_size=batch_size)
    assert len(drawn) >= 2 * 5  # before the first epoch, and after each of four
    assert len({noisy.tobytes() for noisy in drawn}) == len(drawn)


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
