"""The variational autoencoders of notebook 4, and the plain ones they are compared with.

``data/variational.json`` holds the results with their settings, ``data/weights/`` the models
of seed 0 that the explorers start from.
"""

import itertools

import numpy as np

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.generation import draw_like, draw_within, path_quality, quality
from tp5lib.evaluation.latent import interpolate
from tp5lib.evaluation.metrics import own_nearest, r2_score
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.base import load_model
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.nn.schedules import Adaptive, WarmUp
from tp5lib.studies.study import WEIGHTS, Study, read_results, stored

RESULTS = DATA / "variational.json"

SMALL, LARGE = [30, 20, 10], [300, 200, 100]  # slides 42 and 44
FIT = {"epochs": 1000, "learning_rate": 1e-4, "batch_size": 8}  # slide 43; the batch is ours
LATENTS = [1, 2, 3, 6, 10, 20]
SHOWN = [2, 3, 6]  # slides 45, 49 and 53
SEEDS = range(5)
SAMPLES = 1000
STEPS = np.linspace(0, 1, 13)  # among them the alphas of slide 48
LETTERS = {"epochs": 10_000, "learning_rate": Adaptive(0.009)}  # slide 13


def _runs():
    """The settings of every run by name, those of `train`."""
    runs = {}
    for latent in LATENTS:
        runs[f"variational, latent {latent}"] = {"model": "variational", "latent": latent}
        runs[f"plain, latent {latent}"] = {"model": "plain", "latent": latent}
    fourth = runs["variational, latent 2"]
    runs["squared error"] = fourth | {"loss": "gaussian"}
    runs["batch 1"] = fourth | {"batch_size": 1}
    runs["batch 56"] = fourth | {"batch_size": None}
    third = fourth | {"activation": "sigmoid"}
    runs["third"] = third
    runs["third, beta 0"] = third | {"beta": 0}
    runs["third, 5,000 epochs"] = third | {"epochs": 5000}
    runs["third, warm-up"] = third | {"beta": WarmUp(500)}
    runs["third, ten times the rate"] = third | {"learning_rate": 1e-3}
    runs["third, tanh"] = third | {"activation": "tanh"}
    letters = {"data": "letters", "hidden": [17], "latent": 2, "activation": "sigmoid"}
    letters |= {"batch_size": None, **LETTERS}
    runs["letters, plain"] = letters | {"model": "plain"}
    runs["letters, variational"] = letters | {"model": "variational"}
    return runs


RUNS = _runs()


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
    seeds=SEEDS,
    workers=2,
    loss=None,
    **settings,
):
    """Train a variational or a plain autoencoder of the same layers.

    Parameters
    ----------
    model : {"variational", "plain"}
    data : {"emojis", "letters"}
    hidden, latent, activation, seeds
        As in `VariationalAutoencoder`; the plain one's latent layer has the identity for
        the emojis, and the other layers' activation for the letters, as in the slides.
    beta, loss, workers, **settings
        As in `VariationalAutoencoder.fit`; unless given, the cross-entropy, and slide 43's.

    Returns
    -------
    model : Autoencoder or VariationalAutoencoder
    history : History
    """
    x = load_data(data).x
    layers = [x.shape[1], *hidden, latent, *reversed(hidden), x.shape[1]]
    settings = FIT | {"workers": workers} | settings
    if model == "variational":
        kind, inner = VariationalAutoencoder, activation
        settings |= {"beta": beta, "loss": loss or "bernoulli"}
    else:
        middle = "identity" if data == "emojis" else activation
        sides = [activation] * len(hidden)
        kind, inner = Autoencoder, [*sides, middle, *sides]
        settings["loss"] = loss or "bce"
    network = kind(layers, activation=inner, seeds=seeds, dtype="float32")
    return network, network.fit(x, **settings)


def evaluate(model, x, *, rng=0):
    """Measure each seed of a model on the images that it was trained on.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
    x : ndarray, shape (n, features)
    rng : int
        Of the draws, which are the same for every seed.

    Returns
    -------
    dict of ndarray, first axis seeds
        "explained": the share of variance; "error": the squared error a pixel, by image;
        "own": the share of reconstructions nearest to their own image; "samples", "box" and
        "paths", each a dict: `quality` of new images from the prior (of a plain model from
        the normal distribution fitted to its codes), of images from all over the box that
        holds the codes, and `path_quality` of the interpolations between all pairs.
    """
    by_seed = [_evaluate_one(model.for_seed(seed), x, rng) for seed in model.seeds]
    return {key: _gather([result[key] for result in by_seed]) for key in by_seed[0]}


def _evaluate_one(model, x, rng):
    rng = np.random.default_rng(rng)
    codes, again = model.encode(x), model.reconstruct(x)
    if isinstance(model, VariationalAutoencoder):
        samples = model.sample(SAMPLES, rng=rng)
    else:
        samples = model.decode(draw_like(codes, SAMPLES, rng=rng))
    pairs = list(itertools.combinations(codes, 2))
    points = np.concatenate([interpolate(a, b, STEPS) for a, b in pairs])
    paths = model.decode(points).reshape(len(pairs), len(STEPS), -1)
    return {
        "explained": r2_score(x, again),
        "error": ((again - x) ** 2).mean(axis=1),
        "own": own_nearest(x, again).mean(),
        "samples": quality(samples, x),
        "box": quality(model.decode(draw_within(codes, SAMPLES, rng=rng)), x),
        "paths": path_quality(paths, x),
    }


def _gather(values):
    if isinstance(values[0], dict):
        return {key: _gather([value[key] for value in values]) for key in values[0]}
    return np.array(values)


def load_results(path=RESULTS):
    """Read what the last run of this study wrote.

    Returns
    -------
    dict
        Runs by name; each has "settings", the results of `evaluate` and, of a variational
        model, "kl_by_dimension", (seeds, latent), as the mean over the last 50 epochs.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    return read_results(path)


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
    def train(self, name):
        return train(**RUNS[name])

    def result(self, name, model, history):
        results = evaluate(model, load_data(RUNS[name].get("data", "emojis")).x)
        if "kl_by_dimension" in history.terms:
            results["kl_by_dimension"] = history.kl_by_dimension[-50:].mean(axis=0)
        return _rounded(results)


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return np.round(value, 5).tolist()


STUDY = _Variational(
    RESULTS,
    RUNS,
    {"seeds": list(SEEDS), "samples": SAMPLES, "steps": len(STEPS)},
    {
        _weights_file(kind, n): f"{kind}, latent {n}"
        for kind, latents in (("variational", SHOWN), ("plain", SHOWN[:1]))
        for n in latents
    },
)
