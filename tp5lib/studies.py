"""Runs that take minutes, whose results are kept in ``data/``.

    python -m tp5lib.studies

trains them afresh and writes ``data/denoising.json``, results with their settings, and the
weights of seed 0 that the denoising explorer starts from, ``data/weights/``. It takes about
twenty minutes on two cores.
"""

import argparse
import json
import sys

import numpy as np

from tp5lib.autoencoder import Autoencoder
from tp5lib.datasets import DATA, load_letters
from tp5lib.denoising import denoising_errors, rebuilt
from tp5lib.schedules import Adaptive, Constant, StepDecay

RESULTS = DATA / "denoising.json"
WEIGHTS = DATA / "weights"

LAYERS = [35, 17, 2, 17, 35]  # slide 20
EPOCHS = 10_000
AS_MEANT = Adaptive(0.009)
AS_RUN = StepDecay(0.009, every=500)
RULES = {"as meant": AS_MEANT, "as run": AS_RUN}
RANDOM_LEVEL = (0, 0.15)  # slide 36
LEVELS = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4]
ALPHABETS = 50
WIDE = {
    "layers": [35, 128, 64, 2, 64, 128, 35],
    "activation": ["relu", "relu", "identity", "relu", "relu"],
    "learning_rate": StepDecay(0.003, every=1500),
    "copies": 8,
}


def _runs():
    """The settings of every run by name, those of `train`; a start is another run's name."""
    runs = {"plain": {"noise": None}}
    for level in (0.05, 0.1, 0.15, RANDOM_LEVEL):
        runs[f"pretrained {level}"] = {"noise": level, "start": "plain"}

    # Slide 22 with an update after each letter, as the presentation's program made them.
    # Level 0.2 is the other reading of its p = 0.1: flips, not salt and pepper.
    runs["each letter, plain"] = {"noise": None, "batch_size": 1}
    for rule, schedule in RULES.items():
        for level in (0.05, 0.1, 0.15, 0.2, RANDOM_LEVEL):
            settings = {"noise": level, "learning_rate": schedule, "batch_size": 1}
            name = f"each letter, {rule}, {level}"
            runs[f"{name}, random"] = settings
            runs[f"{name}, pretrained"] = settings | {"start": "each letter, plain"}

    # Slide 39's open questions, and what it did not ask.
    pretrained = {"noise": RANDOM_LEVEL, "start": "plain"}
    runs["more epochs"] = pretrained | {"epochs": 50_000}
    runs["fixed rate"] = pretrained | {"learning_rate": Constant(0.009)}
    runs["more epochs, fixed rate"] = runs["fixed rate"] | {"epochs": 50_000}
    for latent in (3, 5, 10, 20):
        layers = [35, 17, latent, 17, 35]
        runs[f"latent {latent}, plain"] = {"noise": None, "layers": layers}
        start = {"start": f"latent {latent}, plain"}
        runs[f"latent {latent}"] = {"noise": RANDOM_LEVEL, "layers": layers, **start}
    runs["wide"] = WIDE | {"noise": 0.2}
    runs["wide, random level"] = WIDE | {"noise": RANDOM_LEVEL}
    return runs


RUNS = _runs()
# The runs whose course is kept, and of how many epochs.
_COURSES = [name for name in RUNS if name.startswith("each letter") and ", 0.05," in name]
_POINTS = 120
# What the explorer offers: the run, by the name that it shows.
DENOISERS = {
    "wide, trained at 0.2": "wide",
    "plain autoencoder": "plain",
    "trained at 0.05": "pretrained 0.05",
    "trained at 0.1": "pretrained 0.1",
    "trained at 0.15": "pretrained 0.15",
    "random level": f"pretrained {RANDOM_LEVEL}",
}


def train(
    *,
    noise,
    learning_rate=AS_MEANT,
    layers=LAYERS,
    epochs=EPOCHS,
    seeds=range(20),
    start=None,
    copies=1,
    batch_size=None,
    workers=2,
    **model_settings,
):
    """Train a denoising autoencoder on the letters.

    Parameters
    ----------
    noise, learning_rate, epochs, batch_size, workers
        As in `Autoencoder.fit`.
    layers, seeds, **model_settings
        As in `Autoencoder`.
    start : Autoencoder, optional
        Whose weights to begin with.
    copies : int
        How many times each letter stands in an epoch, each time with noise of its own.

    Returns
    -------
    model : Autoencoder
    history : History
    """
    x = np.tile(load_letters().x, (copies, 1))
    model = Autoencoder(layers, seeds=seeds, dtype="float32", **model_settings)
    if start is not None:
        model.start_from(start)
    history = model.fit(
        x,
        epochs=epochs,
        learning_rate=learning_rate,
        loss="bce",
        noise=noise,
        batch_size=batch_size,
        workers=workers,
    )
    return model, history


def evaluate(model, levels=LEVELS):
    """Test a model on fresh noisy alphabets, level by level.

    Returns
    -------
    dict
        "perfect" and "within one": the share of letters rebuilt without, and with at most
        one, wrong pixel; "wrong pixels": the mean a letter. Each (levels, seeds).
    """
    x = load_letters().x
    errors = [denoising_errors(model, x, level, alphabets=ALPHABETS) for level in levels]
    return {
        "perfect": np.array([rebuilt(e) for e in errors]),
        "within one": np.array([rebuilt(e, within=1) for e in errors]),
        "wrong pixels": np.array([e.mean(axis=(1, 2)) for e in errors]),
    }


def load_results(path=RESULTS):
    """Read what the last run of the studies wrote.

    Returns
    -------
    dict
        Runs by name; each has "settings", the results of `evaluate` as arrays and, where the
        course matters, "epoch" and the course of "loss" and "rate", (points, 3): the
        lowest, median and highest seed.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; python -m tp5lib.studies writes it")
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return {
        name: {k: v if k == "settings" else np.array(v) for k, v in run.items()}
        for name, run in runs.items()
    }


def load_denoisers(folder=WEIGHTS):
    """Load the denoisers of seed 0 that the last run of the studies wrote.

    Returns
    -------
    dict
        Autoencoders by name, from a plain one to the best.

    Raises
    ------
    FileNotFoundError
        If one is missing.
    """
    for name in DENOISERS:
        if not (folder / _weights_file(name)).exists():
            raise FileNotFoundError(
                f"there is no {folder / _weights_file(name)}; python -m tp5lib.studies writes it"
            )
    return {name: Autoencoder.load(folder / _weights_file(name)) for name in DENOISERS}


class _Study:
    """Trains runs, and those they start from, once each; collects their results."""

    def __init__(self, path, results, say):
        self._path = path
        self.results = results
        self._say = say
        self._models = {}

    def model(self, name):
        """Return the model of a run, trained now if it has not been yet."""
        if name not in self._models:
            settings = RUNS[name]
            start = settings.get("start")
            first = {} if start is None else {"start": self.model(start)}
            self._models[name], history = train(**settings | first)
            self.results[name] = self._result(name, history)
            close = np.mean(self.results[name]["within one"], axis=1)[:4].round(3)
            self._say(f"{name}: letters within one pixel at {LEVELS[:4]}: {close}")
            self.write()
        return self._models[name]

    def write(self):
        """Write the results so far, so that an interruption loses one run at most."""
        general = {"levels": LEVELS, "alphabets": ALPHABETS, "seeds": 20}
        general["written by"] = "python -m tp5lib.studies"
        runs = [
            f"  {json.dumps(name)}: {json.dumps(self.results[name])}"
            for name in RUNS
            if name in self.results
        ]
        runs = ",\n".join(runs)
        text = f'{{"general": {json.dumps(general)},\n "runs": {{\n{runs}\n }}}}\n'
        self._path.write_text(text, encoding="utf-8")

    def _result(self, name, history):
        results = {"settings": {key: repr(value) for key, value in RUNS[name].items()}}
        for key, value in evaluate(self._models[name]).items():
            results[key] = value.round(4).tolist()
        if name in _COURSES:
            shown = np.unique(np.geomspace(1, len(history.loss), _POINTS).astype(int)) - 1
            results["epoch"] = (shown + 1).tolist()
            for key, course in (("loss", history.loss), ("rate", history.learning_rate)):
                spread = np.nanquantile(course[shown], (0, 0.5, 1), axis=1).T
                results[key] = [[float(f"{v:.4g}") for v in row] for row in spread]
        return results


def main(arguments=None):
    """Train everything, or what is missing, and write results and weights."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.studies", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "--missing", action="store_true", help="train only what the files do not hold yet"
    )
    missing = parser.parse_args(arguments).missing

    known = {}
    if missing and RESULTS.exists():
        known = json.loads(RESULTS.read_text(encoding="utf-8"))["runs"]
        known = {name: run for name, run in known.items() if name in RUNS}
    study = _Study(RESULTS, known, lambda line: print(line, flush=True))
    for name in RUNS:
        if name not in study.results:
            study.model(name)
    WEIGHTS.mkdir(exist_ok=True)
    for name, run in DENOISERS.items():
        path = WEIGHTS / _weights_file(name)
        if not (missing and path.exists()):
            study.model(run).for_seed(0).save(path)

    print(f"{RESULTS.name}: {len(RUNS)} runs, {RESULTS.stat().st_size // 1024} kB")
    return 0


def _weights_file(name):
    return f"denoiser-{name.replace(', ', '-').replace(' ', '-')}.npz"


if __name__ == "__main__":
    sys.exit(main())
