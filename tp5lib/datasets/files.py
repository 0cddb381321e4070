"""Reading files that anybody may have written, within bounds."""

import codecs
import io
import stat
import warnings
from pathlib import Path

import numpy as np

_MOST_TEXT = 1_000_000  # bytes: 60,000 letters, which take a second
_MOST_PICTURE = 20_000_000
_MOST_CHUNKS = 100_000
_MOST_PIXELS = 10_000_000  # 25,000 tiles of 20 x 20; a small file can claim to hold far more
_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there: bad input as much as a failure of the system."""


def read_bytes(path, most):
    """Return the content of a regular file of at most `most` bytes, or raise ValueError.

    Pipes and devices are not read: they may have no end, or keep their reader waiting.
    """
    path = Path(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("it is a folder" if path.is_dir() else "it is not a regular file")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFileError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:  # a ValueError also for a NUL in the path
        why = getattr(error, "strerror", error)
        raise ValueError(f"{str(path)!r} cannot be read: {why}") from None
    if len(content) > most:
        raise ValueError(f"{path} holds more than {most:,} bytes")
    return content


def read_text(path):
    """Return the text of a file in UTF-8, or in UTF-16 that says so; lines end in a line feed."""
    content = read_bytes(path, _MOST_TEXT)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
        place = text.find("\0")
    except UnicodeDecodeError as error:
        place = error.start
    if place >= 0:
        line = content.count(b"\n", 0, place) + 1
        way = "save the file in that encoding, or convert it: iconv -f WINDOWS-1252 -t UTF-8"
        raise ValueError(f"{path}, line {line}: not text in UTF-8; {way}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_gray(path, ground=0.0):
    """Return the luminance of a PNG file, float64 in [0, 1], shape (rows, columns)."""
    from PIL import Image, UnidentifiedImageError  # here, so that tp5lib is imported quickly

    content = read_bytes(path, _MOST_PICTURE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of what is refused here or does no harm
        try:
            image = Image.open(io.BytesIO(_without_extras(content)), formats=["PNG"])
            if image.width * image.height > _MOST_PIXELS:
                raise ValueError(f"more than {_MOST_PIXELS:,} pixels")
            return luminance(image, ground)
        except UnidentifiedImageError:
            way = "save it as one, which keeps every pixel as it is"
            raise ValueError(f"{path} is not a PNG image; {way}") from None
        except Exception as error:  # a damaged file can make Pillow raise anything
            raise ValueError(f"{path} is a PNG image that cannot be read: {error}") from None


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
        if content[place + 4 : place + 8] in _CHUNKS:
            kept.append(content[place:end])
        if len(kept) > _MOST_CHUNKS:
            raise ValueError(f"more than {_MOST_CHUNKS:,} chunks")
        place = end
    return b"".join(kept)


def shorten(text, most=40):
    """Return the repr of a text, cut to what fits into a message."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")
