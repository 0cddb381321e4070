"""Controls driven from code and by the messages of a browser."""

import numpy as np
import pytest
from traitlets import TraitError

from tp5lib.explorers.controls import Pad, PixelEditor
from tp5lib.explorers.knobs import rate_slider, slider, snap


@pytest.fixture
def pad():
    return Pad(low=(-1, 0), high=(1, 4), value=(0, 2), background=b"a picture")


@pytest.fixture
def editor(letters):
    return PixelEditor(letters["a"])


def test_a_point_moves_by_code_and_by_a_hand_and_is_told_once(pad):
    seen = []
    pad.observe(lambda change: seen.append(change["new"]), "value")
    pad.value = (0.5, 1)
    # The message of a browser, which can set nothing but what a hand moves.
    pad.set_state({"value": [-0.5, 3.0], "low": [-9, -9], "background": b"x"})
    pad.value = (-0.5, 3)  # where it is already
    assert seen == [(0.5, 1), (-0.5, 3)]
    assert (pad.low, pad.background) == ((-1, 0), b"a picture")
    pad.value = (9, -9)
    assert pad.value == (1, 0)  # clipped


def test_pixels_are_given_and_taken_as_an_array(editor, letters):
    editor.pixels = letters["b"] > 0.5
    editor.pixels[0, 0] = 7  # a copy: the drawing stays
    np.testing.assert_array_equal(editor.pixels, letters["b"])


@pytest.mark.parametrize(
    ("control", "name", "wrong"),
    [
        ("pad", "value", [(np.nan, 0), (0, np.inf), ("left", 0), (0,), None]),
        ("editor", "value", [[0] * 34, [0.5] * 35, ["#"] * 35, None]),
        ("editor", "pixels", [np.zeros((5, 7))]),
    ],
)
def test_what_is_none_is_refused_and_all_stays(request, control, name, wrong):
    control = request.getfixturevalue(control)
    before = control.value
    for value in wrong:
        with pytest.raises((ValueError, TypeError, TraitError), match=name):
            setattr(control, name, value)
        assert control.value == before


@pytest.mark.parametrize("ends", [(-0.0598, 1.0371), (-31.7, -3.3)])
def test_a_slider_steps_by_what_its_text_shows(ends):
    control = slider("x", ends[0], *ends)
    assert control.min <= ends[0] < control.min + 0.01
    assert control.max - 0.01 < ends[1] <= control.max
    for hundredths in range(round(100 * control.min), round(100 * control.max) + 1):
        value = snap(control, hundredths / 100)
        assert value == snap(control, value)  # to the last bit
        assert value == pytest.approx(hundredths / 100, abs=1e-12)


@pytest.mark.parametrize("value", [0.009, 1e-4, 1.0])
def test_a_slider_of_rates_begins_at_a_step(value):
    control = rate_slider(value)
    steps = (np.log10(value) - control.min) / control.step
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert 10**control.min <= 1e-4 * 10**control.step
