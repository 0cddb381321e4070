"""The drawing of the emojis' sheet."""

import re
import runpy
import sys

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis
from tp5lib.datasets import draw_emojis
from tp5lib.datasets.draw_emojis import EmojiError
from tp5lib.datasets.emojis import EMOJI_NAMES, EMOJI_SHEET

FACE = (
    '<circle cx="18" cy="18" r="18" fill="#ffcc4d"/>'
    '<path fill="none" stroke="#664500" stroke-width="4" d="M7 27h22"/>'
)


@pytest.fixture
def tiles():
    return np.round(255 * load_emojis().x).astype(np.uint8).reshape(-1, 20, 20)


def test_the_sheet_is_written_or_only_checked(tmp_path, monkeypatch, capsys, tiles):
    path = tmp_path / "emojis.png"
    icons = {name.replace(" ", "-"): {"body": place} for place, name in enumerate(EMOJI_NAMES)}
    monkeypatch.setattr(draw_emojis, "fetch_package", bytes)
    monkeypatch.setattr(draw_emojis, "read_icons", lambda _: {"icons": icons, "aliases": {}})
    monkeypatch.setattr(draw_emojis, "draw", lambda place: tiles[place])
    monkeypatch.setattr(draw_emojis, "EMOJI_SHEET", path)
    assert draw_emojis.main(["--check"]) == 0
    assert not path.exists()
    assert draw_emojis.main([]) == 0
    np.testing.assert_array_equal(Image.open(path), Image.open(EMOJI_SHEET))
    tiles[5] = 0
    assert draw_emojis.main(["--check"]) == 1
    assert "in: upside-down face\n" in capsys.readouterr().err


def test_the_check_names_what_differs(tiles):
    draw_emojis.compare(tiles)
    tiles[[5, 54], 10, 10] ^= 1
    with pytest.raises(EmojiError, match=r"in: upside-down face, pouting face$"):
        draw_emojis.compare(tiles)


def test_drawings_are_found_by_name_or_alias():
    icons = {
        "icons": {"sad-face": {"body": "<a/>"}, "enraged-face": {"body": "<b/>"}},
        "aliases": {"pouting-face": {"parent": "enraged-face"}},
    }
    assert draw_emojis.find_bodies(icons, ["pouting face", "sad face"]) == ["<b/>", "<a/>"]
    with pytest.raises(EmojiError, match="no drawing of 'glad face'"):
        draw_emojis.find_bodies(icons, ["glad face"])


def test_a_drawing_is_stretched_so_that_its_mouth_stands_out():
    pytest.importorskip("resvg_py", reason="the optional dependencies 'emojis' are not installed")
    face = draw_emojis.draw(FACE)
    assert face.shape == (20, 20)
    assert face[0, 0] == 0  # transparent, over black
    assert face[5, 10] == 255  # the yellow skin is above the stretched range
    assert (face[14:16, 6:14] < 80).all()
    np.testing.assert_array_equal(face, draw_emojis.draw(FACE))


def test_without_the_renderer_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(EmojiError, match=r'pip install -e "\.\[emojis\]"'):
        draw_emojis.draw(FACE)


def fake_npm(folder):
    folder.joinpath("npm").write_text(
        "#!/bin/sh\necho npm warn old >&2\necho npm error code E404 >&2\nexit 1\n"
    )
    folder.joinpath("npm").chmod(0o755)


@pytest.mark.parametrize(
    ("prepare", "arguments", "message"),
    [
        (lambda folder: None, [], "there is no npm to fetch"),
        (fake_npm, ["--check"], "npm could not fetch .*: npm error code E404"),
        (lambda folder: None, [__file__], "not the file of .*SHA-512"),
        (lambda folder: None, ["nowhere.tgz"], "nowhere.tgz"),
    ],
)
def test_a_package_that_cannot_be_had_is_told_in_a_line(
    tmp_path, monkeypatch, capsys, prepare, arguments, message
):
    prepare(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    before = EMOJI_SHEET.read_bytes()
    assert draw_emojis.main(arguments) == 1
    output = capsys.readouterr()
    assert re.search(message, output.err)
    assert output.err.count("\n") == 1
    assert EMOJI_SHEET.read_bytes() == before


def test_it_runs_as_a_program(monkeypatch, capsys):
    module = "tp5lib.datasets.draw_emojis"
    monkeypatch.setattr(sys, "argv", ["draw_emojis", "--check", "nowhere.tgz"])
    monkeypatch.delitem(sys.modules, module)
    with pytest.raises(SystemExit, match="1"):
        runpy.run_module(module, run_name="__main__")
    assert "nowhere.tgz" in capsys.readouterr().err
