"""A deck of a notebook without a script, by the slide types of its cells, as nbconvert has it."""

import nbformat
from nbconvert import HTMLExporter

from tp5lib.slides.slide import Slide, SlidesError

_STARTS = ("slide", "subslide")


def has_slides(notebook):
    """Say whether any cell of a notebook begins a slide."""
    return any(_role(cell) in _STARTS for cell in notebook.cells)


def read_slides(notebook, path, words):
    """Return the slides of an executed notebook; raises SlidesError if no cell begins one."""
    if not has_slides(notebook):
        advice = "give its cells slide types, as `python -m pydoc tp5lib.slides` explains"
        raise SlidesError(f"{path.stem} has neither a script nor slides: {advice}")
    bare = {f"exclude_{what}": True for what in ("anchor_links", "input_prompt", "output_prompt")}
    exporter = HTMLExporter(template_name="basic", embed_images=True, **bare)
    exporter.log.setLevel("ERROR")
    slides, beside = [], {"metadata": {"path": str(path.parent)}}
    for cell in notebook.cells:
        role = _role(cell)
        if role in _STARTS or not slides:
            key, below = f"{path.stem}-{len(slides) + 1}", role == "subslide"
            slides.append(Slide(key, "own", words, below=below))
        if role == "skip":
            continue
        alone = nbformat.v4.new_notebook(cells=[cell], metadata=notebook.metadata)
        html, _ = exporter.from_notebook_node(alone, beside)
        if role == "notes":
            slides[-1].notes = [*slides[-1].notes, html]
        else:
            slides[-1].html += f'<div class="{role.strip("-")}">{html}</div>'
    return [slide for slide in slides if slide.html]


def _role(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")
