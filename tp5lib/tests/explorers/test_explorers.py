"""An explorer shows what the library computes, for any patterns, whoever moves its controls."""

import base64

import numpy as np
import pytest

from tp5lib import (
    PCA,
    Autoencoder,
    Patterns,
    Snapshots,
    VariationalAutoencoder,
    explorers,
    load_letters,
    salt_and_pepper,
)
from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.pages import Page
from tp5lib.studies.slides import load_denoisers

LETTERS, MODEL = load_letters(), load_denoisers()["plain autoencoder"]
# Grey icons, neither square nor with named letters: what nobody had in mind.
NAMES = ("sun", "moon", "rain", "snow", "fog")
ICONS = Patterns(np.random.default_rng(5).uniform(size=(5, 12)), NAMES, (3, 4))
GREY, KEPT = Patterns(np.full((1, 4), 0.5), ("dot",), (2, 2)), Snapshots(1)
HISTORY = Autoencoder([4, 2, 4]).fit(GREY.x, epochs=1, callback=KEPT)


@pytest.fixture(scope="module")
def point():
    return explorers.LatentPoint(MODEL, LETTERS, noun="letter")


def shown(panels):
    return [np.ravel(panel.image.get_array()) for panel in panels]


def test_one_move_draws_one_picture(point, monkeypatch):
    calls, draw = [], point.draw
    monkeypatch.setattr(point, "draw", lambda: calls.append(0) or draw())
    point.pad.value = point.pad.high
    point.pattern.value = 3
    point.z1.value = 0.35
    assert len(calls) == 3
    assert point.pattern.label == "none"


def test_where_there_is_no_kernel_a_picture_stands_in(point):
    for explorer_or_page in (point, Page({"point": ("", lambda: point)})):
        bundle = explorer_or_page._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert base64.b64decode(bundle["image/png"]) == point.still()


def test_an_error_is_shown_and_goes_on(point, monkeypatch):
    before = point.pictures[0].value
    with monkeypatch.context() as patch:
        patch.setattr(point, "draw", lambda: {}["no <ink>"])
        with pytest.raises(KeyError):
            point.z1.value = 0.75
    assert "KeyError: &#x27;no &lt;ink&gt;&#x27;" in point.text.value
    assert point.pictures[0].value == before
    point.z1.value = 0.5
    assert "KeyError" not in point.text.value


def test_a_page_makes_a_tab_when_it_is_opened_and_says_so_if_it_cannot(point):
    page = Page({"good": ("", lambda: point), "bad": ("", lambda: {}["no <one>"])})
    assert page.explorers == {"good": point}
    assert point.view in page.tabs.children[0].children
    with pytest.raises(KeyError):
        page.tabs.selected_index = 1
    (told,) = page.tabs.children[1].children
    assert "KeyError: &#x27;no &lt;one&gt;" in told.value


@pytest.mark.parametrize(
    ("kind", "given", "named", "error", "message"),
    [
        ("Denoiser", ({}, LETTERS), {}, ValueError, "models"),
        ("Denoiser", ({"wide": 3}, LETTERS), {}, TypeError, "'wide'"),
        ("Denoiser", (Autoencoder([35, 2, 35], seeds=(3, 4)), LETTERS), {}, ValueError, "seed"),
        ("Denoiser", ({"small": MODEL}, ICONS), {}, ValueError, "'small'.* 12 pixels"),
        ("Denoiser", (MODEL, LETTERS.x), {}, TypeError, "patterns"),
        ("Denoiser", (MODEL, LETTERS), {"pattern": "A"}, KeyError, "'A'"),
        ("Denoiser", (MODEL, LETTERS), {"level": 0.7}, ValueError, "level"),
        ("LatentPoint", ([MODEL], LETTERS), {}, TypeError, "model must have encode"),
        ("PriorSamples", (MODEL, LETTERS), {}, TypeError, "must have sample"),
        ("DrawnLetter", (Autoencoder([35, 3, 35]), LETTERS), {}, ValueError, "two latent"),
        ("DrawnLetter", (Autoencoder([12, 2, 12]), ICONS), {}, ValueError, "patterns must hold 0"),
        ("LiveTraining", (LETTERS,), {"hidden": 1}, ValueError, "hidden"),
        ("LiveTraining", (LETTERS,), {"hidden": 500}, ValueError, "hidden"),
        ("LiveTraining", (LETTERS,), {"learning_rate": 7}, ValueError, "learning_rate"),
        ("LiveTraining", (LETTERS,), {"loss": "bernoulli"}, ValueError, "loss"),
        ("LearningFilm", (MODEL, GREY), {"histories": HISTORY}, TypeError, "runs must"),
        ("LearningFilm", ({}, GREY), {"histories": {}}, TypeError, "runs and histories"),
        ("LearningFilm", ({"": KEPT}, GREY), {"histories": HISTORY}, TypeError, "histories"),
        ("LearningFilm", (Snapshots(5), GREY), {"histories": HISTORY}, ValueError, "are empty"),
        ("LearningFilm", (KEPT, GREY), {"histories": [1, 2]}, TypeError, "histories must"),
        ("LearningFilm", ({"a": KEPT}, GREY), {"histories": {"b": HISTORY}}, KeyError, "a"),
    ],
)
def test_what_does_not_fit_is_named(kind, given, named, error, message):
    with pytest.raises(error, match=message):
        getattr(explorers, kind)(*given, **named)


@pytest.mark.parametrize("latent", [1, 3])
def test_pad_sliders_list_and_draws_are_one_point(latent):
    model = VariationalAutoencoder([12, latent, 12])
    point = explorers.LatentPoint(model, ICONS)
    assert list(point.controls)[1:-2] == [f"z{n + 1}" for n in range(latent)]
    point.pad.value = (0.6789, -0.25)
    assert point.z1.value == pytest.approx(0.68)
    assert point.code[0] == 0.6789
    point.z1.value = 0.5
    assert point.pad.value == pytest.approx((0.5, -0.25 if latent > 1 else 0))
    point.pattern.label = "snow"
    np.testing.assert_array_equal(point.code, model.encode(ICONS.x)[ICONS.index("snow")])
    assert point.pad.value[0] == point.code[0]
    for seed in (0, 1):
        point.sample.click()
        np.testing.assert_allclose(point.code, np.random.default_rng(seed).standard_normal(latent))


def test_a_point_shows_what_it_decodes_to_and_the_nearest(point):
    for name in "am":
        point.pattern.label = name
        x = LETTERS.x[LETTERS.index(name)]
        images = [MODEL.reconstruct([x])[0], x]
        np.testing.assert_allclose(shown(point._plane.panels), images)
        assert f"nearest letter {name}, it is that letter" in point.text.value


@pytest.mark.parametrize("latent", [1, 3])
def test_a_path_shows_what_lies_on_the_line(latent):
    model = PCA(latent).fit(ICONS.x)
    path = explorers.Interpolation(model, ICONS, end="fog")
    path.alpha.value = 0.25
    ends = model.encode(ICONS.x)[[0, ICONS.index("fog")]]
    code = interpolate(*ends, [0.25])
    np.testing.assert_allclose(shown(path._plane.panels)[0], model.decode(code)[0])
    line, point = (np.array(each.get_data()) for each in (path._plane._path, path._plane._point))
    np.testing.assert_array_equal(line[0], ends[:, 0])
    np.testing.assert_allclose(point[0], code[0, :1])
    assert (point[1] == 0) == (latent == 1)


def test_paths_of_several_models_end_at_their_reconstructions():
    models = {f"latent {n}": PCA(n).fit(ICONS.x) for n in range(1, 6)}
    between = explorers.Interpolation(models, ICONS)  # in panels that take two rows
    between.alpha.value = 1
    images = [model.reconstruct(ICONS.x)[-1] for model in models.values()]
    np.testing.assert_allclose(shown(between._panels), [ICONS.x[0], *images, ICONS.x[-1]])


def test_samples_are_those_of_their_seed():
    two, six = (VariationalAutoencoder([12, latent, 12]) for latent in (2, 6))
    samples = explorers.PriorSamples({"two": two, "six": six}, ICONS)
    samples.model.label = "six"
    for seed in (1, 2):
        samples.again.click()
        np.testing.assert_allclose(shown(samples._panels), six.sample(16, rng=seed))


def test_a_denoiser_shows_the_noise_and_what_is_left_of_it():
    models = {"none": Autoencoder([35, 2, 35]), "trained": MODEL}
    denoiser = explorers.Denoiser(models, LETTERS, pattern="k")
    denoiser.model.label = "trained"
    k = LETTERS["k"].ravel()
    for level in (0, 0.4):
        denoiser.level.value = level
        noisy = salt_and_pepper(k, level, rng=np.random.default_rng(denoiser.seed))
        images = noisy, MODEL.reconstruct([noisy])[0]
        np.testing.assert_allclose(shown(denoiser._panels)[:3], [k, *images])
        wrong = [int(((image > 0.5) != k).sum()) for image in images]
        assert f"wrong pixels {wrong[0]} with noise, {wrong[1]} after" in denoiser.text.value
        assert [len(panel._crosses.get_xdata()) for panel in denoiser._panels[1:3]] == wrong


def test_a_drawing_lies_at_its_code_a_code_draws_and_damage_is_measured():
    drawn = explorers.DrawnLetter(MODEL, LETTERS, pattern="k", noun="letter")
    t, m, k = (LETTERS[name] for name in "tmk")
    drawn.drawing.pixels = t
    np.testing.assert_allclose(drawn.code.value, MODEL.encode([t.ravel()])[0])
    np.testing.assert_array_equal(shown(drawn._plane.panels)[0], t.ravel())
    drawn.code.value = MODEL.encode([m.ravel()])[0].tolist()
    np.testing.assert_array_equal(drawn.drawing.pixels, m)
    assert drawn.pattern.label == "none"
    drawn.pattern.label = "k"
    np.testing.assert_array_equal(drawn.drawing.pixels, k)
    drawn.damage.click()
    assert np.sum(drawn.drawing.pixels != k) == 3
    assert "against the letter k" in drawn.text.value
    drawn.drawing.pixels = np.zeros((7, 5))  # a fresh start
    assert drawn.pattern.label == "none"


def test_binary_patterns_are_counted_and_grey_ones_measured():
    binary, grey = Likeness(LETTERS, "letter"), Likeness(ICONS)
    a = LETTERS["a"]
    assert binary.describe(a, [0.5])[1] == "(0.50): nearest letter a, it is that letter"
    assert binary.error(1 - a, a) == "35"
    assert grey.describe(ICONS["rain"], [0])[0] == ICONS.index("rain")
    assert grey.error(ICONS.x[0] + 0.25, ICONS.x[0]) == "0.250"
    assert Likeness(GREY).describe(np.ones(4), [])[1].endswith("dot, 0.50 root mean square")
    model = PCA(2).fit(ICONS.x)
    denoiser = explorers.Denoiser(model, ICONS, level=0)
    error = grey.error(model.reconstruct(ICONS.x)[0], ICONS.x[0])
    assert f"error 0.000 with noise, {error} after" in denoiser.text.value
