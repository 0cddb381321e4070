"""The letters of notebooks 1 and 2: trainings that are too long for them, or shared by both.

``data/letters.json`` holds how many pixels were wrong, by epoch, seed and letter, with the
settings of each run.
"""

import numpy as np

from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.metrics import pixel_errors
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.nn.schedules import Adaptive
from tp5lib.studies.stage_1 import NETWORKS, PATIENCE, SLIDE_6
from tp5lib.studies.study import Study, read_results, stacked

RESULTS = DATA / "letters.json"

# After so many epochs the letters are tested. 100,000 updates are 100,000 epochs with batches of
# 32, 25,000 with batches of 8 and 3,125 with an update after each letter; 10,000 updates are
# 10,000, 2,500 and 313 epochs.
MARKS = [10, 31, 100, 313, 1_000, 2_500, 3_125, 5_000, 10_000, 25_000, 50_000, 100_000]
_LAYERS, _RATE, _EPOCHS = NETWORKS[SLIDE_6]
STAGE_1 = {
    "layers": _LAYERS,
    "loss": "mse",
    "learning_rate": _RATE,
    "epochs": _EPOCHS,
    "patience": PATIENCE,
}
STAGE_2 = {  # slides 8 and 13
    "layers": [35, 17, 2, 17, 35],
    "loss": "bce",
    "learning_rate": Adaptive(0.009),
    "epochs": 10_000,
}
RATES = (0.0005, 0.01, 0.05)  # beside that of stage 1


def _runs():
    """The settings of every run by name, those of `train`."""
    runs = {}
    # Slide 6 has 100,000 epochs: with an update after each letter 3.2 million updates, a quarter
    # of an hour. The runs in small batches end earlier, after as many updates or some more.
    for size, epochs in ((32, 100_000), (8, 25_000), (1, 5_000)):
        runs[f"stage 1, batches of {size}"] = STAGE_1 | {"batch_size": size, "epochs": epochs}
    for size in (32, 8, 1):
        runs[f"stage 2, batches of {size}"] = STAGE_2 | {"batch_size": size}
    mse = {"loss": "mse", "epochs": 5_000}
    runs["stage 2, batches of 1, mse"] = STAGE_2 | {"batch_size": 1} | mse
    for rate in RATES:
        runs[f"stage 1, rate {rate}"] = STAGE_1 | {"learning_rate": rate}
    seven = STAGE_2 | {"layers": STAGE_1["layers"]}
    runs["seven layers, mse"] = seven | {"loss": "mse"}
    runs["seven layers, bce"] = seven | {"epochs": 50_000}
    for latent in (1, 2, 3):
        for loss in ("mse", "bce"):
            epochs = STAGE_2["epochs"] if latent == 2 else 5_000
            own = {"layers": [35, 17, latent, 17, 35], "loss": loss, "epochs": epochs}
            runs[f"latent {latent}, {loss}"] = STAGE_2 | own
    return runs


RUNS = _runs()
_DETAILED = ("stage 1, batches of 32",)  # of which the outputs and codes are kept as well


def train(*, layers, epochs, batch_size=32, seeds=range(20), marks=MARKS, **settings):
    """Train an autoencoder on the letters, and test it on the way.

    Parameters
    ----------
    layers, seeds
        As in `Autoencoder`.
    epochs, batch_size, **settings
        As in `Autoencoder.fit`.
    marks : sequence of int
        After how many epochs it is tested, in rising order; those beyond `epochs` are left
        out, and `epochs` itself is one.

    Returns
    -------
    model : Autoencoder
    course : dict
        "epoch": (marks,); "errors": the wrong pixels of the weights with the lowest loss by
        then, (marks, seeds, letters); "loss": their loss, (marks, seeds); and, by seed, how
        many "epochs" were run and whether they "stopped" for want of patience.
    """
    x = load_letters().x
    model = Autoencoder(layers, seeds=seeds, dtype="float32")
    course = {"epoch": [*(mark for mark in marks if mark < epochs), epochs]}
    course |= {"errors": [], "loss": [], "epochs": 0}
    for before, epoch in zip([0, *course["epoch"]], course["epoch"], strict=False):
        history = model.fit(
            x,
            epochs=epoch - before,
            batch_size=batch_size,
            resume=before > 0,
            **settings,
        )
        course["errors"].append(pixel_errors(x, model.reconstruct(x)))
        course["loss"].append(history.best_loss)
        course["epochs"] = course["epochs"] + history.epochs
    course["stopped"] = np.array(history.stopped) == "patience"
    return model, {name: np.array(values) for name, values in course.items()}


def result(model, course, *, detailed=False):
    """Return what is kept of a run, as a dict that JSON can hold.

    Parameters
    ----------
    model, course
        As `train` gives them.
    detailed : bool
        Whether to keep "codes", (seeds, letters, latent), and "logits", the outputs before
        the last sigmoid, (seeds, letters, pixels), as well.
    """
    kept = {name: values.tolist() for name, values in course.items()}
    kept["loss"] = [[float(f"{value:.4g}") for value in row] for row in kept["loss"]]
    if detailed:
        x = load_letters().x
        before = Autoencoder(model.layers, seeds=model.seeds, output="identity")
        logits = before.with_parameters(model.parameters).reconstruct(x)
        kept["codes"] = model.encode(x).astype(float).round(4).tolist()
        kept["logits"] = logits.astype(float).round(2).tolist()
    return kept


def load_results(path=RESULTS, seeds=range(20)):
    """Read what the last run of this study wrote.

    Parameters
    ----------
    path : path
    seeds : sequence of int
        Of which; each from 0 to 19.

    Returns
    -------
    dict
        Runs by name; each has "settings" and what `result` keeps, as arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it lacks one of the seeds.
    """
    runs, places = read_results(path), [*seeds]
    known = len(runs[next(iter(runs))]["epochs"])
    if not places or not set(places) <= set(range(known)):
        raise ValueError(f"seeds must be some of 0 to {known - 1}, not {places}")
    for run in runs.values():
        for name in set(run) & {"errors", "loss"}:
            run[name] = run[name][:, places]
        for name in set(run) & {"epochs", "stopped", "codes", "logits"}:
            run[name] = run[name][places]
    return runs


def errors_after(run, epochs):
    """Return the wrong pixels of a stored run after so many epochs, (seeds, letters).

    Raises
    ------
    ValueError
        If the run was not tested then.
    """
    tested = run["epoch"].tolist()
    if epochs not in tested:
        raise ValueError(f"epochs must be one of {tested}, not {epochs!r}")
    return run["errors"][tested.index(epochs)]


class _Letters(Study):
    def train(self, settings, seeds, start):
        return train(**settings, seeds=seeds)

    def records(self, name, model, course):
        kept = result(model, course, detailed=name in _DETAILED)
        seeds = range(len(model.seeds))
        kept["epoch"] = [kept["epoch"] for _ in seeds]
        for key in ("errors", "loss"):
            kept[key] = [*zip(*kept[key], strict=True)]  # the marks came first
        return [{key: values[place] for key, values in kept.items()} for place in seeds]

    def result(self, name, records):
        kept = stacked(records)
        kept["epoch"] = kept["epoch"][0]
        for key in ("errors", "loss"):
            kept[key] = [*zip(*kept[key], strict=True)]
        return kept


STUDY = _Letters("letters", RUNS, {"marks": MARKS}, {})
