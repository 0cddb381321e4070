"""The C headers that users bring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import load_font_header

# The course's table, rows as hexadecimal numbers, apart from data/letters.txt.
TABLE = """\
04040200000000 000e010d13130d 1010101c12121c 0000000e10100e 01010107090907 00000e111f100f
0609081c080808 0e11130d01010e 10101016191111 0004000c04040e 0200060202120c 10101214181412
0c040404040404 00000a15151111 00001619111111 00000e1111110e 001c12121c1010 00070909070101
00001619101010 00000f100e011e 08081c08080906 0000111111130d 00001111110a04 0000111115150a
0000110a040a11 0011110f01110e 00001f0204081f 06080810080806 04040400040404 0c02020102020c
08150200000000 1f1f1f1f1f1f1f
"""
FORMS = {"hex": "0x{:x}", "HEX": "0X{:02X}", "decimal": "{:d}", "octal": "0{:o}", "bits": "0b{:b}"}


def header(patterns, *, first=0x60, name="Font3"):
    """A C header with the patterns given as strings of hexadecimal digits."""
    lines = []
    for place, digits in enumerate(patterns):
        rows = ", ".join(f"0x{digits[i : i + 2]}" for i in range(0, len(digits), 2))
        label = chr(first + place) if first + place != 0x7F else "DEL"
        lines.append(f"   {{{rows}}},   // 0x{first + place:02x}, {label}")
    return f"int const {name}[{len(patterns)}][7] = {{\n" + "\n".join(lines) + "\n};\n"


def test_the_letters_of_the_course_come_from_its_header(letters, write):
    from_header = load_font_header(write(header(TABLE.split())))
    np.testing.assert_array_equal(letters.x, from_header.x)
    assert letters.names == from_header.names


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_patterns_written_as_c_are_read_back(tmp_path_factory, data):
    rows = data.draw(st.lists(st.lists(st.integers(0, 31), min_size=7, max_size=7), min_size=1))
    form = st.sampled_from(sorted(FORMS.values()))
    blank = st.sampled_from([", ", ",", " ,\n  ", ", /* a row */ ", ", // a row\n"])
    bodies = [
        "".join(data.draw(form).format(row) + data.draw(blank) for row in pattern)
        for pattern in rows
    ]
    path = tmp_path_factory.getbasetemp() / "written.h"
    path.write_text(f"char F[{len(rows)}][7] = {{{{" + "}, {".join(bodies) + "}};")
    found = load_font_header(path)
    bits = [[[int(bit) for bit in f"{row:05b}"] for row in pattern] for pattern in rows]
    np.testing.assert_array_equal(found.x.reshape(-1, 7, 5), bits)
    assert found.names == tuple(f"F[{index}]" for index in range(len(rows)))


def test_a_header_may_hold_several_arrays_and_all_kinds_of_comments(write):
    text = (
        "/* int Old[1][7] = { {1,2,3,4,5,6,7} }; */\n#include <x.h>\nenum { A, B };\n"
        + header(TABLE.split()[1:3], first=0x61)
        + "unsigned char more [2] [7]={{0x1F,0x11,0x11,0x11,0x11,0x11,0x1F,}, /* a bit */ // box\n"
        + "{0b10000,0,0,\n0,0,0,31}};\n"
    ).replace("\n", "\r\n")
    patterns = load_font_header(write(text))
    assert patterns.names == ("a", "b", "box", "more[1]")
    assert patterns[3][0].tolist() == [1, 0, 0, 0, 0]
    assert patterns[3][6].tolist() == [1, 1, 1, 1, 1]


ROWS = "14, 17, 31, 17, 17, 17, 0"
ARRAYS = [
    f"const uint8_t A[1][7] PROGMEM = {{ {{{ROWS}}} }};",
    f'int A[][7] __attribute__((section(".x{{="))) [[gnu::used]] = {{ {{{ROWS}}} }};',
    f"constexpr unsigned char A[N][ROWS] {{ {{{ROWS}}} }};",
    "static long A[1][7]={{0x0eU, 021u, 0b11111L, 17UL, 17ull, 0x11, 0}};",
    f"uint8_t A[] = {{ {ROWS}, }};",
    f"uint8_t A[7 * 1] PROGMEM = {{\n{ROWS}\n}};",
    f"uint8_t A[1][1][7] = {{{{ {{{ROWS}}} }}}};",
    f'extern int B[2][7]; char *s = "int C[1][7] = {{"; uint8_t A[1][7] = {{ {{{ROWS}}} }};',
]


@pytest.mark.parametrize("text", ARRAYS)
def test_an_array_is_read_however_c_lets_it_be_written(write, text):
    font = load_font_header(write(text))
    assert font.names == ("A[0]",)
    assert (font[0] @ [16, 8, 4, 2, 1]).tolist() == [14, 17, 31, 17, 17, 17, 0]


UNREAD = [
    "int widths[] = {3, 4};",
    "int F[1][8] = {\n{1, 2, 3, 4, 5, 6, 7, 8}};",
    "int pixels[7][5] = {" + "1, " * 35 + "};",
    'char *names[] = {"a"};',
    "uint8_t scratch[7] = {};",
    f"struct glyph G[] = {{ {{'a', {{{ROWS}}}}} }};",
    f"int F[1][7] = {{ {{A, {ROWS[4:]}}} }};",
    f"int F[1][7] = {{ {{-1, {ROWS[4:]}}} }};",
    f"int F[1][7] = {{ [0] = {{{ROWS}}} }};",
    "uint8_t columns[][5] = { {0x7e, 0x11, 0x11, 0x11, 0x7e} };",
]


@pytest.mark.parametrize("beside", UNREAD)
def test_what_stands_beside_a_good_array_is_not_dropped_in_silence(write, beside):
    text = f"{ARRAYS[0]}\n\n{beside}"
    with pytest.raises(ValueError, match=r"font\.h, line [34]: found array .*, not read, because"):
        load_font_header(write(text))


NAMES = {
    "0x60, `": "`", "0x60, ``": "`", "0x7f, DEL": "DEL", "0x37": "7", "0x41,": "A", "0x2c ,": ",",
    "0x37, G": "G", "0x37: G": "G", "0x37 -> 'G'": "G", "0x37 (G)": "G", "G (0x37)": "G",
    "55 G": "G", "'G' = 55": "G", "0x2d, -": "-", "0x27, '": "'", r"'\''": "'", '0x22, "': '"',
    "'A'": "A", '"A"': "A", "'space'": "space", "0x20, space": "space", "0x20": "0x20", "' '": " ",
    "0x61 LATIN SMALL LETTER A": "a", "a box": "a box", "0xe9": "é",
}  # fmt: skip


@pytest.mark.parametrize("comment", NAMES)
def test_the_character_in_a_comment_wins_over_its_code(write, comment):
    font = load_font_header(write(f"int F[1][7] = {{\n{{{ROWS}}},  // {comment}\n}};"))
    assert font.names == (NAMES[comment],)


BESIDE = [
    (f"{{{ROWS}}}, /* A */\n{{{ROWS}}} /* 'B' */", "A B"),
    (f"/* A */ {{{ROWS}}},\n/* 0x42 */ {{{ROWS}}}, // B", "A B"),
    (f"{{{ROWS}}}, /* A */ {{{ROWS}}} /* B */", "A B"),
    (f"/* A */ {{{ROWS}}}, /* B */ {{{ROWS}}}", "A B"),
    (f"/* G */ {{{ROWS}}}, // 0x37\n/* of\n two lines */ {{{ROWS}}},", "G F[1]"),
    (f"{{{ROWS}}}, /* a square */ // box\n// more boxes\n{{{ROWS}}},", "box F[1]"),
    (f"// 'A'\n{{{ROWS}}},\n\n{{ // 0x42\n{ROWS.replace(',', ', // a row' + chr(10))}\n}},", "A B"),
    (f"{ROWS}, // A\n{ROWS}, // B\n", "A B"),
    (f"/* A */ {ROWS}, /* B */ {ROWS}", "A B"),
]


@pytest.mark.parametrize(("body", "names"), BESIDE)
def test_a_comment_stands_on_the_line_of_its_pattern(write, body, names):
    assert " ".join(load_font_header(write(f"int F[] = {{\n{body}\n}};")).names) == names


def test_a_name_that_occurs_again_gets_a_number(write):
    row = "{1,2,3,4,5,6,7}, // "
    text = "int F[4][7] = {\n" + "\n".join(row + name for name in ("x", "x", "x (2)", "x"))
    assert load_font_header(write(text + "\n};")).names == ("x", "x (2)", "x (2) (2)", "x (3)")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("int x;\n", "no pattern"),
        ("int F[1][7] = {\n{0x20,0,0,0,0,0,0}};", "line 2.*0x20"),
        ("int F[1][7] = {\n\n{1,2,3}};", "line 3"),
        ("int F[1][7] = {\n{1,2,x,4,5,6,7}};", "line 2.*'x'"),
        ("int F[1][7] = {{08,2,3,4,5,6,7}};", "line 1.*'08'"),
        ("int F[1][7] = {\n{1,2,٣,4,5,6,7}};", "line 2.*'٣'"),
        ("int F[1][7] = {{1,2,3,4,5,6," + "9" * 5000 + "}};", r"line 1.*not '9{37}\.\.\.'"),
        ("int F[1][7] = {\n{1,2,3,4,5,6,7},", "line 1"),
        ("int x;\n/* int F[1][7] = {{1,2,3,4,5,6,7}};", "line 2"),
    ],
)
def test_a_bad_header_is_named_with_its_line(write, content, where):
    with pytest.raises(ValueError, match=rf"font\.h.* {where}"):
        load_font_header(write(content))
