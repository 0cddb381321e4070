"""Notebooks, executed in place, and their figures."""

import base64
from pathlib import Path

import nbclient
import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tp5lib.files import write_atomically
from tp5lib.report.notebooks import (
    ReportError,
    code_cells,
    label,
    pictures,
    read_notebook,
    write_notebook,
)

# The same on every machine, so that a new run shows only what it changed.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run_notebook(path, say=print):
    """Execute a notebook from top to bottom in a fresh kernel and save it with its outputs.

    Timestamps, the state and the random names of widgets, and the versions of the machine
    are left out, so that a second run on one machine changes no byte. After an error the
    file is as it was. The metadata of cells stay, such as roles in slides.

    Parameters
    ----------
    path : path
    say : callable
        Takes each line of progress.

    Returns
    -------
    NotebookNode
        The notebook with its outputs.

    Raises
    ------
    ReportError
        If the file is no notebook, or a cell fails, naming notebook, cell and exception; or
        if there is no kernel to run it.
    """
    path = Path(path)
    notebook = read_notebook(path)
    cells = code_cells(notebook)
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    execute(path, notebook, say)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    for cell in cells:
        for output in cell.outputs:
            # It would say "model not found"; the picture or the text beside it stays.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        # A display that was emptied, such as a progress bar, is still there.
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    describe_pictures(notebook)
    language = {key: notebook.metadata[key] for key in ("language",) if key in notebook.metadata}
    notebook.metadata = nbformat.from_dict(_METADATA | language)
    write_notebook(path, notebook)
    return notebook


def execute(path, notebook, say=print):
    """Run the cells of a notebook in a fresh kernel, in the folder of a path; see `run_notebook`."""
    cells = code_cells(notebook)
    numbers = {cell.id: number for number, cell in enumerate(cells, start=1)}
    number = 0

    def announce(cell, cell_index):
        nonlocal number
        if cell.id in numbers:
            number = numbers[cell.id]
            first = next((line for line in cell.source.splitlines() if line.strip()), "")
            say(f"{path.name}  cell {number}/{len(cells)}  {first.strip()[:60]}")

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
    try:
        client.execute()
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}"
        raise ReportError(f"{path.name}, cell {number}: {reason}\n{error.traceback}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise ReportError(f"{path.name}, cell {number}: {type(error).__name__}: {error}") from error
    except NoSuchKernel as error:
        raise ReportError(
            f'{path.name} needs the kernel of ipykernel: pip install "tp5lib[report]"'
        ) from error


def describe_pictures(notebook):
    """Copy the alternative text of a cell, `cell.metadata.alt`, to the pictures it put out.

    The text stays with its cell when that is run again. nbconvert's classic template, the one
    that shows such texts, looks for it at the output.
    """
    for cell in code_cells(notebook):
        for output in pictures(cell):
            if "alt" in cell.metadata:
                output.metadata.setdefault("image/png", {})["alt"] = cell.metadata.alt


def write_figures(notebook, folder, first, *, prune=False):
    """Write each picture of an executed notebook to a PNG file of its own.

    Parameters
    ----------
    notebook : NotebookNode
    folder : path
    first : str
        What the name of each file begins with; the id of its cell follows.
    prune : bool
        Whether to remove pictures of that beginning which the notebook no longer has.

    Returns
    -------
    list of Path
    """
    folder, content = Path(folder), {}
    for cell in code_cells(notebook):
        images = pictures(cell)
        for place, image in enumerate(images, start=1):
            suffix = f"_{place}" if len(images) > 1 else ""
            name = folder / f"{first}_{cell.id}{suffix}.png"
            content[name] = base64.b64decode(image.data["image/png"])
    if content:
        folder.mkdir(exist_ok=True)
    if prune:
        for old in set(folder.glob("*.png")) - set(content):
            if label(old) == first:
                old.unlink()
    for name, image in content.items():
        write_atomically(name, image)
    return list(content)
