"""The measures of new images, on images whose quality is known."""

import numpy as np
import pytest

from tp5lib.evaluation import generation
from tp5lib.evaluation.generation import draw_like, energy_distance, path_quality, typical_distance

# Four images on a line, one grey level apart in every pixel.
X = np.outer([0.0, 0.1, 0.2, 0.3], np.ones(9))
SAME = np.full((4, 9), 0.1)


def test_the_typical_distance_of_many_is_that_of_a_sample_among_all(monkeypatch):
    monkeypatch.setattr(generation, "_SAMPLE", 3)
    x = np.array([[0.0], [5], [6], [20], [21], [40], [44]])
    assert typical_distance(x) == 4  # of 0, 20 and 44: 5, 1 and 4


@pytest.mark.parametrize("x", [SAME, SAME[:1], np.zeros((3, 9))])
def test_without_two_different_images_there_is_no_unit(x):
    for call in (typical_distance, lambda x: path_quality([X[:3]], x)):
        with pytest.raises(ValueError, match="x must hold two different images or more"):
            call(x)


def test_what_lies_between_is_measured_apart_from_the_ends():
    path = np.outer([0.02, 0.15, 0.3], np.ones(9))
    assert path_quality([path], X) == pytest.approx({"between": 0.5, "ends": 0.1})


def test_blur_and_copies_of_one_image_are_far_from_the_data():
    x = np.random.default_rng(0).normal(size=(100, 5))
    fresh = np.random.default_rng(1).normal(size=(100, 5))
    blur, one = 0.1 * fresh, np.tile(x[:1], (100, 1))
    near = energy_distance(fresh, x)
    assert abs(near) < 0.05 < min(energy_distance(blur, x), energy_distance(one, x))


def test_codes_are_drawn_like_those_given():
    codes = np.random.default_rng(0).multivariate_normal([1, -2], [[2, 0.8], [0.8, 1]], 400)
    drawn = draw_like(codes, 20_000, rng=1)
    np.testing.assert_allclose(drawn.mean(axis=0), codes.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(codes.T), atol=0.08)
    np.testing.assert_array_equal(drawn, draw_like(codes, 20_000, rng=np.random.default_rng(1)))
    assert draw_like(codes[:, :1], 3, rng=0).shape == (3, 1)


def test_collapsed_codes_are_drawn_as_they_are():
    np.testing.assert_array_equal(draw_like(np.ones((5, 2)), 3, rng=0), np.ones((3, 2)))
