"""Kept trainings, run by a slider: what is shown is what a fresh training would show."""

import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Snapshots, VariationalAutoencoder
from tp5lib.explorers import LearningFilm
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.moments import corners_of, look
from tp5lib.explorers.moving import Glyphs, TrainingView
from tp5lib.tests.explorers.sweeping import sweep

LAYERS = [35, 9, 2, 9, 35]
RATE = {"learning_rate": 0.02}


@pytest.fixture(scope="module")
def runs(letters):
    """Two trainings that differ in the loss, and their histories."""
    runs, histories = {}, {}
    for name, loss in {"squared error": "mse", "cross-entropy": "bce"}.items():
        runs[name] = Snapshots(200)
        model = Autoencoder(LAYERS, seeds=range(3))
        histories[name] = model.fit(letters.x, epochs=200, loss=loss, **RATE, callback=runs[name])
    return runs, histories


@pytest.fixture
def film(runs, letters):
    return LearningFilm(runs[0], letters, histories=runs[1], noun="letter", shown="aeknrl|")


def size_of(png):
    return Image.open(io.BytesIO(png)).size


def test_twenty_moments_are_those_of_a_fresh_training(letters):
    settings = {"loss": "bce", **RATE}
    kept = Snapshots(400)
    Autoencoder(LAYERS).fit(letters.x, epochs=400, **settings, callback=kept)
    moments = kept.epochs[-20:]
    fresh = Snapshots(kept.epochs)
    for epoch in kept.epochs:
        if epoch not in moments:
            fresh(epoch, kept.at(epoch))  # for the same axes
            continue
        last = []
        model = Autoencoder(LAYERS)
        model.fit(
            letters.x,
            epochs=epoch,
            **settings,
            callback=lambda _, model, last=last: last.append(model),
            every=epoch,
        )
        fresh(epoch, last[0])
    films = [LearningFilm(snapshots, letters, noun="letter") for snapshots in (kept, fresh)]
    pictures = set()
    for epoch in moments:
        for film in films:
            film.epoch.value = epoch
        assert films[0].picture.value == films[1].picture.value
        pictures.add(films[0].picture.value)
    assert len(pictures) == 20


def test_the_curves_have_one_axis_on_request(runs, letters):
    for sharey in (False, True):
        film = LearningFilm(runs[0], letters, histories=runs[1], sharey=sharey, noun="letter")
        limits = {view._curve_axes.get_ylim() for view in film._views.values()}
        assert len(limits) == (1 if sharey else len(runs[0]))


def test_the_player_and_the_slider_are_one(film, runs):
    epochs = runs[0]["cross-entropy"].epochs
    assert film.epoch.value == 200
    film.play.value = 3
    assert film.epoch.value == epochs[3]
    film.epoch.value = epochs[10]
    assert film.play.value == 10
    film.play.set_state({"value": 11})  # as a browser says it
    assert film.epoch.value == epochs[11]
    assert film.play.max == len(epochs) - 1


def test_every_control_changes_the_picture(film):
    assert sweep(film, 5) == {"play": 5, "epoch": len(film.epoch.options)}
    assert film.epoch.value == 200


def test_two_runs_share_the_slider(film, runs, letters):
    assert len(film.pictures) == 2
    film.epoch.value = 50 if 50 in film._epochs else film._epochs[20]
    shown = film.text.value
    for name, snapshots in runs[0].items():
        model = snapshots.for_seed(0).at(film.epoch.value)
        wrong = ((model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1).mean()
        assert f"{name}: {wrong:.2f} wrong pixels a letter" in shown
    wide, high = size_of(film.pictures[0].value)
    assert size_of(film.still()) == (2 * wide, high)
    assert wide <= 640


def test_each_shows_what_it_kept_last(letters, runs):
    few = Snapshots([0, 90, 200])
    Autoencoder(LAYERS).fit(letters.x, epochs=200, **RATE, callback=few)
    film = LearningFilm({"few": few, "many": runs[0]["squared error"]}, letters)
    film.epoch.value = next(epoch for epoch in film._epochs if 90 < epoch < 200)
    first = film.pictures[0].value
    film.epoch.value = 90
    assert film.pictures[0].value == first


def test_one_seed_of_several(letters, runs):
    film = LearningFilm(runs[0]["squared error"], letters, seed=2, histories=None)
    assert "training" in film._curves
    with pytest.raises(ValueError, match=r"seed must be one of \(0, 1, 2\)"):
        LearningFilm(runs[0], letters, seed=5)


def test_inputs_may_be_noisy(letters, runs):
    noisy = np.clip(letters.x + 0.8, 0, 1)
    plain, film = (
        LearningFilm(runs[0]["squared error"], letters, inputs=inputs) for inputs in (None, noisy)
    )
    assert film.picture.value != plain.picture.value
    with pytest.raises(ValueError, match="inputs must have one for each of patterns"):
        LearningFilm(runs[0], letters, inputs=noisy[:3])


def test_a_variational_one_shows_the_kl_by_dimension(icons):
    snapshots = Snapshots(30)
    model = VariationalAutoencoder([12, 8, 3, 8, 12])
    history = model.fit(icons.x, epochs=30, **RATE, callback=snapshots)
    film = LearningFilm(snapshots, icons, histories=history, noun="icon")
    assert film.text.value.count(", ") == 3
    assert "nats" in film.text.value
    lines = film._views["training"]._kl_lines
    assert len(lines) == 3
    moment = look(30, snapshots.at(30), Likeness(icons), [0])
    np.testing.assert_allclose([line.get_ydata()[-1] for line in lines], moment.kl)
    assert [label.get_text() for label in lines[0].axes.get_yticklabels()].count("") == 0
    assert len(lines[0].axes.get_yticks()) == 3
    assert sweep(film, 4)["play"] == 4


def test_a_code_of_one_dimension_is_drawn_on_a_line(icons):
    snapshots = Snapshots(5)
    Autoencoder([12, 1, 12]).fit(icons.x, epochs=5, **RATE, callback=snapshots)
    film = LearningFilm(snapshots, icons)
    assert not film._moments["training"][0].codes[:, 1].any()
    assert "root mean square error" in film.text.value


def test_axes_have_room_for_everything():
    codes = np.random.default_rng(0).normal(size=(5, 7, 2)) * [1, 1e-5]
    low, high = corners_of(codes)
    assert (low < codes.min(axis=(0, 1))).all()
    assert (high > codes.max(axis=(0, 1))).all()
    low, high = corners_of(np.ones((3, 2)))
    assert (low < 1).all()
    assert (high > 1).all()


def test_a_curve_of_any_range_has_numbers_on_its_axis(letters):
    view = TrainingView(Likeness(letters, "letter"), [0])
    for low, high in ((0.3, 0.7), (0.5, 0.5), (1e-3, 0.7)):
        view.fix(([0, 0], [1, 1]), 10, low, high)
        ax = view._curve_axes
        bottom, top = ax.get_ylim()
        assert bottom < low
        assert high < top
        texts = [
            label.get_text()
            for place, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
            if bottom <= place <= top
        ]
        assert sum(map(bool, texts)) >= 1, (low, high)


def test_a_glyph_stands_at_its_place_upright(letters):
    """The picture of a letter alone on its map, read back pixel by pixel."""
    likeness = Likeness(letters, "letter")
    view = TrainingView(likeness, [0])
    view.fix(([0, 0], [1, 1]), 10, 0.1, 1)
    ax = view._map
    glyphs = Glyphs(ax, letters.x[[letters.index("f")]], letters.shape, zoom=3)
    glyphs.place(np.array([[0.5, 0.5]]))
    canvas = view.picture._canvas
    canvas.restore_region(view.picture._still)
    view.picture.figure.draw_artist(glyphs)
    left, top, right, bottom = view.picture._pixels(ax.get_window_extent())
    pixels = np.asarray(canvas.buffer_rgba())[top + 3 : bottom - 3, left + 3 : right - 3, 0]
    down, across = np.nonzero(pixels < 128)
    seen = pixels[down.min() : down.max() + 1 : 3, across.min() : across.max() + 1 : 3] < 128
    wanted = letters.x[letters.index("f")].reshape(letters.shape) > 0
    rows, columns = wanted.any(axis=1), wanted.any(axis=0)
    np.testing.assert_array_equal(seen, wanted[rows][:, columns])
    assert abs(np.mean([across.min(), across.max()]) - pixels.shape[1] / 2) < 12


def test_what_cannot_be_shown_is_said(letters, icons, runs):
    run = runs[0]["squared error"]
    for wrong, error, message in [
        (run[0], TypeError, "runs must be Snapshots, or several by name"),
        ({}, ValueError, "runs is empty"),
        ({"a": run[0]}, TypeError, "the run 'a' must be Snapshots"),
        (Snapshots(5), ValueError, "are empty"),
    ]:
        with pytest.raises(error, match=message):
            LearningFilm(wrong, letters)
    with pytest.raises(ValueError, match="must take images of 12 pixels"):
        LearningFilm(run, icons)
    with pytest.raises(KeyError):
        LearningFilm(run, letters, shown=["alpha"])
    with pytest.raises(ValueError, match="shown is empty"):
        LearningFilm(run, letters, shown=[])
    with pytest.raises(TypeError, match="histories must be a dict"):
        LearningFilm(runs[0], letters, histories=runs[1]["squared error"])
    with pytest.raises(KeyError, match="cross-entropy"):
        LearningFilm(runs[0], letters, histories={"squared error": None})
    with pytest.raises(TypeError, match="must be what fit returned"):
        LearningFilm(run, letters, histories=[1, 2, 3])
