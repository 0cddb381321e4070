"""Kept trainings, run by a slider: what is shown is what each kept model gives back."""

import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Snapshots, VariationalAutoencoder
from tp5lib.explorers import LearningFilm
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.moving import Glyphs, TrainingView


@pytest.fixture(scope="module")
def runs(letters):
    """Two trainings that differ in the loss and in what was kept, and their histories."""
    runs, histories = (
        {"squared error": Snapshots([0, 90, 200]), "cross-entropy": Snapshots(200)},
        {},
    )
    for (name, kept), loss in zip(runs.items(), ("mse", "bce"), strict=True):
        model = Autoencoder([35, 9, 2, 9, 35], seeds=range(2))
        settings = {"epochs": 200, "learning_rate": 0.02, "loss": loss}
        histories[name] = model.fit(letters.x, **settings, callback=kept)
    return runs, histories


@pytest.fixture(scope="module")
def film(runs, letters):
    return LearningFilm(runs[0], letters, histories=runs[1], noun="letter")


def test_the_epochs_are_those_kept_and_the_player_and_the_slider_are_one(film, runs):
    epochs = sorted({epoch for kept in runs[0].values() for epoch in kept.models})
    assert [epoch for _, epoch in film.epoch.options] == epochs
    assert film.epoch.value == 200
    before = [picture.value for picture in film.pictures]
    film.play.set_state({"value": 3})  # as a browser says it
    assert film.epoch.value == epochs[3]
    assert not {*before} & {picture.value for picture in film.pictures}
    film.epoch.value = epochs[10]
    assert film.play.value == 10


def test_each_run_shows_what_its_network_made_of_the_patterns_at_the_last_kept(film, runs, letters):
    for epoch in (film.epoch.options[20][1], 200):
        film.epoch.value = epoch
        for (name, kept), view in zip(runs[0].items(), film._views.values(), strict=True):
            last = max(each for each in kept.models if each <= epoch)
            model = kept.at(last).for_seed(0)
            wrong = ((model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1)
            assert f"{name}: {wrong.mean():.2f} wrong pixels a letter" in film.text.value
            np.testing.assert_allclose(view._glyphs.codes, model.encode(letters.x))
            ((x,), (loss,)) = view._now.get_data()
            assert x == max(last, 0.9)
            curve = [runs[1][name].initial_loss[0], *runs[1][name].loss[:, 0]]
            assert loss == curve[last]


def test_the_still_picture_has_both_side_by_side(film):
    contents = [film.still(), *(picture.value for picture in film.pictures)]
    whole, *halves = [np.asarray(Image.open(io.BytesIO(content))) for content in contents]
    np.testing.assert_array_equal(whole, np.hstack(halves))


def test_a_variational_one_shows_the_kl_by_dimension(icons):
    kept, model = Snapshots(30), VariationalAutoencoder([12, 8, 1, 8, 12])
    history = model.fit(icons.x, epochs=30, learning_rate=0.02, callback=kept)
    film = LearningFilm(kept, icons, histories=history, noun="icon")
    mu, log_var = kept.at(30).encode_distribution(icons.x)
    kl = ((mu**2 + np.exp(log_var) - 1 - log_var) / 2).mean(axis=0)
    (view,) = film._views.values()
    np.testing.assert_allclose([line.get_ydata()[-1] for line in view._kl_lines], kl)
    assert f"KL {kl[0]:.2f} nats" in film.text.value
    assert not view._glyphs.codes[:, 1].any()  # one dimension is a line on the plane


def test_a_glyph_stands_at_its_place_upright(letters):
    """The picture of a letter alone on its map, read back pixel by pixel."""
    likeness, f = Likeness(letters, "letter"), letters.index("f")
    view = TrainingView(likeness)
    view.fix(([0, 0], [1, 1]), 10, 0.1, 1)
    glyphs = Glyphs(view._map, likeness, [f], 3)
    glyphs.codes = np.array([[0.5, 0.5]])
    view.picture.freeze(glyphs)
    (content,) = view.picture.pngs(view._map.get_window_extent())
    pixels = np.asarray(Image.open(io.BytesIO(content)))[3:-3, 3:-3, 0]
    down, across = np.nonzero(pixels < 128)
    seen = pixels[down.min() : down.max() + 1 : 3, across.min() : across.max() + 1 : 3] < 128
    wanted = letters["f"] > 0
    rows, columns = wanted.any(axis=1), wanted.any(axis=0)
    np.testing.assert_array_equal(seen, wanted[rows][:, columns])
    assert abs(np.mean([across.min(), across.max()]) - pixels.shape[1] / 2) < 12


def test_what_cannot_be_shown_is_named(letters, icons, runs):
    kept, history = (given["squared error"] for given in runs)
    for given, patterns, histories, error, message in [
        (kept.at(0), letters, history, TypeError, "runs must be Snapshots"),
        ({}, letters, {}, TypeError, "runs and histories"),
        (runs[0], letters, history, TypeError, "runs and histories"),
        (Snapshots(5), letters, history, ValueError, "are empty"),
        (kept, icons, history, ValueError, "12 pixels"),
        (kept, letters, [1, 2, 3], TypeError, "histories must be what fit returned"),
        (runs[0], letters, {"squared error": history}, KeyError, "cross-entropy"),
    ]:
        with pytest.raises(error, match=message):
            LearningFilm(given, patterns, histories=histories)
