"""What does not fit is said by name, whichever explorer is given it."""

import tracemalloc

import numpy as np
import pytest

from tp5lib import PCA, Autoencoder, Patterns
from tp5lib.explorers import Denoiser, DrawnLetter, Interpolation, LatentPoint, PriorSamples
from tp5lib.explorers.inputs import Likeness, seeds_from

EVERY = [Denoiser, DrawnLetter, Interpolation, LatentPoint, PriorSamples]


@pytest.mark.parametrize("kind", EVERY)
class TestEveryExplorer:
    def test_needs_patterns(self, kind, model, letters):
        with pytest.raises(TypeError, match=r"patterns must be a tp5lib\.Patterns.*\(ndarray\)"):
            kind(model, letters.x)
        with pytest.raises(TypeError, match="patterns must be"):
            kind(letters, model)

    def test_needs_a_model(self, kind, letters):
        with pytest.raises(ValueError, match="models is empty"):
            kind({}, letters)
        with pytest.raises(TypeError, match=r"the model 'wide' must have .*, but it is 3 \(int\)"):
            kind({"wide": 3}, letters)

    def test_takes_one_seed(self, kind, letters):
        model = Autoencoder([35, 2, 35], seeds=range(3, 6))
        model.sample = None if kind is not PriorSamples else lambda n, rng: None
        with pytest.raises(ValueError, match=r"one seed.*model\.for_seed\(3\)"):
            kind({"three": model}, letters)

    def test_names_both_sizes(self, kind, letters, toy_with_prior):
        wanted = r"'small' takes images of 12 pixels, but those of patterns have 7 x 5 = 35"
        with pytest.raises(ValueError, match=wanted):
            kind({"small": toy_with_prior(2)}, letters)

    def test_takes_one_model_without_a_name(self, kind, few, toy_with_prior):
        explorer = kind(toy_with_prior(2, pixels=35), few)
        assert isinstance(explorer, kind)

    def test_refuses_another_rng(self, kind, few, toy_with_prior):
        if kind is Interpolation:
            return  # nothing is drawn at random
        with pytest.raises(TypeError, match="rng must be an integer"):
            kind(toy_with_prior(2, pixels=35), few, rng="a")

    def test_refuses_a_word_that_is_none(self, kind, few, toy_with_prior):
        with pytest.raises(TypeError, match="noun must be what to call a pattern, not 3"):
            kind(toy_with_prior(2, pixels=35), few, noun=3)


@pytest.mark.parametrize(
    ("kind", "argument"),
    [(Denoiser, "pattern"), (DrawnLetter, "pattern"), (Interpolation, "start")],
)
def test_an_unknown_pattern(kind, argument, model, letters):
    with pytest.raises(KeyError, match=r"'A'.*the names are"):
        kind(model, letters, **{argument: "A"})
    with pytest.raises(TypeError, match=f"{argument} must be the name of a pattern, not 3"):
        kind(model, letters, **{argument: 3})


def test_models_that_differ_share_no_point(icons, toy):
    with pytest.raises(ValueError, match="one latent dimension, but they have: 'a' 2, 'b' 3"):
        LatentPoint({"a": toy(2), "b": toy(3)}, icons)


def test_a_drawing_needs_a_plane_and_two_colors(letters, icons, toy):
    with pytest.raises(ValueError, match="the first model, 'three', must have two latent"):
        DrawnLetter({"three": Autoencoder([35, 3, 35])}, letters)
    with pytest.raises(ValueError, match="patterns must hold 0 and 1 only"):
        DrawnLetter(toy(2), icons)


def test_seeds_go_up_from_an_integer_and_come_from_a_generator():
    seeds = seeds_from(np.int64(4))
    assert [next(seeds) for _ in range(3)] == [4, 5, 6]
    one, two = (seeds_from(np.random.default_rng(1)) for _ in range(2))
    drawn = [next(one) for _ in range(3)]
    assert len(set(drawn)) == 3
    assert drawn == [next(two) for _ in range(3)]


def test_binary_patterns_are_counted_and_grey_ones_measured(letters, icons):
    binary, grey = Likeness(letters, "letter"), Likeness(icons)
    assert binary.describe(letters["a"])[1] == "nearest letter a, it is that letter"
    assert binary.error(1 - letters["a"], letters["a"]) == "35"
    place, words = grey.describe(icons["rain"])
    assert place == 2
    assert words == "nearest pattern rain, 0.00 of the usual distance between neighbours"
    assert grey.error(icons.x[0] + 0.25, icons.x[0]) == "0.250"


def test_patterns_are_drawn_dark_or_light(letters, icons, model):
    assert (Likeness(letters).cmap, Likeness(icons).cmap) == ("gray_r", "gray")
    assert Likeness(letters, cmap="gray").cmap == "gray"
    with pytest.raises(ValueError, match="cmap must be one of 'gray_r', 'gray', not 'viridis'"):
        LatentPoint(model, letters, cmap="viridis")


def test_a_single_pattern_is_near_in_pixels_of_its_own():
    one = Patterns(np.full((1, 4), 0.5), ("dot",), (2, 2))
    assert Likeness(one).describe(np.ones(4))[1] == "nearest pattern dot, 0.50 root mean square"


def test_thousands_of_patterns_fit_into_memory():
    patterns = Patterns(np.random.default_rng(0).random((15000, 4, 4)))
    tracemalloc.start()
    assert Likeness(patterns).describe(patterns.x[7])[0] == 7
    assert tracemalloc.get_traced_memory()[1] < 300e6
    tracemalloc.stop()


def test_a_list_of_models_is_answered(model, few):
    with pytest.raises(TypeError, match=r'passed by name, such as \{"first": model'):
        LatentPoint([model, model], few)


def test_principal_components_are_a_model_like_any_other(few):
    point = LatentPoint(PCA(2).fit(few), few)
    point.pattern.value = 3
    assert few.names[3] in point.text.value


def test_a_button_is_pressed_by_itself_not_by_its_name(model, few):
    denoiser = Denoiser(model, few)
    with pytest.raises(TypeError, match=r"one of this explorer's, \['again'\], not 'again'"):
        denoiser.press("again")
