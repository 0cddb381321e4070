"""An explorer shows what the library computes, for any patterns, whoever moves its controls."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Patterns, salt_and_pepper
from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers import (
    Denoiser,
    DrawnLetter,
    Interpolation,
    LatentPoint,
    LiveTraining,
    PriorSamples,
    page,
)
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.pages import Page
from tp5lib.tests.explorers.sweeping import sweep


@pytest.fixture
def point(model, few):
    return LatentPoint(model, few, noun="letter")


@pytest.fixture
def drawn(model, untrained, few):
    models = {"trained": model, "untrained": untrained}
    return DrawnLetter(models, few, pattern="k", noun="letter")


@pytest.fixture
def two_samples(monkeypatch):
    monkeypatch.setattr(PriorSamples, "ROWS", 1)
    monkeypatch.setattr(PriorSamples, "COLUMNS", 2)


def shown(panels):
    return [np.ravel(panel.image.get_array()) for panel in panels]


# What all share.


def test_every_control_changes_the_picture(model, untrained, few, icons, toy, prior, two_samples):
    two = {"trained": model, "untrained": untrained}
    spaces = {f"latent {n}": toy(n) for n in (1, 2, 3, 4, 5)}  # two rows
    for explorer, wanted in [
        (LatentPoint(model, few), {"pad": 5, "z1": 3, "z2": 3, "pattern": 9}),
        (LatentPoint(prior(1), icons), {"pad": 3, "z1": 3, "pattern": 6, "sample": 3}),
        (Interpolation(model, few), {"start": 8, "end": 8, "alpha": 3}),
        (Interpolation(spaces, icons, end="moon"), {"start": 5, "end": 5, "alpha": 3}),
        (Denoiser(two, few, level=0.2), {"pattern": 8, "level": 3, "model": 2, "again": 3}),
        (DrawnLetter(two, few), {"drawing": 3, "code": 5, "pattern": 8, "damage": 3}),
        (PriorSamples({"a": prior(2), "b": prior(6)}, icons), {"model": 2, "again": 3}),
    ]:
        assert repr(explorer).endswith(", ".join(explorer.controls))
        assert sweep(explorer, 3) == wanted, explorer


def test_the_message_of_a_browser_moves_a_slider(point):
    before = point.still()
    point.z1.set_state({"value": 0.25})
    assert point.still() != before
    assert point.code[0] == 0.25


def test_where_there_is_no_kernel_a_picture_stands_in(point):
    bundle = point._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert base64.b64decode(bundle["image/png"]) == point.still()
    assert bundle["text/plain"] == repr(point)
    sizes = [Image.open(io.BytesIO(png)).size for png in (point.still(), point.pictures[0].value)]
    assert sizes[0][0] > 1.7 * sizes[1][0]  # the live one leaves out the map, which is a pad


def test_an_error_is_shown_and_goes_on(point, monkeypatch):
    before = point.pictures[0].value
    with monkeypatch.context() as patch:
        patch.setattr(point, "draw", lambda: {}["no <ink>"])
        with pytest.raises(KeyError):
            point.z1.value = 0.25
    assert "KeyError: &#x27;no &lt;ink&gt;&#x27;" in point.text.value
    assert point.pictures[0].value == before
    point.z1.value = 0.5
    assert "KeyError" not in point.text.value
    monkeypatch.setattr(point, "moved", lambda control: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        point.z1.value = 0.25
    assert "ZeroDivisionError" in point.text.value


def test_one_move_draws_one_picture(point, monkeypatch):
    calls, draw = [], point.draw
    monkeypatch.setattr(point, "draw", lambda: calls.append(0) or draw())
    point.pad.value = point.pad.low
    point.pattern.value = 3
    point.z1.value = 0.25
    assert len(calls) == 3
    assert point.pattern.label == "none"


BAD = [
    ({"models": {}}, ValueError, "models"),
    ({"models": {"wide": 3}}, TypeError, "'wide'"),
    ({"models": {"three": Autoencoder([35, 2, 35], seeds=(3, 4))}}, ValueError, r"for_seed\(3\)"),
    ({"models": {"small": Autoencoder([12, 2, 12])}}, ValueError, "'small'.* 35 pixels"),
    ({"patterns": np.zeros((2, 35))}, TypeError, "patterns"),
    ({"pattern": "A"}, KeyError, "'A'"),
    ({"level": 0.7}, ValueError, "level"),
    ({"seed": -1}, ValueError, "seed"),
]


@pytest.mark.parametrize(("wrong", "error", "message"), BAD, ids=lambda value: str(value)[:40])
def test_what_does_not_fit_is_named(model, few, wrong, error, message):
    given = {"models": model, "patterns": few} | wrong
    with pytest.raises(error, match=message):
        Denoiser(given.pop("models"), given.pop("patterns"), **given)


def test_what_an_explorer_needs_is_named(model, few, icons, toy):
    with pytest.raises(TypeError, match=r"model must have encode\(\)"):
        LatentPoint([model, model], few)
    with pytest.raises(KeyError, match="'A'"):
        Interpolation(model, few, end="A")
    with pytest.raises(TypeError, match=r"must have sample\(\)"):
        PriorSamples(model, few)
    with pytest.raises(ValueError, match="two latent dimensions"):
        DrawnLetter(Autoencoder([35, 3, 35]), few)
    with pytest.raises(ValueError, match="patterns must hold 0 and 1"):
        DrawnLetter(toy(2), icons)


# A point.


@pytest.mark.parametrize("latent", [1, 3, 7])
def test_a_space_has_a_slider_for_each_dimension_and_a_map_of_two(latent, icons, prior):
    explorer = LatentPoint(prior(latent), icons)
    sliders = [f"z{n + 1}" for n in range(latent)]
    assert list(explorer.controls) == ["pad", *sliders, "pattern", "sample"]


def test_pad_sliders_and_list_are_one_point(icons, toy):
    point = LatentPoint(toy(3), icons)
    point.pad.value = (0.6789, -0.25)
    assert (point.z1.value, point.z2.value) == pytest.approx((0.68, -0.25))
    point.z3.value = 0.25
    np.testing.assert_allclose(point.code, [0.6789, -0.25, 0.25])
    point.z1.value = 0.5
    assert point.pad.value == pytest.approx((0.5, -0.25))
    point.pattern.label = "snow"
    code = toy(3).encode(icons.x)[icons.index("snow")]
    np.testing.assert_array_equal(point.code, code)
    assert point.pad.value == pytest.approx(code[:2])
    assert point.pattern.label == "snow"


def test_a_point_shows_what_it_decodes_to_and_the_nearest(point, model, few):
    for place, name in enumerate(few.names):
        point.pattern.value = place
        decoded, nearest = shown(point._plane.panels)
        np.testing.assert_array_equal(decoded, model.decode(model.encode(few.x)[[place]])[0])
        np.testing.assert_array_equal(nearest, few.x[place])
        assert f"nearest letter {name}, it is that letter" in point.text.value


def test_a_draw_of_the_prior_is_that_of_its_seed(icons, prior):
    point = LatentPoint(prior(2), icons, seed=4)
    for seed in (4, 5):
        point.sample.click()
        np.testing.assert_allclose(point.code, np.random.default_rng(seed).standard_normal(2))


# A path, samples, noise, a drawing.


def test_a_path_shows_what_interpolate_gives(model, few):
    path = Interpolation(model, few, end="z", noun="letter")
    ends = model.encode(few.x)[[few.index("a"), few.index("z")]]
    for alpha in (0, 0.25, 1):
        path.alpha.value = alpha
        decoded = model.decode(interpolate(*ends, [alpha]))[0]
        np.testing.assert_allclose(shown(path._plane.panels)[0], decoded)
    assert "nearest letter z" in path.text.value


@pytest.mark.parametrize("latent", [1, 3])
def test_a_path_of_any_space_is_drawn_on_the_map(latent, icons, toy):
    path = Interpolation(toy(latent), icons)
    path.alpha.value = 1
    start, end = toy(latent).encode(icons.x)[[0, -1]]
    line, point = (np.array(each.get_data()) for each in (path._plane._path, path._plane._point))
    np.testing.assert_array_equal(line[0], [start[0], end[0]])
    np.testing.assert_allclose(point[0], end[:1])
    assert line[1][1] == point[1][0] == (end[1] if latent > 1 else 0)


def test_paths_of_several_models_end_at_their_reconstructions(icons, toy):
    models = {"two": toy(2), "three": toy(3)}
    path = Interpolation(models, icons)
    assert (path.start.label, path.end.label) == ("sun", "fog")
    path.alpha.value = 1
    images = [icons.x[0], *(model.reconstruct(icons.x)[-1] for model in models.values())]
    np.testing.assert_allclose(shown(path._panels), [*images, icons.x[-1]])


def test_samples_are_those_of_their_seed(icons, prior, two_samples):
    samples = PriorSamples(prior(2), icons, seed=7)
    for seed in (7, 8):
        np.testing.assert_array_equal(
            shown(samples._panels), prior(2).sample(2, rng=seed).astype(float)
        )
        samples.again.click()


def test_a_denoiser_shows_the_noise_and_what_is_left_of_it(model, few):
    denoiser = Denoiser(model, few, pattern="k", seed=3)
    k = few.x[few.index("k")]
    for level in (0, 0.4):
        denoiser.level.value = level
        noisy = salt_and_pepper(k, level, rng=np.random.default_rng(3))
        images = noisy, model.reconstruct(noisy[np.newaxis])[0]
        np.testing.assert_allclose(shown(denoiser._panels)[:3], [k, *images])
        wrong = [int(((image > 0.5) != k).sum()) for image in images]
        assert f"wrong pixels {wrong[0]} with noise, {wrong[1]} after" in denoiser.text.value


def test_grey_patterns_are_measured_by_their_error(icons, toy):
    denoiser = Denoiser(toy(2), icons, level=0)
    error = np.sqrt(np.mean((toy(2).reconstruct(icons.x)[0] - icons.x[0]) ** 2))
    assert f"error 0.000 with noise, {error:.3f} after" in denoiser.text.value


def test_a_drawing_lies_at_its_code_and_a_code_draws(drawn, model, letters):
    drawn.drawing.pixels = letters["t"]
    np.testing.assert_allclose(drawn.code.value, model.encode([letters["t"].ravel()])[0])
    np.testing.assert_array_equal(shown(drawn._plane.panels)[0], letters["t"].ravel())
    drawn.code.value = model.encode([letters["m"].ravel()])[0].tolist()
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["m"])
    assert drawn.pattern.label == "none"


def test_a_damaged_letter_is_measured_against_the_letter(drawn, letters, few):
    drawn.damage.click()
    assert np.sum(drawn.drawing.pixels != letters["k"]) == 3
    assert "against the letter k" in drawn.text.value
    drawn.drawing.pixels = np.zeros((7, 5))  # a fresh start
    assert drawn.pattern.label == "none"
    drawn.pattern.label = "k"
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["k"])


# The likeness, and the page.


def test_binary_patterns_are_counted_and_grey_ones_measured(letters, icons):
    binary, grey = Likeness(letters, "letter"), Likeness(icons)
    assert binary.describe(letters["a"])[1] == "nearest letter a, it is that letter"
    assert binary.error(1 - letters["a"], letters["a"]) == "35"
    assert grey.describe(icons["rain"])[0] == icons.index("rain")
    assert grey.error(icons.x[0] + 0.25, icons.x[0]) == "0.250"
    one = Patterns(np.full((1, 4), 0.5), ("dot",), (2, 2))
    assert Likeness(one).describe(np.ones(4))[1] == "nearest pattern dot, 0.50 root mean square"


def test_the_page_makes_a_tab_when_it_is_opened():
    whole = page()
    assert [type(explorer) for explorer in whole.explorers.values()] == [LiveTraining]
    for place, title in enumerate(whole.tabs.titles):
        whole.tabs.selected_index = place
        assert isinstance(whole.explorers[title], Explorer)
        assert whole.explorers[title].view in whole.tabs.children[place].children
    first = next(iter(whole.explorers.values()))
    assert base64.b64decode(whole._repr_mimebundle_()["image/png"]) == first.still()


def test_a_tab_that_cannot_be_made_says_so(point):
    tabs = Page({"good": ("", lambda: point), "bad": ("", lambda: {}["no <one>"])})
    with pytest.raises(KeyError):
        tabs.tabs.selected_index = 1
    (told,) = tabs.tabs.children[1].children
    assert "KeyError: &#x27;no &lt;one&gt;" in told.value
    assert point.view in tabs.tabs.children[0].children
