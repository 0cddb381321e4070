"""What notebooks say of themselves, the links between them, and what the README shows."""

import nbformat
import numpy as np
from nbformat.v4 import new_output
from PIL import Image

from tp5lib.report.animation import write_animation
from tp5lib.report.series import link_series, put_tables
from tp5lib.studies.verdicts import KEY
from tp5lib.tests.report.conftest import MARKS, code, prose

WET = {"slide": "6", "title": "El agua", "says": "Water is wet.", "why": "It drips."}
WET |= {"own": False, "outcome": "holds", "measured": "+0.1", "tests": [], "seeds": 10}
DRY = WET | {"slide": "18 a", "says": "Sand | dust is dry.", "own": True, "outcome": "undecided"}


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def test_a_new_notebook_is_linked_once_and_changes_its_neighbours_only(project, write):
    opening, end = "# A?\n\n**Notebook 1. A** · slides 3 to 7\n\nSo.", "End: [x](x.ipynb)"
    write("1_a.ipynb", prose("# A?\n\n**Notebook 1. A**"))
    paths = [write(f"{n}_a.ipynb", prose(opening), code("1"), prose(end)) for n in (2, 3)]
    link_series(project.series())
    before = paths[0].read_bytes()
    write("explore.ipynb")
    write("4_two_b.ipynb", code("1"))
    paths.append(write("5_c.ipynb", prose(opening), prose(f"{end}\n\n[old →](9_x.ipynb)")))
    for _ in range(2):
        link_series(project.series())
        assert paths[0].read_bytes() == before
        links = "[← 2. A](2_a.ipynb) · [4. Two b →](4_two_b.ipynb)"
        head = f"# A?\n\n**Notebook 3. A** · slides 3 to 7 · {links}\n\nSo."
        assert sources(paths[1]) == [head, "1", f"{end}\n\n{links}"]
        assert sources(paths[2])[-1] == (
            f"{end}\n\n[← 4. Two b](4_two_b.ipynb) · [explore →](explore.ipynb)"
        )
    # As far as there is prose to hold them.
    (one,), none = (sources(project.notebooks / name) for name in ("1_a.ipynb", "4_two_b.ipynb"))
    assert (one, none) == ("# A?\n\n**Notebook 1. A** · [2. A →](2_a.ipynb)", ["1"])


def test_only_what_stands_between_the_marks_is_replaced_by_a_row_a_slide(write):
    shown = code("1", "")
    for found in ([DRY, WET, WET | {"own": True}], [WET, DRY | {"slide": "18 b"}]):
        # A closing table says all again.
        data = {"text/plain": "told"}
        shown.outputs.append(new_output("execute_result", data, metadata={KEY: found}))
    opening = "# Is it | wet?\n\n**Notebook 7. Water, cold** · slides 6 to 39 · [8. B →](8_b.ipynb)"
    path = write("7_water.ipynb", prose(opening), shown)
    stale = MARKS.replace(" -->\n<!-- end", " -->\nstale\n<!-- end")
    new = put_tables(f"before\n{stale}after\n", [path])
    own = "Sand \\| dust is dry (ours): **undecided**."
    for line in (
        "| [7. Water, cold](notebooks/7_water.ipynb) | Is it \\| wet? | 6 to 39 |",
        "| [6][7] | Water is wet: holds. |",
        f"| [18][7] | a) {own} b) {own} |",
        "[7]: notebooks/7_water.ipynb",
    ):
        assert f"\n{line}\n" in new
    assert new.startswith("before\n<!-- notebooks -->\n\n|")
    assert new.endswith("\n\n<!-- end of verdicts -->\nafter\n")
    assert "stale" not in new
    assert put_tables(new, [path]) == new


def test_the_alphabet_unfolds_in_a_moving_picture(tmp_path):
    write_animation(tmp_path / "film.gif", epochs=30, frames=10)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames > 5
        assert film.info["loop"] == 0
        red, _, blue = np.asarray(film.convert("RGB")).astype(int).transpose(2, 0, 1)
    assert (red - blue).max() > 150  # what is wrong is seen in its colour
