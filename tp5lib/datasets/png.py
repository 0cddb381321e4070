"""The grey picture in a PNG file."""

import io
import warnings

import numpy as np

from tp5lib.datasets.files import read_bytes

_MOST_BYTES = 20_000_000
_MOST_CHUNKS = 100_000
_MOST_PIXELS = 10_000_000  # 25,000 tiles of 20 x 20; a small file can claim to hold far more
_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def read_gray(path, ground=0.0):
    """Return the luminance of a PNG file, float64 in [0, 1], shape (rows, columns).

    Raises
    ------
    TypeError, ValueError
        As `read_bytes`, which may read 20,000,000 bytes, or if the file is not a PNG image,
        is damaged or holds over 10,000,000 pixels.
    """
    from PIL import Image, UnidentifiedImageError  # here, so that tp5lib is imported quickly

    content = read_bytes(path, _MOST_BYTES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of what is refused here or does no harm
        try:
            image = Image.open(io.BytesIO(_without_extras(content)), formats=["PNG"])
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            return luminance(image, ground)
        except Image.DecompressionBombError:
            raise ValueError(f"{path} holds more than {_MOST_PIXELS:,} pixels") from None
        except UnidentifiedImageError:
            raise ValueError(
                f"{path} is not a PNG image; save it as one, which keeps every pixel as it is"
            ) from None
        except Exception as error:  # a damaged file can make Pillow raise anything
            raise ValueError(f"{path} is a damaged PNG image: {error}") from None


def luminance(image, ground=0.0):
    """Return the luma (ITU-R BT.601), in [0, 1], of a Pillow image from a PNG file.

    `ground` is the grey, in [0, 1], that transparent pixels are seen over.
    """
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip to 8
        gray = np.asarray(image)
        return np.where(gray == image.info.get("transparency"), ground, gray / 65535)
    gray, height = np.empty((image.height, image.width)), max(1, 1_000_000 // image.width)
    for top in range(0, image.height, height):  # in strips, since RGBA takes ten times the room
        bottom = min(top + height, image.height)
        strip = image.crop((0, top, image.width, bottom)).convert("RGBA")
        *rgb, alpha = np.moveaxis(np.asarray(strip).astype(np.int32), -1, 0)
        # Integers up to the one division: the same floats on every machine, and 1 for white.
        light = (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]) * alpha
        gray[top:bottom] = (light + ground * (255_000 * (255 - alpha))) / (1000 * 255**2)
    return gray


def _without_extras(content):
    """Return a PNG file without its texts and profiles, which can take minutes to decompress."""
    kept, place = [content[:8]], 8
    while place < len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] in _PICTURE:
            kept.append(content[place:end])
        if len(kept) > _MOST_CHUNKS:
            raise ValueError(f"more than {_MOST_CHUNKS:,} chunks")
        place = end
    return b"".join(kept)
