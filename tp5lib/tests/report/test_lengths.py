"""How long the notebooks may be that were written to be read in an hour."""

import ast
import statistics

import pytest

from tp5lib.report.notebooks import code_cells, pictures, printed, prose_cells, read_notebook
from tp5lib.report.project import Project

PROJECT = Project()
ONE, TWO, THREE, FOUR = PROJECT.series()[:4]
CONTROLS = [PROJECT.appendix / f"{number}_controls.ipynb" for number in (2, 3, 4)]
LIMITS = [(ONE, 1_600, 8), (TWO, 2_300, 12), (THREE, 2_600, 16), (FOUR, 2_900, 18)]
LIMITS += [(path, 1_500, 8) for path in CONTROLS]  # words, figures
SHORT = pytest.mark.parametrize("path", [path for path, *_ in LIMITS], ids=lambda path: path.stem)


@pytest.mark.parametrize(("path", "words", "figures"), LIMITS, ids=lambda x: getattr(x, "stem", x))
def test_it_is_short_and_prints_less_than_it_says(path, words, figures):
    notebook = read_notebook(path)
    said = sum(len(cell.source.split()) for cell in prose_cells(notebook))
    put_out = sum(len(printed(cell).split()) for cell in code_cells(notebook))
    assert said <= words
    assert put_out < said
    assert sum(len(pictures(cell)) for cell in code_cells(notebook)) <= figures


@SHORT
def test_its_cells_are_short(path):
    sources = [cell.source for cell in code_cells(read_notebook(path))]
    lines = [sum(bool(line.strip()) for line in source.splitlines()) for source in sources]
    assert statistics.median(lines) <= 6
    assert max(lines) <= 15
    names = [
        alias.asname or alias.name
        for node in ast.walk(ast.parse("\n\n".join(sources)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert len(names) <= 12


@pytest.mark.parametrize("path", PROJECT.series(), ids=lambda path: path.stem)
def test_it_opens_with_a_question_and_ends_with_what_was_learned_and_what_is_wrong(path):
    prose = [cell.source for cell in prose_cells(read_notebook(path))]
    assert prose[0].splitlines()[0].endswith("?")
    ending = "\n".join(prose[-2:])
    assert "## What we learned" in ending
    assert "## What is still wrong" in ending
    assert "\n".join(prose).count("\n## ") <= 10


@SHORT
def test_it_needs_no_network_to_be_read(path):
    assert not [cell.id for cell in prose_cells(read_notebook(path)) if "$" in cell.source]


@pytest.mark.parametrize(
    ("path", "slides"),
    [(ONE, range(3, 8)), (TWO, range(8, 19)), (THREE, range(20, 40)), (FOUR, range(40, 59))],
)
def test_every_slide_has_its_heading_in_its_order(path, slides):
    lines = "\n".join(cell.source for cell in prose_cells(read_notebook(path))).splitlines()
    headings = [line for line in lines if line.startswith("### Slide ")]
    assert [int(line.split()[2].strip(",")) for line in headings] == list(slides)
    assert all("«" in line for line in headings)
