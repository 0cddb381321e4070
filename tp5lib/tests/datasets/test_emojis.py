"""The emojis, and the drawing of their sheet."""

import re
import sys

import numpy as np
import pytest
from PIL import Image

from tp5lib import datasets, load_emojis
from tp5lib.datasets import draw_emojis as emojis
from tp5lib.datasets.draw_emojis import EmojiError
from tp5lib.report.notebooks import ROOT

FACE = (
    '<circle cx="18" cy="18" r="18" fill="#ffcc4d"/>'
    '<path fill="none" stroke="#664500" stroke-width="4" d="M7 27h22"/>'
)


@pytest.fixture(scope="module")
def faces():
    return load_emojis()


@pytest.fixture
def tiles(faces):
    return np.round(255 * faces.x).astype(np.uint8).reshape(-1, 20, 20)


def dark(image):
    """How many pixels of the upper and of the lower half are dark, within the face."""
    rows, columns = np.indices(image.shape) - 9.5
    inside = (image < 0.35) & (np.hypot(rows, columns) < 8)
    return inside[:10].sum(), inside[10:].sum()


def test_emojis_have_the_form_that_models_take(faces):
    assert faces.x.shape == (56, 400)
    assert faces.x.dtype == np.float64
    assert faces.shape == (20, 20)
    assert faces.x.min() == 0
    assert faces.x.max() == 1
    assert not faces.x.flags.writeable


def test_names_are_those_of_the_slides_in_their_order(faces):
    assert len(set(faces.names)) == 56
    assert [faces.names[place] for place in (0, 14, 15, 29, 30, 44, 45, 54, 55)] == [
        "grinning face",
        "face with tongue",
        "money-mouth face",
        "sleeping face",
        "face with thermometer",
        "astonished face",
        "pleading face",
        "pouting face",
        "smiling face with horns",
    ]


def test_each_name_has_its_own_picture(faces):
    smile, flipped = dark(faces["slightly smiling face"]), dark(faces["upside-down face"])
    assert smile[0] > smile[1]
    assert flipped[1] > flipped[0]
    assert dark(faces["face without mouth"])[1] < dark(faces["neutral face"])[1]
    assert dark(faces["smiling face with sunglasses"])[0] > 5 * smile[0]
    assert faces.names[faces.x.mean(axis=1).argmin()] == "pouting face"


def test_emojis_can_be_told_apart(faces):
    apart = np.abs(faces.x[:, None] - faces.x).mean(axis=-1) + np.eye(56)
    assert apart.min() > 0.01


def test_long_names_are_told_apart_too(faces):
    assert "grinning face, grinning squinting face, " in repr(faces)
    with pytest.raises(KeyError, match="melting face, winking face"):
        faces["frowning face"]


def test_the_sheet_is_small_and_has_its_licence_beside_it():
    assert datasets.EMOJI_SHEET.stat().st_size <= 100_000
    licence = (datasets.DATA / "emojis.LICENSE.txt").read_text(encoding="utf-8")
    for due in ("Twemoji", "Copyright", "creativecommons.org/licenses/by/4.0", emojis.PACKAGE):
        assert due in licence


def test_a_missing_or_damaged_sheet_is_named_with_what_writes_it(tmp_path, monkeypatch, tiles):
    path = tmp_path / "emojis.png"
    monkeypatch.setattr(datasets, "EMOJI_SHEET", path)
    with pytest.raises(FileNotFoundError, match=r"emojis\.png; python -m tp5lib\.emojis"):
        load_emojis()
    Image.fromarray(emojis.lay_out(tiles[1:])).save(path)
    with pytest.raises(ValueError, match=r"emojis\.png has 55 emojis, not 56; python -m"):
        load_emojis()


def test_the_sheet_is_written_or_only_checked(tmp_path, monkeypatch, capsys, faces, tiles):
    path = tmp_path / "emojis.png"
    icons = {name.replace(" ", "-"): {"body": place} for place, name in enumerate(faces.names)}
    monkeypatch.setattr(emojis, "fetch_package", bytes)
    monkeypatch.setattr(emojis, "read_icons", lambda _: {"icons": icons, "aliases": {}})
    monkeypatch.setattr(emojis, "draw", lambda place: tiles[place])
    monkeypatch.setattr(emojis, "EMOJI_SHEET", path)
    assert emojis.main(["--check"]) == 0
    assert not path.exists()
    assert emojis.main([]) == 0
    np.testing.assert_array_equal(Image.open(path), Image.open(datasets.EMOJI_SHEET))
    tiles[5] = 0
    assert emojis.main(["--check"]) == 1
    assert "in: upside-down face\n" in capsys.readouterr().err


def test_the_check_names_what_differs(tiles):
    emojis.compare(tiles)
    tiles[[5, 54], 10, 10] ^= 1
    with pytest.raises(EmojiError, match=r"in: upside-down face, pouting face$"):
        emojis.compare(tiles)


def test_drawings_are_found_by_name_or_alias():
    icons = {
        "icons": {"sad-face": {"body": "<a/>"}, "enraged-face": {"body": "<b/>"}},
        "aliases": {"pouting-face": {"parent": "enraged-face"}},
    }
    assert emojis.find_bodies(icons, ["pouting face", "sad face"]) == ["<b/>", "<a/>"]
    with pytest.raises(EmojiError, match="no drawing of 'glad face'"):
        emojis.find_bodies(icons, ["glad face"])


def test_a_drawing_is_stretched_so_that_its_mouth_stands_out():
    pytest.importorskip("resvg_py", reason="the optional dependencies 'emojis' are not installed")
    face = emojis.draw(FACE)
    assert face.shape == (20, 20)
    assert face[0, 0] == 0  # transparent, over black
    assert face[5, 10] == 255  # the yellow skin is above the stretched range
    assert (face[14:16, 6:14] < 80).all()
    np.testing.assert_array_equal(face, emojis.draw(FACE))


def test_without_the_renderer_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(EmojiError, match=r'pip install -e "\.\[emojis\]"'):
        emojis.draw(FACE)


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
        (lambda folder: None, [str(ROOT / "LICENSE")], "not the file of .*SHA-512"),
        (lambda folder: None, ["nowhere.tgz"], "nowhere.tgz"),
    ],
)
def test_a_package_that_cannot_be_had_is_told_in_a_line(
    tmp_path, monkeypatch, capsys, prepare, arguments, message
):
    prepare(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    before = datasets.EMOJI_SHEET.read_bytes()
    assert emojis.main(arguments) == 1
    output = capsys.readouterr()
    assert re.search(message, output.err)
    assert output.err.count("\n") == 1
    assert datasets.EMOJI_SHEET.read_bytes() == before
