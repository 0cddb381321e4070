"""Precision, recall, density and coverage by hand."""

import numpy as np
import pytest

from tp5lib.evaluation.generation import (
    COPY,
    nearest_images,
    quality,
    sharpness,
    typical_distance,
)
from tp5lib.evaluation.manifold import (
    density_coverage,
    in_equal_numbers,
    nearest_neighbour_test,
    precision_recall,
)
from tp5lib.evaluation.samples import sample_measures

X = np.random.default_rng(0).random((20, 36))


def by_hand(samples, x, k):
    """All four, by the papers' formulas, one pair after the other."""

    def radius(images, i):
        return sorted(np.linalg.norm(images[i] - other) for other in images)[k]

    inside = np.array(
        [[np.linalg.norm(y - x[i]) <= radius(x, i) for i in range(len(x))] for y in samples]
    )
    around = [
        any(np.linalg.norm(real - y) <= radius(samples, j) for j, y in enumerate(samples))
        for real in x
    ]
    return {
        "precision": inside.any(axis=1).mean(),
        "recall": np.mean(around),
        "density": inside.sum() / (k * len(samples)),
        "coverage": inside.any(axis=0).mean(),
    }


@pytest.mark.parametrize("k", [1, 3])
def test_the_measures_are_those_of_the_papers(k):
    samples = 0.7 * X[:15] + 0.3 * np.random.default_rng(1).random((15, 36))
    found = precision_recall(samples, X, k) | density_coverage(samples, X, k)
    assert found == pytest.approx(by_hand(samples, X, k))
    assert 0 < found["recall"] < 1 or 0 < found["coverage"] < 1


def test_the_data_themselves_are_precise_and_cover():
    found = precision_recall(X, X) | density_coverage(X, X)
    assert found["precision"] == found["recall"] == found["coverage"] == 1


def test_the_data_are_told_from_blur_but_not_from_their_like():
    rng = np.random.default_rng(2)
    like = nearest_neighbour_test(rng.random((200, 3)), rng.random((200, 3)))
    assert like == pytest.approx({"data told": 0.5, "samples told": 0.5}, abs=0.12)
    blur = 0.5 + 0.01 * rng.random((20, 36))
    found = nearest_neighbour_test(blur, X)
    assert found["samples told"] == 1
    assert found["data told"] < 0.2
    assert nearest_neighbour_test(X[::-1], X) == {"data told": 0, "samples told": 0}


def test_groups_as_large_as_the_data_are_averaged():
    samples = np.concatenate([X, X * 0.5, X[:3]])
    found = in_equal_numbers(precision_recall, samples, X)
    halves = [precision_recall(part, X) for part in (X, X * 0.5)]
    assert found["recall"] == pytest.approx(np.mean([half["recall"] for half in halves]))
    with pytest.raises(ValueError, match="samples must be 20 or more"):
        in_equal_numbers(precision_recall, X[:5], X)


def test_copies_are_told_among_all_measures():
    found = sample_measures(X, X, (6, 6))
    assert found.items() >= quality(X, X).items()
    assert found["copies"] == found["precision"] == 1
    assert found["sharpness"] == pytest.approx(1)
    assert found["data told"] < 0.5


def test_too_few_images_for_k_are_named():
    with pytest.raises(ValueError, match="k must be below the 3 images of samples"):
        precision_recall(X[:3], X, k=3)
    with pytest.raises(ValueError, match="k must be below the 20 images of x"):
        density_coverage(X, X, k=20)


def test_the_nearest_image_is_told_in_typical_distances():
    unit = typical_distance(X)
    index, distance = nearest_images(X[[3, 5]] + [[0], [0.5 * COPY * unit]], X)
    assert index.tolist() == [3, 5]
    np.testing.assert_allclose(distance, [0, 0.5 * COPY])
    assert quality(X[[3]], X)["distance"] == 0


def test_blur_is_less_sharp_and_noise_sharper():
    rng = np.random.default_rng(0)
    edge = np.tile(np.repeat([0.2, 0.8], 4), (8, 1))
    blurred = (np.roll(edge, 1, axis=1) + edge + np.roll(edge, -1, axis=1)) / 3
    noisy = edge + rng.normal(0, 0.2, edge.shape)
    flat = np.full((8, 8), 0.5)
    found = sharpness([image.ravel() for image in (edge, blurred, noisy, flat)], (8, 8))
    assert found[1] < found[0] < found[2]
    assert found[3] == 0
    with pytest.raises(ValueError, match="shape must have 64 pixels, not 8 x 9"):
        sharpness([edge.ravel()], (8, 9))
