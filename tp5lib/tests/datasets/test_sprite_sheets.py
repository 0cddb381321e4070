"""The reader of sheets that users bring."""

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_sprite_sheet

# One tile of 2 x 3 with something of all that a mode can say.
GREY = np.array([[0, 51, 102], [153, 204, 255]])


def both(tile, empty=0):
    """A sheet of two tiles, the drawn one on the right."""
    return np.concatenate([np.full_like(tile, empty), tile], axis=1)


def stacked(*channels):
    return np.stack([both(np.broadcast_to(channel, GREY.shape)) for channel in channels], axis=-1)


@pytest.fixture
def save(tmp_path):
    def save(image, **options):
        path = tmp_path / "sheet.png"
        if not isinstance(image, Image.Image):
            image = Image.fromarray(np.asarray(image, np.uint8))
        image.save(path, **options)
        return path

    return save


PALETTE = Image.fromarray((both(GREY) // 51).astype(np.uint8), "P")
PALETTE.putpalette([level for grey in GREY.ravel().tolist() for level in [grey] * 3])


@pytest.mark.parametrize(
    ("image", "options"),
    [
        (both(GREY), {}),
        (Image.fromarray((both(GREY) * 257).astype(np.uint16)), {}),
        (PALETTE, {"transparency": 0}),
        (stacked(GREY, GREY, GREY), {}),
        (stacked(255, 255, 255, GREY), {}),
        (stacked(255, GREY), {}),
    ],
    ids=["L", "16 bits", "P", "RGB", "RGBA", "LA"],
)
def test_a_sheet_of_any_mode_gives_the_same_grey(save, image, options):
    sheet = load_sprite_sheet(save(image, **options), tile=(2, 3))
    assert (sheet.names, sheet.shape) == (("r1c2",), (2, 3))
    np.testing.assert_array_equal(sheet.x, [GREY.ravel() / 255])


def test_16_bits_keep_what_8_would_lose_and_colours_weigh_as_they_look(save):
    faint = Image.fromarray(np.array([[256, 257, 65535]], np.uint16))
    for ground, middle in ((0, 0), (1, 1), (None, 257 / 65535)):
        path = save(faint) if ground is None else save(faint, transparency=257)
        x = load_sprite_sheet(path, (1, 3), ground or 0).x
        np.testing.assert_array_equal(x, [[256 / 65535, middle, 1]])
    x = load_sprite_sheet(save(np.eye(3).reshape(1, 3, 3) * 255), tile=(1, 3)).x
    np.testing.assert_allclose(x, [[0.299, 0.587, 0.114]])


def test_a_tile_without_variation_is_empty(save):
    hidden = stacked(GREY, GREY, GREY, 0)
    hidden[0, 0] = 255
    assert load_sprite_sheet(save(hidden), tile=(2, 3)).names == ("r1c1",)
    assert load_sprite_sheet(save(both(GREY, empty=90)), tile=(2, 3)).names == ("r1c2",)


def test_transparent_pixels_show_the_ground(save):
    path = save(stacked(0, 0, 0, GREY))
    with pytest.raises(ValueError, match=r"sheet\.png: all 2 .*'black'.*need ground='white'"):
        load_sprite_sheet(path, tile=(2, 3))
    for ground, level in (("white", 1), (0.25, 0.25)):
        x = load_sprite_sheet(path, tile=(2, 3), ground=ground)["r1c2"]
        np.testing.assert_allclose(x, level * (1 - GREY / 255), atol=1e-15)


@pytest.mark.parametrize("spacing", [0, 2])
def test_tiles_come_row_by_row_without_what_is_between_them(save, spacing):
    tiles = np.random.default_rng(0).integers(0, 256, (2, 3, 4, 5))
    sheet = np.full((2 * (4 + spacing), 3 * (5 + spacing)), 99)
    for row, column in np.ndindex(2, 3):
        top, left = (4 + spacing) * row, (5 + spacing) * column
        sheet[top : top + 4, left : left + 5] = tiles[row, column]
    rows, columns = sheet.shape
    fitting = sheet[: rows - spacing, : columns - spacing]
    font = load_sprite_sheet(save(fitting), (4, 5), spacing=spacing)
    assert font.names == ("r1c1", "r1c2", "r1c3", "r2c1", "r2c2", "r2c3")
    np.testing.assert_array_equal(font.x, tiles.reshape(6, 20) / 255)
    for pixels, fit in ((np.pad(fitting, 1), fitting.shape), (np.eye(3), (4, 5))):
        with pytest.raises(ValueError, match=rf"crop the sheet to \({fit[0]}, {fit[1]}\)"):
            load_sprite_sheet(save(pixels), (4, 5), spacing=spacing)
