"""The denoising autoencoders of notebook 3: runs too long for it, and the explorer's weights.

``data/denoising.json`` holds the results with their settings, ``data/weights/`` the denoisers
of seed 0, those of all seeds that were updated after each letter, and some of fresh seeds.
"""

import numpy as np

from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.denoising import denoising_errors, rebuilt, told
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.base import load_model
from tp5lib.nn.schedules import Adaptive, StepDecay
from tp5lib.studies.study import WEIGHTS, Study, read_results, stacked, stored

RESULTS = DATA / "denoising.json"

LAYERS = [35, 17, 2, 17, 35]  # slide 20
EPOCHS = 10_000
AS_MEANT = Adaptive(0.009)
AS_RUN = StepDecay(0.009, every=500)
RULES = {"as meant": AS_MEANT, "as run": AS_RUN}
RANDOM_LEVEL = (0, 0.15)  # slide 36
LEVELS = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4]
ALPHABETS = 50
FRESH = range(20, 40)
WIDE = {
    "layers": [35, 128, 64, 2, 64, 128, 35],
    "activation": ["relu", "relu", "identity", "relu", "relu"],
    "learning_rate": StepDecay(0.003, every=1500),
    "copies": 8,
}
# The networks of slides 23 to 38 with an update after each letter, whose weights are kept of all
# seeds: by the rule of the rate, the level and the start.
_NETWORKS = {
    (rule, level, start): f"each letter, {rule}, {level}, {start}"
    for rule in RULES
    for level, start in (
        *((level, start) for level in (0.05, 0.1, 0.15) for start in ("random", "pretrained")),
        (RANDOM_LEVEL, "pretrained"),
    )
}
# Those of fresh seeds whose weights are kept.
_FRESH_NETWORKS = {key: f"fresh, {name}" for key, name in _NETWORKS.items() if key[1] == 0.1}


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
    settings = runs[f"each letter, as meant, {RANDOM_LEVEL}, random"]
    runs["each letter, wider"] = settings | {"layers": [35, 128, 2, 128, 35]}

    # Slide 39's open questions, and what it did not ask.
    pretrained = {"noise": RANDOM_LEVEL, "start": "plain"}
    runs["more epochs"] = pretrained | {"epochs": 50_000}
    runs["fixed rate"] = pretrained | {"learning_rate": 0.009}
    runs["more epochs, fixed rate"] = runs["fixed rate"] | {"epochs": 50_000}
    for latent in (3, 5, 10, 20):
        layers = [35, 17, latent, 17, 35]
        runs[f"latent {latent}, plain"] = {"noise": None, "layers": layers}
        start = {"start": f"latent {latent}, plain"}
        runs[f"latent {latent}"] = {"noise": RANDOM_LEVEL, "layers": layers, **start}
    runs["wide"] = WIDE | {"noise": 0.2}
    runs["wide, random level"] = WIDE | {"noise": RANDOM_LEVEL}

    # What a second training gives by itself, with its fresh rate and its further epochs: one
    # under noise from the weights of one under noise, and one of twice the epochs.
    for level in (0.05, 0.1, 0.15):
        runs[f"random {level}"] = {"noise": level}
        runs[f"restarted {level}"] = {"noise": level, "start": f"random {level}"}
        runs[f"twice the epochs {level}"] = {"noise": level, "epochs": 2 * EPOCHS}
    for level in (0.05, 0.1):
        for rule in RULES:
            name = f"each letter, {rule}, {level}"
            again = runs[f"{name}, random"] | {"start": f"{name}, random"}
            runs[f"{name}, restarted"] = again

    # Seeds on which nothing was chosen, for all that is judged by criteria set after a look.
    latents = [name for name in runs if name.startswith("latent")]
    asked = [f"pretrained {RANDOM_LEVEL}", "more epochs", "fixed rate", "more epochs, fixed rate"]
    for name in ("each letter, plain", *_NETWORKS.values(), "plain", *asked, *latents, "wide"):
        again = dict(runs[name]) | {"seeds": FRESH}
        if "start" in again:
            again["start"] = f"fresh, {again['start']}"
        runs[f"fresh, {name}"] = again

    # What makes the wide one better: one thing at a time, put into the narrow one and taken
    # out of the wide one.
    runs["narrow"] = narrow = {"noise": RANDOM_LEVEL}
    relu = WIDE["activation"]
    runs["narrow, wider"] = narrow | {"layers": [35, 128, 2, 128, 35]}
    runs["narrow, deeper"] = narrow | {"layers": [35, 17, 17, 2, 17, 17, 35]}
    runs["narrow, relu"] = narrow | {"activation": ["relu", "identity", "relu"]}
    runs["narrow, rate"] = narrow | {"learning_rate": WIDE["learning_rate"]}
    runs["narrow, copies"] = narrow | {"copies": WIDE["copies"]}
    runs["narrow, 0.2"] = {"noise": 0.2}
    wide = WIDE | {"noise": RANDOM_LEVEL}
    runs["wide, narrower"] = wide | {"layers": [35, 17, 17, 2, 17, 17, 35]}
    one = {"layers": [35, 128, 2, 128, 35], "activation": relu[1:-1]}
    runs["wide, shallower"] = wide | one
    runs["wide, sigmoid"] = wide | {"activation": "sigmoid"}
    runs["wide, rate"] = wide | {"learning_rate": AS_MEANT}
    runs["wide, one copy"] = wide | {"copies": 1}
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
_CLOSER = ("told", "eight or more")


def _population_file(name):
    name = name.replace("each letter, ", "denoisers-").replace(str(RANDOM_LEVEL), "random level")
    return name.replace(", ", "-").replace(" ", "-") + ".npz"


def _weights_file(name):
    return f"denoiser-{name.replace(', ', '-').replace(' ', '-')}.npz"


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
    callback=None,
    **model_settings,
):
    """Train a denoising autoencoder on the letters.

    Parameters
    ----------
    noise, learning_rate, epochs, batch_size, callback
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
        model.copy_weights(start)
    history = model.fit(
        x,
        epochs=epochs,
        learning_rate=learning_rate,
        loss="bce",
        noise=noise,
        batch_size=batch_size,
        callback=callback,
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


def load_results(path=RESULTS, seeds=None):
    """Read what the last run of this study wrote.

    Parameters
    ----------
    path : Path
    seeds : sequence of int, optional
        How many, from the first, count: as many as this has; all unless given.

    Returns
    -------
    dict
        Runs by name; each has "settings", the results of `evaluate` as arrays and, where the
        course matters, "epoch" and the course of "loss" and "rate", (points, 3): the
        lowest, median and highest of all seeds. Those of `load_networks`, and the same of
        fresh seeds, also have what `closer_look` finds at the level of their training.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    runs, few = read_results(path), None if seeds is None else len(seeds)
    for run in runs.values():
        for key in {"perfect", "within one", "wrong pixels", *_CLOSER} & set(run):
            run[key] = run[key][..., :few]
    return runs


def load_networks(folder=WEIGHTS, seeds=None, *, fresh=False):
    """Load the networks of slides 23 to 38, of all seeds.

    Parameters
    ----------
    folder : Path
    seeds : sequence of int, optional
        As in `load_results`.
    fresh : bool
        Whether to load those of fresh seeds, which are kept for training at 0.1 only.

    Returns
    -------
    dict
        Autoencoders by the rule of the rate, "as meant" or "as run", the level of the
        training, and the start, "random" or "pretrained".

    Raises
    ------
    FileNotFoundError
        If one is missing.
    """
    names = _FRESH_NETWORKS if fresh else _NETWORKS
    files = {key: stored(folder / _population_file(name)) for key, name in names.items()}
    models = {key: load_model(file) for key, file in files.items()}
    few = None if seeds is None else len(seeds)
    return {key: model.with_parameters(model.parameters[:few]) for key, model in models.items()}


def closer_look(model, level):
    """Test a model on the noise of `evaluate` at one level, beyond the wrong pixels.

    Returns
    -------
    dict
        "told": the share of answers that are nearest to the right letter; "eight or more":
        the share of letters with so many wrong pixels, as slide 26 names them. Each (seeds,).
    """
    errors = denoising_errors(model, load_letters().x, level, alphabets=ALPHABETS)
    return {
        "told": told(model, load_letters().x, level, alphabets=ALPHABETS),
        "eight or more": (errors >= 8).mean(axis=(1, 2)),
    }


def load_denoisers(folder=WEIGHTS):
    """Load the denoisers of seed 0 that the last run of this study wrote.

    Returns
    -------
    dict
        Autoencoders by name, from a plain one to the best.

    Raises
    ------
    FileNotFoundError
        If one is missing.
    """
    return {name: load_model(stored(folder / _weights_file(name))) for name in DENOISERS}


class _Denoising(Study):
    def train(self, settings, seeds, start):
        return train(**settings, seeds=seeds, start=start)

    def records(self, name, model, history):
        tests, places = evaluate(model), range(len(model.seeds))
        of_seeds = [{k: v[:, place].round(4) for k, v in tests.items()} for place in places]
        if name.removeprefix("fresh, ") in _NETWORKS.values():
            closer = closer_look(model, RUNS[name]["noise"])
            for place, record in enumerate(of_seeds):
                record |= {key: values[place].round(4) for key, values in closer.items()}
        if name in _COURSES:
            shown = np.unique(np.geomspace(1, len(history.loss), _POINTS).astype(int)) - 1
            for place, record in enumerate(of_seeds):
                record["epoch"] = shown + 1
                record["loss"] = history.loss[shown, place]
                record["rate"] = history.learning_rate[shown, place]
        return of_seeds

    def result(self, name, records):
        known = {key: np.array(values) for key, values in stacked(records).items()}
        results = {key: known[key].T.tolist() for key in ("perfect", "within one", "wrong pixels")}
        results |= {key: known[key].tolist() for key in _CLOSER if key in known}
        if name in _COURSES:
            results["epoch"] = known["epoch"][0].tolist()
            for key in ("loss", "rate"):
                spread = np.nanquantile(known[key], (0, 0.5, 1), axis=0).T
                results[key] = [[float(f"{v:.4g}") for v in row] for row in spread]
        return results

    def kept_seeds(self, file):
        if file in _POPULATIONS:
            return self.seeds_of(self.weights[file])
        return super().kept_seeds(file)

    def together(self, name):
        # What is small is quickest side by side; the wide ones fill a core with fewer.
        return 10 if "copies" in RUNS[name] else 20


_POPULATIONS = {
    _population_file(name): name for name in (*_NETWORKS.values(), *_FRESH_NETWORKS.values())
}
STUDY = _Denoising(
    "denoising",
    RUNS,
    {"levels": LEVELS, "alphabets": ALPHABETS},
    {_weights_file(name): run for name, run in DENOISERS.items()} | _POPULATIONS,
)
