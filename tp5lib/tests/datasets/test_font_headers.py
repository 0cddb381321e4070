"""The C headers that users bring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib import load_font_header

ROWS = "14, 17, 31, 17, 17, 17, 0"
NUMBERS = ["0x{:x}", "0X{:02X}U", "{:d}ull", "0{:o}L", "0b{:b}"]
BLANKS = [", ", ",", " ,\n  ", ", /* a row */ ", ", // a row\n"]
OLD = "/* int Old[1][7] = { {1,2,3,4,5,6,7} }; */\n#include <x.h>\nenum { A, B };\n"
# The playground reads headers as well, and is tested by these.
ARRAYS = [
    f"const uint8_t A[1][7] PROGMEM = {{ {{{ROWS}}} }};",
    f'int A[][7] __attribute__((section(".x{{="))) [[gnu::used]] = {{ {{{ROWS}}} }};',
    f"constexpr unsigned char A[N][ROWS] {{ {{{ROWS}}} }};",
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


@settings(max_examples=50)
@given(st.data())
def test_so_are_its_numbers_beside_comments_of_all_kinds(tmp_path_factory, data):
    row = st.lists(st.integers(0, 31), min_size=7, max_size=7)
    forms = st.sampled_from([number + blank for number in NUMBERS for blank in BLANKS])
    rows = data.draw(st.lists(row, min_size=2, max_size=4))
    written = data.draw(st.lists(forms, min_size=7, max_size=7))
    text = OLD
    for name, some in (("F", rows[:1]), ("More", rows[1:])):
        bodies = ["".join(map(str.format, written, row)) for row in some]
        text += f"char {name} [ ] [7]={{{{" + "}, {".join(bodies) + "}};\n"
    path = tmp_path_factory.getbasetemp() / "written.h"
    path.write_text(text, newline=data.draw(st.sampled_from(["\n", "\r\n", "\r"])))
    found = load_font_header(path)
    bits = [[[int(bit) for bit in f"{number:05b}"] for number in row] for row in rows]
    np.testing.assert_array_equal(found.x.reshape(-1, 7, 5), bits)
    assert found.names == ("F[0]", *(f"More[{place}]" for place in range(len(rows) - 1)))


NAMES = {
    "0x60, `": "`", "0x60, ``": "`", "0x7f, DEL": "DEL", "0x37": "7", "0x41,": "A", "0x2c ,": ",",
    "0x37, G": "G", "0x37: G": "G", "0x37 -> 'G'": "G", "0x37 (G)": "G", "G (0x37)": "G",
    "55 G": "G", "'G' = 55": "G", "0x2d, -": "-", "0x27, '": "'", r"'\''": "'", '0x22, "': '"',
    "'A'": "A", '"A"': "A", "'space'": "space", "0x20, space": "space", "0x20": "0x20", "' '": " ",
    "0x61 LATIN SMALL LETTER A": "a", "a box": "a box", "0xe9": "é",
}  # fmt: skip
BESIDE = [
    *((f"{{{ROWS}}},  // {comment}", name) for comment, name in NAMES.items()),
    (f"{{{ROWS}}}, /* A */\n{{{ROWS}}} /* 'B' */", "A|B"),
    (f"/* A */ {{{ROWS}}},\n/* 0x42 */ {{{ROWS}}}, // B", "A|B"),
    (f"{{{ROWS}}}, /* A */ {{{ROWS}}} /* B */", "A|B"),
    (f"/* A */ {{{ROWS}}}, /* B */ {{{ROWS}}}", "A|B"),
    (f"/* G */ {{{ROWS}}}, // 0x37\n/* of\n two lines */ {{{ROWS}}},", "G|F[1]"),
    (f"{{{ROWS}}}, /* a square */ // box\n// more boxes\n{{{ROWS}}},", "box|F[1]"),
    (f"// 'A'\n{{{ROWS}}},\n\n{{ // 0x42\n{ROWS.replace(',', ', // a row' + chr(10))}\n}},", "A|B"),
    (f"/* A */ {ROWS}, /* B */ {ROWS}", "A|B"),
    (
        "".join(f"{ROWS}, // {name}\n" for name in ("x", "x", "x (2)", "x")),
        "x|x (2)|x (2) (2)|x (3)",
    ),
]


@pytest.mark.parametrize(("body", "names"), BESIDE)
def test_a_comment_beside_a_pattern_names_it(write, body, names):
    assert "|".join(load_font_header(write(f"int F[] = {{\n{body}\n}};")).names) == names


# What cannot be read, and what is said of it, below a line with a good array.
UNREAD = {
    "int widths[] = {3, 4};": "2: .*not 2",
    "int F[1][8] = {\n{1, 2, 3, 4, 5, 6, 7, 8}};": "2: .*not 8",
    "int pixels[7][5] = {" + "1, " * 35 + "};": "2: .*not 5",
    'char *names[] = {"a"};': "2: .*not 1",
    "uint8_t scratch[7] = {};": "2: .*not 0",
    f"struct glyph G[] = {{ {{'a', {{{ROWS}}}}} }};": "2: .*outside",
    f"int F[1][7] = {{ [0] = {{{ROWS}}} }};": "2: .*outside",
    "int F[1][7] = {\n\n{1,2,3}};": "4: .*not 3",
    "int F[1][7] = {\n{0x20,0,0,0,0,0,0}};": "3: .*0x20",
    **{f"int F[1][7] = {{\n{{1,{x},3,4,5,6,7}}}};": f"3: .*'{x}'" for x in ("A", "-1", "08", "٣")},
    "int F[1][7] = {{1,2,3,4,5,6," + "9" * 5000 + "}};": r"2: .*'9{37}\.\.\.'",
    "int F[1][7] = {\n{1,2,3,4,5,6,7},": "2: .*braces",
}


@pytest.mark.parametrize("beside", UNREAD)
def test_what_cannot_be_read_is_named_with_its_line_and_not_dropped(write, beside):
    with pytest.raises(ValueError, match=rf"font\.h, line {UNREAD[beside]}"):
        load_font_header(write(f"{ARRAYS[0]}\n{beside}".replace("\n", "\r\n")))


def test_a_header_without_a_pattern_or_an_end_is_named(write):
    for text, where in (("int x;\n", ": no pattern"), ("int x;\n/* int F[1][7]", ", line 2")):
        with pytest.raises(ValueError, match=rf"font\.h{where}"):
            load_font_header(write(text))
