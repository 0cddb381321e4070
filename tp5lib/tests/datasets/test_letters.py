"""The letters of the course."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import load_letters
from tp5lib.datasets.letters import load_digits
from tp5lib.evaluation.metrics import nearest_patterns

NAMES = [*map(chr, range(0x60, 0x7F)), "DEL"]
ROWS = "\n".join(["....."] * 7)


def test_letters_have_the_form_that_models_take(letters):
    assert letters.x.shape == (32, 35)
    assert letters.x.dtype == np.float64
    assert set(np.unique(letters.x)) == {0, 1}
    assert list(letters.names) == NAMES
    assert letters.shape == (7, 5)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no letter found"),
        ("#....", "line 1: expected 'letter NAME'"),
        (f"letter a\n{ROWS}\n......", "line 9: expected 'letter NAME', not '......'"),
        (f"letter a\n{ROWS[:-1]}x", "line 8.*'....x'"),
        (f"letter a\n{ROWS}\nletter b\n.....", "line 11.*7 rows.*not ''"),
        (f"letter a\n{ROWS}\nletter a\n{ROWS}", "line 9.*a letter 'a' above"),
    ],
)
def test_a_bad_file_of_letters_is_named_with_its_line(write, content, message):
    with pytest.raises(ValueError, match=message):
        load_letters(write(content, "mine.txt"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(["letter a", "letter", *ROWS.split(), "//", "#", ""])).map(
            lambda lines: "\n".join(lines).encode()
        ),
    )
)
def test_any_bytes_are_letters_or_a_value_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    try:
        assert load_letters(path).shape == (7, 5)
    except ValueError as error:
        assert "any.txt" in str(error)  # noqa: PT017, as there need not be an error


def test_the_three_is_that_of_the_slide(letters):
    digits = load_digits()
    assert list(digits.names) == list("0123456789")
    rows = [0x0E, 0x11, 0x01, 0x06, 0x01, 0x11, 0x0E]
    bits = [[row >> place & 1 for place in (4, 3, 2, 1, 0)] for row in rows]
    np.testing.assert_array_equal(digits["3"], bits)
    assert (nearest_patterns(digits.x, letters.x)[1] > 2).all()  # no digit is a letter
