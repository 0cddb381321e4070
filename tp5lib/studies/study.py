"""Runs by name, trained side by side on any executor, and the file of their results."""

import json
import platform
import time
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass

import numpy as np

from tp5lib.datasets.files import read_bytes
from tp5lib.files import write_atomically

_COMMAND = "python -m tp5lib.studies"
_MOST_BYTES = 50_000_000  # of a file of results


@dataclass(frozen=True)
class Study:
    """Runs by name, each of many seeds; it travels to where they are trained.

    Attributes
    ----------
    name : str
        That of the file of results.
    runs : dict
        The settings of each run, a dict, by name. "start" is the name of another run, whose
        weights it begins with, and "seeds" are its own where it has not those of the study.
    train : callable
        ``train(settings, seeds, start)`` trains a run, from the model `start` unless that is
        None. It returns the model, and what is measured of each seed, a list of dicts.
    general : dict
        Settings that all runs share, for the file.
    weights : dict
        The run whose weights are kept, by the name of the file: those of its first seed, but of
        all seeds in the files of `all_seeds`.
    seeds : sequence of int
    """

    name: str
    runs: dict
    train: Callable
    general: dict
    weights: dict
    all_seeds: tuple = ()
    seeds: Sequence = range(20)

    def trained(self, name, seeds):
        """Return what `train` makes of some seeds of a run.

        One that starts from another trains that as well: minutes more in all, and no run has to
        wait for another.
        """
        settings = {k: v for k, v in self.runs[name].items() if k not in ("start", "seeds")}
        start = self.runs[name].get("start")
        return self.train(settings, seeds, start and self.trained(start, seeds)[0])

    def head(self, name):
        """Return what its results say of a run: its settings, as text by name, and its seeds."""
        settings = {k: repr(v) for k, v in self.runs[name].items() if k != "seeds"}
        return {"settings": settings, "seeds": [*self.runs[name].get("seeds", self.seeds)]}


class LostRun(RuntimeError):
    """A run that could not be trained; those that were done are kept."""


def run_study(study, executor, folder):
    """Train the runs that a folder, a Path, does not hold with today's settings, each as a task.

    What comes of one is written as soon as it is there: the results to a file of the study's
    name, weights to the folder "weights". A damaged file of results is a ValueError; a run that
    failed is a LostRun, and what was done by then is written.
    """
    from tp5lib.models.executors import here  # it needs an extra, which results do not

    weights, path = folder / "weights", folder / f"{study.name}.json"
    weights.mkdir(parents=True, exist_ok=True)
    results = _known(path, study)
    lacking = {name for file, name in study.weights.items() if not (weights / file).exists()}
    wanted = [name for name in study.runs if name not in results or name in lacking]
    names = {executor.submit(train_run, study, name, here()): name for name in wanted}
    try:
        for done, future in enumerate(as_completed(names), start=1):
            name = names[future]
            try:
                results[name], models = future.result()
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                raise LostRun(f"{study.name}, {name} was lost: {reason}") from error
            _write(path, study, results)
            for file, model in models.items():
                model.save(weights / file)
            print(f"{study.name}, {name}: done, {done} of {len(names)}", flush=True)
        print(f"{path} holds all {len(study.runs)} runs")
    finally:
        for future in names:
            future.cancel()


def train_run(study, name, caller):
    """Train a run and measure it; what a worker does, wherever it is.

    Returned are its results, a dict with "settings", "seeds", what was measured, and "made": the
    "seconds" of a processor, the versions and the kernel of matrix products; and the models whose
    weights are kept, by the file.
    """
    from tp5lib.models.executors import blas_kernel, settle_in

    settle_in(caller)
    began, head = time.process_time(), study.head(name)
    model, records = study.trained(name, head["seeds"])
    made = {"seconds": round(time.process_time() - began, 1), "python": platform.python_version()}
    made |= {"numpy": np.__version__, "BLAS": blas_kernel()}
    model = model.with_parameters(model.parameters)  # without what it would take to go on
    files = [file for file, run in study.weights.items() if run == name]
    first = model.for_seed(model.seeds[0])
    models = {file: model if file in study.all_seeds else first for file in files}
    return head | {"made": made} | stacked(records), models


def stacked(records):
    """Return dicts of the same keys as one of arrays, with a first axis for them."""
    if isinstance(records[0], dict):
        return {key: stacked([record[key] for record in records]) for key in records[0]}
    return np.array(records)


def read_results(path):
    """Read the results of a study, runs by name: arrays but for "settings" and "made".

    If there is no such file it is a FileNotFoundError; a ValueError if it holds over 50,000,000
    bytes, is damaged, or is no file of results.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; {_COMMAND} writes it")
    try:
        runs = json.loads(read_bytes(path, _MOST_BYTES), object_hook=_with_arrays)["runs"]
        return {
            name: run | {"settings": {**run["settings"]}, "seeds": np.array(run["seeds"])}
            for name, run in runs.items()
        }
    except Exception as error:  # a damaged file can make anything of this fail
        raise ValueError(f"{path} holds no results of a study, or is damaged: {error}") from None


def _with_arrays(read):
    return {k: np.array(v) if isinstance(v, list) else v for k, v in read.items()}


def _known(path, study):
    """Return what a file holds with today's settings and seeds."""
    stored, known = read_results(path) if path.exists() else {}, {}
    for name in stored.keys() & study.runs:
        head, run = study.head(name), stored[name]
        if head == {"settings": run["settings"], "seeds": run["seeds"].tolist()}:
            known[name] = run | head
    return known


def _write(path, study, results):
    general = json.dumps({**study.general, "written by": _COMMAND})
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(results[name], default=_rounded)}"
        for name in study.runs
        if name in results
    )
    write_atomically(path, f'{{"general": {general},\n "runs": {{\n{lines}\n}}}}\n')


def _rounded(value):
    """Return an array as lists of numbers of four significant digits."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    short = float(f"{value:.4g}")
    return int(short) if short.is_integer() else short
