"""Small notebooks, as they are after a run."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tp5lib.report.project import Project
from tp5lib.slides.content import read_slides

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
VERDICT = """Claim     Two is few, as one can see when one counts (slide 4 b,
          «Dos»)
Measured  ≈ 2
Seeds     5
Verdict   DOES NOT HOLD"""
QUESTION = """# Is two few?

**Notebook 1. Two** · slides 3 and 4

**Answer.** Yes, since it is less than *three*.

A remark."""


def prose(source, role="-", **slideshow):
    metadata = {"slideshow": {"slide_type": role, **slideshow}}
    return new_markdown_cell(source, metadata=metadata)


def code(role, *outputs, source="1", alt="a dot", **slideshow):
    metadata = {"slideshow": {"slide_type": role, **slideshow}, "alt": alt}
    return new_code_cell(source, metadata=metadata, outputs=list(outputs), execution_count=1)


def picture(kind="display_data", text="<Figure>"):
    return new_output(kind, {"image/png": PIXEL, "text/plain": text})


def text(said):
    return new_output("stream", name="stdout", text=said)


def opening():
    return prose(QUESTION, "slide", answers="Slides 3 and 4, «Uno», «Dos»")


def two(*cells):
    """A notebook of slides 3 and 4."""
    named = prose("**Slide 3, «Uno».**", "skip")
    return new_notebook(cells=[opening(), named, *cells])


def read(*cells, name="two"):
    """The slides of `two`, less the agenda and the closing slide."""
    slides = read_slides(two(*cells), name)
    return [slide for slide in slides if slide.kind not in ("agenda", "closing")]


@pytest.fixture
def project(tmp_path):
    """A project without notebooks."""
    (tmp_path / "notebooks" / "own").mkdir(parents=True)
    return Project(tmp_path)


@pytest.fixture
def save(project):
    """A function that writes a notebook of slides 3 and 4 to the project's, or elsewhere."""

    def save(name, *cells, folder=project.notebooks):
        nbformat.write(two(*cells), folder / name)
        return folder / name

    return save
