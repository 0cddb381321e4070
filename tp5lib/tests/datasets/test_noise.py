"""Noise, training under it, and what denoisers are measured against."""

import numpy as np
import pytest

from tp5lib import Autoencoder, Constant, flip, salt_and_pepper
from tp5lib.datasets.noise import as_noise
from tp5lib.evaluation.denoising import DoNothing, NearestPattern, denoising_errors, rebuilt

LAYERS = [35, 12, 2, 12, 35]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_salt_and_pepper_replaces_a_share_half_by_each(rng):
    grey = np.full((1000, 100), 0.5)
    noisy = salt_and_pepper(grey, 0.2, rng=rng)
    assert (noisy == 1).mean() == pytest.approx(0.1, abs=0.005)
    assert (noisy == 0).mean() == pytest.approx(0.1, abs=0.005)
    assert (grey == 0.5).all()


def test_on_binary_pixels_it_flips_half_of_its_share(letters, rng):
    many = np.tile(letters.x, (500, 1))
    assert (salt_and_pepper(many, 0.2, rng=rng) != many).mean() == pytest.approx(0.1, abs=0.003)
    assert (flip(many, 0.1, rng=rng) != many).mean() == pytest.approx(0.1, abs=0.003)


@pytest.mark.parametrize("noise", [salt_and_pepper, flip])
def test_the_ends_of_the_range(letters, noise, rng):
    np.testing.assert_array_equal(noise(letters.x, 0, rng=rng), letters.x)
    assert noise(letters.x, 1, rng=rng).shape == letters.x.shape
    np.testing.assert_array_equal(flip(letters.x, 1, rng=rng), 1 - letters.x)


@pytest.mark.parametrize("noise", [salt_and_pepper, flip])
@pytest.mark.parametrize(
    ("x", "p", "rng", "error", "message"),
    [
        ([[0, 1]], 1.5, 0, ValueError, r"p must be a number in \[0, 1\], not 1.5"),
        ([[0, 1]], -0.1, 0, ValueError, "p must be.*-0.1"),
        ([[0, 1]], "much", 0, TypeError, "p must be.*'much'"),
        ("ab", 0.1, 0, TypeError, "x must be an array of numbers"),
        ([[0, 1]], 0.1, None, TypeError, "rng must be a numpy.random.Generator, not None"),
    ],
)
def test_bad_noise(noise, x, p, rng, error, message):
    rng = np.random.default_rng(rng) if rng is not None else None
    with pytest.raises(error, match=message):
        noise(x, p, rng=rng)


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
    assert len(noise.given) == 2 * 5  # before the first epoch, and after each of four
    assert len({given.tobytes() for given in noise.given}) == len(noise.given)


@pytest.mark.parametrize("batch_size", [None, 8])
def test_a_seed_meets_the_same_noise_alone_and_among_others(letters, batch_size):
    settings = {"epochs": 10, "learning_rate": 0.01, "noise": 0.1, "batch_size": batch_size}
    together = Autoencoder(LAYERS, seeds=range(3)).fit(letters.x, **settings)
    alone = Autoencoder(LAYERS, seed=2).fit(letters.x, **settings)
    np.testing.assert_allclose(alone.loss, together.loss[:, 2], rtol=1e-9)


def test_the_target_stays_clean(letters):
    model = Autoencoder([35, 64, 35], activation="tanh")
    model.fit(letters.x, epochs=1500, learning_rate=0.01, loss="bce", noise=0.1)
    left = denoising_errors(model, letters.x, 0.1).mean()
    assert left < denoising_errors(DoNothing(), letters.x, 0.1).mean() / 2


def test_a_range_draws_a_level_each_epoch(letters):
    changed = []

    def watch(x, rng):
        noisy = as_noise((0, 0.5))(x, rng)
        changed.append((noisy != x).mean())
        return noisy

    Autoencoder([35, 2, 35]).fit(letters.x, epochs=200, learning_rate=0.001, noise=watch)
    assert min(changed) < 0.03
    assert max(changed) > 0.2
    assert np.mean(changed) == pytest.approx(0.125, abs=0.02)


def test_under_noise_the_last_weights_are_kept(letters):
    model = Autoencoder(LAYERS, seeds=range(2))
    history = model.fit(letters.x, epochs=20, learning_rate=0.01, noise=0.3)
    np.testing.assert_array_equal(history.best_epoch, 20)
    np.testing.assert_array_equal(history.best_loss, history.loss[-1])


def test_workers_take_noise_along(letters):
    settings = {"epochs": 10, "learning_rate": Constant(0.01), "noise": (0, 0.2)}
    one = Autoencoder(LAYERS, seeds=range(4)).fit(letters.x, **settings)
    two = Autoencoder(LAYERS, seeds=range(4)).fit(letters.x, **settings, workers=2)
    np.testing.assert_allclose(one.loss, two.loss, rtol=1e-9)


@pytest.mark.parametrize(
    ("noise", "error", "message"),
    [
        (1.5, ValueError, r"noise must be a number in \[0, 1\], not 1.5"),
        (-0.1, ValueError, "noise.*-0.1"),
        ((0.2, 0.1), ValueError, r"noise must be a range \(low, high\), not \(0.2, 0.1\)"),
        ((0, 2), ValueError, "noise.*not 2"),
        ("salt", TypeError, "noise must be a level.*'salt'"),
        ((1, 2, 3), TypeError, "noise must be a level"),
        (lambda x, rng: x[:, 1:], ValueError, r"keep the shape of the images, \(32, 35\)"),
        (lambda x, rng: x + 1, ValueError, r"must return values in \[0, 1\]"),
        (lambda x, rng: x * np.nan, ValueError, r"must return values in \[0, 1\]"),
    ],
)
def test_noise_that_fit_cannot_use(letters, noise, error, message):
    model = Autoencoder(LAYERS)
    before = model.parameters.copy()
    with pytest.raises(error, match=message):
        model.fit(letters.x, epochs=2, learning_rate=0.01, noise=noise)
    np.testing.assert_array_equal(model.parameters, before)


def test_noise_wants_images(letters):
    with pytest.raises(ValueError, match=r"x, for noise, must lie in \[0, 1\]"):
        Autoencoder(LAYERS).fit(letters.x * 2, epochs=1, learning_rate=0.1, noise=0.1)


def test_a_model_starts_from_the_weights_of_another(letters):
    first = Autoencoder(LAYERS, seeds=range(2))
    first.fit(letters.x, epochs=20, learning_rate=0.02)
    second = Autoencoder(LAYERS, seeds=[7, 8]).start_from(first)
    np.testing.assert_array_equal(second.parameters, first.parameters)
    second.fit(letters.x, epochs=2, learning_rate=0.02)
    assert not np.array_equal(second.parameters, first.parameters)
    spread = Autoencoder(LAYERS, seeds=range(5)).start_from(first.for_seed(1))
    assert (spread.parameters == first.parameters[1]).all()
    with pytest.raises(ValueError, match="architecture"):
        second.start_from(Autoencoder([35, 2, 35]))
    with pytest.raises(ValueError, match="one seed or 2, not 3"):
        second.start_from(Autoencoder(LAYERS, seeds=range(3)))


def test_the_nearest_letter_is_the_best_and_nothing_the_worst(letters):
    nearest, nothing = NearestPattern(letters.x), DoNothing()
    assert denoising_errors(nearest, letters.x, 0).max() == 0
    for level in (0.05, 0.15):
        best = denoising_errors(nearest, letters.x, level)
        worst = denoising_errors(nothing, letters.x, level)
        assert best.shape == worst.shape == (1, 50, 32)
        assert rebuilt(best) > 0.95
        assert worst.mean() == pytest.approx(35 * level / 2, rel=0.1)


def test_all_models_meet_the_same_noise(letters):
    model = Autoencoder(LAYERS, seeds=range(3))
    errors = denoising_errors(model, letters.x, 0.1, alphabets=4)
    assert errors.shape == (3, 4, 32)
    one = denoising_errors(model.for_seed(1), letters.x, 0.1, alphabets=4)
    np.testing.assert_array_equal(errors[1], one[0])
    assert rebuilt(np.array([[[0, 1], [2, 0]]]), within=1).tolist() == [0.75]
