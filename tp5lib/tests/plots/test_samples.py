"""Figures of new images and of codes: what they show, and what they refuse."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from tp5lib import plots

X = np.random.default_rng(0).uniform(size=(5, 6))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_nearest_image_stands_under_each_sample():
    ax = plots.samples_with_nearest(X, X[::-1], (3, 2), columns=2)
    shown = [image.get_array() for image in ax.images]
    assert len(shown) == 10
    np.testing.assert_array_equal(shown[2], X[1].reshape(3, 2))
    np.testing.assert_array_equal(shown[3], X[3].reshape(3, 2))
    above, under = ax.images[2].get_extent(), ax.images[3].get_extent()
    assert above[:2] == under[:2]
    assert above[2] < under[3]  # downwards


def test_seed_0_keeps_the_colour_of_its_dimension():
    kl = np.full((4, 3, 2), 0.2)
    ax = plots.kl_course([1, 10, 100, 1000], kl)
    thick = [line for line in ax.lines if line.get_linewidth() == 4]
    assert len({line.get_color() for line in thick}) == 2
    for line in thick:
        same = [other for other in ax.lines if other.get_color() == line.get_color()]
        assert len(same) == 3


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.samples_with_nearest(X, X[:2], (3, 2)), "nearest must have one for each"),
        (lambda: plots.samples_with_nearest(X, X, (3, 3)), "samples must have 3 x 3"),
        (lambda: plots.kl_course([1, 2], X[np.newaxis]), "kl must have one for each of epochs"),
        (lambda: plots.kl_course([1], np.ones((1, 2, 20))), "at most 8 dimensions"),
    ],
)
def test_what_does_not_fit_is_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
