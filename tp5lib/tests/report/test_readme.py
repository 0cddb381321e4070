"""What the README shows is what the notebooks printed, and what the explorers show."""

import numpy as np
import pytest
from nbformat.v4 import new_output
from PIL import Image

from tp5lib import Autoencoder
from tp5lib.evaluation.claims import Claim
from tp5lib.explorers import LatentPoint
from tp5lib.report.animation import film, unfolding, write_gif
from tp5lib.report.notebooks import ReportError
from tp5lib.report.readme import put_into, verdicts_table
from tp5lib.studies.verdicts import KEY
from tp5lib.tests.report.conftest import MARKS, code, prose

WET = Claim("Water is wet.", "6, «El agua»", holds_if="it drips", fails_if="it goes", seeds=20)
LONG = Claim(
    "A claim so long that it does not fit on one line of what is printed, as some of them are",
    "39 d, our answer to its open questions",
    holds_if="it wraps",
    fails_if="it does not",
    seeds=5,
    own=True,
    after_a_look=True,
)


@pytest.fixture
def notebook(write):
    opening = "# Is it | wet?\n\n**Notebook 7. Water** · slides 6 to 39"
    verdicts = [
        WET.judge(range(20), holds=True, fails=False, measured="≈ 3 drops", under="in summer"),
        WET.judge(range(20), holds=False, fails=True, measured="≈ 0 drops", under="in winter"),
        LONG.judge(range(5), holds=False, fails=True, measured="twice " * 40, confirmed=False),
    ]
    judged = [code("1", f"a line before\n{verdict}\n\nand one after\n") for verdict in verdicts]
    return write("7_water.ipynb", prose(opening), code("1", f"{WET}\n{LONG}"), *judged)


def test_the_table_has_a_line_a_claim(notebook):
    lines = verdicts_table([notebook]).splitlines()
    assert len(lines) == 2 + 2
    assert lines[2].startswith("| [7](notebooks/7_water.ipynb) | 6 | Water is wet |")
    assert lines[2].endswith("| 20 | in summer: holds; in winter: **does not hold** |")
    assert lines[3].startswith("| [7](notebooks/7_water.ipynb) | 39 d | A claim so long")
    remarks = "our own claim; criteria set after a look at results; not confirmed on fresh seeds"
    assert f"as some of them are ({remarks}) |" in lines[3]
    assert lines[3].endswith("| 5 | **does not hold** |")


def test_only_what_stands_between_the_marks_is_replaced(notebook):
    text = MARKS.replace(" -->\n<!-- end", " -->\nstale\n<!-- end")
    new = put_into(f"before\n{text}after\n", [notebook])
    assert new.startswith("before\n<!-- verdicts -->\n\n| notebook |")
    assert "\n| [7. Water](notebooks/7_water.ipynb) | Is it \\| wet? | 6 to 39 |\n" in new
    assert new.endswith("|\n\n<!-- end of notebooks -->\nafter\n")
    assert "stale" not in new
    assert put_into(new, [notebook]) == new
    with pytest.raises(ReportError, match="no lines <!-- verdicts -->"):
        put_into("a README without marks", [notebook])


def is_orange(image):
    """Whether the point is seen in its colour."""
    red, _, blue = np.asarray(image.convert("RGB")).astype(int).transpose(2, 0, 1)
    return (red - blue).max() > 150


def test_a_film_shows_what_the_explorer_shows(tmp_path, letters):
    explorer = LatentPoint(Autoencoder([35, 4, 2, 4, 35]), letters)
    path = {"z1": [explorer.z1.min, explorer.z1.max, explorer.z1.min], "z2": [0, 0, 0]}
    frames = film(explorer, path, width=300)
    assert is_orange(frames[0])
    assert frames[0].width == 300
    assert np.array_equal(frames[0], frames[2])
    assert not np.array_equal(frames[0], frames[1])
    write_gif(tmp_path / "film.gif", frames)
    with Image.open(tmp_path / "film.gif") as film_again:
        assert film_again.n_frames == 3
        assert film_again.info["loop"] == 0
        assert is_orange(film_again)


def test_the_alphabet_unfolds(letters):
    frames = unfolding(letters, epochs=30, frames=25)
    assert len({frame.tobytes() for frame in frames}) == 25
    with pytest.raises(ValueError, match="frames must be at most one more than epochs, 5"):
        unfolding(letters, epochs=5, frames=7)


def test_verdicts_are_read_from_the_data_beside_them(write):
    one = {"slide": "6", "title": "El mejor", "says": "It is the best.", "why": "It is better."}
    one |= {"own": True, "outcome": "undecided", "measured": "+0.1", "tests": [], "seeds": 10}
    shown = code("1", "Slide 6: It is the best.")
    shown.outputs[0] = new_output(
        "execute_result",
        {"text/plain": "Slide 6: It is the best."},
        metadata={KEY: [one, one | {"slide": "7", "own": False, "outcome": "holds"}]},
    )
    path = write("7_water.ipynb", prose("# Is it?\n\n**Notebook 7. Water** · slide 6"), shown)
    *_, best, seven = verdicts_table([path]).splitlines()
    link = "| [7](notebooks/7_water.ipynb) |"
    assert best == f"{link} 6 | It is the best (our own claim) | 10 | **undecided** |"
    assert seven == f"{link} 7 | It is the best | 10 | holds |"
