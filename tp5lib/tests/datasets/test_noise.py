"""Noise, and what may be used as noise."""

import numpy as np
import pytest

from tp5lib import salt_and_pepper
from tp5lib.datasets.noise import as_noise, corrupt, with_flips


def test_noise_levels_are_what_they_say(letters):
    rng, grey = np.random.default_rng(0), np.full((1000, 100), 0.5)
    noisy = salt_and_pepper(grey, 0.2, rng=rng)  # a share, half of it by each
    assert [(noisy == value).mean() for value in (0, 1)] == pytest.approx([0.1] * 2, abs=0.005)
    assert (grey == 0.5).all()
    many = np.tile(letters.x, (500, 1))  # of binary pixels it flips half of the share
    assert (salt_and_pepper(many, 0.2, rng=rng) != many).mean() == pytest.approx(0.1, abs=0.003)
    noise = as_noise([0, 0.5])  # a level each time
    changed = [(noise(letters.x, rng) != letters.x).mean() for _ in range(200)]
    assert min(changed) < 0.03
    assert max(changed) > 0.2
    assert np.mean(changed) == pytest.approx(0.125, abs=0.02)


def test_noise_is_drawn_by_a_generator_and_is_of_the_type_of_the_images(letters):
    np.testing.assert_array_equal(salt_and_pepper(letters.x, 0, rng=0), letters.x)
    drawn = [salt_and_pepper(letters.x, 0.3, rng=r) for r in (7, np.random.default_rng(7))]
    np.testing.assert_array_equal(*drawn)
    kinds = {"f4": "f4", "f8": "f8", ">f8": "f8", "u1": "f8"}
    for given, result in kinds.items():  # single precision stays so
        assert salt_and_pepper(np.ones((2, 3), given), 0.5, rng=0).dtype == np.dtype(result)


def test_a_noise_that_writes_into_its_argument_cannot_harm_the_data(letters):
    def in_place(x, rng):
        x *= 0
        return x

    x = letters.x.copy()
    assert not corrupt(in_place, x, np.random.default_rng(0)).any()
    np.testing.assert_array_equal(x, letters.x)


@pytest.mark.parametrize(("count", "choices"), [(1, 35), (2, 35 * 34 // 2)])
def test_every_choice_of_flips_once(letters, count, choices):
    flipped = with_flips(letters.x[:3], count).reshape(3, choices, 35)
    assert ((flipped != letters.x[:3, np.newaxis]).sum(axis=2) == count).all()
    assert [len(np.unique(own, axis=0)) for own in flipped] == [choices] * 3
