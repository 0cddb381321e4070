"""Writing a file whole or not at all; processes that are killed at it are a part of the attack."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from tp5lib.files import write_atomically

STOPPED_HALFWAY = """
import sys, time
from tp5lib.files import write_atomically

def write(file):
    file.write(b"new" * 1000)
    file.flush()
    print("halfway", flush=True)
    time.sleep(60)

write_atomically(sys.argv[1], write)
"""


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


def test_a_kill_leaves_the_old_file_whole(path):
    command = [sys.executable, "-c", STOPPED_HALFWAY, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"halfway\n"
        child.send_signal(signal.SIGKILL)
    assert path.read_text() == "a text that was there before"


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


def test_threads_that_write_one_path_do_not_mix(path):
    contents, wrong = [bytes([letter]) * 50_000 for letter in b"abcd"], []
    write_atomically(path, contents[0])

    def write(content):
        for _ in range(15):
            write_atomically(path, content)
            if path.read_bytes() not in contents:
                wrong.append(content)

    threads = [threading.Thread(target=write, args=[content]) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
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
