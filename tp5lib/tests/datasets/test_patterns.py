"""Named images from anybody's arrays."""

import re

import numpy as np
import pytest

from tp5lib import Patterns

IMAGES = np.arange(24).reshape(2, 3, 4) / 23


def test_an_array_of_images_is_enough():
    patterns = Patterns(IMAGES)
    assert patterns.names == ("0", "1")
    assert patterns.shape == (3, 4)
    np.testing.assert_array_equal(patterns.x, IMAGES.reshape(2, 12))
    np.testing.assert_array_equal(patterns["1"], IMAGES[1])
    assert len(list(patterns)) == 2


def test_any_numbers_are_copied_as_float64():
    assert Patterns(np.eye(2, dtype=bool)[np.newaxis]).x.dtype == np.float64
    x = IMAGES.reshape(2, 12).copy()
    patterns = Patterns(x, ["a", "b"], (3, 4))
    x[0, 0] = 1
    assert patterns.x[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        patterns.x[0, 0] = 1


def test_an_unknown_name_or_place_is_answered_with_what_is_there(letters):
    with pytest.raises(KeyError, match=r"'A'.*a b c"):
        letters["A"]
    with pytest.raises(IndexError, match="32"):
        letters[32]
    with pytest.raises(TypeError, match="integer"):
        letters[2.5]
    np.testing.assert_array_equal(letters[np.int64(-1)], letters["DEL"])


def test_names_and_slices(letters):
    assert "a" in letters
    assert "A" not in letters
    assert letters["a"] not in letters
    assert letters[:8].names == letters.names[:8]
    assert letters[::-2].shape == (7, 5)
    np.testing.assert_array_equal(letters[::-2].x, letters.x[::-2])
    with pytest.raises(ValueError, match="x must have the shape"):
        letters[32:]


FONT = {"A": [14, 17, 31, 17, 17, 17, 0], "B": [30, 17, 17, 30, 17, 17, 30]}


@pytest.mark.parametrize("x", [FONT, [*FONT.values()], np.array(FONT["A"])])
@pytest.mark.parametrize("shape", [None, (7, 5)])
def test_rows_of_bits_are_told_how_they_become_pixels(x, shape):
    with pytest.raises((TypeError, ValueError), match=r"Patterns\(.*np\.unpackbits") as caught:
        Patterns(x, shape=shape)
    rows = [*FONT.values()]  # as the advice calls them
    advice = re.search(r"np\.unpackbits.*?-5:\]", str(caught.value))[0]
    pixels = eval(advice, {"np": np, "rows": rows})
    assert Patterns(pixels, [*FONT])["A"][1].tolist() == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("x", "way"),
    [
        (np.full((2, 28, 28), 95, np.uint8), r"at \(0, 0\) it is 95: divide by 255"),
        (np.full((2, 8, 8), 16.0), "at .*divide by 16"),
        (np.full((1, 2, 2), -1), r"\(x \+ 1\) / 2"),
        (np.full((1, 2, 2), 1.5), "it is 1.5$"),
    ],
)
def test_pixels_of_another_range_are_told_what_brings_them_into_it(x, way):
    with pytest.raises(ValueError, match=way):
        Patterns(x)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": IMAGES.reshape(2, 12)}, ValueError, r"shape=.* is missing for 12 pixels"),
        ({"x": IMAGES[:0]}, ValueError, r"x must have the shape.*\(0, 3, 4\)"),
        ({"x": "ab"}, TypeError, "x must be an array of numbers.*not str"),
        ({"x": [[[1, 0], [1]]]}, TypeError, "its images of one shape"),
        ({"x": IMAGES * np.nan}, ValueError, "x must be finite"),
        ({"shape": (4, 3)}, ValueError, r"shape must fit the 3 x 4 pixels"),
        ({"shape": 12}, TypeError, r"shape must be two integers.*not 12"),
        ({"shape": (3, 4, 1)}, ValueError, "shape must be two integers"),
        ({"x": np.zeros((1, 12)), "shape": (5, 7)}, ValueError, "the 12 pixels.*(5, 7)"),
        ({"x": {"a": IMAGES[0]}}, TypeError, r"a dict.*names=list\(x\)"),
        ({"names": ["a"]}, ValueError, "one for each of 2 images, not 1"),
        ({"names": ["a", "a"]}, ValueError, "'a' occurs 2 times"),
        ({"names": [1, 2]}, TypeError, "names must be strings"),
    ],
)
def test_what_cannot_be_patterns_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        Patterns(**{"x": IMAGES} | arguments)
