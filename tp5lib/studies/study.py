"""What all studies share: runs by name, and the file that keeps their results."""

import json

import numpy as np

from tp5lib.datasets.readers import DATA
from tp5lib.files import write_atomically

WEIGHTS = DATA / "weights"


class Study:
    """Runs by name, trained once each, and the file in ``data/`` that keeps their results.

    A subclass gives `train` and `result`.

    Parameters
    ----------
    path : Path
        Of the results.
    runs : dict
        The settings of each run, a dict, by name.
    general : dict
        Settings that all runs share, for the file.
    weights : dict
        The run whose seed 0 is kept, by the name of its file.
    """

    def __init__(self, path, runs, general, weights):
        self.path, self.runs = path, runs
        self._general, self._weights = general, weights
        self._models, self._results = {}, {}

    def train(self, name):
        """Train a run; returns (model, History)."""
        raise NotImplementedError

    def result(self, name, model, history):
        """Return the results of a run as a dict that JSON can hold."""
        raise NotImplementedError

    def model(self, name):
        """Return the model of a run, trained now if it has not been yet."""
        if name not in self._models:
            self._models[name], history = self.train(name)
            result = self.result(name, self._models[name], history)
            self._results[name] = {"settings": self.settings(name)} | result
            self._write()
        return self._models[name]

    def settings(self, name):
        """Return the settings of a run as its results tell them: text by name."""
        return {key: repr(value) for key, value in self.runs[name].items()}

    def run(self, *, missing, say):
        """Train all runs, and write their results and weights.

        Parameters
        ----------
        missing : bool
            Whether to train only what the files do not hold yet, with today's settings.
        say : callable
            Takes a line of progress.
        """
        if missing and self.path.exists():
            known = json.loads(self.path.read_text(encoding="utf-8"))["runs"]
            self._results = {
                name: run
                for name, run in known.items()
                if name in self.runs and run["settings"] == self.settings(name)
            }
        for place, name in enumerate(self.runs, start=1):
            if name not in self._results:
                say(f"{self.path.name}: run {place} of {len(self.runs)}, {name}")
                self.model(name)
        WEIGHTS.mkdir(exist_ok=True)
        for file, name in self._weights.items():
            if not (missing and (WEIGHTS / file).exists()):
                self.model(name).for_seed(0).save(WEIGHTS / file)
        say(f"{self.path.name}: {len(self.runs)} runs, {self.path.stat().st_size // 1024} kB")

    def _write(self):
        """Write the results so far, so that an interruption loses one run at most."""
        general = {**self._general, "written by": "python -m tp5lib.studies"}
        runs = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(self._results[name])}"
            for name in self.runs
            if name in self._results
        )
        text = f'{{"general": {json.dumps(general)},\n "runs": {{\n{runs}\n }}}}\n'
        write_atomically(self.path, text)


def read_results(path):
    """Read the results of a study: runs by name, with "settings" and arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    runs = json.loads(stored(path).read_text(encoding="utf-8"))["runs"]
    return {name: _arrays(run) for name, run in runs.items()}


def _arrays(value):
    if isinstance(value, dict):
        return {k: v if k == "settings" else _arrays(v) for k, v in value.items()}
    return np.array(value)


def stored(path):
    """Return `path`, a file that the studies write.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; python -m tp5lib.studies writes it")
    return path
