"""An explorer shows what the library computes, for any patterns, whoever moves its controls."""

import base64

import numpy as np
import pytest

from tp5lib import PCA, Autoencoder, Patterns, salt_and_pepper
from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers import Denoiser, DrawnLetter, Interpolation, LatentPoint, PriorSamples
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.pages import Page

SEEDS, SMALL = Autoencoder([35, 2, 35], seeds=(3, 4)), Autoencoder([12, 2, 12])
DEEP, GREY = Autoencoder([35, 3, 35]), Patterns(np.full((1, 4), 0.5), ("dot",), (2, 2))


@pytest.fixture(scope="module")
def point(model, few):
    return LatentPoint(model, few, noun="letter")


@pytest.fixture(scope="module")
def denoiser(model, few):
    return Denoiser({"trained": model, "none": Autoencoder([35, 2, 35])}, few, pattern="k")


@pytest.fixture(scope="module")
def drawn(model, few):
    return DrawnLetter(model, few, pattern="k", noun="letter")


@pytest.fixture(scope="module")
def between(icons, of_icons):
    """A path in five spaces, whose panels take two rows."""
    return Interpolation({f"latent {n}": of_icons(n) for n in (1, 2, 3, 4, 5)}, icons)


@pytest.fixture(scope="module")
def samples(icons, of_icons):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PriorSamples, "ROWS", 1)
        patch.setattr(PriorSamples, "COLUMNS", 2)
        return PriorSamples({"two": of_icons(2), "six": of_icons(6)}, icons)


def shown(panels):
    return [np.ravel(panel.image.get_array()) for panel in panels]


# What all share.


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
    ("make", "error", "message"),
    [
        (lambda model, few: Denoiser({}, few), ValueError, "models"),
        (lambda model, few: Denoiser({"wide": 3}, few), TypeError, "'wide'"),
        (lambda model, few: Denoiser(SEEDS, few), ValueError, r"for_seed\(3\)"),
        (lambda model, few: Denoiser({"small": SMALL}, few), ValueError, "'small'.* 35 pixels"),
        (lambda model, few: Denoiser(model, few.x), TypeError, "patterns"),
        (lambda model, few: Denoiser(model, few, pattern="A"), KeyError, "'A'"),
        (lambda model, few: Denoiser(model, few, level=0.7), ValueError, "level"),
        (lambda model, few: LatentPoint([model], few), TypeError, r"model must have encode\(\)"),
        (lambda model, few: PriorSamples(model, few), TypeError, r"must have sample\(\)"),
        (lambda model, few: DrawnLetter(DEEP, few), ValueError, "two latent dimensions"),
        (lambda model, few: DrawnLetter(model, GREY), ValueError, "must hold 0 and 1"),
    ],
)
def test_what_does_not_fit_is_named(model, few, make, error, message):
    with pytest.raises(error, match=message):
        make(model, few)


# One by one.


@pytest.mark.parametrize("latent", [1, 3])
def test_pad_sliders_list_and_draws_are_one_point(latent, icons, of_icons):
    model = of_icons(latent)
    point = LatentPoint(model, icons)
    assert list(point.controls)[1:-2] == [f"z{n + 1}" for n in range(latent)]
    point.pad.value = (0.6789, -0.25)
    assert point.z1.value == pytest.approx(0.68)
    assert point.code[0] == 0.6789
    point.z1.value = 0.5
    assert point.pad.value == pytest.approx((0.5, -0.25 if latent > 1 else 0))
    point.pattern.label = "snow"
    np.testing.assert_array_equal(point.code, model.encode(icons.x)[icons.index("snow")])
    assert point.pad.value[0] == point.code[0]
    for seed in (0, 1):
        point.sample.click()
        np.testing.assert_allclose(point.code, np.random.default_rng(seed).standard_normal(latent))


def test_a_point_shows_what_it_decodes_to_and_the_nearest(point, model, few):
    for name in "am":
        point.pattern.label = name
        decoded, nearest = shown(point._plane.panels)
        place = few.index(name)
        np.testing.assert_array_equal(decoded, model.decode(model.encode(few.x)[[place]])[0])
        np.testing.assert_array_equal(nearest, few.x[place])
        assert f"nearest letter {name}, it is that letter" in point.text.value


@pytest.mark.parametrize("latent", [1, 3])
def test_a_path_shows_what_lies_on_the_line(latent, icons):
    model = PCA(latent).fit(icons.x)
    path = Interpolation(model, icons, end="fog")
    path.alpha.value = 0.25
    ends = model.encode(icons.x)[[0, icons.index("fog")]]
    code = interpolate(*ends, [0.25])
    np.testing.assert_allclose(shown(path._plane.panels)[0], model.decode(code)[0])
    line, point = (np.array(each.get_data()) for each in (path._plane._path, path._plane._point))
    np.testing.assert_array_equal(line[0], ends[:, 0])
    np.testing.assert_allclose(point[0], code[0, :1])
    assert (point[1] == 0) == (latent == 1)


def test_paths_of_several_models_end_at_their_reconstructions(between, icons):
    between.start.label, between.end.label, between.alpha.value = "sun", "fog", 1
    images = [model.reconstruct(icons.x)[-1] for model in between._models.values()]
    np.testing.assert_allclose(shown(between._panels), [icons.x[0], *images, icons.x[-1]])


def test_samples_are_those_of_their_seed(samples, of_icons):
    samples.model.label = "six"
    for _ in range(2):
        samples.again.click()
        np.testing.assert_allclose(shown(samples._panels), of_icons(6).sample(2, rng=samples.seed))
    assert samples.seed == 2


def test_a_denoiser_shows_the_noise_and_what_is_left_of_it(denoiser, model, few):
    denoiser.pattern.label, denoiser.model.label = "k", "trained"
    k = few.x[few.index("k")]
    for level in (0, 0.4):
        denoiser.level.value = level
        noisy = salt_and_pepper(k, level, rng=np.random.default_rng(denoiser.seed))
        images = noisy, model.reconstruct(noisy[np.newaxis])[0]
        np.testing.assert_allclose(shown(denoiser._panels)[:3], [k, *images])
        wrong = [int(((image > 0.5) != k).sum()) for image in images]
        assert f"wrong pixels {wrong[0]} with noise, {wrong[1]} after" in denoiser.text.value
        assert [len(panel._crosses.get_xdata()) for panel in denoiser._panels[1:3]] == wrong


def test_a_drawing_lies_at_its_code_and_a_code_draws(drawn, model, letters):
    drawn.drawing.pixels = letters["t"]
    np.testing.assert_allclose(drawn.code.value, model.encode([letters["t"].ravel()])[0])
    np.testing.assert_array_equal(shown(drawn._plane.panels)[0], letters["t"].ravel())
    drawn.code.value = model.encode([letters["m"].ravel()])[0].tolist()
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["m"])
    assert drawn.pattern.label == "none"


def test_a_damaged_letter_is_measured_against_the_letter(drawn, letters):
    drawn.pattern.label = "e"
    drawn.pattern.label = "k"
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["k"])
    drawn.damage.click()
    assert np.sum(drawn.drawing.pixels != letters["k"]) == 3
    assert "against the letter k" in drawn.text.value
    drawn.drawing.pixels = np.zeros((7, 5))  # a fresh start
    assert drawn.pattern.label == "none"


def test_binary_patterns_are_counted_and_grey_ones_measured(letters, icons, of_icons):
    binary, grey = Likeness(letters, "letter"), Likeness(icons)
    assert binary.describe(letters["a"], [0.5])[1] == "(0.50): nearest letter a, it is that letter"
    assert binary.error(1 - letters["a"], letters["a"]) == "35"
    assert grey.describe(icons["rain"], [0])[0] == icons.index("rain")
    assert grey.error(icons.x[0] + 0.25, icons.x[0]) == "0.250"
    assert Likeness(GREY).describe(np.ones(4), [])[1].endswith("dot, 0.50 root mean square")
    denoiser = Denoiser(of_icons(2), icons, level=0)
    error = grey.error(of_icons(2).reconstruct(icons.x)[0], icons.x[0])
    assert f"error 0.000 with noise, {error} after" in denoiser.text.value
