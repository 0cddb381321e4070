"""The letters of the course."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import load_letters
from tp5lib.datasets.letters import pattern_from_text

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
        (f"letter a\n{ROWS}\n......", "line 9.*5 characters"),
        (f"letter a\n{ROWS[:-1]}x", "line 8.*'....x'"),
        (f"letter a\n{ROWS}\nletter b\n.....", "line 9: letter 'b' must have 7 rows, not 1"),
        (f"letter a\n{ROWS}\nletter a\n{ROWS}", "line 9: another letter 'a'.*in line 1"),
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


def test_a_pattern_drawn_as_text(letters):
    drawn = "\n".join("".join(".#"[int(p)] for p in row) for row in letters["k"])
    np.testing.assert_array_equal(pattern_from_text(drawn), letters["k"].ravel())


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("#####", ValueError, "7 rows, not 1"),
        ("#####\n" * 6 + "####", ValueError, "row 7.*5 characters"),
        (None, TypeError, "text must be a string, not NoneType"),
    ],
)
def test_a_text_that_draws_no_pattern_is_named(text, error, message):
    with pytest.raises(error, match=message):
        pattern_from_text(text)
