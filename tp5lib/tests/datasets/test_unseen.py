"""Patterns made from letters: how far from them they are, and what is kept."""

import numpy as np
import pytest

from tp5lib.datasets.letters import pattern_from_text
from tp5lib.datasets.unseen import load_digits, shifted, shuffled, with_flips
from tp5lib.evaluation.metrics import nearest_patterns


def test_the_three_is_that_of_the_slide(letters):
    digits = load_digits()
    assert list(digits.names) == list("0123456789")
    rows = [0x0E, 0x11, 0x01, 0x06, 0x01, 0x11, 0x0E]
    bits = [[row >> place & 1 for place in (4, 3, 2, 1, 0)] for row in rows]
    np.testing.assert_array_equal(digits["3"], bits)
    assert (nearest_patterns(digits.x, letters.x)[1] > 2).all()  # no digit is a letter


@pytest.mark.parametrize("count", [1, 2])
def test_every_choice_of_flips_once(letters, count):
    x = letters.x[:3]
    flipped = with_flips(x, count)
    choices = {1: 35, 2: 35 * 34 // 2}[count]
    assert len(flipped) == 3 * choices
    for i, pattern in enumerate(x):
        own = flipped[i * choices : (i + 1) * choices]
        assert ((own != pattern).sum(axis=1) == count).all()
        assert len(np.unique(own, axis=0)) == choices


def test_a_shift_and_back_loses_only_what_left_the_frame(letters):
    l_shape = pattern_from_text("""
        .....
        .#...
        .#...
        .#...
        .#...
        .##..
        .....
    """)[np.newaxis]
    moved = shifted(l_shape, letters.shape, right=2, down=-1)
    assert moved.reshape(7, 5)[0, 3] == 1
    np.testing.assert_array_equal(shifted(moved, letters.shape, right=-2, down=1), l_shape)
    assert shifted(l_shape, letters.shape, right=5).sum() == 0


def test_shuffled_patterns_keep_the_number_of_pixels(letters):
    noise = shuffled(letters.x, 50, rng=0)
    assert set(noise.sum(axis=1)) <= set(letters.x.sum(axis=1))
    np.testing.assert_array_equal(noise, shuffled(letters.x, 50, rng=0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: with_flips([[0, 1]], 3), "at most the 2 pixels of a pattern, not 3"),
        (lambda: with_flips([0, 1], 1), "x must have the shape"),
        (lambda: shifted([[0, 1]], (2, 2)), r"x must have the shape \(samples, 4\)"),
        (lambda: shifted([[0, 1]], (1, 2), right=3), "at most 2 and 1, the frame"),
        (lambda: shuffled([[0, 1]], 0, rng=0), "count must be an integer of at least 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
