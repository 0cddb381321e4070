"""Noise, and what may be used as noise."""

import numpy as np
import pytest

from tp5lib import salt_and_pepper
from tp5lib.datasets.noise import as_noise, corrupt, with_flips


def test_a_range_draws_a_level_each_time(letters):
    noise, rng = as_noise([0, 0.5]), np.random.default_rng(0)
    changed = [(noise(letters.x, rng) != letters.x).mean() for _ in range(200)]
    assert min(changed) < 0.03
    assert max(changed) > 0.2
    assert np.mean(changed) == pytest.approx(0.125, abs=0.02)


def test_noise_is_of_the_type_of_the_images(letters):
    kinds = {"f4": "f4", "f8": "f8", ">f8": "f8", "u1": "f8"}
    for given, result in kinds.items():  # single precision stays so
        assert salt_and_pepper(np.ones((2, 3), given), 0.5, rng=0).dtype == np.dtype(result)
    np.testing.assert_array_equal(salt_and_pepper(letters.x, 0, rng=0), letters.x)


def test_a_noise_that_writes_into_its_argument_cannot_harm_the_data(letters):
    before = letters.x.copy()
    assert not corrupt(lambda x, rng: np.multiply(x, 0, out=x), letters.x, None).any()
    np.testing.assert_array_equal(letters.x, before)


@pytest.mark.parametrize(("count", "choices"), [(1, 35), (2, 35 * 34 // 2)])
def test_every_choice_of_flips_once(letters, count, choices):
    flipped = with_flips(letters.x[:3], count).reshape(3, choices, 35)
    assert ((flipped != letters.x[:3, np.newaxis]).sum(axis=2) == count).all()
    assert [len(np.unique(own, axis=0)) for own in flipped] == [choices] * 3
