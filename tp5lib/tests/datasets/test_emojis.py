"""The emojis."""

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis
from tp5lib.datasets import emojis


@pytest.fixture(scope="module")
def faces():
    return load_emojis()


def test_emojis_have_the_form_that_models_take(faces):
    assert (faces.x.shape, faces.x.dtype, faces.shape) == ((56, 400), np.float64, (20, 20))
    assert (faces.x.min(), faces.x.max()) == (0, 1)
    apart = np.abs(faces.x[:, None] - faces.x).mean(axis=-1) + np.eye(56)
    assert apart.min() > 0.01


def test_names_are_those_of_the_slides_in_their_order(faces):
    places = {"grinning face": 0, "money-mouth face": 15, "face with thermometer": 30}
    places |= {"astonished face": 44, "pouting face": 54, "smiling face with horns": 55}
    assert {name: faces.index(name) for name in places} == places
    assert faces.names[faces.x.mean(axis=1).argmin()] == "pouting face"


def test_the_sheet_is_small_and_has_its_licence_beside_it(script):
    assert emojis.EMOJI_SHEET.stat().st_size <= 100_000
    licence = emojis.EMOJI_SHEET.with_name("emojis.LICENSE.txt").read_text(encoding="utf-8")
    for due in ("Twemoji", "Copyright", "creativecommons.org/licenses/by/4.0", script.PACKAGE):
        assert due in licence


def test_a_missing_or_damaged_sheet_is_named_with_what_writes_it(tmp_path, monkeypatch):
    path = tmp_path / "emojis.png"
    monkeypatch.setattr(emojis, "EMOJI_SHEET", path)
    with pytest.raises(FileNotFoundError, match=r"python data/drawing/draw_emojis\.py writes"):
        load_emojis()
    Image.fromarray(np.eye(20, 40, dtype=np.uint8)).save(path)
    with pytest.raises(ValueError, match=r"56.*draw_emojis"):
        load_emojis()
