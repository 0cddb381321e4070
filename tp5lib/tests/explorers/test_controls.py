"""The pad and the pixel editor, driven from code and by the messages of a browser."""

import numpy as np
import pytest
from traitlets import TraitError

from tp5lib.explorers.controls import Pad, PixelEditor

PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def pad():
    return Pad([-1, 0], [1, 4])


def watch(control):
    seen = []
    control.observe(lambda change: seen.append(change["new"]), "value")
    return seen


def test_the_point_begins_in_the_middle_or_where_it_is_put(pad):
    assert (pad.x, pad.y, pad.value) == (0, 2, (0, 2))
    assert Pad(np.zeros(2), np.ones(2, dtype="f"), (0.25, 0.5)).value == (0.25, 0.5)


def test_the_point_moves_at_once_and_is_told_once(pad):
    seen = watch(pad)
    pad.value = (0.5, 1)
    pad.set_state({"x": -0.5, "y": 3.0})  # the message of a browser
    pad.x = 0.25
    pad.y = 3  # where it is already
    assert seen == [(0.5, 1), (-0.5, 3), (0.25, 3)]
    assert (pad.x, pad.y) == (0.25, 3)


def test_a_browser_can_set_nothing_but_what_a_hand_moves(pad, letters):
    pad.set_state({"low": [-9, -9], "background": b"", "description": "mine", "x": 0.5})
    assert (pad.low, pad.description, pad.x) == ((-1, 0), "latent plane", 0.5)
    editor = PixelEditor(letters["a"])
    editor.set_state({"shape": [1, 35], "description": "mine"})
    assert (editor.shape, editor.description) == ((7, 5), "drawing")


def test_a_point_outside_is_clipped(pad):
    pad.value = (9, -9)
    assert (pad.x, pad.y) == (1, 0)
    pad.x = -9
    assert pad.value == (-1, 0)
    assert Pad([0, 0], [1, 1], (7, 7)).value == (1, 1)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("x", float("nan"), "x must be a finite number, not nan"),
        ("x", "left", "expected a float, not the str 'left'"),
        ("value", (0, float("inf")), "y must be a finite number, not inf"),
        ("value", (0,), "requires 2 elements"),
        ("value", None, "expected a tuple"),
        ("low", (0, 0), "read-only"),
        ("background", b"GIF89a", "background must be a PNG, not bytes that begin with b'GIF89a'"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_is_lost(pad, name, value, message):
    pad.background = PNG
    with pytest.raises((ValueError, TraitError), match=message):
        setattr(pad, name, value)
    assert (pad.x, pad.y, pad.value) == (0, 2, (0, 2))
    assert (pad.low, pad.background) == ((-1, 0), PNG)


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        ([0, 0], [1, 0], r"high must exceed low, \(0.0, 0.0\), in both directions"),
        ([0, 0, 0], [1, 1], "low must be two numbers"),
        ([0, np.nan], [1, 1], r"low\[1\] must be a finite number, not nan"),
        ([0, 0], "ab", r"high must be two numbers, not 'ab'"),
    ],
)
def test_corners_that_span_no_rectangle(low, high, message):
    with pytest.raises(ValueError, match=message):
        Pad(low, high)


def test_pixels_are_given_and_taken_as_an_array(letters):
    editor = PixelEditor(letters["a"])
    seen = watch(editor)
    np.testing.assert_array_equal(editor.pixels, letters["a"])
    editor.pixels = letters["b"] > 0.5
    np.testing.assert_array_equal(editor.pixels, letters["b"])
    editor.pixels[0, 0] = 7  # a copy: the drawing stays
    np.testing.assert_array_equal(editor.pixels, letters["b"])
    editor.set_state({"value": [1] * 35})  # the message of a browser
    assert editor.pixels.all()
    assert len(seen) == 2


def test_an_editor_of_another_shape():
    editor = PixelEditor(shape=(2, 3))
    assert editor.pixels.shape == (2, 3)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("pixels", np.zeros((5, 7)), r"pixels must have the shape \(7, 5\), not \(5, 7\)"),
        ("pixels", np.full((7, 5), 0.5), r"pixels must be 0 or 1, but at \(0, 0\) there is 0.5"),
        ("pixels", [["#"] * 5] * 7, "pixels must be an array of numbers"),
        ("value", [0] * 34, "value must hold 35 pixels, row by row"),
        ("value", [0] * 34 + [2], r"at \(6, 4\) there is 2"),
        ("value", None, "expected a tuple"),
        ("shape", (5, 7), "read-only"),
    ],
)
def test_bad_pixels_are_refused_and_the_drawing_stays(letters, name, value, message):
    editor = PixelEditor(letters["a"])
    with pytest.raises((TypeError, ValueError, TraitError), match=message):
        setattr(editor, name, value)
    np.testing.assert_array_equal(editor.pixels, letters["a"])


def test_a_shape_that_is_none():
    with pytest.raises(ValueError, match="rows must be an integer of at least 1, not 0"):
        PixelEditor(shape=(0, 5))
    with pytest.raises(TypeError, match="columns must be an integer"):
        PixelEditor(shape=(7, 5.5))
