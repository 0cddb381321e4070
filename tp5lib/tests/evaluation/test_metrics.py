"""How far images are from their reconstructions, and from patterns."""

import numpy as np
import pytest

from tp5lib import pixel_errors
from tp5lib.evaluation import metrics
from tp5lib.evaluation.metrics import (
    distances,
    nearest,
    nearest_patterns,
    own_nearest,
    variance_explained,
)

# Four images on a line, one grey level apart in every pixel.
X = np.outer([0.0, 0.1, 0.2, 0.3], np.ones(9))


def test_the_distance_of_a_copy_is_exactly_0():
    x = np.random.default_rng(0).random((50, 35))
    assert not distances(x, x).diagonal().any()
    np.testing.assert_array_equal(distances(x[:1], x[[0, 0, 1]])[0, :2], 0)
    assert distances([[1e-5, 0.5]], [[0, 0.5]])[0, 0] == pytest.approx(1e-5 / np.sqrt(2), rel=1e-3)


def test_the_mean_image_explains_nothing_and_the_image_itself_all():
    assert variance_explained(X, np.broadcast_to(X.mean(axis=0), X.shape)) == pytest.approx(0)
    assert variance_explained(X, np.stack([X, X])).tolist() == [1, 1]
    assert variance_explained(X, 1 - X) < 0


def test_the_variance_of_constant_data_is_1_for_perfection_and_else_0():
    constant = np.full((3, 4), 0.1)  # whose mean differs from 0.1 in the last digit
    found = variance_explained(constant, [constant, constant + 1e-9, constant + 5])
    assert found.tolist() == [1, 0, 0]


def test_a_reconstruction_nearer_to_another_image_is_seen():
    assert own_nearest(X, X + 0.04).all()
    assert own_nearest(X, X[[0, 1, 2, 2]]).tolist() == [True, True, True, False]
    assert own_nearest(X[[0, 0, 1]], X[[0, 0, 1]]).all()


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


def test_wrong_pixels_are_counted_by_seed_too():
    x = np.array([[0, 0, 1], [1, 1, 1]])
    seeds = np.stack([x, 1 - x, x * 0.6])
    assert pixel_errors(x, seeds).tolist() == [[0, 0], [3, 3], [0, 0]]


def test_images_in_blocks_give_what_they_give_at_once(monkeypatch):
    a, b = np.random.default_rng(0).random((2, 13, 6))

    def measures():
        yield distances(a, b)
        yield from nearest(a, b)
        yield own_nearest(a, b)
        yield from nearest_patterns(a, b)

    whole = list(measures())
    monkeypatch.setattr(metrics, "_BLOCK", 40)
    for one, other in zip(whole, measures(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
