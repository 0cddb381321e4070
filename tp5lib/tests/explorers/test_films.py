"""Kept trainings, run by a slider: what is shown is what each kept model gives back."""

import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Snapshots, VariationalAutoencoder
from tp5lib.explorers import LearningFilm
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.moving import Glyphs, TrainingView
from tp5lib.tests.explorers.sweeping import sweep

LAYERS = [35, 9, 2, 9, 35]


@pytest.fixture(scope="module")
def runs(letters):
    """Two trainings that differ in the loss, and their histories."""
    runs, histories = {}, {}
    for name, loss in {"squared error": "mse", "cross-entropy": "bce"}.items():
        runs[name] = Snapshots(200)
        model = Autoencoder(LAYERS, seeds=range(3))
        settings = {"epochs": 200, "learning_rate": 0.02, "loss": loss}
        histories[name] = model.fit(letters.x, **settings, callback=runs[name])
    return runs, histories


@pytest.fixture
def film(runs, letters):
    return LearningFilm(runs[0], letters, histories=runs[1], noun="letter")


def pictures(film):
    return [picture.value for picture in film.pictures]


def test_the_epochs_are_those_kept_and_the_player_and_the_slider_are_one(film, runs):
    epochs = (*runs[0]["cross-entropy"].models,)
    assert [epoch for _, epoch in film.epoch.options] == list(epochs)
    assert film.epoch.value == 200
    film.play.value = 3
    assert film.epoch.value == epochs[3]
    film.epoch.value = epochs[10]
    assert film.play.value == 10
    film.play.set_state({"value": 11})  # as a browser says it
    assert film.epoch.value == epochs[11]
    assert sweep(film, 5) == {"play": 5, "epoch": len(epochs)}


def test_each_of_two_runs_shows_what_its_network_makes_of_the_patterns_then(film, runs, letters):
    for epoch in (film.epoch.options[20][1], 200):
        film.epoch.value = epoch
        for (name, kept), view in zip(runs[0].items(), film._views.values(), strict=True):
            model = kept.at(epoch).for_seed(0)
            wrong = ((model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1)
            assert f"{name}: {wrong.mean():.2f} wrong pixels a letter" in film.text.value
            np.testing.assert_allclose(view._glyphs.codes, model.encode(letters.x))
            ((x,), (loss,)) = view._now.get_data()
            assert x == epoch
            assert loss == runs[1][name].loss[epoch - 1, 0]


def test_the_still_picture_has_both_side_by_side(film):
    halves = [np.asarray(Image.open(io.BytesIO(content))) for content in pictures(film)]
    whole = Image.open(io.BytesIO(film.still()))
    np.testing.assert_array_equal(whole, np.hstack(halves))


def test_each_run_shows_what_it_kept_last(letters, runs):
    few = Snapshots([0, 90, 200])
    history = Autoencoder(LAYERS).fit(letters.x, epochs=200, learning_rate=0.02, callback=few)
    histories = {"few": history, "many": runs[1]["squared error"]}
    two = {"few": few, "many": runs[0]["squared error"]}
    film = LearningFilm(two, letters, histories=histories)
    film.epoch.value = next(epoch for _, epoch in film.epoch.options if 90 < epoch < 200)
    first = pictures(film)[0]
    film.epoch.value = 90
    assert pictures(film)[0] == first


def test_a_variational_one_shows_the_kl_by_dimension(icons):
    kept, model = Snapshots(30), VariationalAutoencoder([12, 8, 3, 8, 12])
    history = model.fit(icons.x, epochs=30, learning_rate=0.02, callback=kept)
    film = LearningFilm(kept, icons, histories=history, noun="icon")
    mu, log_var = kept.at(30).encode_distribution(icons.x)
    kl = ((mu**2 + np.exp(log_var) - 1 - log_var) / 2).mean(axis=0)
    lines = film._views[""]._kl_lines
    np.testing.assert_allclose([line.get_ydata()[-1] for line in lines], kl)
    assert f"KL {', '.join(f'{value:.2f}' for value in kl)} nats" in film.text.value
    assert sweep(film, 4)["play"] == 4


def test_a_code_of_one_dimension_is_drawn_on_a_line(icons):
    kept, model = Snapshots(5), Autoencoder([12, 1, 12])
    history = model.fit(icons.x, epochs=5, learning_rate=0.02, callback=kept)
    film = LearningFilm(kept, icons, histories=history)
    assert not film._views[""]._glyphs.codes[:, 1].any()


def test_a_glyph_stands_at_its_place_upright(letters):
    """The picture of a letter alone on its map, read back pixel by pixel."""
    likeness, f = Likeness(letters, "letter"), letters.index("f")
    view = TrainingView(likeness)
    view.fix(([0, 0], [1, 1]), 10, 0.1, 1)
    glyphs = Glyphs(view._map, likeness, [f], 3)
    glyphs.codes = np.array([[0.5, 0.5]])
    picture = view.picture
    picture.freeze(glyphs)
    (content,) = picture.pngs(picture._pixels(view._map.get_window_extent()))
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
