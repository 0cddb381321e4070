"""The reader of sheets that users bring."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_sprite_sheet
from tp5lib.datasets import files

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


def test_a_sheet_that_tiles_do_not_fill_is_told_what_would(save):
    for size, fit in (((41, 60), r"\(40, 60\)"), ((7, 5), r"\(20, 20\)")):
        with pytest.raises(ValueError, match=rf"spacing= .*crop the sheet to {fit}"):
            load_sprite_sheet(save(np.eye(*size)))


def test_pixels_between_tiles_are_passed_over(save):
    tiles = np.random.default_rng(0).integers(0, 256, (2, 3, 4, 5))
    sheet = np.full((2 * 6, 3 * 7), 99)
    for row, column in np.ndindex(2, 3):
        sheet[6 * row : 6 * row + 4, 7 * column : 7 * column + 5] = tiles[row, column]
    font = load_sprite_sheet(save(sheet[:-2, :-2]), (4, 5), spacing=2)
    np.testing.assert_array_equal(font.x, tiles.reshape(6, 20) / 255)
    with pytest.raises(ValueError, match=r"crop the sheet to \(10, 19\)"):
        load_sprite_sheet(save(sheet), (4, 5), spacing=2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"tile": 20}, TypeError, "tile must be two integers.*not 20"),
        ({"tile": (20, 20, 3)}, ValueError, r"tile must be two integers.*3\)"),
        ({"spacing": -1}, ValueError, "spacing must be an integer of at least 0"),
        ({"ground": "gray"}, TypeError, 'ground, unless "black" or "white".*gray'),
        ({"ground": 1.5}, ValueError, r"ground.* a number in \[0, 1\], not 1\.5"),
    ],
)
def test_a_bad_argument_is_named(save, arguments, error, message):
    with pytest.raises(error, match=message):
        load_sprite_sheet(save(np.eye(20)), **arguments)


def test_a_damaged_file_is_named_wherever_it_was_cut(save):
    path = save(np.arange(400).reshape(20, 20) % 251)
    content = path.read_bytes()
    for length in range(0, len(content) - 24, 5):  # the last 24 bytes hold no pixels
        path.write_bytes(content[:length])
        with pytest.raises(ValueError, match=r"sheet\.png is (not a|a) PNG"):
            load_sprite_sheet(path)


def chunk(kind, data):
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def sheet_of(rows, columns, extra=b""):
    """A PNG file of one bit a pixel that claims a size, and has a short row of pixels."""
    size = struct.pack(">IIBBBBB", columns, rows, 1, 0, 0, 0, 0)
    row = zlib.compress(b"\0" + b"\x55" * min(-(-columns // 8), 100))
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + extra
    return head + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def test_a_sheet_that_would_fill_the_memory_is_refused(tmp_path):
    path = tmp_path / "sheet.png"
    for side in (4_000, 9_600, 2**31 - 1):  # which Pillow takes, warns of and refuses
        path.write_bytes(sheet_of(side, side))
        with pytest.raises(ValueError, match=r"sheet\.png .*(10,000,000 pixels|exceeds limit)"):
            load_sprite_sheet(path)


def test_profiles_and_texts_are_not_decompressed(tmp_path):
    path = tmp_path / "sheet.png"
    bomb = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**6))) * 2_000  # 2 GB, 5 seconds
    path.write_bytes(sheet_of(1, 20, extra=bomb))
    assert load_sprite_sheet(path, tile=(1, 20)).x.sum() == 10


def test_a_sheet_of_too_many_bytes_or_chunks_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "sheet.png"
    path.write_bytes(sheet_of(1, 20, extra=chunk(b"PLTE", b"") * 20))
    monkeypatch.setattr(files, "_MOST_CHUNKS", 20)
    with pytest.raises(ValueError, match=r"sheet\.png .*more than 20 chunks"):
        load_sprite_sheet(path, tile=(1, 20))
    monkeypatch.setattr(files, "_MOST_PICTURE", 100)
    with pytest.raises(ValueError, match=r"sheet\.png holds more than 100 bytes"):
        load_sprite_sheet(path, tile=(1, 20))
