"""Runs as a graph of tasks, some of which start from others' weights, on any workers."""

import sys
import time
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field

import numpy as np

from tp5lib.models.executors import blas_kernel, here, settle_in
from tp5lib.studies.study import CostFile, ResultFile

_LOOK_SECONDS = 0.5


class LostRun(RuntimeError):
    """A run of which a part could not be trained; those that were done are kept."""


@dataclass
class _Run:
    """A run that is under way.

    Attributes
    ----------
    study : Study
    name : str
    needed : bool
        Whether its results are asked for, or its weights only, for another to start from.
    chunks : list of list of int
        The seeds of each of its tasks.
    parts : dict
        What the tasks gave, by place.
    models : sequence of Model
        The models of all parts, once it is done.
    """

    study: object
    name: str
    needed: bool
    chunks: list
    parts: dict = field(default_factory=dict)
    models: list = field(default_factory=list)

    @property
    def key(self):
        return self.study.name, self.name

    @property
    def start(self):
        """The key of the run that this one starts from, or None."""
        name = self.study.runs[self.name].get("start")
        return name and (self.study.name, name)

    def weights_of(self, seeds):
        """Return a model with the trained weights of some seeds."""
        rows = [row for model in self.models for row in model.parameters]
        own = dict(zip(self.study.seeds_of(self.name), rows, strict=True))
        return self.models[0].with_parameters([own[seed] for seed in seeds])

    def __str__(self):
        return f"{self.study.name}, {self.name}"


def train_part(study, name, seeds, start, caller):
    """Train some seeds of a run; what a worker does, wherever it is.

    Returns
    -------
    model : Model
    records : list of dict
    made : dict
        "seconds", "versions" and "BLAS".
    """
    settle_in(caller)
    began = time.process_time()
    model, records = study.part(name, seeds, start)
    seconds = time.process_time() - began  # of a processor, whoever else uses it
    versions = {"python": sys.version.split()[0], "numpy": np.__version__}
    made = {"seconds": seconds, "versions": versions, "BLAS": blas_kernel()}
    # Without what it would take to go on, which is five times as much to send.
    return model.with_parameters(model.parameters), records, made


def run_studies(studies, executor, folder, *, missing=False, say=print, progress=None):
    """Train the runs of studies, each as soon as the run that it starts from is there.

    Parameters
    ----------
    studies : list of Study
    executor : concurrent.futures.Executor
    folder : Path
        Of the results; the weights go to its folder "weights".
    missing : bool
        Whether to train only what the files do not hold yet, with today's settings.
    say : callable
        Takes a line for each run that is done.
    progress : callable, optional
        ``progress(share, names)``, twice a second: how much of the work is done, and which
        runs are under way.

    Raises
    ------
    LostRun
        If a part of a run failed: it names the run and its seeds. What was done is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights").mkdir(exist_ok=True)
    costs = CostFile(folder)
    files = {study.name: ResultFile(folder, study) for study in studies}
    runs = []
    for study in studies:
        if missing:
            files[study.name].keep_known()
        runs += _runs_to_train(study, files[study.name], folder, missing)
    work = _Work(runs, costs)
    finished, running = {}, {}  # runs by study and name; what is under way by its future
    waiting = work.in_order()
    try:
        while waiting or running:
            for run in [run for run in waiting if run.start is None or run.start in finished]:
                waiting.remove(run)
                for place, seeds in enumerate(run.chunks):
                    own = run.start and finished[run.start].weights_of(seeds)
                    task = run.study, run.name, seeds, own, here()
                    running[executor.submit(train_part, *task)] = run, place
            for future in wait(running, _LOOK_SECONDS, FIRST_COMPLETED).done:
                run, place = running.pop(future)
                run.parts[place] = _outcome(future, run, place)
                work.count(run)
                if len(run.parts) == len(run.chunks):
                    _finish(run, files[run.study.name], costs, folder)
                    finished[run.key] = run
                    say(f"{run}: done")
            if progress is not None:
                under_way = [str(run) for future, (run, _) in running.items() if future.running()]
                progress(work.share, [*dict.fromkeys(under_way)])
    finally:
        for future in running:
            future.cancel()
    for study in studies:
        size = files[study.name].path.stat().st_size // 1024
        say(f"{study.name}: {len(study.runs)} runs, {size} kB")


def _runs_to_train(study, file, folder, missing):
    """The runs of a study that are asked for, and those that they start from."""
    lacking = {
        name for file, name in study.weights.items() if not (folder / "weights" / file).exists()
    }
    wanted = [
        name for name in study.runs if not missing or name not in file.runs or name in lacking
    ]
    needed = set(wanted)
    for name in wanted:  # grows on the way: a start may have a start
        start = study.runs[name].get("start")
        if start is not None and start not in wanted:
            wanted.append(start)
    runs = []
    for name in wanted:
        seeds, size = study.seeds_of(name), study.together(name)
        chunks = [seeds[i : i + size] for i in range(0, len(seeds), size)]
        runs.append(_Run(study, name, name in needed, chunks))
    return runs


def _outcome(future, run, place):
    error = future.exception()
    if error is not None:
        seeds = ", ".join(map(str, run.chunks[place]))
        raise LostRun(f"{run}: seeds {seeds} were lost: {type(error).__name__}: {error}") from error
    return future.result()


def _finish(run, file, costs, folder):
    """Put the parts of a run together, and write what is asked for."""
    parts = [run.parts[place] for place in range(len(run.chunks))]
    models, records, made = zip(*parts, strict=True)
    run.parts, run.models = {}, models
    if not run.needed:
        return
    file.write(run.name, [record for part in records for record in part])
    seconds = round(sum(part["seconds"] for part in made), 1)
    costs.write(run.study.name, run.name, made[0] | {"seconds": seconds})
    for name, source in run.study.weights.items():
        if source == run.name:
            seeds = run.study.kept_seeds(name)
            kept = models[0].for_seed(seeds[0]) if len(seeds) == 1 else run.weights_of(seeds)
            kept.save(folder / "weights" / name)


class _Work:
    """How much of it is done, by what the runs cost the last time."""

    def __init__(self, runs, costs):
        known = {run.key: costs.seconds(*run.key) for run in runs}
        usual = np.median([cost for cost in known.values() if cost] or [1.0])
        self._costs = {key: cost or usual for key, cost in known.items()}
        self._runs, self._done = runs, 0.0

    def in_order(self):
        """Return the runs: those that others wait for first, then the longest."""
        awaited = {run.start for run in self._runs}
        return sorted(self._runs, key=lambda r: (r.key not in awaited, -self._costs[r.key]))

    def count(self, run):
        """Count one task of a run as done."""
        self._done += self._costs[run.key] / len(run.chunks)

    @property
    def share(self):
        """The share that is done."""
        return self._done / sum(self._costs.values())
