"""Letters and pictures of one's own: read as the library reads them, or told why not."""

import re

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_font_header, load_sprite_sheet
from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.tests.datasets.test_font_headers import ARRAYS, BESIDE, NAMES, UNREAD
from tp5lib.tests.explorers.browsing import drag
from tp5lib.tests.playground.conftest import address_of, code_in, says, status

DATA = "[rooms.train.data.names, rooms.train.data.images]"
FONT = """int const Font3[3][7] = {
    {0x04, 0x04, 0x02, 0x00, 0x00, 0x00, 0x00},   // 0x60, `
    {0x00, 016, 0b1, 13, 0x13, 0x13, 0x0d},   // 0x61, a
    /* a comment, {1, 2} */ {31, 31, 31, 31, 31, 31, 31}   // 0x7f, DEL
};"""


@pytest.fixture
def own(visit):
    """A page whose part for own letters is open."""
    with visit("#epochs=3") as page:
        page.locator("[data-name=own] summary").click()
        says(page, "epoch 3\n")
        yield page


def bring(page, path, tile=None):
    """Choose a file, after saying how large its tiles are."""
    for i in range(2 if tile else 0):
        page.locator(".tile").nth(i).fill(str(tile))
    page.locator("[type=file]").set_input_files([])
    page.locator("[type=file]").set_input_files(path)


def problem(page, said):
    page.locator(".problem").get_by_text(said).wait_for()


def saved(page, path):
    """Save the letters, or the pictures, that are trained on."""
    with page.expect_download() as download:
        page.locator("[data-do=font]").click()
    download.value.save_as(path)
    return path


def test_a_font_header_is_pasted_or_brought(own, tmp_path):
    (tmp_path / "font.h").write_text(FONT, encoding="utf-8-sig")
    own.locator("textarea").fill(FONT)
    own.locator("[data-do=header]").click()
    says(own, "of 3 with")
    names, images = own.evaluate(DATA)
    assert 'load_font_header("font.h")' in code_in(own)
    own.locator("textarea").fill("int F[1][7] = {\n{1, 2, 3}};")
    own.locator("[data-do=header]").click()
    problem(own, "because a pattern must have 7 rows, not 3")
    own.locator("[data-do=letters]").click()
    says(own, "of 32 with")
    bring(own, tmp_path / "font.h")
    says(own, "of 3 with")
    assert own.evaluate(DATA) == [names, images]
    wanted = load_font_header(tmp_path / "font.h")
    assert tuple(names) == wanted.names
    np.testing.assert_array_equal(images, wanted.x)


def test_headers_are_read_as_in_the_library(shared, tmp_path):
    path = tmp_path / "font.h"
    comments = [f"int F[1][7] = {{{{1, 2, 3, 4, 5, 6, 7}}}};  // {name}" for name in NAMES]
    bodies = [f"int F[] = {{\n{body}\n}};" for body, _ in BESIDE]
    for text in [*ARRAYS, *comments, *bodies]:
        path.write_text(text)
        wanted = load_font_header(path)
        names, images = shared.evaluate("t => Object.values(readHeader(t)).slice(0, 2)", text)
        assert tuple(names) == wanted.names
        np.testing.assert_array_equal(images, wanted.x)
    for text in UNREAD:
        path.write_text(f"{ARRAYS[0]}\n{text}")
        with pytest.raises(ValueError, match="not read") as caught:
            load_font_header(path)
        said = shared.evaluate(
            "t => { try { readHeader(t) } catch (e) { return e.message } }", path.read_text()
        )
        line = r"line \d: found array"
        assert re.search(line, said)[0] == re.search(line, str(caught.value))[0]


def test_an_alphabet_is_drawn_letter_by_letter(own, visit, tmp_path):
    grid, name = own.locator("[data-of=own]"), own.locator(".named")
    grid.scroll_into_view_if_needed()
    for letter, row in (("A", 0.07), (",", 0.93)):
        name.fill(letter)
        drag(own, grid, (0.1, row), (0.9, row))
        own.locator("[data-do=add]").click()
    assert name.input_value() == "-"  # the next one
    own.locator("[data-do=header]").click()
    says(own, "of 2 with")
    names, images = own.evaluate(DATA)
    letters = load_font_header(saved(own, tmp_path / "font.h"))
    assert list(letters.names) == names == ["A", ","]
    np.testing.assert_array_equal(letters.x, images)
    assert np.sum(images, axis=1).tolist() == [5, 5]
    with visit(address_of(own)) as page:
        assert page.evaluate(DATA) == [names, images]


def test_sheets_of_tiles(own, visit, tmp_path):
    on = np.random.default_rng(0).random((160, 256)) > 0.5
    black = Image.new("L", on.shape[::-1])  # black on transparency
    Image.merge("LA", [black, Image.fromarray(on).convert("L")]).save(tmp_path / "black.png")
    Image.fromarray(on[:8, :80]).convert("L").save(tmp_path / "digits.png")
    bring(own, tmp_path / "digits.png")
    problem(own, "digits.png is 8 x 80 pixels (rows x columns), which tiles")
    assert "epoch 3\n32 of 32" in status(own)  # nothing is lost
    for i in range(2):  # the file is read again
        own.locator(".tile").nth(i).fill("8")
        own.locator(".tile").nth(i).press("Tab")
    says(own, "of 10 with")
    assert not own.locator(".problem").inner_text()
    address = address_of(own)
    for path, tile, more in (
        (EMOJI_SHEET, (20, 20), ""),
        (tmp_path / "black.png", (32, 32), ', ground="white"'),
    ):
        wanted = load_sprite_sheet(path, tile=tile, **({"ground": "white"} if more else {}))
        bring(own, path, tile[0])
        says(own, f"of {len(wanted.x)} with")
        own.locator("#train [data-do=step]").click()
        says(own, "epoch 1\n")
        assert f'load_sprite_sheet("{path.name}", tile={tile}{more})' in code_in(own)
        names, images = own.evaluate(DATA)
        assert tuple(names) == wanted.names
        np.testing.assert_allclose(images, wanted.x, atol=1e-9)
    with visit(address) as page:
        problem(page, "made with digits.png in tiles of 8 x 8")
        problem(page, "bring that file")


def test_photographs_are_made_grey_cut_and_scaled(own, visit, tmp_path):
    paths = [tmp_path / f"photo{i}.jpg" for i in range(2)]
    for path, shape, level in zip(paths, [(300, 200), (120, 260)], [60, 200], strict=True):
        pixels = np.zeros((*shape, 3), np.uint8)
        side = min(shape)
        top, left = (shape[0] - side) // 2, (shape[1] - side) // 2
        pixels[top : top + side, left : left + side] = level  # the middle; black is cut away
        Image.fromarray(pixels).save(path, quality=95)
    bring(own, paths[0])
    problem(own, "photo0.jpg is kept; one more")
    assert own.locator(".brought").is_visible()
    bring(own, paths[1])
    says(own, "of 2 with")
    names, images = own.evaluate(DATA)
    assert names == ["photo0", "photo1"]
    inner = np.array(images).reshape(2, 20, 20)[:, 2:-2, 2:-2]
    for found, level in zip(inner, (60, 200), strict=True):
        np.testing.assert_allclose(found, level / 255, atol=0.02)
    sheet = load_sprite_sheet(saved(own, tmp_path / "sheet.png"))
    np.testing.assert_allclose(sheet.x, images, atol=1e-9)
    assert 'load_sprite_sheet("sheet.png", tile=(20, 20))' in code_in(own)
    with visit(address_of(own)) as page:
        problem(page, "made with photo0.jpg, photo1.jpg in tiles of 20 x 20")
        page.locator("[type=file]").set_input_files(paths)
        says(page, "of 2 with")
        page.locator(".tile").first.fill("8")
        page.locator(".tile").first.press("Tab")
        page.wait_for_function("rooms.train.data.images[0].length === 160")


def test_what_cannot_be_trained_on_is_told_and_loses_nothing(own, tmp_path):
    many = "{1,2,3,4,5,6,7}," * 1001
    files = {
        "many.h": (f"int F[1001][7] = {{{many}}};", "1001 images: at most 1000 images"),
        "one.h": ("int F[1][7] = {{1,2,3,4,5,6,7}};", "one image is too few"),
        "latin.h": ("int F[1][7] = {{1,2,3,4,5,6,7}}; // ñ", "latin.h is not text in UTF-8"),
        "none.h": ("int main() { return 0; }", "no pattern found"),
        "empty.txt": ("", "no pattern found"),
        "broken.png": ("\x89PNG", "broken.png is no picture"),
        "photo.jpg": ("", "photo.jpg is no picture that this browser can read"),
        "table.csv": ("1, 2", "table.csv is neither a picture nor a C header"),
    }
    for name, (content, said) in files.items():
        (tmp_path / name).write_text(content, encoding="latin-1")
        bring(own, tmp_path / name)
        problem(own, said)
        assert status(own).startswith("epoch 3\n")
    assert own.evaluate("rooms.train.data.names.length") == 32
