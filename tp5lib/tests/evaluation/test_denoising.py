"""How denoisers are measured, and against what."""

import numpy as np
import pytest

from tp5lib import load_letters, salt_and_pepper
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
    assert errors.shape == (2, 4, 32)
    one = denoising_errors(DoNothing(), letters.x, 0.1, alphabets=4)
    np.testing.assert_array_equal(errors[0], one[0])
    np.testing.assert_array_equal(errors[1], np.tile(letters.x.sum(axis=1), (4, 1)))


def noise_of(letters, rng, alphabets=3):
    """The wrong pixels of noise drawn one alphabet after another."""
    noisy = [salt_and_pepper(letters.x, 0.2, rng=rng) for _ in range(alphabets)]
    return [(image != letters.x).sum(axis=1).tolist() for image in noisy]


@pytest.mark.parametrize("rng", [0, 7, np.int64(7)])
def test_an_int_draws_the_noise_of_the_stored_results(letters, rng):
    errors = denoising_errors(DoNothing(), letters.x, 0.2, alphabets=3, rng=rng)
    assert errors[0].tolist() == noise_of(letters, np.random.default_rng([rng, 3]))


def test_a_generator_is_used_as_it_is(letters):
    rng = np.random.default_rng(5)
    errors = denoising_errors(DoNothing(), letters.x, 0.2, alphabets=3, rng=rng)
    again = np.random.default_rng(5)
    assert errors[0].tolist() == noise_of(letters, again)
    assert rng.random() == again.random()


def test_no_noise_leaves_the_letters_alone(letters):
    assert not denoising_errors(DoNothing(), letters.x, None, alphabets=2).any()


def test_a_noise_of_ones_own_may_write_where_it_likes(letters):
    shared = np.empty_like(letters.x)

    def noise(x, rng):
        shared[:] = rng.random() > 0.5
        x[:] = 7
        return shared

    errors = denoising_errors(DoNothing(), letters.x, noise, alphabets=20)
    on = letters.x.sum(axis=1)
    assert {tuple(row) for row in errors[0]} == {tuple(on), tuple(35 - on)}
    np.testing.assert_array_equal(letters.x, load_letters().x)


GOOD = {"model": DoNothing(), "x": np.eye(3), "noise": 0.1}


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"model": None}, TypeError, r"model must have a method reconstruct\(x\), unlike None"),
        ({"x": np.eye(3) * 2}, ValueError, r"x must lie in \[0, 1\]"),
        ({"x": np.ones(3)}, ValueError, "x must have the shape"),
        ({"noise": 5.0}, ValueError, "noise.*not 5"),
        ({"noise": lambda x, rng: x + 1}, ValueError, r"noise must return values in \[0, 1\]"),
        ({"noise": lambda x, rng: x[1:]}, ValueError, "noise must keep the shape"),
        ({"noise": lambda x: x}, TypeError, r"noise must be a function of \(x, rng\)"),
        ({"alphabets": 0}, ValueError, "alphabets.*not 0"),
        ({"rng": "a"}, TypeError, "rng must be an integer.*'a'"),
        ({"rng": -1}, ValueError, "rng.*-1"),
    ],
)
def test_bad_settings_are_named(settings, error, message):
    with pytest.raises(error, match=message):
        denoising_errors(**GOOD | settings)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: NearestPattern([1, 0]), ValueError, "patterns must have the shape"),
        (lambda: NearestPattern(np.eye(2)).reconstruct([1, 0]), ValueError, "x must have"),
        (lambda: DoNothing().reconstruct(1), ValueError, "x must have the shape"),
        (lambda: DoNothing().reconstruct([["a"]]), TypeError, "x must be an array of numbers"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_an_empty_image_is_nearest_to_one_letter_whatever_was_asked(letters):
    assert told(Halves(), letters.x, 0.15, alphabets=20)[1] == pytest.approx(1 / 32)
    best = told(NearestPattern(letters.x), letters.x, 0.15)
    errors = denoising_errors(NearestPattern(letters.x), letters.x, 0.15)
    assert best == pytest.approx((errors == 0).mean())


def test_the_noisy_alphabets_are_those_of_the_errors(letters):
    noisy = noisy_alphabets(letters.x, 0.1, alphabets=5)
    errors = (noisy != letters.x).sum(axis=2)
    known = denoising_errors(DoNothing(), letters.x, 0.1, alphabets=5)[0]
    np.testing.assert_array_equal(errors, known)
