"""What the runs of the studies have cost, for those who size a cluster."""

import json

import numpy as np

from tp5lib.datasets.readers import DATA
from tp5lib.studies.study import COSTS


def costs_table(studies, folder=DATA):
    """Return what the runs of studies cost when they were last made, as a Markdown table.

    Parameters
    ----------
    studies : sequence of Study
    folder : Path
        Which holds what the command wrote.

    Returns
    -------
    str
        Of each study the runs, the seconds that one core spent on one seed of the quickest,
        the median and the longest run, and the minutes of a core for all seeds of all runs.

    Raises
    ------
    FileNotFoundError
        If no costs were written there.
    """
    path = folder / COSTS.name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: a run of the studies writes it")
    costs = json.loads(path.read_text(encoding="utf-8"))
    lines = [
        "| study | runs | quickest, s a seed | median | longest | longest run | all, minutes |",
        "|---|---|---|---|---|---|---|",
    ]
    for study in studies:
        runs = {name: run for name, run in costs.get(study.name, {}).items() if name in study.runs}
        if not runs:
            continue
        each = {name: run["seconds"] / len(study.seeds_of(name)) for name, run in runs.items()}
        seconds = list(each.values())
        longest = max(each, key=each.get)
        whole = sum(run["seconds"] for run in runs.values()) / 60
        figures = [f"{f(seconds):.1f}" for f in (min, np.median, max)]
        cells = [study.name, str(len(runs)), *figures, longest, f"{whole:.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
