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
        (palette(), {}),
        (palette(), {"transparency": 0}),
        (stacked(GREY, GREY, GREY), {}),
        (stacked(GREY, GREY, GREY, 255), {}),
        (stacked(255, 255, 255, GREY), {}),
        (stacked(255, GREY), {}),
    ],
    ids=["L", "16 bits", "P", "P, transparent", "RGB", "RGBA", "RGBA, by alpha", "LA"],
)
def test_a_sheet_of_any_mode_gives_the_same_grey(save, image, options):
    sheet = load_sprite_sheet(save(image, **options), tile=(2, 3))
    assert sheet.names == ("r1c2",)
    assert sheet.shape == (2, 3)
    assert sheet.x.dtype == np.float64
    np.testing.assert_array_equal(sheet.x, [GREY.ravel() / 255])


def test_a_sheet_of_one_bit_is_0_or_1(save):
    sheet = load_sprite_sheet(save(Image.fromarray(both(GREY > 127))), tile=(2, 3))
    assert sheet.x.tolist() == [[0, 0, 0, 1, 1, 1]]


def test_16_bits_keep_what_8_would_lose(save):
    faint = Image.fromarray(np.array([[256, 257, 65535]], np.uint16))
    x = load_sprite_sheet(save(faint), tile=(1, 3)).x
    np.testing.assert_array_equal(x, [[256 / 65535, 257 / 65535, 1]])
    x = load_sprite_sheet(save(faint, transparency=257), tile=(1, 3)).x
    np.testing.assert_array_equal(x, [[256 / 65535, 0, 1]])


def test_colours_weigh_as_they_look(save):
    colours = np.eye(3).reshape(1, 3, 3) * 255
    x = load_sprite_sheet(save(colours), tile=(1, 3)).x
    np.testing.assert_allclose(x, [[0.299, 0.587, 0.114]])


def test_tiles_come_row_by_row_named_by_their_place(save):
    pixels = np.arange(24).reshape(4, 6)
    sheet = load_sprite_sheet(save(pixels), tile=(2, 3))
    assert sheet.names == ("r1c1", "r1c2", "r2c1", "r2c2")
    np.testing.assert_array_equal(np.round(sheet["r2c1"] * 255), pixels[2:, :3])


def test_a_tile_is_20_by_20_unless_told(save):
    pixels = np.zeros((40, 60))
    pixels[25, 45] = 255
    sheet = load_sprite_sheet(save(pixels))
    assert sheet.names == ("r2c3",)
    assert sheet["r2c3"].sum() == sheet["r2c3"][5, 5] == 1


def test_a_tile_without_variation_is_empty(save):
    hidden = stacked(GREY, GREY, GREY, 0)
    hidden[0, 0] = 255
    sheet = load_sprite_sheet(save(hidden), tile=(2, 3))
    assert sheet.names == ("r1c1",)
    assert load_sprite_sheet(save(both(GREY, empty=90)), tile=(2, 3)).names == ("r1c2",)
    with pytest.raises(ValueError, match=r"sheet\.png: all 2 tiles of 2 x 3 pixels are empty"):
        load_sprite_sheet(save(hidden * 0), tile=(2, 3))


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((41, 60), r"sheet\.png is 41 x 60 .*of 20 x 20 do not fill; 40 x 60 would fit"),
        ((40, 59), "40 x 59 .*; 40 x 40 would fit"),
        ((7, 5), "7 x 5 .*; 20 x 20 would fit"),
    ],
)
def test_a_sheet_that_tiles_do_not_fill_is_told_what_would(save, size, message):
    with pytest.raises(ValueError, match=message):
        load_sprite_sheet(save(np.eye(*size)))


@pytest.mark.parametrize(
    ("tile", "error", "message"),
    [
        (20, TypeError, r"tile must be two integers.*not 20"),
        ((20, 20, 3), TypeError, r"tile must be two integers.*3\)"),
        ((20, 20.0), TypeError, r"columns of tile must be an integer"),
        ((0, 20), ValueError, r"rows of tile must be an integer of at least 1, not 0"),
    ],
)
def test_a_bad_tile_is_told_apart(save, tile, error, message):
    with pytest.raises(error, match=message):
        load_sprite_sheet(save(np.eye(20)), tile=tile)


def test_a_file_that_is_missing_or_no_png_is_named(tmp_path, save):
    with pytest.raises(FileNotFoundError, match=r"no file .*nowhere\.png"):
        load_sprite_sheet(tmp_path / "nowhere.png")
    with pytest.raises(ValueError, match=f"{tmp_path.name} is a folder"):
        load_sprite_sheet(tmp_path)
    with pytest.raises(ValueError, match=r"sheet\.png is not a PNG"):
        load_sprite_sheet(save(np.eye(20), format="BMP"))


def test_a_damaged_file_is_named_wherever_it_was_cut(save):
    path = save(np.arange(400).reshape(20, 20) % 251)
    content = path.read_bytes()
    for length in range(0, len(content) - 24, 5):  # the last 24 bytes hold no pixels
        path.write_bytes(content[:length])
        with pytest.raises(ValueError, match=r"sheet\.png is (not a PNG|a damaged PNG)"):
            load_sprite_sheet(path)


@pytest.mark.parametrize("side", [4_000, 9_600, 20_000])
def test_a_sheet_that_would_fill_the_memory_is_refused(save, side):
    """The three are: fine for Pillow, one it warns of, and one it refuses."""
    path = save(Image.new("1", (side, side)))
    with pytest.raises(ValueError, match=r"sheet\.png holds more than 10,000,000 pixels"):
        load_sprite_sheet(path)
