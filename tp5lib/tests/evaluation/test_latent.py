"""Codes between codes, and grids of them."""

import numpy as np
import pytest

from tp5lib.evaluation import latent
from tp5lib.evaluation.latent import (
    distance_correlation,
    grid,
    interpolate,
    loneliness,
    nearest_codes,
    neighbours,
    on_the_border,
    plane,
)

CODES = np.array([[0, 0], [0, 1], [0, 3], [0.5, 0.2]])


def test_interpolation_goes_straight_from_one_to_the_other():
    codes = interpolate([0, 1], [1, 3], [0, 0.25, 1])
    np.testing.assert_allclose(codes, [[0, 1], [0.25, 1.5], [1, 3]])
    assert interpolate([0, 0, 0], [1, 1, 1], [0.5]).shape == (1, 3)


def test_a_grid_covers_its_rectangle_from_the_upper_left():
    codes = grid([0, 10], [1, 20], 3)
    assert codes.shape == (3, 3, 2)
    assert codes[0, 0].tolist() == [0, 20]
    assert codes[2, 2].tolist() == [1, 10]
    low, high = plane([[0, 0], [2, 4]])
    np.testing.assert_allclose([low, high], [[-0.1, -0.2], [2.1, 4.2]])


def test_codes_and_their_neighbours_alone_and_by_seed():
    index, distance = nearest_codes([[0.1, 0], [0, 5]], CODES)
    assert index.tolist() == [0, 2]
    np.testing.assert_allclose(distance, [0.1, 2])
    deep = np.stack([CODES, CODES[::-1]])
    assert nearest_codes(deep[:, :1], deep)[0].tolist() == [[0], [0]]
    np.testing.assert_allclose(loneliness(deep)[1], loneliness(CODES)[::-1])
    np.testing.assert_allclose(loneliness(CODES)[2], 2)
    assert neighbours(CODES).tolist() == [[0, 3], [1, 2], [1, 3]]


def test_the_border_is_near_0_and_1():
    assert on_the_border([[0.005, 0.5], [0.5, 0.5], [0.2, 0.995]]).tolist() == [True, False, True]
    assert on_the_border([[[0.4, 0.5]]]).tolist() == [[False]]


def test_distances_of_codes_against_those_of_images():
    line = np.arange(4)[:, np.newaxis]
    thermometer = np.tri(4, 3, -1)  # as far apart in pixels as the codes on the line
    assert distance_correlation(line, thermometer) == pytest.approx(1)
    deep = np.stack([line, line[[0, 2, 1, 3]]])
    found = distance_correlation(deep, thermometer)
    assert found[0] == pytest.approx(1)
    assert found[1] < 0.9


def test_equal_distances_have_no_correlation():
    line, thermometer = np.arange(4)[:, np.newaxis], np.tri(4, 3, -1)
    assert np.isnan(distance_correlation(np.full((4, 2), 0.3), thermometer))
    assert np.isnan(distance_correlation([line, 0 * line], thermometer)).tolist() == [False, True]
    assert np.isnan(distance_correlation(line, np.ones((4, 3))))


def test_the_correlation_of_many_is_that_of_a_sample(monkeypatch):
    codes = np.random.default_rng(0).uniform(size=(9, 2))
    x = codes > 0.5
    monkeypatch.setattr(latent, "_SAMPLE", 5)
    assert distance_correlation(codes, x) == distance_correlation(codes[::2], x[::2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: interpolate([0, 1], [1, 2, 3], [0]), r"b must have the shape \(samples, 2\)"),
        (lambda: interpolate([0, 1], [1, 2], [1.5]), r"alphas must lie in \[0, 1\]"),
        (lambda: interpolate([0, np.nan], [1, 2], [0]), "a must be finite"),
        (lambda: grid([0, 0], [1, 1], 1), "steps.*at least 2, not 1"),
        (lambda: grid([0, 0], [1, 0], 5), "high must exceed low"),
        (lambda: plane([[1, 2, 3]]), r"codes must have the shape \(samples, 2\)"),
        (lambda: nearest_codes([[0, 1]], [[0]]), "known must have the seeds and the latent"),
        (lambda: loneliness([[0, 1]]), "n at least 2"),
        (lambda: neighbours([0, 1]), "codes must have the shape"),
        (lambda: neighbours([CODES, CODES]), r"codes must be of one seed: take codes\[0\]"),
        (lambda: distance_correlation([[0], [1], [2]], [[0], [1]]), "x must have an image"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
