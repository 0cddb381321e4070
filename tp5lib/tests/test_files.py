"""Writing a file whole or not at all; of writers that are killed see the tests of the attack."""

import os
from unittest.mock import Mock

import pytest

from tp5lib.files import write_atomically


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("a text that was there before")
    return path


@pytest.mark.parametrize(
    "content", ["año\n", "año\n".encode(), lambda f: f.write("año\n".encode())]
)
def test_text_bytes_and_what_a_function_writes(path, content):
    for target in (str(path), path.with_name("new.txt")):
        write_atomically(target, content)
    assert path.read_bytes() == path.with_name("new.txt").read_bytes() == b"a\xc3\xb1o\n"
    assert sorted(os.listdir(path.parent)) == ["new.txt", "note.txt"]


def test_an_error_leaves_the_old_file_and_no_other(path):
    def fail(file):
        file.write(b"new")
        raise KeyboardInterrupt

    wrong = [(fail, KeyboardInterrupt), ("\ud800", UnicodeEncodeError), (3, TypeError)]
    for content, error in wrong:
        with pytest.raises(error):
            write_atomically(path, content)
    for target in (path.parent, os.devnull, path.parent / "nowhere" / "note.txt"):
        with pytest.raises(OSError, match=r"cannot be replaced|nowhere"):
            write_atomically(target, "new")
    path.chmod(0o400)
    with pytest.raises(PermissionError):
        write_atomically(path, "new")
    assert path.read_text() == "a text that was there before"
    assert os.listdir(path.parent) == ["note.txt"]


def test_a_link_stays_one_and_permissions_are_kept_or_the_usual(path):
    link, new, usual = (path.with_name(name) for name in ("link.txt", "new.txt", "usual.txt"))
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    usual.write_text("")
    write_atomically(new, "")
    assert new.stat().st_mode == usual.stat().st_mode


def test_the_content_is_on_the_disk_before_the_name_and_then_the_folder(path, monkeypatch):
    calls = Mock()
    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, getattr(calls, name))
    write_atomically(path, "new")
    assert [name for name, *_ in calls.mock_calls] == ["fsync", "replace", "fsync"]
