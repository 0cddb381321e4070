"""A small notebook as it is after a run, its script, and a browser that says what went wrong."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tp5lib.report.project import Project
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.script import load
from tp5lib.slides.slide import SlidesError
from tp5lib.studies.verdicts import KEY
from tp5lib.tests.browser import opened

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
WORDS = load(Project().notebooks / "decks" / "words.toml") | {
    "terms": {"seed": {"en": "seeds?", "es": "semillas?"}},
    "cards": {"rate": {"en": "LR", "es": "LR"}, "fixed": {"en": "fixed", "es": "fijo"}},
    "criteria": {"Two is less than three.": "Dos es menos que tres."},
    "charts": {"dots": "puntos"},
}
JUDGED = {
    **{"slide": "4", "title": "Dos", "says": "Two is few.", "why": "Two is less than three."},
    **{"own": False, "outcome": "does not hold", "measured": "2 dots (1 to 3)", "seeds": 5},
    "tests": ["count(dots) = 2.5 (1 to 3); wanted 0 to 1: missed"],
}


def entry(name, **told):
    """An entry of a script: texts that a test does not care about, and those that are told."""
    spoken = {"say": "word " * 60, "ask": "Why?", "answer": "So."}
    texts = {"title": "A title"} | ({} if told.get("below") else spoken)
    return {"id": name} | {key: {"en": text, "es": text} for key, text in texts.items()} | told


def script(*entries, **tables):
    """A script of at least ten slides in its row."""
    others = [entry(f"other-{place}") for place in range(10)]
    return {"given": {}, "numbers": {}, "originals": {}, **tables, "slide": [*entries, *others]}


def write(path, content):
    """Write a script as TOML, whose inline tables are JSON with another sign."""
    signs = {"separators": (", ", " = "), "ensure_ascii": False}
    lines = [f"{key} = {json.dumps(value, **signs)}" for key, value in content.items()]
    path.write_text("\n".join(lines), encoding="utf-8")


def notebook():
    """A notebook with a picture, a verdict and what it printed."""
    dot = new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"})
    said = new_output("stream", name="stdout", text="| dots   | 1,234 | 0.50 |\nall: -3 of 7")
    judged = new_output("display_data", {"text/plain": "2 dots"}, metadata={KEY: [JUDGED]})
    outputs = {"dot": dot, "printed": said, "judged": judged}
    cells = [
        new_code_cell("1", id=name, outputs=[output], execution_count=1)
        for name, output in outputs.items()
    ]
    cells[0].metadata["alt"] = "a dot"
    return new_notebook(cells=cells)


@pytest.fixture
def project(tmp_path):
    """A project with the folders that decks are made from."""
    for folder in ("own", "decks"):
        (tmp_path / "notebooks" / folder).mkdir(parents=True)
    return Project(tmp_path)


@pytest.fixture
def save(project):
    """A function that writes a notebook and a script of it."""

    def save(name, *entries):
        folder = project.notebooks / "decks"
        write(folder / f"{name[0]}.toml", script(*entries))
        write(folder / "words.toml", WORDS)
        nbformat.write(notebook(), project.notebooks / name)

    return save


@pytest.fixture(scope="session")
def libraries():
    try:
        return fetch_libraries(Project().decks / "libraries")
    except SlidesError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def visit(browser):
    """A function that opens a deck, and checks at the end that all was well."""

    def visit(deck, ready="window.Reveal && Reveal.isReady()", **settings):
        size = {"width": 1280, "height": 720}
        return opened(browser, deck.as_uri(), ready, viewport=size, **settings)

    return visit
