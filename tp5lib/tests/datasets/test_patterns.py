"""Named images from anybody's arrays."""

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


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.float32])
def test_any_numbers_become_float64(dtype):
    patterns = Patterns(np.eye(2, dtype=dtype)[:, :, np.newaxis], np.array(["a", "b"]))
    assert patterns.x.dtype == np.float64
    assert patterns.x.tolist() == [[1, 0], [0, 1]]
    assert patterns.names == ("a", "b")


def test_the_callers_array_stays_the_callers():
    x = IMAGES.reshape(2, 12).copy()
    patterns = Patterns(x, ["a", "b"], (3, 4))
    x[0, 0] = 1
    assert patterns.x[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        patterns.x[0, 0] = 1


def test_small_integers_as_shape_do_not_overflow():
    shape = tuple(np.array([20, 20], np.uint8))  # their product is 144 in 8 bits
    assert Patterns(np.zeros((1, 400)), shape=shape).shape == (20, 20)


def test_an_unknown_name_or_place_is_answered_with_what_is_there(letters):
    with pytest.raises(KeyError, match=r"'A'.*a b c"):
        letters["A"]
    with pytest.raises(IndexError, match="32 images, so none at place 32"):
        letters[32]
    with pytest.raises(TypeError, match=r"a name or a place.*2\.5"):
        letters[2.5]
    np.testing.assert_array_equal(letters[np.int64(-1)], letters["DEL"])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": IMAGES.reshape(2, 12)}, ValueError, r"shape is missing.*12 pixels"),
        ({"x": IMAGES[0, 0], "shape": (3, 4)}, ValueError, r"x must have the shape.*\(4,\)"),
        ({"x": IMAGES[:0]}, ValueError, r"x must have the shape.*\(0, 3, 4\)"),
        ({"x": "ab"}, TypeError, "x must be an array of numbers, not str"),
        ({"x": [[[1, 0], [1]]]}, TypeError, "not all of one shape"),
        ({"x": IMAGES * 255}, ValueError, r"x must lie in \[0, 1\]"),
        ({"x": IMAGES * np.nan}, ValueError, "x must be finite"),
        ({"shape": (4, 3)}, ValueError, r"shape must be that of the images.*\(3, 4\)"),
        ({"shape": 12}, TypeError, r"shape must be two integers.*not 12"),
        ({"shape": (3, 4.0)}, TypeError, "each of shape must be an integer"),
        ({"shape": (3, 4, 1)}, ValueError, "shape must be two integers"),
        ({"x": np.zeros((1, 12)), "shape": (-3, -4)}, ValueError, "each of shape.*-3"),
        ({"x": np.zeros((1, 12)), "shape": (5, 7)}, ValueError, "the 12 pixels.*5 x 7"),
        ({"names": ["a"]}, ValueError, "one for each of 2 images, not 1"),
        ({"names": ["a", "a"]}, ValueError, "'a' occurs 2 times"),
        ({"names": [1, 2]}, TypeError, "names must be strings"),
        ({"names": "ab"}, TypeError, "names must be strings"),
        ({"names": 5}, TypeError, "names must be strings"),
    ],
)
def test_what_cannot_be_patterns_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        Patterns(**{"x": IMAGES} | arguments)
