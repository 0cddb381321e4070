"""The emojis, and the script that draws their sheet."""

import importlib.util

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis
from tp5lib.datasets import emojis
from tp5lib.datasets.emojis import EMOJI_NAMES, EMOJI_SHEET


@pytest.fixture
def script():
    """The script that draws the emojis, as a module."""
    path = EMOJI_SHEET.parent / "drawing" / "draw_emojis.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_emojis_have_the_form_that_models_take_and_the_names_of_the_slides():
    faces = load_emojis()
    assert (faces.x.shape, faces.x.dtype, faces.shape) == ((56, 400), np.float64, (20, 20))
    assert (faces.x.min(), faces.x.max()) == (0, 1)
    apart = np.abs(faces.x[:, None] - faces.x).mean(axis=-1) + np.eye(56)
    assert apart.min() > 0.01
    places = {"grinning face": 0, "money-mouth face": 15, "smiling face with horns": 55}
    assert {name: faces.index(name) for name in places} == places
    assert faces.names[faces.x.mean(axis=1).argmin()] == "pouting face"


def test_the_sheet_is_small_and_has_its_licence_beside_it(script):
    assert EMOJI_SHEET.stat().st_size <= 100_000
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


def test_the_sheet_is_written_or_only_checked(script, tmp_path, monkeypatch, capsys):
    tiles = np.round(255 * load_emojis().x).astype(np.uint8).reshape(-1, 20, 20)
    icons = {name.replace(" ", "-"): {"body": place} for place, name in enumerate(EMOJI_NAMES)}
    aliases = {"pouting-face": {"parent": "enraged-face"}}
    icons["enraged-face"] = icons.pop("pouting-face")
    path, pack = tmp_path / "emojis.png", {"icons": icons, "aliases": aliases}
    monkeypatch.setattr(script, "fetch_package", bytes)
    monkeypatch.setattr(script, "read_icons", lambda _: pack)
    monkeypatch.setattr(script, "draw", lambda place: tiles[place])
    monkeypatch.setattr(script, "EMOJI_SHEET", path)
    assert script.main(["--check"]) == 0
    assert not path.exists()
    assert script.main([]) == 0
    np.testing.assert_array_equal(Image.open(path), Image.open(EMOJI_SHEET))
    tiles[5] = 0
    assert script.main(["--check"]) == 1
    assert "in: upside-down face\n" in capsys.readouterr().err
    aliases.clear()
    assert script.main([]) == 1
    assert "no drawing of 'pouting face'" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setenv("PATH", "")
    for package, why in (([], "npm"), ([__file__], "SHA-512"), (["no.tgz"], "no.tgz")):
        assert script.main(package) == 1
        assert why in capsys.readouterr().err
