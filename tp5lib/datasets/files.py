"""Reading files that anybody may have written, within bounds."""

import stat
from pathlib import Path

_MOST_TEXT = 2_000_000  # bytes, 100,000 letters, which take some seconds


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there: bad input as much as a failure of the system."""


def read_bytes(path, most):
    """Return the content of a regular file.

    Pipes and devices are not read: they may have no end, or keep their reader waiting.

    Parameters
    ----------
    path : str or path
    most : int
        How many bytes it may hold.

    Raises
    ------
    TypeError
        If `path` is no path.
    MissingFileError
        If there is no such file. It is a ValueError and a FileNotFoundError.
    ValueError
        If it cannot be read, is not a regular file, or holds more.
    """
    path, content = Path(path), None
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                content = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFileError(f"there is no file {path}") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:  # as for a NUL, which no system takes
        raise ValueError(f"{str(path)!r} cannot be the path of a file") from None
    if stat.S_ISDIR(mode):
        raise MissingFileError(f"{path} is a folder, not a file")
    if content is None:
        raise ValueError(f"{path} is not a regular file")
    if len(content) > most:
        raise ValueError(f"{path} holds more than {most:,} bytes")
    return content


def read_text(path):
    """Return the text of a file, its lines ended by a line feed each.

    Raises
    ------
    TypeError, ValueError
        As `read_bytes`, which may read 2,000,000 bytes, or if it is not text in UTF-8,
        naming the line.
    """
    content = read_bytes(path, _MOST_TEXT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{path}, line {line}: not text in UTF-8, byte 0x{error.object[error.start]:02x}"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shorten(text, most=40):
    """Return the repr of a text, cut to what fits into a message."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")
