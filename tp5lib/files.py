"""Files that are written whole or not at all."""

import contextlib
import os
import secrets
import stat
from pathlib import Path


def write_atomically(path, content):
    """Write a file so that whoever reads it finds the old content or the new, never a part.

    The content goes to a temporary file in the same folder, which then takes the place of the
    old one: so many may write one path at once, and the last wins. File and folder are synced.
    A symbolic link stays one, and the permissions of an existing file are kept. Text is written
    as UTF-8, a callable is given the open file; an OSError leaves the old file.
    """
    target = Path(os.path.realpath(path))
    exists = target.exists()
    if exists and not target.is_file():
        raise OSError(f"{os.fspath(path)!r} is a folder or a device: it cannot be replaced")
    if exists and not target.stat().st_mode & 0o222:
        raise PermissionError(f"{os.fspath(path)!r} is read-only")
    content = content.encode("utf-8") if isinstance(content, str) else content
    # Not tempfile's, whose files only their owner may read.
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("x+b") as file:
            if exists:  # first, so that others never read what is to be private
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            if callable(content):
                content(file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power failure could leave a new name with no content
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # some systems cannot sync a folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
