"""Decks of notebooks without a script, by the slide types of their cells."""

import base64

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tp5lib.slides.own import read_slides
from tp5lib.tests.slides.conftest import PIXEL, WORDS


def prose(source, role, **content):
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": role}}, **content)


def read(*cells, path):
    return read_slides(new_notebook(cells=list(cells)), path / "mine.ipynb", WORDS["deck"]["en"])


def test_roles_decide_where_a_cell_stands(tmp_path):
    dot = new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"})
    first, *others = read(
        prose("# One", "slide"),
        new_code_cell("1 + 1", outputs=[dot], execution_count=1),
        prose("late", "fragment"),
        prose("for the speaker", "notes"),
        prose("left out", "skip"),
        prose("# Two", "subslide"),
        prose("# Three", "slide"),
        path=tmp_path,
    )
    assert "for the speaker" in first.notes[0]
    for shown in ("<h1", PIXEL, '<div class="fragment">'):
        assert shown in first.html
    assert "left out" not in first.html + "".join(first.notes)
    assert [slide.below for slide in (first, *others)] == [False, True, False]


def test_prose_is_as_it_is_in_jupyterlab(tmp_path):
    (tmp_path / "beside.png").write_bytes(base64.b64decode(PIXEL))
    pasted = {"pasted.png": {"image/png": PIXEL}}
    source = "## 2. Results\n\n![a](attachment:pasted.png)\n\n![b](beside.png)\n\n$$a = b$$"
    (slide,) = read(prose(source, "slide", attachments=pasted), path=tmp_path)
    assert "2. Results" in slide.html
    assert "<ol" not in slide.html
    assert slide.html.count(f"data:image/png;base64,{PIXEL}") == 2
    assert "$$a = b$$" in slide.html
