"""Noise on a pattern, and its removal."""

import numpy as np
import pytest

from tp5lib import Autoencoder, flip, salt_and_pepper
from tp5lib.explorers import Denoiser
from tp5lib.tests.explorers.sweeping import sweep


@pytest.fixture
def denoiser(model, untrained, few):
    models = {"trained": model, "untrained": untrained}
    return Denoiser(models, few, pattern="k", level=0.2, noun="letter")


def test_every_control_changes_the_picture(denoiser):
    shown = sweep(denoiser, 6)
    assert shown["pattern"] == 8
    assert shown["model"] == 2
    assert shown["again"] == 3
    assert shown["level"] >= 3  # two levels may differ in no pixel
    assert (denoiser.pattern.label, denoiser.level.value) == ("k", 0.2)


def test_it_counts_wrong_pixels(denoiser, model, letters):
    denoiser.level.value = 0
    assert "wrong pixels 0 with noise, 0 after the denoiser, 0 by nearest" in denoiser.text.value
    denoiser.level.value = 0.4
    k = letters.x[letters.index("k")]
    noisy = salt_and_pepper(k, 0.4, rng=np.random.default_rng(0))
    answer = model.reconstruct(noisy[np.newaxis])[0]
    wrong = [int(((image > 0.5) != k).sum()) for image in (noisy, answer)]
    assert f"wrong pixels {wrong[0]} with noise, {wrong[1]} after" in denoiser.text.value


def test_the_button_draws_new_noise_for_a_hand_and_for_code(denoiser):
    first = denoiser.picture.value
    denoiser.again.click()
    second = denoiser.picture.value
    denoiser.press(denoiser.again)
    assert len({first, second, denoiser.picture.value}) == 3


def test_any_noise_will_do(model, few, icons, toy):
    turned = int((flip(few.x[0], 0.5, rng=np.random.default_rng(0)) != few.x[0]).sum())
    flipped = Denoiser(model, few, noise=flip, level=0.5)
    assert f"a at p = 0.50: wrong pixels {turned} with noise" in flipped.text.value
    halved = Denoiser(toy(2), icons, noise=lambda x, level, *, rng: x / 2)
    error = np.sqrt(np.mean((icons.x[0] / 2) ** 2))
    assert f"sun at p = 0.10: error {error:.3f} with noise" in halved.text.value


def test_a_noise_that_does_not_fit(model, few):
    with pytest.raises(TypeError, match=r"noise must be a function of \(x, level, rng=\), not 0.3"):
        Denoiser(model, few, noise=0.3)
    with pytest.raises(ValueError, match=r"noise must return values in \[0, 1\]"):
        Denoiser(model, few, noise=lambda x, level, rng: x - 1)
    with pytest.raises(ValueError, match=r"level must be a number in \[0, 0.5\], not 0.7"):
        Denoiser(model, few, level=0.7)


def test_a_noise_that_writes_into_what_it_is_given_harms_nobody(model, few):
    def erase(x, level, *, rng):
        x[:] = 0
        return x

    before = few.x.copy()
    Denoiser(model, few, noise=erase)
    np.testing.assert_array_equal(few.x, before)


def test_a_model_of_another_kind_may_answer(few):
    class Silent:
        def reconstruct(self, x):
            return np.zeros_like(x)

    denoiser = Denoiser({"silent": Silent(), "taught": Autoencoder([35, 2, 35])}, few)
    lit = int(few.x[0].sum())
    assert f"{lit} after the denoiser" in denoiser.text.value
    denoiser.model.value = "taught"
