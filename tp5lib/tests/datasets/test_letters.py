"""The letters of the course."""

import numpy as np
import pytest

from tp5lib import load_letters
from tp5lib.datasets.letters import load_digits
from tp5lib.evaluation.metrics import nearest_patterns

ROWS = "\n".join(["....."] * 7)


def test_letters_have_the_form_that_models_take(letters):
    assert (letters.x.shape, letters.x.dtype, letters.shape) == ((32, 35), np.float64, (7, 5))
    assert set(np.unique(letters.x)) == {0, 1}
    assert list(letters.names) == [*map(chr, range(0x60, 0x7F)), "DEL"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "no letter"),
        ("#....", "line 1"),
        (f"letter a\n{ROWS}\n......", "line 9"),
        (f"letter a\n{ROWS[:-1]}x", "line 8"),
        (f"letter a\n{ROWS}\nletter b\n.....", "line 11"),
        (f"letter a\n{ROWS}\nletter a\n{ROWS}", "line 9"),
    ],
)
def test_a_bad_file_of_letters_is_named_with_its_line(write, content, where):
    with pytest.raises(ValueError, match=rf"mine\.txt.* {where}"):
        load_letters(write(content, "mine.txt"))


def test_the_three_is_that_of_the_slide(letters):
    digits = load_digits()
    assert list(digits.names) == list("0123456789")
    rows = [0x0E, 0x11, 0x01, 0x06, 0x01, 0x11, 0x0E]
    bits = [[row >> place & 1 for place in (4, 3, 2, 1, 0)] for row in rows]
    np.testing.assert_array_equal(digits["3"], bits)
    assert (nearest_patterns(digits.x, letters.x)[1] > 2).all()  # no digit is a letter
