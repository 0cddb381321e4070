"""Paths that name no file which could be read."""

import os

import pytest

from tp5lib import load_font_header, load_letters, load_sprite_sheet
from tp5lib.datasets import files
from tp5lib.datasets.files import read_bytes

LOADERS = [load_letters, load_font_header, load_sprite_sheet]


@pytest.mark.parametrize("load", LOADERS)
def test_a_missing_file_is_named(tmp_path, load):
    for error in (FileNotFoundError, ValueError):
        with pytest.raises(error, match=r"there is no file .*nowhere\.txt"):
            load(tmp_path / "nowhere.txt")


@pytest.mark.parametrize("load", LOADERS)
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("a\0b", r"'a\\x00b' cannot be read"),
        ("/dev/zero", "/dev/zero' cannot be read: it is not a regular"),
        ("", r"'\.' cannot be read: it is a folder"),
        (__file__ + "/x", r"there is no file .*\.py/x"),
    ],
    ids=["NUL", "device", "folder", "below a file"],
)
def test_an_odd_path_is_a_value_error(load, path, message):
    with pytest.raises(ValueError, match=message):
        load(path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match=r"pipe.*not a regular file"):
        load_letters(tmp_path / "pipe")


def test_a_file_is_read_up_to_a_size(write, monkeypatch):
    path = write(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(ValueError, match=r"font\.h holds more than 4 bytes"):
        read_bytes(path, 4)
    monkeypatch.setattr(files, "_MOST_TEXT", 4)
    with pytest.raises(ValueError, match="more than 4 bytes"):
        load_letters(path)
