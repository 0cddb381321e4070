"""Files that are written whole or not at all."""

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

_PART = re.compile(r"\.[0-9a-f]{16}\.part")
_DEAD_SECONDS = 3600.0  # a temporary file that nobody has written to for so long is nobody's


def write_atomically(path, content):
    """Write a file so that whoever reads it finds the old content or the new, never a part.

    The content goes to a temporary file of its own in the same folder, named "*.part", which
    then takes the place of the old one; so threads, processes and containers may write one
    path at once, and the last wins. File and folder are synced, so that this holds when the
    power fails as well, where the system can do so. A symbolic link stays one, and what it
    leads to is replaced. The permissions of an existing file are kept. Temporary files of the
    folder that have not been written to for an hour, those of processes that were killed, are
    removed.

    Parameters
    ----------
    path : path
    content : bytes, str or callable
        Text is written as UTF-8, with its line ends as they are. A callable is given the open
        binary file, which can also be read and searched.

    Raises
    ------
    OSError
        If the file cannot be written, or is none that could be replaced, such as a folder or
        a device. The old one is then as it was.
    UnicodeEncodeError
        If a text cannot be written as UTF-8.

    Examples
    --------
    >>> import os, tempfile
    >>> from tp5lib.files import write_atomically
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(os.path.join(folder, "note.txt"), "x = 1")
    ...     os.listdir(folder)
    ['note.txt']
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OSError(f"{os.fspath(path)!r} is a folder or a device: it cannot be replaced")
    if target.exists() and not target.stat().st_mode & 0o222:
        raise PermissionError(f"{os.fspath(path)!r} is read-only")
    content = content.encode("utf-8") if isinstance(content, str) else content
    # Not tempfile.mkstemp, whose files only their owner may read.
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("x+b") as file:
            if target.exists():  # first, so that others never read what is to be private
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            if callable(content):
                content(file)
            else:
                file.write(content)
            # Else a power failure could leave a new name with no content.
            file.flush()
            os.fsync(file.fileno())
            now = os.fstat(file.fileno()).st_mtime  # by the clock of the disk, maybe not ours
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _sweep(target.parent, now)


def _sync_folder(folder):
    """Make the new name last, on systems where a folder can be opened."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _sweep(folder, now):
    """Remove what killed processes have left; their numbers say nothing across containers."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):  # another may be quicker
                    if now - entry.stat(follow_symlinks=False).st_mtime > _DEAD_SECONDS:
                        os.unlink(entry.path)
