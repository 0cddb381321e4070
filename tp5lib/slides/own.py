"""A deck of a notebook without a script, by the slide types of its cells, as nbconvert has it."""

import nbformat
from nbconvert import HTMLExporter

from tp5lib.report.words import words_of
from tp5lib.slides.slide import Slide, SlidesError

_STARTS, _OTHERS = ("slide", "subslide"), ("-", "", "fragment", "notes", "skip")


def has_slides(notebook):
    """Say whether any cell of a notebook begins a slide."""
    return any(_role(cell) in _STARTS for cell in notebook.cells)


def read_slides(notebook, path):
    """Return the slides of an executed notebook.

    Pictures that its prose shows lie beside its file at `path`. Raises SlidesError if no cell
    begins a slide, or one has another slide type than there are.
    """
    if not has_slides(notebook):
        raise SlidesError(
            f"{path.stem} has neither a script nor slides: give its cells slide types, "
            "as `python -m pydoc tp5lib.slides` explains"
        )
    bare = {f"exclude_{what}": True for what in ("anchor_links", "input_prompt", "output_prompt")}
    exporter = HTMLExporter(template_name="basic", embed_images=True, **bare)
    exporter.log.setLevel("ERROR")
    slides, resources = [], {"metadata": {"path": str(path.parent)}}
    for cell in notebook.cells:
        role = _role(cell)
        if role not in (*_STARTS, *_OTHERS):
            raise SlidesError(f"{path.stem} has a cell of the slide type {role!r}")
        if role in _STARTS or not slides:
            key, below = f"{path.stem}-{len(slides) + 1}", role == "subslide"
            slides.append(Slide(key, "cells", below=below, words=words_of(notebook)))
        if role == "skip":
            continue
        alone = nbformat.v4.new_notebook(cells=[cell], metadata=notebook.metadata)
        html, _ = exporter.from_notebook_node(alone, resources)
        if role == "notes":
            slides[-1].notes = [*slides[-1].notes, html]
        else:
            slides[-1].html += f'<div class="{role.strip("-")}">{html}</div>'
    return [slide for slide in slides if slide.html]


def _role(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")
