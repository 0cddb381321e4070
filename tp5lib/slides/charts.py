"""Notebooks as run in another language: all text of their plots passes through a table of words."""

import hashlib
import json
import re

from nbformat.v4 import new_code_cell

from tp5lib.report.notebooks import code_cells, read_notebook, write_notebook
from tp5lib.report.running import execute
from tp5lib.slides.slide import SlidesError

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_SPEAK = "from tp5lib.slides.charts import speak\n_lacking = speak({table!r})"
_TELL = "import json as _json\nprint(_json.dumps(_lacking))"


def notebook_in(path, table, kept, shown, say=print):
    """Return a notebook as run with a table of words, from `kept` if neither has changed since.

    In the table ``{}`` stands for any number. Raises ReportError if the notebook does not run,
    SlidesError if the table lacks what stands on the plots of the cells in `shown`.
    """
    made_from = hashlib.sha256(path.read_bytes() + repr(sorted(table.items())).encode()).hexdigest()
    notebook = read_notebook(kept if kept.is_file() else path)
    if notebook.metadata.get("made_from") != made_from:
        notebook = read_notebook(path)
        names = [cell.id for cell in code_cells(notebook) if cell.source.strip()]
        first, last = new_code_cell(_SPEAK.format(table=table)), new_code_cell(_TELL)
        notebook.cells = [first, *notebook.cells, last]
        execute(path, notebook, say)
        notebook.cells = notebook.cells[1:-1]
        lacking = json.loads(last.outputs[-1].text).items()
        notebook.metadata["lacking"] = [[names[at - 1], text] for text, at in lacking]
        notebook.metadata["made_from"] = made_from
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_notebook(kept, notebook)
    if lacking := [text for name, text in notebook.metadata["lacking"] if name in shown]:
        raise SlidesError(f"the charts of words.toml lack, for {path.name}:\n" + "\n".join(lacking))
    return notebook


def speak(table):
    """Let all text of plots pass through a table; returns what it lacks, and in which cell.

    It runs in the notebook's kernel, where it counts the cells.
    """
    from IPython import get_ipython
    from matplotlib.text import Text

    set_text, known, lacking, ran = Text.set_text, {*table, *table.values()}, {}, [0]
    get_ipython().events.register("pre_run_cell", lambda info: ran.append(len(ran)))

    def set_translated(self, text):
        said = "" if text is None else str(text)
        told, forms = translated(said, table), {said, _NUMBER.sub("{}", said)}
        if not forms & known and re.search("[a-z]{3}", said) and "$" not in said:
            lacking.setdefault(said, ran[-1])
        known.add(told)
        set_text(self, told)

    Text.set_text = set_translated
    return lacking


def translated(text, table):
    """Return a text by a table, in which ``{}`` stands for any number.

    >>> from tp5lib.slides.charts import translated
    >>> translated("seed 0", {"seed {}": "semilla {}"})
    'semilla 0'
    """
    form = table.get(text) or table.get(_NUMBER.sub("{}", text), text)
    return form.format(*_NUMBER.findall(text)) if "{}" in form else form
