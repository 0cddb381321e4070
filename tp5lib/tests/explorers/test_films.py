"""Trainings of which moments were kept, shown as films."""

import io

import numpy as np
from PIL import Image

from tp5lib import Autoencoder, Patterns, Snapshots, VariationalAutoencoder
from tp5lib.explorers import LearningFilm
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.moving import Glyphs, TrainingView


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_a_film_shows_what_each_run_had_kept_by_then(letters):
    runs, histories = {"mse": Snapshots([0, 90, 200]), "bce": Snapshots(200)}, {}
    for loss, kept in runs.items():
        model = Autoencoder([35, 9, 2, 9, 35], seeds=range(2))
        settings = {"epochs": 200, "learning_rate": 0.02, "loss": loss, "callback": kept}
        histories[loss] = model.fit(letters.x, **settings)
    film = LearningFilm(runs, letters, histories=histories, noun="letter")
    epochs = sorted({0, 90, 200, *runs["bce"]})
    assert [epoch for _, epoch in film.epoch.options] == epochs
    assert film.epoch.value == 200
    for place in (20, len(epochs) - 1):
        film.play.set_state({"value": place})  # as a browser says it
        assert film.epoch.value == epochs[place]
        for (loss, kept), view in zip(runs.items(), film._views.values(), strict=True):
            last = max(epoch for epoch in kept if epoch <= epochs[place])
            model = kept[last].for_seed(0)
            wrong = ((model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1)
            assert f"{loss}: {wrong.mean():.2f} wrong pixels a letter" in film.text.value
            np.testing.assert_allclose(view._glyphs.codes, model.encode(letters.x))
            curve = [histories[loss].initial_loss[0], *histories[loss].loss[:, 0]]
            np.testing.assert_array_equal(view._now.get_xydata(), [[max(last, 0.9), curve[last]]])
    film.epoch.index = 10
    assert film.play.value == 10
    halves = [pixels(picture.value) for picture in film.pictures]
    np.testing.assert_array_equal(pixels(film.still()), np.hstack(halves))


def test_a_variational_one_shows_the_kl_by_dimension():
    icons = Patterns(np.random.default_rng(5).uniform(size=(5, 3, 4)))
    kept, model = Snapshots(30), VariationalAutoencoder([12, 8, 1, 8, 12])
    history = model.fit(icons.x, epochs=30, learning_rate=0.02, callback=kept)
    film = LearningFilm(kept, icons, histories=history)
    mu, log_var = kept[30].encode_distribution(icons.x)
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
    dark = pixels(content)[3:-3, 3:-3, 0] < 128
    down, across = np.nonzero(dark)
    seen = dark[down.min() : down.max() + 1 : 3, across.min() : across.max() + 1 : 3]
    wanted = letters["f"] > 0
    rows, columns = wanted.any(axis=1), wanted.any(axis=0)
    np.testing.assert_array_equal(seen, wanted[rows][:, columns])
    assert abs(np.mean([across.min(), across.max()]) - dark.shape[1] / 2) < 12
