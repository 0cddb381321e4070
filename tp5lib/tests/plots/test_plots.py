"""Every figure, with and without axes of its own, and what it says of arrays that do not fit."""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from tp5lib import plots
from tp5lib.plots import latent

SHAPE = (3, 2)
X = np.random.default_rng(0).uniform(size=(4, 6))
CODES = np.random.default_rng(1).normal(size=(4, 2))
ERRORS = np.array([[0, 1, 3, 0], [2, 0, 0, 1]])  # two seeds, four letters
HISTORY = SimpleNamespace(loss=np.ones(3))
MAPS = X[np.newaxis].repeat(4, axis=0)

DRAW = {
    "error_histogram": lambda **ax: plots.error_histogram(ERRORS[0], **ax),
    "letter_sheet": lambda **ax: plots.letter_sheet(X.reshape(4, 3, 2), SHAPE, "abcd", **ax),
    "input_beside_output": lambda **ax: plots.input_beside_output(X, X, SHAPE, "abcd", **ax),
    "interpolations": lambda **ax: plots.interpolations(X, MAPS, X, [0, 0.5, 0.7, 1], SHAPE, **ax),
    "latent_map": lambda **ax: plots.latent_map(CODES, X, SHAPE, **ax),
    "decoded_plane": lambda **ax: plots.decoded_plane(MAPS, [0, 0], [1, 1], SHAPE, **ax),
    "sigma_ellipses": lambda **ax: plots.sigma_ellipses(CODES, CODES, **ax),
    "learning_curves": lambda **ax: plots.learning_curves(X, **ax),
    "seed_spread": lambda **ax: plots.seed_spread([[1, 2], [3]], ["a", "b"], ylabel="y", **ax),
    "against_level": lambda **ax: plots.against_level([0, 1], {"n": [1, 2]}, ylabel="y", **ax),
    "network_diagram": lambda **ax: plots.network_diagram([35, 4, 2, 4, 35], **ax),
    "variational_diagram": lambda **ax: plots.variational_diagram([35, 4, 2, 4, 35], **ax),
    "samples_with_nearest": lambda **ax: plots.samples_with_nearest(X, X, SHAPE, **ax),
    "kl_course": lambda **ax: plots.kl_course([1, 2, 9, 20], np.abs(MAPS), **ax),
    "matrix": lambda **ax: plots.matrix([[1, 90]], "a", "bc", xlabel="x", ylabel="y", **ax),
}


@pytest.fixture(autouse=True)
def small_figures():
    with plt.rc_context({"figure.dpi": 20}):  # which are drawn in no time
        yield
    plt.close("all")


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_of_its_own_or_on_given_axes(name):
    own = DRAW[name]()
    own.figure.canvas.draw()
    assert own.has_data() or own.patches or own.texts
    ax = plt.figure().subplots()
    assert DRAW[name](ax=ax) is ax


def test_a_space_of_three_dimensions():
    codes = np.column_stack([CODES, CODES[:, 0]])
    plots.latent_space(codes, X, SHAPE).figure.canvas.draw()
    with pytest.raises(ValueError, match=r'projection="3d"'):
        plots.latent_space(codes, X, SHAPE, ax=plt.figure().subplots())


def test_whole_figures():
    fig = plots.errors_of_runs([ERRORS, ERRORS * 3], ["a", "b"])
    first, second, _ = fig.axes
    assert first.get_xlim() == second.get_xlim()
    assert first.get_ylim() == second.get_ylim()
    (legend,) = [legend for part in fig.subfigs for legend in part.legends]
    assert len(legend.texts) == 3
    flawless = plots.errors_and_examples(X, X, SHAPE, title="no error at all")
    assert len(flawless.axes) == 2


def test_panels_share_a_legend():
    fig, axes = plt.subplots(1, 2)
    for ax in axes:
        ax.plot([0, 3], [0, 1], label="a")
    assert len(plots.figure_legend(fig).texts) == 1
    with pytest.raises(ValueError, match="no panel"):
        plots.figure_legend(plt.figure())


def test_a_map_of_thousands_draws_some_and_says_so(monkeypatch):
    monkeypatch.setattr(latent, "_MOST", 2)
    ax = plots.latent_map(CODES, X, SHAPE, color=None)
    assert [text.get_text() for text in ax.texts] == ["2 of 4 images"]
    assert len(ax.images) == 2
    np.testing.assert_allclose(ax.images[1].get_array()[..., 0], X[3].reshape(SHAPE))
    ax = plots.latent_space(np.column_stack([CODES, CODES[:, 0]]), X, SHAPE)
    assert [text.get_text() for text in ax.texts] == ["2 of 4 images"]


def test_one_seed_is_drawn_as_the_first_of_several():
    lines = plots.learning_curves([3.0, 2.0, np.nan]).lines
    np.testing.assert_array_equal(lines[-1].get_ydata(), [3, 2, np.nan])
    ax = plots.learning_curves(np.ones((3, 2)))
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2, 3])
    assert [line.get_label() for line in ax.lines] == ["seed 0", "other seeds"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.learning_curves(HISTORY), r"not SimpleNamespace; pass its \.loss"),
        (lambda: plots.error_histogram(ERRORS), r"not \(2, 4\); take one seed: errors\[0\]"),
        (lambda: plots.error_histogram([0.5, 1]), "errors must be integers from 0"),
        (lambda: plots.error_histogram([]), r"errors is empty, shape \(0,\)"),
        (lambda: plots.latent_map(X, X, SHAPE), "codes must have 2 latent dimensions, not 6"),
        (lambda: plots.latent_map(CODES, X[:2], SHAPE), "x must have one for each of codes, 4"),
        (lambda: plots.latent_map(CODES, X, (7, 5)), "x must have 7 x 5 = 35 pixels per image"),
        (lambda: plots.letter_sheet([], SHAPE), "x is empty"),
        (lambda: plots.letter_sheet(X, SHAPE, "abc"), "names must have one for each of x, 4"),
        (lambda: plots.decoded_plane(X, [0, 0], [1, 1], SHAPE), r"\(steps, steps, pixels\)"),
        (lambda: plots.kl_course([1], np.ones((1, 2, 20))), "at most 8 dimensions"),
        (lambda: plots.seed_spread([], [], ylabel="y"), "groups is empty"),
        (lambda: plots.against_level([0], {"n": [1, 2]}, ylabel="y"), r"curves\['n'\] must"),
        (lambda: plots.against_level([0], dict.fromkeys(range(9), (1,)), ylabel="y"), "at most 8"),
        (lambda: plots.variational_diagram([35, 4, 4, 35]), "layers must be three sizes"),
        (
            lambda: plots.errors_and_examples(X, 1 - X, SHAPE, largest=1e-3, title="a"),
            "largest must reach",
        ),
    ],
)
def test_an_array_of_another_shape_is_named(draw, message):
    with pytest.raises((TypeError, ValueError), match=message):
        draw()


def test_grey_images_are_not_crossed_out():
    grey, binary = np.full((2, 6), 0.4), np.array([[0, 1, 0, 1, 0, 1]] * 2)
    for x, crosses in ((grey, 0), (binary, 2)):
        ax = plots.input_beside_output(x, 1 - x, (2, 3), "ab")
        assert sum(len(line.get_xdata()) > 0 for line in ax.lines) == crosses


def test_the_nearest_image_stands_under_each_sample():
    ax = plots.samples_with_nearest(X, X[::-1], SHAPE, columns=2)
    above, under = ax.images[2:4]
    np.testing.assert_array_equal(above.get_array(), X[1].reshape(SHAPE))
    np.testing.assert_array_equal(under.get_array(), X[2].reshape(SHAPE))
    assert above.get_extent()[:2] == under.get_extent()[:2]
    assert above.get_extent()[2] < under.get_extent()[3]  # downwards


def test_seed_0_keeps_the_colour_of_its_dimension():
    ax = plots.kl_course([1, 10, 100, 1000], np.full((4, 3, 2), 0.2))
    colors = [line.get_color() for line in ax.lines]
    thick = [line.get_color() for line in ax.lines if line.get_linewidth() == 4]
    assert [colors.count(color) for color in thick] == [3, 3]


def test_large_errors_are_counted_with_the_last_of_a_chart():
    ax = plots.error_histogram([0, 3, 14, 35], largest=12)
    assert [int(bar.get_height()) for bar in ax.patches] == [1, 0, 0, 1, *[0] * 8, 2]
    assert ax.get_xticklabels()[-1].get_text() == "12+"


def test_a_group_that_is_missing_leaves_its_place_empty():
    names = ["a, b", "c", "words that have no room " * 2]
    ax = plots.seed_spread([[1, 2], None, [3]], names, ylabel="y")
    texts = [label.get_text() for label in ax.get_xticklabels()]
    assert texts == ["a, b", "c", "words that have no room\nwords that have no room"]
    means = [line.get_xdata().mean() for line in ax.lines if line.get_label() == "mean"]
    assert means == [0, 2]
    assert plots.seed_spread([None], "a", ylabel="y").get_ylim()[1] == 1
