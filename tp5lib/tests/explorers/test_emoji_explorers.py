"""The emojis' explorers: every control moves the picture, and what it says is true."""

import numpy as np
import pytest

from tp5lib import Patterns, VariationalAutoencoder, load_emojis
from tp5lib.evaluation.metrics import distances
from tp5lib.explorers import EmojiInterpolation, EmojiPoint, PriorSamples
from tp5lib.studies.variational import load_models


@pytest.fixture(scope="module")
def emojis():
    return load_emojis()


@pytest.fixture(scope="module")
def few(emojis):
    """Six of them: a list goes through all it has."""
    return Patterns(emojis.x[:6].copy(), emojis.names[:6], emojis.shape)


@pytest.fixture(scope="module")
def models():
    return load_models()


@pytest.mark.parametrize("latent", [2, 6])
def test_every_control_of_the_latent_point_changes_the_picture(latent, models, few):
    explorer = EmojiPoint(models[latent], few)
    shown = explorer.sweep(steps=2)
    sliders, pads = ([k for k in shown if k.startswith(kind)] for kind in ("z", "pad"))
    assert len(sliders) == latent
    assert len(pads) == -(-latent // 2)
    assert all(shown[pad] == 4 for pad in pads)
    assert shown["emoji"] == 7
    assert shown["sample"] == 3
    assert all(shown[f"z{n + 1}"] == 2 for n in range(latent))


def test_a_jump_leads_to_the_code_of_the_emoji_and_a_move_away_from_it(models, emojis):
    explorer = EmojiPoint(models[3], emojis)
    explorer.emoji.value = 5
    mu, _ = models[3].encode(emojis.x)
    np.testing.assert_allclose(explorer.code, mu[5])
    np.testing.assert_allclose(explorer.pad2.value, mu[5, [2, 1]])
    assert explorer.z3.value == pytest.approx(mu[5, 2], abs=explorer.z3.step)
    explorer.z2.value += 2 * explorer.z2.step
    assert explorer.emoji.label == "none"


def test_the_nearest_emoji_is_named(models, emojis):
    explorer = EmojiPoint(models[6], emojis)
    explorer.emoji.value = 9
    mu, _ = models[6].encode(emojis.x)
    nearest = distances(models[6].decode(mu[9:10]), emojis.x).argmin()
    assert emojis.names[nearest] in explorer.text.value


def test_a_draw_of_the_prior_is_that_of_its_seed(models, emojis):
    explorer = EmojiPoint(models[2], emojis, seed=4)
    for seed in (4, 5):
        explorer.press(explorer.sample)
        expected = np.random.default_rng(seed).standard_normal(2)
        np.testing.assert_allclose(explorer.code, expected)


def test_interpolation_and_samples_move_with_every_control(models, few):
    spaces = {f"latent {n}": model for n, model in models.items()}
    paths = EmojiInterpolation(spaces, few, end=few.names[5])
    assert paths.sweep(steps=5) == {"start": 6, "end": 6, "alpha": 5}
    samples = PriorSamples(spaces, few)
    assert samples.sweep() == {"model": 3, "again": 3}


def test_the_ends_of_an_interpolation_are_the_reconstructions(models, emojis):
    paths = EmojiInterpolation({"latent 6": models[6]}, emojis, start="star-struck")
    again = models[6].reconstruct(emojis.x)
    paths.alpha.value = 0
    shown = np.asarray(paths._panels[1]._image.get_array())
    np.testing.assert_allclose(shown.ravel(), again[emojis.index("star-struck")], atol=1e-6)


def test_a_model_that_cannot_be_shown_is_named(emojis):
    with pytest.raises(ValueError, match="one seed and 2, 3, 6 latent dimensions"):
        EmojiPoint(VariationalAutoencoder(400, [4], 5), emojis)
    for kind in (EmojiInterpolation, PriorSamples):
        with pytest.raises(ValueError, match="models is empty"):
            kind({}, emojis)


def test_pads_and_sliders_are_one_point(models, emojis):
    explorer = EmojiPoint(models[3], emojis)
    explorer.pad1.value = (1.25, -0.5)
    explorer.z3.value = 2.0
    np.testing.assert_allclose(explorer.code, [1.25, -0.5, 2.0])
    assert explorer.pad2.value == (2.0, -0.5)
    assert explorer.z1.value == pytest.approx(1.25, abs=explorer.z1.step)
    explorer.pad2.value = (-1.0, 0.75)
    np.testing.assert_allclose(explorer.code, [1.25, 0.75, -1.0])
    assert explorer.pad1.value == (1.25, 0.75)
