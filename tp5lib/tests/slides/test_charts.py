"""Charts in the language of a deck."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tp5lib.report.notebooks import pictures, write_notebook
from tp5lib.slides.charts import notebook_in, translated
from tp5lib.slides.slide import SlidesError

DRAW = """import matplotlib.pyplot as plt
_, ax = plt.subplots(figsize=(1, 1))
_ = ax.set(xlabel="dots of 3 seeds", xticks=[0], xticklabels=["{last}"])"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dots", "puntos"),
        ("slide 16: 0.5", "diapositiva 16: 0.5"),
        ("16", "16"),
        ("other", "other"),
    ],
)
def test_a_number_stands_where_it_stood(text, told):
    table = {"dots": "puntos", "slide {}: {}": "diapositiva {}: {}"}
    assert translated(text, table) == told


def test_a_notebook_is_run_once_a_table_and_stays_as_it_is(tmp_path):
    path, kept, lines = tmp_path / "a.ipynb", tmp_path / "kept" / "a.ipynb", []
    cells = [new_code_cell(DRAW.format(last=last), id=last) for last in ("first", "other")]
    write_notebook(path, new_notebook(cells=[new_code_cell("", id="empty"), *cells]))
    before, table = path.read_bytes(), {"dots of {} seeds": "puntos de {} semillas"}
    with pytest.raises(SlidesError, match=r"lack, for a\.ipynb:\nfirst$"):
        notebook_in(path, table, kept, {"first"}, lines.append)
    ran = len(lines)
    with pytest.raises(SlidesError, match=r"\nother$"):  # the same run tells it
        notebook_in(path, table, kept, {"other"}, lines.append)
    assert len(lines) == ran
    table |= {"first": "primero", "other": "otro"}
    notebook = notebook_in(path, table, kept, {"first", "other"}, lines.append)
    assert len(lines) > ran
    assert [cell.id for cell in notebook.cells] == ["empty", "first", "other"]
    assert all(pictures(cell) for cell in notebook.cells[1:])
    assert path.read_bytes() == before
