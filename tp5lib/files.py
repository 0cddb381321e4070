"""Files that are written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path


def write_atomically(path, content):
    """Write a file so that whoever reads it finds the old content or the new, never a part.

    The content goes to a temporary file of its own in the same folder, named "*.part", which
    then takes the place of the old one; so threads and processes may write one path at once,
    and the last wins. A symbolic link stays one, and what it leads to is replaced. The
    permissions of an existing file are kept.

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
            if callable(content):
                content(file)
            else:
                file.write(content)
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            # Else a power failure could leave a new name with no content.
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
