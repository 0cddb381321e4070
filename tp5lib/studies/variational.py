"""The variational autoencoders of notebook 4, and the plain ones they are compared with.

``data/variational.json`` holds the results with their settings, ``data/weights/`` the models
of seed 0 that the explorers start from.
"""

import numpy as np

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.collapse import loss_fall
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.base import load_model
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.nn.schedules import Adaptive, WarmUp
from tp5lib.studies.measures import (
    HELD_OUT_DRAWS,
    SAMPLES,
    STEPS,
    course,
    gathered,
    joined_folds,
    measure,
    measure_crossfades,
    measure_held_out,
    rounded,
)
from tp5lib.studies.study import WEIGHTS, Study, read_results, stored

RESULTS = DATA / "variational.json"

SMALL, LARGE = [30, 20, 10], [300, 200, 100]  # slides 42 and 44
FIT = {"epochs": 1000, "learning_rate": 1e-4, "batch_size": 8}  # slide 43; the batch is ours
LATENTS = [1, 2, 3, 6, 10, 20]
SHOWN = [2, 3, 6]  # slides 45, 49 and 53
SEEDS = range(20)
FEW = range(5)  # of runs that take as much longer, or make a curve only
BETAS = [0.1, 0.3, 3, 10]
SWEPT = [2, 6]  # latent dimensions at which beta varies
FOLDS, REPEATS = 8, 2  # each fold leaves out 7 of the 56 emojis, and is trained so often
HELD_OUT = {"variational": [2, 3, 6, 20], "plain": [2, 6]}
LETTERS = {"batch_size": None, "epochs": 10_000, "learning_rate": Adaptive(0.009)}  # slide 13


def _runs():
    """The settings of every run by name, those of `train`."""
    runs = {}
    for latent in LATENTS:
        runs[f"variational, latent {latent}"] = {"model": "variational", "latent": latent}
        runs[f"plain, latent {latent}"] = {"model": "plain", "latent": latent}
    fourth = runs["variational, latent 2"]
    runs["squared error"] = fourth | {"loss": "gaussian"}
    runs["batch 1"] = fourth | {"batch_size": 1, "seeds": FEW}
    runs["batch 56"] = fourth | {"batch_size": None}

    second = fourth | {"hidden": SMALL, "activation": "sigmoid"}
    runs["first"] = second | {"epochs": 100}
    runs["second"] = second
    runs["third"] = third = fourth | {"activation": "sigmoid"}
    # One thing changed in each; the third with ReLU is the fourth.
    for name, attempt in (("first", runs["first"]), ("second", second), ("third", third)):
        if name != "third":
            runs[f"{name}, ReLU"] = attempt | {"activation": "relu"}
        runs[f"{name}, tanh"] = attempt | {"activation": "tanh"}
        runs[f"{name}, beta 0"] = attempt | {"beta": 0}
        runs[f"{name}, ten times the rate"] = attempt | {"learning_rate": 1e-3}
    long = {"epochs": 5000}
    runs["second, 5,000 epochs"] = second | long
    runs["second, batch 1"] = second | {"batch_size": 1}
    runs["third, 5,000 epochs"] = third | long
    runs["third, batch 1"] = third | {"batch_size": 1, "seeds": FEW}
    runs["second, warm-up"] = second | {"beta": WarmUp(500)}
    runs["third, warm-up"] = third | {"beta": WarmUp(500)}

    letters = {"data": "letters", "hidden": [17], "latent": 2, "activation": "sigmoid", **LETTERS}
    runs["letters, plain"] = letters | {"model": "plain"}
    runs["letters, variational"] = letters | {"model": "variational"}

    for latent in SWEPT:
        for beta in BETAS:
            settings = runs[f"variational, latent {latent}"] | {"beta": beta, "seeds": FEW}
            runs[f"latent {latent}, beta {beta:g}"] = settings
    for kind, latents in HELD_OUT.items():
        for latent in latents:
            settings = runs[f"{kind}, latent {latent}"] | {"folds": FOLDS}
            settings |= {"seeds": range(FOLDS * REPEATS)}
            runs[f"held out, {kind}, latent {latent}"] = settings
    return runs


RUNS = _runs()
WAYS = [f"variational, latent {latent}" for latent in LATENTS]  # whose interpolations are judged


def load_data(name="emojis"):
    """Return the data set of a run."""
    return load_letters() if name == "letters" else load_emojis()


def train(
    *,
    model="variational",
    data="emojis",
    hidden=LARGE,
    latent=2,
    activation="relu",
    beta=1.0,
    seeds=FEW,
    loss=None,
    folds=None,
    **settings,
):
    """Train a variational or a plain autoencoder of the same layers.

    Parameters
    ----------
    model : {"variational", "plain"}
    data : {"emojis", "letters"}
    hidden, latent, activation, beta, seeds
        As in `VariationalAutoencoder`; few seeds unless given, which a reader can wait for.
        The plain one's latent layer has the identity for the emojis, and the other layers'
        activation for the letters, as in the slides.
    loss, **settings
        As in `VariationalAutoencoder.fit`; unless given, the cross-entropy, and slide 43's.
    folds : int, optional
        Leave out images: seed s is not trained on those of fold s modulo `folds`, which are
        every so many-th image, from that place on.

    Returns
    -------
    model : Autoencoder or VariationalAutoencoder
    history : History
    """
    x = load_data(data).x
    layers = [x.shape[1], *hidden, latent, *reversed(hidden), x.shape[1]]
    if folds is not None:
        x = np.stack([x[~left_out(seed, folds, len(x))] for seed in seeds])
    settings = FIT | settings
    if model == "variational":
        kind, inner = VariationalAutoencoder, activation
        more, settings["loss"] = {"beta": beta}, loss or "bernoulli"
    else:
        middle = "identity" if data == "emojis" else activation
        sides = [activation] * len(hidden)
        kind, inner = Autoencoder, [*sides, middle, *sides]
        more, settings["loss"] = {}, loss or "bce"
    network = kind(layers, activation=inner, seeds=seeds, dtype="float32", **more)
    return network, network.fit(x, **settings)


def left_out(seed, folds, n):
    """Return which of `n` images a seed was not trained on, shape (n,), of bool."""
    return np.arange(n) % folds == seed % folds


def evaluate(model, x, *, shape=(20, 20), rng=0, loss="bernoulli"):
    """Measure each seed of a model on the images that it was trained on.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
    x : ndarray, shape (n, features)
    shape : tuple of int
        (rows, columns) of an image.
    rng : int
        Of the draws, which are the same for every seed.
    loss : str
        By whose gradient the layers are measured.

    Returns
    -------
    dict of ndarray, first axis seeds
        - "explained": the share of variance; "error": the squared error a pixel, by image;
          "own": the share of reconstructions nearest to their own image;
        - "samples", "fitted" and "box", each a dict: `sample_measures` of new images from
          the prior, and from the normal distribution fitted to the codes, which stands in
          for the prior of a plain model; and `quality` of images from all over the box that
          holds the codes;
        - "paths", a dict: `path_quality` of the interpolations between all pairs;
        - "spread": the standard deviation of the (mean) codes, by dimension.

        Of a variational model also, in nats an image:

        - "rate", the KL, and "distortion", the cross-entropy of drawn codes;
        - "bound", a dict: the importance-weighted bound by reading, see `bound`;
        - "code", a dict: `code_information`;
        - "sigma": the mean over images, by dimension; "active": how many `active_units`;
        - "gradient", a dict: `gradient_parts`.
    """
    by_seed = [measure(model.for_seed(s), x, shape, rng=rng, loss=loss) for s in model.seeds]
    return gathered(by_seed)


def evaluate_held_out(model, x, folds, *, rng=0):
    """Measure models of `folds` on the images that they were not trained on.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Whose seeds are a multiple of `folds`, in order from 0.
    x : ndarray, shape (n, features)
        All images, whose number is a multiple of `folds`.
    folds : int
    rng : int
        Of the draws.

    Returns
    -------
    dict of ndarray, shape (repeats, n)
        As `measure_held_out` gives them, each image by the one model of its repeat that was
        not trained on it.
    """
    return joined_folds(gathered(held_out_records(model, x, folds, rng=rng)), folds)


def held_out_records(model, x, folds, *, rng=0):
    """Return what `measure_held_out` gives for each seed of a model, a list of dicts."""
    return [
        measure_held_out(model.for_seed(seed), x, left_out(seed, folds, len(x)), rng=rng)
        for seed in model.seeds
    ]


def load_results(path=RESULTS, *, seeds=SEEDS):
    """Read what the last run of this study wrote.

    Parameters
    ----------
    path : path
    seeds : sequence of int
        A run with fewer has those of them that it holds; one with folds is always whole.

    Returns
    -------
    dict
        Runs by name; each has "settings" and

        - the results of `evaluate`, or, of a run with folds, of `evaluate_held_out`;
        - "course", a dict: the `course` of the training;
        - of those in `WAYS`, "crossfades", (seeds,): `measure_crossfades`;
        - of a variational model, "kl_by_dimension", (seeds, latent), the mean over the last
          50 epochs, and "fall", (seeds,): `loss_fall`, in nats.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a run has none of the seeds.
    """
    runs = read_results(path)
    for name, run in runs.items():
        if not (kept := np.isin(run["seeds"], [*seeds])).any():
            raise ValueError(f"seeds must hold some of {name!r}'s, {[*run['seeds']]}, not {seeds}")
        if "folds" not in run["settings"] and not kept.all():
            _keep(run, kept)
    return runs


def _keep(values, kept):
    """Leave in a run's results those of some seeds; in a course they are the second axis."""
    for key, value in values.items():
        if key == "course":
            values[key] = {k: v if k == "epoch" else v[:, kept] for k, v in value.items()}
        elif isinstance(value, dict) and key != "settings":
            _keep(value, kept)
        elif key != "settings":
            values[key] = value[kept]


def load_models(latents=SHOWN, *, kind="variational", folder=WEIGHTS):
    """Load the models of the emojis, of seed 0, that the last run of this study wrote.

    Parameters
    ----------
    latents : sequence of int
        Latent dimensions, of `SHOWN`.
    kind : {"variational", "plain"}
        Of the plain ones, latent 2 is stored.
    folder : path, optional

    Returns
    -------
    dict
        Models by latent dimension.

    Raises
    ------
    FileNotFoundError
        If one is missing.
    """
    return {n: load_model(stored(folder / _weights_file(kind, n))) for n in latents}


def _weights_file(kind, latent):
    return f"emojis-{kind}-{latent}.npz"


class _Variational(Study):
    def train(self, settings, seeds, start):
        return train(**settings, seeds=seeds)

    def records(self, name, model, history):
        settings = self.runs[name]
        data = load_data(settings.get("data", "emojis"))
        if "folds" in settings:
            return held_out_records(model, data.x, settings["folds"])
        loss = settings.get("loss", "bernoulli")
        found = []
        for place, seed in enumerate(model.seeds):
            record = measure(model.for_seed(seed), data.x, data.shape, loss=loss)
            record["course"] = course(history.for_seed(seed))
            if name in WAYS:
                record["crossfades"] = measure_crossfades(model.for_seed(seed), data.x)
            if "kl_by_dimension" in history.curves:
                record["kl_by_dimension"] = history.kl_by_dimension[-50:, place].mean(axis=0)
                record["fall"] = loss_fall(history.loss)[place]
            found.append(record)
        return found

    def result(self, name, records):
        results = gathered(records)
        if "folds" in self.runs[name]:
            return rounded(joined_folds(results, self.runs[name]["folds"]), 4)
        results["error"] = rounded(results["error"], 4)
        # The points first, as in a History; the epochs are the same for every seed.
        curves = {key: np.swapaxes(curve, 0, 1) for key, curve in results.pop("course").items()}
        curves["epoch"] = curves["epoch"][:, 0]
        return rounded(results) | {"course": rounded(curves, 4)}

    def together(self, name):
        # The large ones fill a core with one seed.
        return 4 if self.runs[name].get("hidden", LARGE) == LARGE else 20


STUDY = _Variational(
    "variational",
    RUNS,
    {"samples": SAMPLES, "steps": len(STEPS), "held-out draws": HELD_OUT_DRAWS},
    {
        _weights_file(kind, n): f"{kind}, latent {n}"
        for kind, latents in (("variational", SHOWN), ("plain", SHOWN[:1]))
        for n in latents
    },
    SEEDS,
)
