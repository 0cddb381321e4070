"""Notebooks, executed in place, and their figures."""

import base64
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbclient
import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tp5lib.files import write_atomically
from tp5lib.report.notebooks import (
    ReportError,
    code_cells,
    pictures,
    read_notebook,
    write_notebook,
)

# The same on every machine, so that a new run shows only what it changed.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run_notebook(path, figures, first, say=print):
    """Execute a notebook from top to bottom in a fresh kernel; save it, and its figures.

    Timestamps, the state and the random names of widgets, and the versions of the machine
    are left out, so that a second run on one machine changes no byte. After an error the
    file is as it was. The alternative text of a cell, `metadata.alt`, becomes that of its
    pictures.

    Parameters
    ----------
    path : path
    figures : Path
        A folder, for a PNG file of each picture; none is removed.
    first : str
        What the name of each file begins with; the id of its cell follows.
    say : callable
        Takes each line of progress.

    Returns
    -------
    int
        How many figures there are.

    Raises
    ------
    ReportError
        If the file is no notebook, or a cell fails, naming notebook, cell and exception; if a
        cell that drew draws no more, which may be the environment's fault; or if there is no
        kernel to run it.
    """
    path = Path(path)
    notebook = read_notebook(path)
    drew = {cell.id for cell in code_cells(notebook) if pictures(cell)}
    execute(path, notebook, say)
    for cell in code_cells(notebook):
        if cell.id in drew and not pictures(cell):
            raise ReportError(
                f"{path.name}, cell {cell.id}: it drew a picture before, and draws none now; "
                "nothing was changed. If that is meant, clear its output first"
            )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    for cell in code_cells(notebook):
        for output in cell.outputs:
            # It would say "model not found"; the picture or the text beside it stays.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        # A display that was emptied, such as a progress bar, is still there.
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
        for output in pictures(cell):
            if "alt" in cell.metadata:
                output.metadata.setdefault("image/png", {})["alt"] = cell.metadata.alt
    notebook.metadata = nbformat.from_dict(_METADATA)
    write_notebook(path, notebook)
    drawn = _figures(notebook, first)
    if drawn:
        figures.mkdir(exist_ok=True)
    for name, content in drawn.items():
        write_atomically(figures / name, content)
    return len(drawn)


def execute(path, notebook, say=print):
    """Run the cells of a notebook in the folder of a path; see `run_notebook`."""
    cells = code_cells(notebook)
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    where = f"{path.name}, cell 0"

    def announce(cell, cell_index):
        nonlocal where
        if cell.cell_type == "code":
            number = [one.id for one in cells].index(cell.id) + 1
            where = f"{path.name}, cell {number}"
            say(f"{path.name}  cell {number}/{len(cells)}  {_first_line(cell)}")

    client = nbclient.NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,  # what is printed arrives in pieces, cut by chance
        on_cell_execute=announce,
        extra_arguments=["--Application.log_level=ERROR"],
    )
    # Pictures are PNG, inline, whatever the user's environment and profile say of Matplotlib.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    try:
        with TemporaryDirectory() as profile:
            client.execute(env=environment | {"IPYTHONDIR": profile})
    except CellExecutionError as error:
        raise ReportError(f"{where}: {error.ename}: {error.evalue}\n{error.traceback}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise ReportError(f"{where}: {type(error).__name__}: {error}") from error
    except NoSuchKernel as error:
        raise ReportError(
            f'{path.name} needs the kernel of ipykernel: pip install "tp5lib[report]"'
        ) from error


def _first_line(cell):
    return next((line for line in cell.source.splitlines() if line.strip()), "").strip()[:60]


def _figures(notebook, first):
    """The pictures of a notebook, bytes, by the names of their files."""
    found = {}
    for cell in code_cells(notebook):
        images = pictures(cell)
        for place, image in enumerate(images, start=1):
            suffix = f"_{place}" if len(images) > 1 else ""
            content = base64.b64decode(image.data["image/png"])
            found[f"{first}_{cell.id}{suffix}.png"] = content
    return found
