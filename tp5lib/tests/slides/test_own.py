"""Decks of notebooks without a script, by the slide types of their cells."""

import base64

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tp5lib.slides.own import read_slides
from tp5lib.tests.slides.conftest import PIXEL, WORDS


def prose(source, role, **content):
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": role}}, **content)


def test_roles_decide_where_a_cell_stands_and_prose_is_as_in_jupyterlab(tmp_path):
    (tmp_path / "beside.png").write_bytes(base64.b64decode(PIXEL))
    pasted = {"pasted.png": {"image/png": PIXEL}}
    dot = new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"})
    cells = [
        prose("## 2. Results", "slide"),
        prose("![a](attachment:pasted.png)\n\n![b](beside.png)", "-", attachments=pasted),
        new_code_cell("1 + 1", outputs=[dot], execution_count=1),
        prose("$$a = b$$", "fragment"),
        prose("for the speaker", "notes"),
        prose("left out", "skip"),
        prose("# Two", "subslide"),
        prose("# Three", "slide"),
    ]
    slides = read_slides(new_notebook(cells=cells), tmp_path / "mine.ipynb", WORDS["deck"]["en"])
    assert [slide.below for slide in slides] == [False, True, False]
    html, notes = slides[0].html, slides[0].notes
    assert html.count(f"data:image/png;base64,{PIXEL}") == 3
    assert "2. Results" in html
    assert "<ol" not in html
    assert "$$a = b$$" in html.partition('<div class="fragment">')[2]
    assert "for the speaker" in notes[0]
    assert "left out" not in html + "".join(notes)
