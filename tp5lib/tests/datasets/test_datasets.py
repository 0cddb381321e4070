"""The letters, and the readers of files."""

import numpy as np
import pytest

from tp5lib import load_font_header, load_letters

# The course's table, rows as hexadecimal numbers, apart from data/letters.txt.
TABLE = """\
04040200000000 000e010d13130d 1010101c12121c 0000000e10100e 01010107090907 00000e111f100f
0609081c080808 0e11130d01010e 10101016191111 0004000c04040e 0200060202120c 10101214181412
0c040404040404 00000a15151111 00001619111111 00000e1111110e 001c12121c1010 00070909070101
00001619101010 00000f100e011e 08081c08080906 0000111111130d 00001111110a04 0000111115150a
0000110a040a11 0011110f01110e 00001f0204081f 06080810080806 04040400040404 0c02020102020c
08150200000000 1f1f1f1f1f1f1f
"""
NAMES = [*map(chr, range(0x60, 0x7F)), "DEL"]


def header(patterns, *, first=0x60, name="Font3"):
    """A C header with the patterns given as strings of hexadecimal digits."""
    lines = []
    for place, digits in enumerate(patterns):
        rows = ", ".join(f"0x{digits[i : i + 2]}" for i in range(0, len(digits), 2))
        label = chr(first + place) if first + place != 0x7F else "DEL"
        lines.append(f"   {{{rows}}},   // 0x{first + place:02x}, {label}")
    return f"int const {name}[{len(patterns)}][7] = {{\n" + "\n".join(lines) + "\n};\n"


@pytest.fixture
def write(tmp_path):
    def write(content, name="font.h"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_letters_have_the_form_that_models_take(letters):
    assert letters.x.shape == (32, 35)
    assert letters.x.dtype == np.float64
    assert set(np.unique(letters.x)) == {0, 1}
    assert list(letters.names) == NAMES
    assert letters.shape == (7, 5)
    assert letters["t"].shape == (7, 5)


def test_letters_are_those_of_the_course(letters, write):
    from_header = load_font_header(write(header(TABLE.split())))
    np.testing.assert_array_equal(letters.x, from_header.x)
    assert letters.names == from_header.names


def test_letters_cannot_be_changed_by_accident(letters):
    with pytest.raises(ValueError, match="read-only"):
        letters.x[0, 0] = 1


def test_an_unknown_name_is_answered_with_the_known_ones(letters):
    with pytest.raises(KeyError, match=r"'A'.*a b c"):
        letters["A"]


def test_a_header_may_hold_several_arrays_and_all_kinds_of_comments(write):
    text = (
        "/* int Old[1][7] = { {1,2,3,4,5,6,7} }; */\n#include <x.h>\nenum { A, B };\n"
        + header(TABLE.split()[1:3], first=0x61)
        + "unsigned char more [2] [7]={{0x1F,0x11,0x11,0x11,0x11,0x11,0x1F,}, // box\n"
        + "{0b10000,0,0,\n0,0,0,31}};\n"
    )
    patterns = load_font_header(write(text))
    assert patterns.names == ("a", "b", "box", "more[1]")
    assert patterns[3][0].tolist() == [1, 0, 0, 0, 0]
    assert patterns[3][6].tolist() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("int x;\n", r"font\.h, line 2.*no pattern"),
        ("", r"font\.h, line 1.*no pattern"),
        ("int F[1][7] = {\n{0x20,0,0,0,0,0,0}};", r"font\.h, line 2.*0x20.*5 bits"),
        ("int F[1][7] = {\n\n{1,2,3}};", r"font\.h, line 3.*7 rows, not 3"),
        ("int F[1][7] = {\n{1,2,x,4,5,6,7}};", r"font\.h, line 2.*'x'"),
        ("int F[1][7] = {\n{1,2,3,4,5,6,7},", r"font\.h, line 1.*do not close"),
        (b"int F\n\xff\xfe\x00", r"font\.h, line 2.*not text.*0xff"),
    ],
)
def test_a_bad_header_is_named_with_its_line(write, content, message):
    with pytest.raises(ValueError, match=message):
        load_font_header(write(content))


@pytest.mark.parametrize("load", [load_letters, load_font_header])
def test_a_missing_file_is_named(tmp_path, load):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.txt"):
        load(tmp_path / "nowhere.txt")
    with pytest.raises(ValueError, match=r"nowhere\.txt"):
        load(tmp_path / "nowhere.txt")


ROWS = "\n".join(["....."] * 7)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no letter found"),
        ("#....", "line 1: expected 'letter NAME'"),
        (f"letter a\n{ROWS}\n......", "line 9.*5 characters"),
        (f"letter a\n{ROWS[:-1]}x", "line 8.*'....x'"),
        (f"letter a\n{ROWS}\nletter b\n.....", "line 9: letter 'b' must have 7 rows, not 1"),
    ],
)
def test_a_bad_file_of_letters_is_named_with_its_line(write, content, message):
    with pytest.raises(ValueError, match=message):
        load_letters(write(content, "mine.txt"))
