"""A latent point, of any model and patterns."""

import io

import numpy as np
import pytest
from PIL import Image

from tp5lib.explorers import LatentPoint
from tp5lib.tests.explorers.sweeping import sweep


def test_every_control_changes_the_picture_over_its_whole_range(model, few):
    explorer = LatentPoint(model, few)
    before = {name: control.value for name, control in explorer.controls.items()}
    shown = sweep(explorer, 3)
    assert shown == {"pad": 5, "z1": 3, "z2": 3, "pattern": 9}
    assert {name: control.value for name, control in explorer.controls.items()} == before


@pytest.mark.parametrize(
    ("latent", "pads"),
    [(1, []), (3, ["pad1", "pad2"]), (7, ["pad1", "pad2", "pad3"])],
)
def test_there_is_a_slider_for_each_dimension(latent, pads, icons, toy_with_prior):
    explorer = LatentPoint(toy_with_prior(latent), icons)
    sliders = [f"z{n + 1}" for n in range(latent)]
    assert list(explorer.controls) == [*pads, *sliders, "pattern", "sample"]
    assert repr(explorer).endswith(f"to move {', '.join(explorer.controls)}")


def test_every_control_of_three_dimensions_changes_the_picture(icons, toy_with_prior):
    shown = sweep(LatentPoint(toy_with_prior(3), icons), 2)
    wanted = {"pad1": 4, "pad2": 4, "z1": 2, "z2": 2, "z3": 2, "pattern": 6, "sample": 3}
    assert shown == wanted


def test_planes_are_chosen(icons, toy):
    explorer = LatentPoint(toy(5), icons, planes=[(4, 0)])
    explorer.pad.value = (0.25, -0.25)
    np.testing.assert_allclose(explorer.code[[4, 0]], [0.25, -0.25])
    assert explorer.pad.description == "across latent 5, up latent 1"
    assert next(iter(LatentPoint(toy(5), icons, planes=[]).controls)) == "z1"
    for planes in ([(0, 0)], [(0, 5)], [(-1, 0)]):
        with pytest.raises(ValueError, match="pairs of different dimensions from 0 to 4"):
            LatentPoint(toy(5), icons, planes=planes)
    with pytest.raises(TypeError, match="planes must be pairs"):
        LatentPoint(toy(5), icons, planes=(0, 1))


def test_a_dimension_that_hardly_varies_has_room(icons, toy):
    class Flat(toy):
        def encode(self, x):
            return super().encode(x) * [1, 1e-9, 0]

    explorer = LatentPoint(Flat(3), icons)
    width = explorer.z1.max - explorer.z1.min
    for control in (explorer.z2, explorer.z3):
        assert control.max - control.min == pytest.approx(0.1 * width)


def test_a_pattern_of_the_list_moves_the_point_to_its_code(model, letters):
    explorer = LatentPoint(model, letters, noun="letter")
    for name in letters.names[::4]:
        explorer.pattern.value = letters.index(name)
        code = model.encode(letters.x[letters.index(name)][np.newaxis])[0]
        np.testing.assert_allclose(explorer.pad.value, code, rtol=1e-6)
        assert f"nearest letter {name}, it is that letter" in explorer.text.value or name in "&<>"
    explorer.z1.value -= 3 * explorer.z1.step
    assert explorer.pattern.label == "none"


def test_pads_and_sliders_are_one_point(icons, toy_with_prior):
    explorer = LatentPoint(toy_with_prior(3), icons)
    explorer.pad1.value = (1.25, -0.5)
    explorer.z3.value = 2.0
    np.testing.assert_allclose(explorer.code, [1.25, -0.5, 2.0])
    assert explorer.pad2.value == (2.0, -0.5)
    assert explorer.z1.value == pytest.approx(1.25, abs=explorer.z1.step)
    explorer.pad2.value = (-1.0, 0.75)
    np.testing.assert_allclose(explorer.code, [1.25, 0.75, -1.0])
    assert explorer.pad1.value == (1.25, 0.75)


def test_one_move_draws_one_picture(model, letters, monkeypatch):
    explorer = LatentPoint(model, letters)
    drawn, draw = [], explorer.draw
    monkeypatch.setattr(explorer, "draw", lambda: drawn.append(explorer.pad.value) or draw())
    explorer.pad.value = explorer.pad.low
    explorer.pattern.value = letters.index("m")
    explorer.z1.value = explorer.z1.min
    assert len(drawn) == 3
    assert explorer.pattern.label == "none"


def test_the_rounding_of_a_browser_keeps_the_pattern(model, letters):
    explorer = LatentPoint(model, letters)
    explorer.pattern.value = letters.index("m")
    explorer.z1.value += 0.4 * explorer.z1.step
    assert explorer.pattern.label == "m"


def test_a_draw_of_the_prior_is_that_of_its_seed(icons, toy_with_prior):
    explorer = LatentPoint(toy_with_prior(2), icons, rng=4)
    for seed in (4, 5):
        explorer.press(explorer.sample)
        expected = np.random.default_rng(seed).standard_normal(2)
        np.testing.assert_allclose(explorer.code, expected)


def test_several_models_share_the_point_and_one_is_mapped(model, untrained, few):
    explorer = LatentPoint({"trained": model, "untrained": untrained}, few)
    assert list(explorer.controls) == ["pad", "z1", "z2", "model", "pattern"]
    before, whole = explorer.pad.background, explorer.still()
    explorer.model.value = "untrained"
    assert explorer.pad.background != before
    assert explorer.still() != whole
    explorer.pattern.value = 3
    np.testing.assert_allclose(explorer.code, untrained.encode(few.x)[3])
    assert "trained: nearest pattern" in explorer.text.value
    assert "; untrained: nearest pattern" in explorer.text.value


def test_the_live_picture_leaves_out_the_map_that_is_a_pad(model, few):
    explorer = LatentPoint(model, few)
    sizes = [Image.open(io.BytesIO(png)).size for png in (explorer.still(), explorer.picture.value)]
    assert sizes[0][0] > 1.7 * sizes[1][0]
