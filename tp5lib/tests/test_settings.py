"""A notebook with a settings cell runs with fewer seeds as well, and says nothing untrue."""

import re

import nbclient
import pytest
from nbformat.v4 import new_code_cell

from tp5lib.evaluation.claims import read_verdicts
from tp5lib.report.notebooks import code_cells, label, printed, read_notebook
from tp5lib.report.project import Project

pytestmark = pytest.mark.notebook

SETTING = re.compile(r"^SEEDS = range\((\d+)\)", re.MULTILINE)
FEW, EPOCHS = 3, 25

# The first cell of the copy that is run: the trainings are short, and in this process.
SHORT = f"""
from tp5lib import Autoencoder, VariationalAutoencoder

def shortened(fit):
    def short(self, *given, epochs=1, executor=None, **settings):
        return fit(self, *given, epochs=min(epochs, {EPOCHS}), **settings)
    return short

for kind in (Autoencoder, VariationalAutoencoder):
    kind.fit = shortened(kind.fit)
"""


PATHS = [
    path
    for path in Project().series()
    if any(SETTING.search(cell.source) for cell in code_cells(read_notebook(path)))
]


def totals(text):
    """The numbers of seeds, and other totals, that a text tells."""
    found = re.findall(r"\bof (\d+)\b(?! that it takes)|\b(\d+) seeds", text)
    return {int(number) for pair in found for number in pair if number}


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_a_notebook_runs_with_three_seeds_and_tells_of_no_more(path):
    notebook = read_notebook(path)
    (settings,) = [cell for cell in notebook.cells if SETTING.search(cell.source)]
    many = int(SETTING.search(settings.source)[1])
    settings.source = SETTING.sub(f"SEEDS = range({FEW})", settings.source)
    notebook.cells.insert(0, new_code_cell(SHORT))
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    client.execute()  # an error of a cell is raised here
    judged = 0
    for cell in code_cells(notebook):
        said = printed(cell)
        for verdict in read_verdicts(said):
            wanted = verdict.claim.seeds
            # A verdict on stored runs has all of theirs.
            assert (
                verdict.outcome == "not judged" if verdict.seeds == FEW else "stored" in cell.source
            )
            assert verdict.seeds >= wanted or verdict.outcome == "not judged"
            judged += 1
        if "stored" not in cell.source:
            assert not {many, 5 * many} & totals(said), f"cell {cell.id} tells of all: {said}"
    assert judged
