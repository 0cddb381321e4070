"""The five networks of stage 1, slides 4 to 6, too long to train in notebook 1.

``data/stage_1.json`` holds, for each network and seed, what it made of the letters and how it
learned, ``data/weights/stage-1.npz`` the network of slide 6, seed 0. Twenty seeds are those of
the notebook; twenty more were looked at only to confirm what those had shown.
"""

from pathlib import Path

import numpy as np

from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.baselines import taken_for
from tp5lib.evaluation.metrics import pixel_errors
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.base import load_model
from tp5lib.studies.study import WEIGHTS, Study, read_results, stacked, stored

RESULTS = DATA / "stage_1.json"

NETWORKS = {  # layers, fixed learning rate, epochs: slides 4 to 6
    "35-12-2, 0.0024": ([35, 12, 2, 12, 35], 0.0024, 50_000),
    "35-10-2, 0.0033": ([35, 10, 2, 10, 35], 0.0033, 50_000),
    "35-18-6-2, 0.0038": ([35, 18, 6, 2, 6, 18, 35], 0.0038, 50_000),
    "35-14-6-2, 0.0024": ([35, 14, 6, 2, 6, 14, 35], 0.0024, 100_000),
    "35-18-6-2, 0.0024": ([35, 18, 6, 2, 6, 18, 35], 0.0024, 100_000),
}
SLIDE_6 = "35-18-6-2, 0.0024"
PATIENCE = 8_000  # slide 3
SEEDS, FRESH = range(20), range(20, 40)
POINTS = 240  # of a learning curve
_WEIGHTS = "stage-1.npz"

RUNS = {
    f"{name}, {which}": {"network": name, "seeds": seeds}
    for which, seeds in (("seeds", SEEDS), ("fresh", FRESH))
    for name in NETWORKS
}


def train(network, seeds=SEEDS):
    """Train a network of stage 1: sigmoid, squared error, Adam, a fixed rate, early stopping.

    Parameters
    ----------
    network : str
        Its name in `NETWORKS`.
    seeds : sequence of int

    Returns
    -------
    model : Autoencoder
    history : History
    """
    layers, rate, epochs = NETWORKS[network]
    model = Autoencoder(layers, seeds=seeds, dtype="float32")
    x = load_letters().x
    return model, model.fit(x, epochs=epochs, learning_rate=rate, patience=PATIENCE)


def evaluate(model, history):
    """Return what notebook 1 looks at.

    Returns
    -------
    dict
        "errors": the wrong pixels, (seeds, letters); "nearest": the letter that each output
        is nearest to, its own where that is as near as any, (seeds, letters); "best": the
        loss of the weights kept, and "half": the lowest of the first half of the epochs,
        (seeds,); "epochs", how many were run, and "stopped", whether for want of patience,
        (seeds,); "epoch" and "loss", a learning curve of some points, (points,) and
        (points, seeds), nan after a stop.
    """
    letters = load_letters()
    outputs = model.reconstruct(letters.x)
    errors = pixel_errors(letters.x, outputs)
    epochs = len(history.loss)
    # Half of the points are dense at the beginning, half are spread evenly.
    shown = np.concatenate(
        [np.geomspace(1, epochs, POINTS // 2), np.linspace(1, epochs, POINTS // 2)]
    )
    shown = np.unique(shown.astype(int)) - 1
    with np.errstate(all="ignore"):
        half = np.nanmin(history.loss[: max(epochs // 2, 1)], axis=0)
    return {
        "errors": errors,
        "nearest": taken_for(outputs, letters.x),
        "best": history.best_loss,
        "half": half,
        "epochs": history.epochs,
        "stopped": np.array(history.stopped) == "patience",
        "epoch": shown + 1,
        "loss": history.loss[shown],
    }


def load_results(path=RESULTS, *, which="seeds", seeds=SEEDS):
    """Read what the last run of this study wrote.

    Parameters
    ----------
    path : path
    which : str
        "seeds", those of the notebook, or "fresh", those that confirm.
    seeds : sequence of int
        How many, from the first, counts: as many as this has.

    Returns
    -------
    dict
        The results of `evaluate` by the name of the network, as arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    runs, few = read_results(Path(path)), len(seeds)
    found = {name: dict(runs[f"{name}, {which}"]) for name in NETWORKS}
    for run in found.values():
        del run["settings"], run["seeds"]
        for key, values in run.items():
            if key == "loss":
                run[key] = values.astype(float)[:, :few]
            elif key != "epoch":
                run[key] = values[:few]
    return found


def load_network(folder=WEIGHTS):
    """Load the network of slide 6, seed 0, that the last run of this study wrote.

    Raises
    ------
    FileNotFoundError
        If it is missing.
    """
    return load_model(stored(folder / _WEIGHTS))


class _StageOne(Study):
    def train(self, settings, seeds, start):
        return train(**settings, seeds=seeds)

    def records(self, name, model, history):
        found = evaluate(model, history)
        if name.endswith("fresh"):
            found = {key: found[key] for key in ("errors", "nearest")}
        else:
            found["loss"] = found["loss"].T
            found["epoch"] = [found["epoch"]] * len(model.seeds)
        return [{k: v[place] for k, v in found.items()} for place in range(len(model.seeds))]

    def result(self, name, records):
        results = stacked(records)
        for key in {"best", "half"} & set(results):
            results[key] = [float(f"{value:.5g}") for value in results[key]]
        if "loss" in results:
            results["epoch"] = results["epoch"][0]
            results["loss"] = [  # JSON has no nan
                [None if value != value else float(f"{value:.4g}") for value in row]
                for row in zip(*results["loss"], strict=True)
            ]
        return results


STUDY = _StageOne(
    "stage_1",
    RUNS,
    {"patience": PATIENCE, "loss": "mse", "optimizer": "adam", "batch": "all 32 letters"},
    {_WEIGHTS: f"{SLIDE_6}, seeds"},
)
