"""Reading files that anybody may have written, within bounds."""

import codecs
import stat
from pathlib import Path

_MOST_TEXT = 1_000_000  # bytes: 60,000 letters, which take a second


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there: bad input as much as a failure of the system."""


def read_bytes(path, most):
    """Return the content of a regular file of at most so many bytes.

    Pipes and devices are not read: they may have no end, or keep their reader waiting.

    Raises
    ------
    TypeError
        If `path` is no path.
    MissingFileError
        If there is no such file. It is a ValueError and a FileNotFoundError.
    ValueError
        If it cannot be read, is not a regular file, or holds more.
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
    """Return the text of a file in UTF-8, or in UTF-16 that says so; lines end in a line feed.

    Raises
    ------
    TypeError, ValueError
        As `read_bytes`, which may read 1,000,000 bytes, or if it is not such text.
    """
    content = read_bytes(path, _MOST_TEXT)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
        place = text.find("\0")
    except UnicodeDecodeError as error:
        place = error.start
    if place >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise ValueError(
            f"{path}, line {line}: not text in UTF-8; save the file in that encoding, "
            "or convert it, as by: iconv -f WINDOWS-1252 -t UTF-8"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shorten(text, most=40):
    """Return the repr of a text, cut to what fits into a message."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")
