"""The measures of new images, on images whose quality is known."""

import numpy as np
import pytest

from tp5lib.evaluation.generation import (
    COPY,
    draw_like,
    draw_within,
    path_quality,
    quality,
    typical_distance,
)
from tp5lib.evaluation.metrics import distances, explained_variance, own_nearest

# Four images on a line, one grey level apart in every pixel.
X = np.outer([0.0, 0.1, 0.2, 0.3], np.ones(9))


def test_distances_are_root_mean_squares():
    np.testing.assert_allclose(distances(X, X)[0], [0, 0.1, 0.2, 0.3], atol=1e-9)
    assert distances(X[:1], X).shape == (1, 4)
    assert typical_distance(X) == pytest.approx(0.1)


def test_a_copy_and_noise_are_not_new():
    images = X[1] + 0.1 * np.outer([COPY / 2, 0.45, 3.0], np.ones(9))
    found = quality(images, X)
    assert found["new"] == pytest.approx(1 / 3)
    assert found["near"] == pytest.approx(2 / 3)
    assert found["distance"] == pytest.approx((COPY / 2 + 0.45 + 1) / 3)
    assert found["coverage"] == 2 / 4


def test_an_even_cross_fade_is_told_from_a_jump():
    a, b = np.zeros(9), np.ones(9)
    fade = np.linspace(a, b, 5)
    jump = np.stack([a, a, a, b, b])
    assert path_quality([fade], X)["jump"] == pytest.approx(1)
    assert path_quality([fade], X)["fade"] == pytest.approx(0, abs=1e-12)
    assert path_quality([jump], X)["jump"] == pytest.approx(4)
    assert path_quality([jump], X)["fade"] == pytest.approx(0.5)


def test_what_lies_between_is_measured_without_the_ends():
    path = np.outer([0.0, 0.05, 0.3], np.ones(9))
    assert path_quality([path], X)["between"] == pytest.approx(0.5)


def test_the_mean_image_explains_nothing_and_the_image_itself_all():
    assert explained_variance(X, np.broadcast_to(X.mean(axis=0), X.shape)) == pytest.approx(0)
    assert explained_variance(X, np.stack([X, X])).tolist() == [1, 1]


def test_a_reconstruction_nearer_to_another_image_is_seen():
    assert own_nearest(X, X + 0.04).all()
    assert own_nearest(X, X[[0, 1, 2, 2]]).tolist() == [True, True, True, False]


def test_codes_are_drawn_like_those_given():
    codes = np.random.default_rng(0).multivariate_normal([1, -2], [[2, 0.8], [0.8, 1]], 400)
    drawn = draw_like(codes, 20_000, rng=np.random.default_rng(1))
    np.testing.assert_allclose(drawn.mean(axis=0), codes.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(codes.T), atol=0.08)
    inside = draw_within(codes, 500, rng=np.random.default_rng(1))
    assert (inside >= codes.min(axis=0)).all()
    assert (inside <= codes.max(axis=0)).all()
    assert draw_like(codes[:, :1], 3, rng=np.random.default_rng(0)).shape == (3, 1)
