"""Named images from anybody's arrays."""

import re

import numpy as np
import pytest

from tp5lib import Patterns

IMAGES = np.arange(24).reshape(2, 3, 4) / 23
FONT = {"A": [14, 17, 31, 17, 17, 17, 0], "B": [30, 17, 17, 30, 17, 17, 30]}


def test_an_array_of_images_is_enough_and_is_copied():
    x = IMAGES.copy()
    patterns = Patterns(x)
    x[0, 0] = 1
    assert (patterns.names, patterns.shape, len(list(patterns))) == (("0", "1"), (3, 4), 2)
    np.testing.assert_array_equal(patterns.x, IMAGES.reshape(2, 12))
    np.testing.assert_array_equal(patterns["1"], IMAGES[1])
    with pytest.raises(ValueError, match="read-only"):
        patterns.x[0, 0] = 1
    assert Patterns(np.eye(2, dtype=bool)[np.newaxis]).x.dtype == np.float64


def test_names_places_and_slices(letters):
    assert "a" in letters
    assert "A" not in letters
    assert letters["a"] not in letters
    np.testing.assert_array_equal(letters[np.int64(-1)], letters["DEL"])
    assert letters[::-2].names == letters.names[::-2]
    assert letters[::-2].shape == (7, 5)
    np.testing.assert_array_equal(letters[::-2].x, letters.x[::-2])
    wrong = ("A", KeyError), (32, IndexError), (2.5, TypeError), (slice(32, None), ValueError)
    for place, error in wrong:
        with pytest.raises(error):
            letters[place]


@pytest.mark.parametrize("x", [FONT, [*FONT.values()], np.array(FONT["A"])])
def test_rows_of_bits_are_told_how_they_become_pixels(x):
    with pytest.raises((TypeError, ValueError)) as caught:
        Patterns(x, shape=(7, 5))
    rows = [*FONT.values()]  # as the advice calls them
    advice = re.search(r"np\.unpackbits.*?-5:\]", str(caught.value))[0]
    pixels = eval(advice, {"np": np, "rows": rows})
    assert Patterns(pixels, [*FONT])["A"][1].tolist() == [1, 0, 0, 0, 1]
