"""Codes between codes, grids of them, and how new an image is."""

import numpy as np
import pytest

from tp5lib.datasets.letters import pattern_from_text
from tp5lib.evaluation.latent import grid, interpolate, plane
from tp5lib.evaluation.metrics import nearest_patterns


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


def test_the_nearest_pattern_and_its_distance(letters):
    index, distance = nearest_patterns(letters.x, letters.x)
    assert index.tolist() == list(range(32))
    assert not distance.any()
    damaged = letters.x.copy()
    damaged[:, 3] = 1 - damaged[:, 3]
    brute = (damaged[:, None] != letters.x).sum(axis=2)
    index, distance = nearest_patterns(damaged * 0.4 + 0.3, letters.x)
    np.testing.assert_array_equal(index, brute.argmin(axis=1))
    np.testing.assert_array_equal(distance, brute.min(axis=1))


def test_a_pattern_drawn_as_text(letters):
    drawn = "\n".join("".join(".#"[int(p)] for p in row) for row in letters["k"])
    np.testing.assert_array_equal(pattern_from_text(drawn), letters.x[letters.index("k")])


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
        (lambda: nearest_patterns([[1, 0]], [[1, 0, 0]]), r"x must have the shape \(samples, 3\)"),
        (lambda: nearest_patterns([[1, 0]], []), "patterns"),
        (lambda: pattern_from_text("#####"), "7 rows, not 1"),
        (lambda: pattern_from_text("#####\n" * 6 + "####"), "row 7.*5 characters"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
