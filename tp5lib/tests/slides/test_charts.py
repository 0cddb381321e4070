"""Charts in the language of a deck."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tp5lib.report.notebooks import pictures, write_notebook
from tp5lib.slides import charts
from tp5lib.slides.charts import notebook_in, translated
from tp5lib.slides.slide import SlidesError

DRAW = """import matplotlib.pyplot as plt
_, ax = plt.subplots(figsize=(1, 1))
_ = ax.set(xlabel="dots of 3 seeds", xticks=[0], xticklabels=["{last}"])"""


def test_a_number_stands_where_it_stood():
    table = {"dots": "puntos", "slide {}: {}": "diapositiva {}: {}"}
    said = ["dots", "slide 16: 0.5", "16", "other"]
    told = ["puntos", "diapositiva 16: 0.5", "16", "other"]
    assert [translated(text, table) for text in said] == told


@pytest.mark.program
def test_a_notebook_is_run_once_a_table_and_stays_as_it_is(tmp_path, monkeypatch):
    path, kept = tmp_path / "a.ipynb", tmp_path / "kept" / "a.ipynb"
    cells = [new_code_cell(DRAW.format(last=last), id=last) for last in ("first", "other")]
    write_notebook(path, new_notebook(cells=[new_code_cell("", id="empty"), *cells]))
    before, table = path.read_bytes(), {"dots of {} seeds": "{} semillas", "first": "primero"}
    notebook = notebook_in(path, table, kept, {"first"})
    assert [cell.id for cell in notebook.cells] == ["empty", "first", "other"]
    assert all(pictures(cell) for cell in notebook.cells[1:])
    assert path.read_bytes() == before
    monkeypatch.setattr(charts, "execute", None)
    with pytest.raises(SlidesError, match=r"lack, for a\.ipynb:\nother$"):  # the same run tells it
        notebook_in(path, table, kept, {"first", "other"})
    with pytest.raises(TypeError):  # another table, another run
        notebook_in(path, table | {"other": "otro"}, kept, {"first"})
