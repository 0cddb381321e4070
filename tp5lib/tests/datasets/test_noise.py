"""Noise, and what may be used as noise."""

import numpy as np
import pytest

from tp5lib import flip, salt_and_pepper
from tp5lib.datasets.noise import (
    SaltAndPepper,
    as_noise,
    corrupt,
    gaussian,
    shuffled,
    with_flips,
)

NOISES = [salt_and_pepper, flip, gaussian]


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


def test_gaussian_noise_has_its_spread_and_is_cut_off(rng):
    noisy = gaussian(np.full(100_000, 0.5), 0.1, rng=rng)
    assert noisy.std() == pytest.approx(0.1, rel=0.02)
    assert (gaussian(np.zeros(1000), 0.1, rng=rng) == 0).mean() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("noise", NOISES)
def test_no_noise_changes_nothing_and_all_of_it_stays_in_range(letters, noise, rng):
    np.testing.assert_array_equal(noise(letters.x, 0, rng=rng), letters.x)
    assert noise(letters.x, 1, rng=rng).min() == 0
    np.testing.assert_array_equal(flip(letters.x, 1, rng=rng), 1 - letters.x)


@pytest.mark.parametrize("noise", NOISES)
def test_an_int_seeds_a_generator_and_results_are_floats(letters, noise):
    by_int = noise(letters.x, 0.3, rng=7)
    np.testing.assert_array_equal(by_int, noise(letters.x, 0.3, rng=np.random.default_rng(7)))
    kinds = {"f4": "f4", "f8": "f8", ">f8": "f8", "u1": "f8"}
    for given, result in kinds.items():  # single precision stays so
        assert noise(np.ones((2, 3), given), 0.5, rng=0).dtype == np.dtype(result)


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize(
    ("x", "p", "rng", "error", "message"),
    [
        ([[0, 1]], -0.1, 0, ValueError, "(p|sigma) must be.*-0.1"),
        ([[0, 1]], "much", 0, TypeError, "(p|sigma) must be.*'much'"),
        ([[0, np.nan]], 0.1, 0, ValueError, r"x must lie in \[0, 1\]"),
        ([[0, 1]], 0.1, None, TypeError, "rng must be an integer.*numpy.*None"),
    ],
)
def test_what_noise_refuses(noise, x, p, rng, error, message):
    with pytest.raises(error, match=message):
        noise(x, p, rng=rng)


def test_a_range_draws_a_level_each_time(letters, rng):
    noise = as_noise([0, 0.5])
    assert noise == SaltAndPepper(0, 0.5) != as_noise(0.5)
    changed = [(noise(letters.x, rng) != letters.x).mean() for _ in range(200)]
    assert min(changed) < 0.03
    assert max(changed) > 0.2
    assert np.mean(changed) == pytest.approx(0.125, abs=0.02)


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (1.5, ValueError, r"noise must be a number in \[0, 1\], not 1.5"),
        ((0.2, 0.1), ValueError, r"noise must be a range \(low, high\), not \(0.2, 0.1\)"),
        ("salt", TypeError, "noise must be a level.*'salt'"),
        (salt_and_pepper, TypeError, r"noise must be a function of \(x, rng\), which .*salt_and"),
    ],
)
def test_what_is_no_noise(value, error, message):
    with pytest.raises(error, match=message):
        as_noise(value)


def test_a_noise_that_writes_into_its_argument_cannot_harm_the_data(letters, rng):
    def in_place(x, rng):
        x *= 0
        return x

    x = letters.x.copy()
    assert not corrupt(in_place, x, rng).any()
    np.testing.assert_array_equal(x, letters.x)


@pytest.mark.parametrize(("count", "choices"), [(1, 35), (2, 35 * 34 // 2)])
def test_every_choice_of_flips_once(letters, count, choices):
    flipped = with_flips(letters.x[:3], count).reshape(3, choices, 35)
    assert ((flipped != letters.x[:3, np.newaxis]).sum(axis=2) == count).all()
    assert [len(np.unique(own, axis=0)) for own in flipped] == [choices] * 3


def test_shuffled_patterns_keep_the_number_of_pixels(letters):
    noise = shuffled(letters.x, 50, rng=0)
    assert set(noise.sum(axis=1)) <= set(letters.x.sum(axis=1))
    np.testing.assert_array_equal(noise, shuffled(letters.x, 50, rng=0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: with_flips([[0, 1]], 3), "at most the 2 pixels of a pattern, not 3"),
        (lambda: shuffled([[0, 1]], 0, rng=0), "count must be an integer of at least 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
