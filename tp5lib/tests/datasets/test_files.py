"""Paths that name no file which could be read, and files that are too large.

Files that are damaged, or made to harm, are in the tests of the attack.
"""

import os

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_font_header, load_letters, load_sprite_sheet
from tp5lib.datasets import files


@pytest.mark.parametrize("load", [load_letters, load_font_header, load_sprite_sheet])
def test_an_odd_path_is_a_value_error(load, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    for path in ("a\0b", "/dev/zero", "pipe", "", __file__ + "/x", "nowhere.txt"):
        with pytest.raises(ValueError, match=r"cannot be read|no file") as caught:
            load(path)
        none = path in (__file__ + "/x", "nowhere.txt")
        assert none == isinstance(caught.value, FileNotFoundError)


@pytest.mark.parametrize(
    ("load", "limit"),
    [
        (load_letters, "_MOST_TEXT"),
        (load_font_header, "_MOST_TEXT"),
        *((load_sprite_sheet, f"_MOST_{what}") for what in ("PICTURE", "CHUNKS", "PIXELS")),
    ],
)
def test_a_file_is_read_up_to_a_size(write, monkeypatch, load, limit):
    path = write("", "any.png")
    Image.fromarray(np.eye(20, dtype=np.uint8)).save(path)
    monkeypatch.setattr(files, limit, 2)
    with pytest.raises(ValueError, match=r"any\.png .*more than 2"):
        load(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_a_mark_says_the_encoding_and_others_are_told_the_way_out(write, encoding):
    path = write("int F[] = { 1, 2, 3, 4, 5, 6, 7 };  // ñ".encode(encoding))
    if encoding in ("utf-8-sig", "utf-16"):
        assert load_font_header(path).names == ("ñ",)
    else:
        with pytest.raises(ValueError, match=r"font\.h, line 1: .*UTF-8"):
            load_font_header(path)
