"""Paths that name no file which could be read."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tp5lib import load_font_header, load_letters, load_sprite_sheet
from tp5lib.datasets import files
from tp5lib.datasets.files import read_bytes

LOADERS = [load_letters, load_font_header, load_sprite_sheet]


@pytest.mark.parametrize("load", LOADERS)
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("a\0b", r"'a\\x00b' cannot be read"),
        ("/dev/zero", "/dev/zero' cannot be read: it is not a regular"),
        ("pipe", "pipe' cannot be read: it is not a regular"),
        ("", r"'\.' cannot be read: it is a folder"),
        (__file__ + "/x", r"there is no file .*\.py/x"),
        ("nowhere.txt", "there is no file nowhere.txt"),
    ],
    ids=["NUL", "device", "pipe", "folder", "below a file", "none"],
)
def test_an_odd_path_is_a_value_error(load, path, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(ValueError, match=message) as caught:
        load(path)
    assert ("no file" in message) == isinstance(caught.value, FileNotFoundError)


def test_a_file_is_read_up_to_a_size(write, monkeypatch):
    path = write(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(ValueError, match=r"font\.h holds more than 4 bytes"):
        read_bytes(path, 4)
    monkeypatch.setattr(files, "_MOST_TEXT", 4)
    with pytest.raises(ValueError, match="more than 4 bytes"):
        load_letters(path)


PARTS = {
    load_letters: ["letter a", "letter", ".....", "//", "#", "\n"],
    load_font_header: ["int", " F", "[1]", "[7]", "=", "{", "}", "7,", "0x1f,", "//", "/*", "\n"],
}


@pytest.mark.parametrize("load", LOADERS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_any_bytes_are_patterns_or_a_value_error(tmp_path_factory, load, data):
    path = tmp_path_factory.getbasetemp() / "any.png"
    content = data.draw(st.binary(max_size=200))
    if load is load_sprite_sheet:  # a good one with some bytes of its own
        Image.fromarray(np.arange(400, dtype=np.uint8).reshape(20, 20)).save(path)
        good, place = path.read_bytes(), data.draw(st.integers(0, 300))
        content = good[:place] + content[:8] + good[place + len(content[:8]) :]
    elif data.draw(st.booleans()):
        content = "".join(data.draw(st.lists(st.sampled_from(PARTS[load])))).encode()
    path.write_bytes(content)
    try:
        assert len(load(path)) > 0
    except ValueError as error:
        assert "any.png" in str(error)  # noqa: PT017, as there need not be an error
