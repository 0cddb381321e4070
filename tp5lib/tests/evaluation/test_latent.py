"""Codes between codes, and grids of them."""

import numpy as np
import pytest

from tp5lib.evaluation.latent import grid, interpolate, plane


def test_interpolation_goes_straight_from_one_to_the_other():
    codes = interpolate([0, 1], [1, 3], [0, 0.25, 1])
    np.testing.assert_allclose(codes, [[0, 1], [0.25, 1.5], [1, 3]])
    assert interpolate([0, 0, 0], [1, 1, 1], [0.5]).shape == (1, 3)


def test_a_grid_covers_its_rectangle_from_the_upper_left():
    codes = grid([0, 10], [1, 20], 3)
    assert codes.shape == (3, 3, 2)
    assert codes[0, 0].tolist() == [0, 20]
    assert codes[2, 2].tolist() == [1, 10]
    low, high = plane([[0, 0], [2, 4]], margin=0.5)
    assert (low.tolist(), high.tolist()) == ([-1, -2], [3, 6])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: interpolate([0, 1], [1, 2, 3], [0]), r"b must have the shape \(samples, 2\)"),
        (lambda: interpolate([0, 1], [1, 2], [1.5]), r"alphas must lie in \[0, 1\]"),
        (lambda: interpolate([0, np.nan], [1, 2], [0]), "a must be finite"),
        (lambda: grid([0, 0], [1, 1], 1), "steps.*at least 2, not 1"),
        (lambda: grid([0, 0], [1, 0], 5), "high must exceed low"),
        (lambda: plane([[1, 2, 3]]), r"codes must have the shape \(samples, 2\)"),
        (lambda: plane([[1, 2]], margin=-1), "margin.*-1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
