"""Writing a file whole or not at all."""

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


@pytest.mark.parametrize(
    "content", ["año\n", "año\n".encode(), lambda f: f.write("año\n".encode())]
)
def test_text_bytes_and_what_a_function_writes(tmp_path, content):
    path = tmp_path / "note.txt"
    write_atomically(path, "a longer text that was there before")
    write_atomically(str(path), content)
    assert path.read_bytes() == b"a\xc3\xb1o\n"
    assert os.listdir(tmp_path) == ["note.txt"]


def test_a_kill_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("old")
    command = [sys.executable, "-c", STOPPED_HALFWAY, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"halfway\n"
        child.send_signal(signal.SIGKILL)
    assert path.read_text() == "old"


def test_an_exception_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("old")

    def fail(file):
        file.write(b"new")
        raise KeyboardInterrupt

    for content, error in (
        (fail, KeyboardInterrupt),
        ("\ud800", UnicodeEncodeError),
        (3, TypeError),
    ):
        with pytest.raises(error):
            write_atomically(path, content)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["note.txt"]


def test_threads_that_write_one_path_do_not_mix(tmp_path):
    path, wrong = tmp_path / "note.txt", []
    contents = [bytes([letter]) * 50_000 for letter in b"abcd"]
    write_atomically(path, contents[0])

    def write(content):
        for _ in range(15):
            write_atomically(path, content)
            read = path.read_bytes()
            if read not in contents:
                wrong.append(read[:20])

    threads = [threading.Thread(target=write, args=[content]) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert os.listdir(tmp_path) == ["note.txt"]


def test_a_link_stays_one_and_permissions_are_kept(tmp_path):
    (tmp_path / "there").mkdir()
    path, link = tmp_path / "there" / "secret.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual.txt").write_text("")
    write_atomically(tmp_path / "new.txt", "")
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "usual.txt").stat().st_mode


def test_a_folder_a_device_and_a_missing_folder_are_refused(tmp_path):
    for path in (tmp_path, os.devnull, tmp_path / "nowhere" / "note.txt"):
        with pytest.raises(OSError, match=r"cannot be replaced|nowhere"):
            write_atomically(path, "new")
    assert not os.listdir(tmp_path)
