"""Notebooks: found, read, executed, and what they put out."""

import base64
from pathlib import Path

import nbclient
import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parents[2]


NOTEBOOKS = ROOT / "notebooks"


FIGURES = ROOT / "figures"


# The same on every machine, so that a new run shows only what it changed.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class ReportError(Exception):
    """A notebook that could not be found, read or executed."""


def label(path):
    """Return what a notebook is called by for short: its number, or the first word of its name."""
    return Path(path).stem.split("_")[0]


def is_numbered(path):
    """Say whether a notebook is one of the series, which follows the presentation's slides."""
    return label(path).isdigit()


def printed(cell):
    """Return all text that a code cell put out, less the names of its pictures."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" not in data:
            texts.append(output.get("text", data.get("text/plain", "")))
    return "\n".join(texts).strip()


def find_notebooks(names=(), folder=None):
    """Return the paths of all notebooks, the numbered ones first, or of those named.

    Parameters
    ----------
    names : sequence of str
        Labels ("1", "explore"), file names with or without ending, or paths.
    folder : path, optional
        Where to look; the project's notebooks unless given.

    Returns
    -------
    list of Path

    Raises
    ------
    ReportError
        If there is none of that name.
    """
    folder = NOTEBOOKS if folder is None else Path(folder)
    known = sorted(folder.glob("*.ipynb"), key=_order)
    if not names:
        if not known:
            raise ReportError(f"no notebook in {folder}")
        return known
    found = []
    for name in names:
        asked = Path(name).name.removesuffix(".ipynb")
        matches = [path for path in known if asked in (path.stem, label(path))]
        if not matches:
            stems = ", ".join(path.stem for path in known)
            raise ReportError(f"there is no notebook {name!r}; the notebooks are: {stems}")
        found += matches
    return found


def read_notebook(path):
    """Return a notebook; raises ReportError if the file is none."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ReportError(f"{path.name} is not a notebook: {error}") from error
    return notebook


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
        If the file is no notebook, or a cell fails, naming notebook, cell and exception.
    """
    path = Path(path)
    notebook = read_notebook(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
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
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    try:
        client.execute()
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}"
        raise ReportError(f"{path.name}, cell {number}: {reason}\n{error.traceback}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise ReportError(f"{path.name}, cell {number}: {type(error).__name__}: {error}") from error

    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            # It would say "model not found"; the picture or the text beside it stays.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    describe_pictures(notebook)
    notebook.metadata = nbformat.from_dict(_METADATA)
    _replace(path, nbformat.writes(notebook) + "\n")
    return notebook


def describe_pictures(notebook):
    """Copy the alternative text of a cell, `cell.metadata.alt`, to the pictures it put out.

    The text stays with its cell when that is run again. nbconvert's classic template, the one
    that shows such texts, looks for it at the output.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "alt" in cell.metadata and "image/png" in output.get("data", {}):
                output.metadata.setdefault("image/png", {})["alt"] = cell.metadata.alt


def write_figures(path, notebook, folder):
    """Write each picture of an executed notebook to a PNG file of its own.

    It is called after the number of the notebook, or the first word of its name, and the id
    of its cell; figures that the notebook no longer has are removed.

    Parameters
    ----------
    path : path
        Of the notebook.
    notebook : NotebookNode
    folder : path

    Returns
    -------
    list of Path
    """
    first, folder = label(path), Path(folder)
    folder.mkdir(exist_ok=True)
    pictures = {}
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        images = [o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})]
        for place, image in enumerate(images):
            suffix = f"_{place + 1}" if len(images) > 1 else ""
            pictures[folder / f"{first}_{cell.id}{suffix}.png"] = base64.b64decode(image)
    for old in set(folder.glob(f"{first}_*.png")) - set(pictures):
        old.unlink()
    for name, content in pictures.items():
        name.write_bytes(content)
    return list(pictures)


def _order(path):
    return (0, int(label(path)), path.stem) if is_numbered(path) else (1, 0, path.stem)


def _replace(path, text):
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
