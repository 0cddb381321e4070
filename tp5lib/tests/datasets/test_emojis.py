"""The emojis."""

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis
from tp5lib.datasets import emojis


@pytest.fixture(scope="module")
def faces():
    return load_emojis()


def dark(image):
    """How many pixels of the upper and of the lower half are dark, within the face."""
    rows, columns = np.indices(image.shape) - 9.5
    inside = (image < 0.35) & (np.hypot(rows, columns) < 8)
    return inside[:10].sum(), inside[10:].sum()


def test_emojis_have_the_form_that_models_take(faces):
    assert (faces.x.shape, faces.x.dtype, faces.shape) == ((56, 400), np.float64, (20, 20))
    assert (faces.x.min(), faces.x.max()) == (0, 1)
    apart = np.abs(faces.x[:, None] - faces.x).mean(axis=-1) + np.eye(56)
    assert apart.min() > 0.01


def test_names_are_those_of_the_slides_in_their_order(faces):
    places = {"grinning face": 0, "money-mouth face": 15, "face with thermometer": 30}
    places |= {"astonished face": 44, "pouting face": 54, "smiling face with horns": 55}
    assert {name: faces.index(name) for name in places} == places


def test_each_name_has_its_own_picture(faces):
    smile, flipped = dark(faces["slightly smiling face"]), dark(faces["upside-down face"])
    assert smile[0] > smile[1]
    assert flipped[1] > flipped[0]
    assert dark(faces["face without mouth"])[1] < dark(faces["neutral face"])[1]
    assert dark(faces["smiling face with sunglasses"])[0] > 5 * smile[0]
    assert faces.names[faces.x.mean(axis=1).argmin()] == "pouting face"


def test_long_names_are_told_apart_too(faces):
    assert "grinning face, grinning squinting face, " in repr(faces)
    with pytest.raises(KeyError, match="melting face, winking face"):
        faces["frowning face"]


def test_the_sheet_is_small_and_has_its_licence_beside_it(script):
    assert emojis.EMOJI_SHEET.stat().st_size <= 100_000
    licence = emojis.EMOJI_SHEET.with_name("emojis.LICENSE.txt").read_text(encoding="utf-8")
    for due in ("Twemoji", "Copyright", "creativecommons.org/licenses/by/4.0", script.PACKAGE):
        assert due in licence


def test_a_missing_or_damaged_sheet_is_named_with_what_writes_it(tmp_path, monkeypatch):
    path = tmp_path / "emojis.png"
    monkeypatch.setattr(emojis, "EMOJI_SHEET", path)
    for content, error in ((None, FileNotFoundError), (b"no picture", ValueError)):
        if content:
            path.write_bytes(content)
        with pytest.raises(error, match=r"emojis\.png.*python data/drawing/draw_emojis\.py writes"):
            load_emojis()
    Image.fromarray(np.eye(20, 40, dtype=np.uint8)).save(path)
    with pytest.raises(ValueError, match=r"56.*draw_emojis"):
        load_emojis()
