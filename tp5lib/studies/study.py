"""Runs by name, of seeds that can be trained apart, and the files of their results."""

import copy
import json

import numpy as np

from tp5lib.datasets.files import read_bytes
from tp5lib.files import write_atomically

COSTS = "costs.json"
_COMMAND = "python -m tp5lib.studies"
_MOST_BYTES = 50_000_000  # of a file of results


class Study:
    """Runs by name, each of many seeds.

    A subclass gives `train` and `records`. An object of it travels to where its runs are
    trained, so it holds settings only.

    Parameters
    ----------
    name : str
        That of the file of results.
    runs : dict
        The settings of each run, a dict, by name. "start" is the name of another run, whose
        weights it begins with, and "seeds" are its own where it has not those of the study.
    general : dict
        Settings that all runs share, for the file.
    weights : dict
        The run whose weights are kept, by the name of the file: those of its first seed,
        unless `kept_seeds` says otherwise.
    seeds : sequence of int
    """

    def __init__(self, name, runs, general, weights, seeds=range(20)):
        self.name, self.runs, self.weights = name, runs, weights
        self.general, self.seeds = general, seeds

    def train(self, settings, seeds, start):
        """Train some seeds of a run, from its settings and the model to start from or None.

        Returns the model, and whatever `records` needs besides it.
        """
        raise NotImplementedError

    def records(self, name, model, history):
        """Return what is measured of each seed of a run, a list of dicts."""
        raise NotImplementedError

    def together(self, name):
        """Return how many seeds of a run are trained by one task.

        It depends on nothing but the run, so that the bytes of the results do not depend on
        the number of workers.
        """
        return len(self.seeds_of(name))

    def part(self, name, seeds, start=None):
        """Train some seeds of a run, and measure them; returns (model, records)."""
        given = {k: v for k, v in self.runs[name].items() if k not in ("start", "seeds")}
        model, history = self.train(given, seeds, start)
        return model, self.records(name, model, history)

    def start_of(self, name):
        """Return the name of the run whose weights a run begins with, or None."""
        return self.runs[name].get("start")

    def seeds_of(self, name):
        """Return the seeds of a run, a list."""
        return [*self.runs[name].get("seeds", self.seeds)]

    def kept_seeds(self, file):
        """Return the seeds whose weights a file keeps, a list."""
        return self.seeds_of(self.weights[file])[:1]

    def with_seeds(self, seeds):
        """Return the study with other seeds; runs that have seeds of their own keep them."""
        other = copy.copy(self)
        other.seeds = seeds
        return other

    def settings(self, name):
        """Return what shapes a run, but for its seeds, as its results tell it: text by name."""
        return {k: repr(v) for k, v in self.runs[name].items() if k != "seeds"}


class ResultFile:
    """The results of a study in a folder, written whole after each run."""

    def __init__(self, folder, study):
        self.path, self._study = folder / f"{study.name}.json", study
        self.runs = {}

    def keep_known(self):
        """Take over what the file holds with today's settings and seeds."""
        study = self._study
        if self.path.exists():
            self.runs = {
                name: run
                for name, run in _read_runs(self.path).items()
                if name in study.runs
                and run["settings"] == study.settings(name)
                and run["seeds"] == study.seeds_of(name)
            }

    def write(self, name, records):
        """Add the results of a run: one dict for each of its seeds."""
        study = self._study
        head = {"settings": study.settings(name), "seeds": study.seeds_of(name)}
        self.runs[name] = head | rounded(gathered(records), 4)
        known = {name: self.runs[name] for name in study.runs if name in self.runs}
        general = json.dumps({**study.general, "written by": _COMMAND})
        text = f'{{"general": {general},\n "runs": {_lines(known)}}}\n'
        write_atomically(self.path, text)


def write_cost(folder, name, made):
    """Add what a run has cost to a file of its own.

    It is kept apart from the results, whose bytes depend neither on the time nor on the
    machine's load.
    """
    path = folder / COSTS
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    write_atomically(path, _lines(known | {name: made}))


def read_results(path):
    """Read the results of a study: runs by name, with "settings" and arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it holds over 50,000,000 bytes, is damaged, or is no file of results.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; {_COMMAND} writes it")
    try:
        return {name: _arrays(run) for name, run in _read_runs(path).items()}
    except (RecursionError, TypeError, OverflowError) as error:
        raise ValueError(f"{path} holds no results of a study: {error}") from None


def gathered(records):
    """Return dicts of the same keys as one of arrays, with a first axis for them."""
    if isinstance(records[0], dict):
        return {key: gathered([record[key] for record in records]) for key in records[0]}
    return np.array(records)


def rounded(value, digits):
    """Return arrays, also those in dicts, as lists of numbers of so many significant digits."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return rounded(value.tolist(), digits)
    if isinstance(value, list):
        return [rounded(item, digits) for item in value]
    short = float(f"{value:.{digits}g}")
    return int(short) if short.is_integer() else short


def _lines(runs):
    """A dict as JSON, a line a run."""
    return "{\n" + ",\n".join(f"{json.dumps(n)}: {json.dumps(r)}" for n, r in runs.items()) + "\n}"


def _arrays(value):
    if isinstance(value, dict):
        return {k: v if k == "settings" else _arrays(v) for k, v in value.items()}
    return np.array(value)


def _read_runs(path):
    """Read the runs of a file of results: dicts with "settings" and "seeds", by name."""
    try:
        runs = json.loads(read_bytes(path, _MOST_BYTES).decode("utf-8"))["runs"]
        if not all({"settings", "seeds"} <= set(run) for run in runs.values()):
            raise ValueError("a run has no settings")
        for run in runs.values():
            run["settings"].items()
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} holds no results of a study, or is damaged: {error}") from None
    return runs
