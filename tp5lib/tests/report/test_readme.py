"""What the README shows is what the notebooks put out, and a film of a training."""

import numpy as np
import pytest
from nbformat.v4 import new_output
from PIL import Image

from tp5lib.report.animation import unfolding, write_gif
from tp5lib.report.notebooks import ReportError
from tp5lib.report.readme import put_into, verdicts_table
from tp5lib.studies.verdicts import KEY
from tp5lib.tests.report.conftest import MARKS, code, prose

WET = {"slide": "6", "title": "El agua", "says": "Water is wet.", "why": "It drips."}
WET |= {"own": False, "outcome": "holds", "measured": "+0.1", "tests": [], "seeds": 10}
DRY = WET | {"slide": "18 a", "says": "Sand | dust is dry.", "own": True, "outcome": "undecided"}


@pytest.fixture
def notebook(write):
    shown = code("1", "")
    for found in (
        [DRY, WET, WET | {"own": True}],
        [WET, DRY | {"slide": "18 b"}],
    ):  # a closing table says all again
        data = {"text/plain": "told"}
        shown.outputs.append(new_output("execute_result", data, metadata={KEY: found}))
    opening = "# Is it | wet?\n\n**Notebook 7. Water** · slides 6 to 39"
    return write("7_water.ipynb", prose(opening), shown)


def test_the_table_has_a_row_a_slide(notebook):
    wet, dry, _, link = verdicts_table([notebook]).splitlines()[2:]
    assert wet == "| [6][7] | Water is wet: holds. |"
    assert link == "[7]: notebooks/7_water.ipynb"
    own = "Sand \\| dust is dry (ours): **undecided**."
    assert dry == f"| [18][7] | a) {own} b) {own} |"


def test_only_what_stands_between_the_marks_is_replaced(notebook):
    text = MARKS.replace(" -->\n<!-- end", " -->\nstale\n<!-- end")
    new = put_into(f"before\n{text}after\n", [notebook])
    assert new.startswith("before\n<!-- verdicts -->\n\n| slide |")
    assert "\n| [7. Water](notebooks/7_water.ipynb) | Is it \\| wet? | 6 to 39 |\n" in new
    assert new.endswith("|\n\n<!-- end of notebooks -->\nafter\n")
    assert "stale" not in new
    assert put_into(new, [notebook]) == new
    with pytest.raises(ReportError, match="no lines <!-- verdicts -->"):
        put_into("a README without marks", [notebook])


def test_the_alphabet_unfolds_in_a_moving_picture(letters, tmp_path):
    frames = unfolding(letters, epochs=30, frames=10)
    assert len({frame.tobytes() for frame in frames}) == len(frames) > 5
    write_gif(tmp_path / "film.gif", frames)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == len(frames)
        assert film.info["loop"] == 0
        red, _, blue = np.asarray(film.convert("RGB")).astype(int).transpose(2, 0, 1)
    assert (red - blue).max() > 150  # what is wrong is seen in its colour
