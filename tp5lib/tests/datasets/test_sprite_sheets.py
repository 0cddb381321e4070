"""The reader of sheets that users bring."""

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_sprite_sheet

# One tile of 2 x 3 with something of all that a mode can say; the other is empty.
GREY = np.array([[0, 51, 102], [153, 204, 255]])


def both(tile, empty=0):
    """A sheet of two tiles, the drawn one on the right."""
    return np.concatenate([np.full_like(tile, empty), tile], axis=1)


@pytest.fixture
def save(tmp_path):
    def save(image, **options):
        path = tmp_path / "sheet.png"
        if not isinstance(image, Image.Image):
            image = Image.fromarray(np.asarray(image, np.uint8))
        image.save(path, **options)
        return path

    return save


def palette():
    image = Image.new("P", (6, 2))
    image.putpalette([level for grey in (0, 51, 102, 153, 204, 255) for level in [grey] * 3])
    image.putdata((both(GREY) // 51).ravel().tolist())
    return image


def stacked(*channels):
    return np.stack([both(np.broadcast_to(channel, GREY.shape)) for channel in channels], axis=-1)


@pytest.mark.parametrize(
    ("image", "options"),
    [
        (both(GREY), {}),
        (Image.fromarray((both(GREY) * 257).astype(np.uint16)), {}),
        (palette(), {"transparency": 0}),
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


def test_16_bits_keep_what_8_would_lose(save):
    faint = Image.fromarray(np.array([[256, 257, 65535]], np.uint16))
    x = load_sprite_sheet(save(faint), tile=(1, 3)).x
    np.testing.assert_array_equal(x, [[256 / 65535, 257 / 65535, 1]])
    for ground in (0, 1):
        x = load_sprite_sheet(save(faint, transparency=257), (1, 3), ground).x
        np.testing.assert_array_equal(x, [[256 / 65535, ground, 1]])


def test_colours_weigh_as_they_look(save):
    colours = np.eye(3).reshape(1, 3, 3) * 255
    x = load_sprite_sheet(save(colours), tile=(1, 3)).x
    np.testing.assert_allclose(x, [[0.299, 0.587, 0.114]])


def test_tiles_come_row_by_row_named_by_their_place(save):
    pixels = np.arange(24).reshape(4, 6)
    sheet = load_sprite_sheet(save(pixels), tile=(2, 3))
    assert sheet.names == ("r1c1", "r1c2", "r2c1", "r2c2")
    np.testing.assert_array_equal(np.round(sheet["r2c1"] * 255), pixels[2:, :3])


def test_a_tile_without_variation_is_empty(save):
    hidden = stacked(GREY, GREY, GREY, 0)
    hidden[0, 0] = 255
    sheet = load_sprite_sheet(save(hidden), tile=(2, 3))
    assert sheet.names == ("r1c1",)
    assert load_sprite_sheet(save(both(GREY, empty=90)), tile=(2, 3)).names == ("r1c2",)
    with pytest.raises(ValueError, match=r"sheet\.png: all 2 tiles are empty"):
        load_sprite_sheet(save(hidden * 0), tile=(2, 3))


def test_transparent_pixels_show_the_ground(save):
    icon = np.stack([np.zeros_like(GREY)] * 3 + [GREY], axis=-1).astype(np.uint8)
    path = save(Image.fromarray(icon, "RGBA"))
    with pytest.raises(ValueError, match=r"empty over 'black'.*need ground='white'"):
        load_sprite_sheet(path, tile=(2, 3))
    for ground, level in (("white", 1), (0.25, 0.25)):
        x = load_sprite_sheet(path, tile=(2, 3), ground=ground).x
        np.testing.assert_allclose(x[0], level * (1 - GREY.ravel() / 255), atol=1e-15)


def test_pixels_between_tiles_are_passed_over(save):
    tiles = np.random.default_rng(0).integers(0, 256, (2, 3, 4, 5))
    sheet = np.full((2 * 6, 3 * 7), 99)
    for row, column in np.ndindex(2, 3):
        sheet[6 * row : 6 * row + 4, 7 * column : 7 * column + 5] = tiles[row, column]
    font = load_sprite_sheet(save(sheet[:-2, :-2]), (4, 5), spacing=2)
    np.testing.assert_array_equal(font.x, tiles.reshape(6, 20) / 255)
    for pixels, spacing, fit in ((sheet, 2, r"\(10, 19\)"), (np.eye(3), 0, r"\(4, 5\)")):
        with pytest.raises(ValueError, match=f"crop the sheet to {fit}"):
            load_sprite_sheet(save(pixels), (4, 5), spacing=spacing)
