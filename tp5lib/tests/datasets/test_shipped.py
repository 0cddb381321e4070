"""The images that the project brings, and the script that draws the sheet of emojis."""

import importlib

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis, load_letters
from tp5lib.datasets import emojis
from tp5lib.datasets.emojis import EMOJI_NAMES, EMOJI_SHEET
from tp5lib.datasets.letters import load_digits
from tp5lib.evaluation.metrics import nearest_patterns

ROWS = "\n".join(["....."] * 7)


@pytest.fixture
def script(monkeypatch):
    """The script that draws the emojis, as a module."""
    monkeypatch.syspath_prepend(EMOJI_SHEET.parent / "drawing")
    return importlib.import_module("draw_emojis")


def test_the_digits_are_no_letters_and_the_three_is_that_of_slide_16(letters):
    digits = load_digits()
    assert list(letters.names) == [*map(chr, range(0x60, 0x7F)), "DEL"]
    assert list(digits.names) == list("0123456789")
    three = digits["3"] @ [16, 8, 4, 2, 1]
    assert three.tolist() == [0x0E, 0x11, 0x01, 0x06, 0x01, 0x11, 0x0E]
    assert (nearest_patterns(digits.x, letters.x)[1] > 2).all()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "no letter"),
        ("#....", "line 1"),
        (f"letter a\n{ROWS}\n......", "line 9"),
        (f"letter a\n{ROWS[:-1]}x", "line 8"),
        (f"letter a\n{ROWS}\nletter b\n.....", "line 11"),
        (f"letter a\n{ROWS}\nletter a\n{ROWS}", "line 9"),
    ],
)
def test_a_bad_file_of_letters_is_named_with_its_line(write, content, where):
    with pytest.raises(ValueError, match=rf"mine\.txt.* {where}"):
        load_letters(write(content, "mine.txt"))


def test_emojis_have_the_form_that_models_take_and_a_licence_beside_them(script):
    faces = load_emojis()
    assert (faces.x.shape, faces.x.dtype, faces.shape) == ((56, 400), np.float64, (20, 20))
    assert (faces.x.min(), faces.x.max()) == (0, 1)
    apart = np.abs(faces.x[:, None] - faces.x).mean(axis=-1) + np.eye(56)
    assert apart.min() > 0.01
    assert faces.names[faces.x.mean(axis=1).argmin()] == "pouting face"
    licence = EMOJI_SHEET.with_name("emojis.LICENSE.txt").read_text(encoding="utf-8")
    for due in ("Twemoji", "Copyright", "creativecommons.org/licenses/by/4.0", script.PACKAGE):
        assert due in licence


def test_a_missing_or_damaged_sheet_is_named_with_what_writes_it(tmp_path, monkeypatch):
    path = tmp_path / "emojis.png"
    monkeypatch.setattr(emojis, "EMOJI_SHEET", path)
    with pytest.raises(FileNotFoundError, match=r"python data/drawing/draw_emojis\.py"):
        load_emojis()
    Image.fromarray(np.eye(20, 40, dtype=np.uint8)).save(path)
    with pytest.raises(ValueError, match="draw_emojis"):
        load_emojis()


def test_the_sheet_is_that_of_the_drawings_by_their_names(script, tmp_path, monkeypatch, capsys):
    tiles = np.round(255 * load_emojis().x).astype(np.uint8).reshape(-1, 20, 20)
    icons = {name.replace(" ", "-"): {"body": place} for place, name in enumerate(EMOJI_NAMES)}
    aliases = {"pouting-face": {"parent": "enraged-face"}}
    icons["enraged-face"] = icons.pop("pouting-face")
    path, pack = tmp_path / "emojis.png", {"icons": icons, "aliases": aliases}
    monkeypatch.setattr(script, "fetch_package", bytes)
    monkeypatch.setattr(script, "read_icons", lambda _: pack)
    monkeypatch.setattr(script, "draw", lambda place: tiles[place])
    monkeypatch.setattr(script, "EMOJI_SHEET", path)
    assert script.main([]) == 0
    np.testing.assert_array_equal(Image.open(path), Image.open(EMOJI_SHEET))
    aliases.clear()
    assert script.main([]) == 1
    assert "no drawing of 'pouting face'" in capsys.readouterr().err


def test_only_the_pinned_package_is_drawn(script, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    for package, why in (([], "npm"), ([__file__], "SHA-512"), (["no.tgz"], "no.tgz")):
        assert script.main(package) == 1
        assert why in capsys.readouterr().err
