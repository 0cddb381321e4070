"""The drawing of the emojis' sheet."""

import re

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis
from tp5lib.datasets.emojis import EMOJI_NAMES, EMOJI_SHEET


@pytest.fixture
def tiles():
    return np.round(255 * load_emojis().x).astype(np.uint8).reshape(-1, 20, 20)


def test_the_sheet_is_written_or_only_checked(script, tmp_path, monkeypatch, capsys, tiles):
    path = tmp_path / "emojis.png"
    icons = {name.replace(" ", "-"): {"body": place} for place, name in enumerate(EMOJI_NAMES)}
    monkeypatch.setattr(script, "fetch_package", bytes)
    monkeypatch.setattr(script, "read_icons", lambda _: {"icons": icons, "aliases": {}})
    monkeypatch.setattr(script, "draw", lambda place: tiles[place])
    monkeypatch.setattr(script, "EMOJI_SHEET", path)
    assert script.main(["--check"]) == 0
    assert not path.exists()
    assert script.main([]) == 0
    np.testing.assert_array_equal(Image.open(path), Image.open(EMOJI_SHEET))
    tiles[5] = 0
    assert script.main(["--check"]) == 1
    assert "in: upside-down face\n" in capsys.readouterr().err


def test_drawings_are_found_by_name_or_alias(script):
    icons = {
        "icons": {"sad-face": {"body": "<a/>"}, "enraged-face": {"body": "<b/>"}},
        "aliases": {"pouting-face": {"parent": "enraged-face"}},
    }
    assert script.find_bodies(icons, ["pouting face", "sad face"]) == ["<b/>", "<a/>"]
    with pytest.raises(script.EmojiError, match="no drawing of 'glad face'"):
        script.find_bodies(icons, ["glad face"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "there is no npm to fetch"),
        ([__file__], "not the file of .*SHA-512"),
        (["nowhere.tgz"], "nowhere.tgz"),
    ],
)
def test_a_package_that_cannot_be_had_is_told_in_a_line(
    script, monkeypatch, capsys, arguments, message
):
    monkeypatch.setenv("PATH", "")
    before = EMOJI_SHEET.read_bytes()
    assert script.main(arguments) == 1
    output = capsys.readouterr()
    assert re.search(message, output.err)
    assert output.err.count("\n") == 1
    assert EMOJI_SHEET.read_bytes() == before
