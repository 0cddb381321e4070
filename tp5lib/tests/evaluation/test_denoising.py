"""How denoisers are measured, and against what."""

import numpy as np
import pytest

from tp5lib import salt_and_pepper
from tp5lib.evaluation.denoising import (
    DoNothing,
    NearestPattern,
    denoising_errors,
    noisy_alphabets,
    told,
)


class Halves:
    """A model of two seeds: one gives back what it was given, the other an empty image."""

    def reconstruct(self, x):
        return np.stack([x, 0 * x])


def test_the_nearest_letter_is_the_best_and_nothing_the_worst(letters):
    nearest, nothing = NearestPattern(letters.x), DoNothing()
    assert denoising_errors(nearest, letters.x, 0).max() == 0
    for level in (0.05, 0.15):
        best = denoising_errors(nearest, letters.x, level)
        worst = denoising_errors(nothing, letters.x, level)
        assert best.shape == worst.shape == (1, 50, 32)
        assert (best == 0).mean() > 0.95
        assert worst.mean() == pytest.approx(35 * level / 2, rel=0.1)


def test_all_models_and_seeds_meet_the_same_noise(letters):
    errors = denoising_errors(Halves(), letters.x, 0.1, alphabets=4)
    noisy = noisy_alphabets(letters.x, 0.1, alphabets=4)
    np.testing.assert_array_equal(errors[0], (noisy != letters.x).sum(axis=2))
    np.testing.assert_array_equal(errors[1], np.tile(letters.x.sum(axis=1), (4, 1)))


@pytest.mark.parametrize(
    ("rng", "seed"), [(0, [0, 3]), (np.int64(7), [7, 3]), (np.random.default_rng(5), 5)]
)
def test_an_int_draws_the_noise_of_the_stored_results_and_a_generator_its_own(letters, rng, seed):
    again = np.random.default_rng(seed)
    wanted = [salt_and_pepper(letters.x, 0.2, rng=again) for _ in range(3)]
    np.testing.assert_array_equal(noisy_alphabets(letters.x, 0.2, alphabets=3, rng=rng), wanted)


def test_an_empty_image_is_nearest_to_one_letter_whatever_was_asked(letters):
    assert told(Halves(), letters.x, 0.15, alphabets=20)[1] == pytest.approx(1 / 32)
    best = told(NearestPattern(letters.x), letters.x, 0.15)
    errors = denoising_errors(NearestPattern(letters.x), letters.x, 0.15)
    assert best == pytest.approx((errors == 0).mean())
