"""Codes between codes."""

import numpy as np
import pytest

from tp5lib.evaluation.latent import interpolate


def test_interpolation_goes_straight_from_one_to_the_other():
    codes = interpolate([0, 1], [1, 3], [0, 0.25, 1])
    np.testing.assert_allclose(codes, [[0, 1], [0.25, 1.5], [1, 3]])
    assert interpolate([0, 0, 0], [1, 1, 1], [0.5]).shape == (1, 3)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([0, 1], [1, 2, 3], [0]), "b"),
        (([0, 1], [1, 2], [1.5]), "alphas"),
        (([0, np.nan], [1, 2], [0]), "a"),
    ],
)
def test_bad_input_is_named(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        interpolate(*arguments)
