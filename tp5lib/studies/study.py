"""What all studies share: runs by name, seeds that can be trained apart, and result files."""

import copy
import json

import numpy as np

from tp5lib.datasets.files import read_bytes
from tp5lib.datasets.readers import DATA
from tp5lib.files import write_atomically

WEIGHTS = DATA / "weights"
COSTS = DATA / "studies.json"
_COMMAND = "python -m tp5lib.studies"
_MOST_BYTES = 50_000_000  # of a file of results


class Study:
    """Runs by name, each of many seeds, and the file that keeps their results.

    A subclass gives `train`, `records` and, where records are not simply stacked, `result`.
    An object of it travels to where its runs are trained, so it holds settings only.

    Parameters
    ----------
    name : str
        That of the file of results, and on the command line.
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
        """Train some seeds of a run.

        Parameters
        ----------
        settings : dict
            Those of the run, without "start" and "seeds".
        seeds : sequence of int
        start : Model or None
            The model to start from, of the same seeds.

        Returns
        -------
        model : Model
        history
            Whatever `records` needs besides the model.
        """
        raise NotImplementedError

    def records(self, name, model, history):
        """Return what is measured of each seed of a run, a list of dicts."""
        raise NotImplementedError

    def result(self, name, records):
        """Return the results of a run, from the records of all its seeds, as JSON can hold them."""
        return stacked(records)

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

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {len(self.runs)} runs)"


def stacked(records):
    """Return dicts of the same keys as one, whose values have a leading axis of seeds."""
    if isinstance(records[0], dict):
        return {key: stacked([record[key] for record in records]) for key in records[0]}
    return [np.asarray(record).tolist() for record in records]


class ResultFile:
    """The results of a study in a folder, written whole after each run.

    Parameters
    ----------
    folder : Path
    study : Study
    """

    def __init__(self, folder, study):
        self.path, self._study = folder / f"{study.name}.json", study
        self.runs = {}

    def keep_known(self):
        """Take over what the file holds with today's settings and seeds."""
        if self.path.exists():
            self.runs = {
                name: run
                for name, run in _read_runs(self.path).items()
                if name in self._study.runs
                and run["settings"] == self._study.settings(name)
                and run["seeds"] == self._study.seeds_of(name)
            }

    def write(self, name, records):
        """Add the results of a run."""
        head = {"settings": self._study.settings(name), "seeds": self._study.seeds_of(name)}
        self.runs[name] = head | self._study.result(name, records)
        runs = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(self.runs[name])}"
            for name in self._study.runs
            if name in self.runs
        )
        general = json.dumps({**self._study.general, "written by": _COMMAND})
        write_atomically(self.path, f'{{"general": {general},\n "runs": {{\n{runs}\n }}}}\n')


class CostFile:
    """What the runs have cost, and on what they were made, beside their results.

    Kept apart from these, whose bytes depend neither on the time nor on the machine's load.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder):
        self.path = folder / COSTS.name
        self._studies = {}
        if self.path.exists():
            self._studies = _read_json(self.path, depth=3)

    def write(self, study, name, made):
        """Add what a run has cost.

        Parameters
        ----------
        study, name : str
        made : dict
            "seconds" of one core for all its seeds; "versions" and "BLAS".
        """
        self._studies.setdefault(study, {})[name] = made
        rows = [
            f" {json.dumps(study)}: {{\n"
            + ",\n".join(f"  {json.dumps(name)}: {json.dumps(run)}" for name, run in runs.items())
            + "\n }"
            for study, runs in self._studies.items()
        ]
        write_atomically(self.path, "{\n" + ",\n".join(rows) + "\n}\n")

    def seconds(self, study, name):
        """Return what a run cost when it was last made, or None."""
        return self._studies.get(study, {}).get(name, {}).get("seconds")


def read_results(path):
    """Read the results of a study: runs by name, with "settings" and arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it holds over 50,000,000 bytes, is damaged, or is no file of results.
    """
    try:
        runs = _read_runs(stored(path))
        return {name: _arrays(run) for name, run in runs.items()}
    except (RecursionError, TypeError, OverflowError) as error:
        raise ValueError(f"{path} holds no results of a study: {error}") from None


def _arrays(value):
    if isinstance(value, dict):
        return {k: v if k == "settings" else _arrays(v) for k, v in value.items()}
    return np.array(value)


def _read_runs(path):
    """Read the runs of a file of results: dicts with "settings" and "seeds", by name."""
    runs = _read_json(path, depth=1).get("runs")
    whole = isinstance(runs, dict) and all(
        isinstance(run, dict) and {"settings", "seeds"} <= set(run) for run in runs.values()
    )
    if not whole:
        raise ValueError(f"{path} holds no runs of a study; {_COMMAND} writes it afresh")
    return runs


def _read_json(path, depth):
    """Read a dict, of dicts down to a depth, or raise ValueError that names the file."""
    try:
        content = json.loads(read_bytes(path, _MOST_BYTES).decode("utf-8"))
        level = [content]
        for _ in range(depth):
            if not all(isinstance(value, dict) for value in level):
                raise ValueError("it is not an object of objects")
            level = [inner for value in level for inner in value.values()]
    except (ValueError, RecursionError) as error:  # FileNotFoundError may be one as well
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path} is damaged: {error}; {_COMMAND} writes it afresh") from None
    return content


def stored(path):
    """Return `path`, a file that the studies write.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; {_COMMAND} writes it")
    return path
