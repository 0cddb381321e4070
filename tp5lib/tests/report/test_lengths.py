"""How long the notebooks may be that were written to be read in an hour."""

import ast
import re
import statistics

import pytest

from tp5lib.report.notebooks import code_cells, pictures, printed, prose_cells, read_notebook
from tp5lib.report.project import Project
from tp5lib.report.series import read_entry

PROJECT = Project()
ONE, TWO, THREE, FOUR = PROJECT.series()[:4]
CONTROLS = [PROJECT.appendix / f"{number}_controls.ipynb" for number in (2, 3, 4)]
LIMITS = [(ONE, 1_600, 8), (TWO, 2_300, 12), (THREE, 2_600, 16), (FOUR, 2_900, 18)]
LIMITS += [(path, 1_500, 8) for path in CONTROLS]  # words, figures


@pytest.mark.parametrize(("path", "words", "figures"), LIMITS, ids=lambda x: getattr(x, "stem", x))
def test_it_is_short_in_its_cells_too_and_prints_less_than_it_says(path, words, figures):
    notebook = read_notebook(path)
    cells, prose = code_cells(notebook), [cell.source for cell in prose_cells(notebook)]
    said = sum(len(text.split()) for text in prose)
    assert said <= words
    assert sum(len(printed(cell).split()) for cell in cells) < said
    assert sum(len(pictures(cell)) for cell in cells) <= figures
    assert "$" not in "".join(prose)  # formulas need the network to be read
    lines = [sum(bool(line.strip()) for line in cell.source.splitlines()) for cell in cells]
    assert statistics.median(lines) <= 6
    assert max(lines) <= 15
    tree = ast.parse("\n\n".join(cell.source for cell in cells))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert sum(len(node.names) for node in imports) <= 12


@pytest.mark.parametrize("path", [ONE, TWO, THREE, FOUR], ids=lambda path: path.stem)
def test_it_goes_from_a_question_along_its_slides_to_what_was_learned_and_what_is_wrong(path):
    prose = [cell.source for cell in prose_cells(read_notebook(path))]
    _, question, slides = read_entry(path)
    assert question.endswith("?")
    first, last = map(int, slides.split(" to "))
    told = re.findall(r"^### Slide (\d+)\b.*«", "\n".join(prose), re.MULTILINE)
    assert [int(number) for number in told] == [*range(first, last + 1)]
    ending = "\n".join(prose[-2:])
    assert "## What we learned" in ending
    assert "## What is still wrong" in ending
