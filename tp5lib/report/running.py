"""Notebooks, executed in place, and their figures."""

import base64
import os
from tempfile import TemporaryDirectory

import nbclient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tp5lib.files import write_atomically
from tp5lib.report.notebooks import ReportError, code_cells, pictures, read_notebook, write_notebook

# The same on every machine, so that a new run shows only what it changed.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_WIDGET = "application/vnd.jupyter.widget-view+json"


def run_notebook(path, figures, first):
    """Execute a notebook in a fresh kernel; save it, and its figures as PNG; return their number.

    Timestamps, the state and the random names of widgets, and the versions of the machine are left
    out, so that a second run on one machine changes no byte. A cell's `metadata.alt` becomes the
    alternative text of its pictures, whose files are called by `first` and its id. After an error
    all is as it was: a ReportError names notebook, cell and exception, or a cell that drew and
    draws no more, which may be the environment's fault.
    """
    notebook, drawn = read_notebook(path), {}
    drew = {cell.id for cell in code_cells(notebook) if pictures(cell)}
    execute(path, notebook)
    notebook.metadata = _METADATA
    for cell in code_cells(notebook):
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            # It would say "model not found"; the picture or the text beside it stays.
            output.get("data", {}).pop(_WIDGET, None)
        # A display that was emptied, such as a progress bar, is still there.
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
        images = pictures(cell)
        if cell.id in drew and not images:
            raise ReportError(
                f"{path.name}, cell {cell.id}: it drew a picture before, and draws none now; "
                "nothing was changed. If that is meant, clear its output first"
            )
        for place, image in enumerate(images, start=1):
            if "alt" in cell.metadata:
                image.metadata.setdefault("image/png", {})["alt"] = cell.metadata.alt
            name = f"{first}_{cell.id}_{place}" if len(images) > 1 else f"{first}_{cell.id}"
            drawn[f"{name}.png"] = base64.b64decode(image.data["image/png"])
    write_notebook(path, notebook)
    if drawn:
        figures.mkdir(exist_ok=True)
    for name, content in drawn.items():
        write_atomically(figures / name, content)
    return len(drawn)


def execute(path, notebook, say=print):
    """Run the cells of a notebook in the folder of a path; see `run_notebook`."""
    cells, begun = code_cells(notebook), []
    for cell in cells:
        cell.outputs, cell.execution_count = [], None

    def announce(cell, cell_index):
        if cell.cell_type == "code":
            begun.append(cell)
            line = cell.source.strip().partition("\n")[0][:60]
            say(f"{path.name}  cell {len(begun)}/{len(cells)}  {line}")

    client = nbclient.NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
        coalesce_streams=True,  # what is printed arrives in pieces, cut by chance
        on_cell_start=announce,
        extra_arguments=["--Application.log_level=ERROR"],
    )
    # Pictures are PNG, inline, whatever the user's environment and profile say of Matplotlib.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    try:
        with TemporaryDirectory() as profile:
            client.execute(env=environment | {"IPYTHONDIR": profile})
    except (CellExecutionError, DeadKernelError) as error:
        reason = f"DeadKernelError: {error}"
        if isinstance(error, CellExecutionError):
            reason = f"{error.ename}: {error.evalue}\n{error.traceback}"
        raise ReportError(f"{path.name}, cell {len(begun)}: {reason}") from error
