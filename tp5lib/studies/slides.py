"""The slides' own runs, with the settings of the presentation's own program, and variations.

``data/slides.json`` holds the results with their settings: of letters in float64, of emojis in
float32. Each run is named after the slide that shows it; a variation differs from one of these in
one thing. Source of the settings: github.com/CTepedino/sia-tp5, June 2025.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.readers import DATA
from tp5lib.evaluation.metrics import pixel_errors
from tp5lib.models.autoencoder import Autoencoder, load_model
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.nn.schedules import Adaptive, AdaptiveAsCoded, StepDecay
from tp5lib.studies import slide_measures as measures
from tp5lib.studies.study import Study, read_results

RESULTS, FOLDER = DATA / "slides.json", DATA / "weights"

FEW = range(5)  # seeds of variations that take minutes each
MARKS = [100, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000]  # epochs of a test
FINAL = {  # slide 13
    "layers": [35, 17, 2, 17, 35],
    "loss": "bce",
    "learning_rate": AdaptiveAsCoded(0.009),
    "epochs": 10_000,
}
STRETCH = 0.2, 0.6  # the darkest value of our emojis before they were stretched, and the range


def _runs():
    """The settings of every run by name, those of `train`; a start is another run's name."""
    runs = {"13: 35-17-2": FINAL}
    for slide, level in (("24", 0.05), ("26", 0.1)):
        runs[f"{slide}: random weights, {level}"] = FINAL | {"noise": level}
    pretrained = FINAL | {"start": "13: 35-17-2"}
    for slide, level in (("30", 0.05), ("32", 0.1), ("34", 0.15)):
        runs[f"{slide}: pretrained, {level}"] = pretrained | {"noise": level}
    runs["38: pretrained, random level"] = pretrained | {"noise": (0, 0.15)}

    emojis = {"kind": "variational", "hidden": [30, 20, 10], "latent": 2, "activation": "sigmoid"}
    runs["42: first attempt"] = emojis | {"epochs": 100}
    runs["43: second attempt"] = second = emojis | {"epochs": 1_000}
    third = second | {"hidden": [300, 200, 100]}
    runs["45: fourth attempt, latent 2"] = fourth = third | {"activation": "relu"}
    runs["49: fifth attempt, latent 3"] = fourth | {"latent": 3}
    runs["53: sixth attempt, latent 6"] = fourth | {"latent": 6}
    runs["44: third attempt"] = third

    stage_2 = FINAL | {"epochs": 5_000}
    narrow = {"layers": [35, 14, 2, 14, 35], "learning_rate": AdaptiveAsCoded(0.0076)}
    runs["9: 35-14-2"] = stage_2 | narrow
    runs["9: 35-18-2"] = stage_2 | {"layers": [35, 18, 2, 18, 35]}
    runs["11: 35-18-2 again"] = runs["9: 35-18-2"] | {"start": "9: 35-18-2"}

    seven = [35, 18, 6, 2, 6, 18, 35]
    stage_1 = {
        "4: 35-12-2": ([35, 12, 2, 12, 35], 0.0024, 50_000),
        "4: 35-10-2": ([35, 10, 2, 10, 35], 0.0033, 50_000),
        "5: 35-18-6-2": (seven, 0.0038, 50_000),
        "5: 35-14-6-2": ([35, 14, 6, 2, 6, 14, 35], 0.0024, 100_000),
        "6: 35-18-6-2": (seven, 0.0024, 100_000),
    }
    for name, (layers, rate, epochs) in stage_1.items():
        shape = {"layers": layers, "learning_rate": rate, "epochs": epochs}
        runs[name] = {"loss": "mse", "patience": 8_000} | shape

    # Our own variations.
    intended = {"learning_rate": Adaptive(0.009)}
    for name in ("13: 35-17-2", "24: random weights, 0.05", "30: pretrained, 0.05"):
        runs[f"as intended, {name}"] = runs[name] | intended
    fixed = {"learning_rate": 0.009}
    runs["bce, fixed rate"] = FINAL | fixed
    for rule, rate in (("as coded", {}), ("as intended", intended), ("fixed rate", fixed)):
        runs[f"mse, {rule}"] = FINAL | {"loss": "mse"} | rate
    for name in ("13: 35-17-2", *stage_1):
        runs[f"full batch, {name}"] = runs[name] | {"batch_size": None}
    for latent in (1, 2, 3):
        for loss in ("mse", "bce"):
            own = {"layers": [35, 17, latent, 17, 35], "loss": loss, "batch_size": None}
            runs[f"latent {latent}, {loss}"] = FINAL | intended | own | {"epochs": 5_000}
    relu, beta, long = {"activation": "relu"}, {"beta": 0}, {"epochs": 5_000}
    runs["second, ReLU"] = second | relu
    runs["second, beta 0"] = second | beta
    runs["second, beta 0, ReLU"] = second | beta | relu
    for latent in (2, 6):
        runs[f"plain, latent {latent}"] = fourth | {"kind": "plain", "latent": latent, "seeds": FEW}
    runs["cross-entropy"] = fourth | {"loss": "bernoulli", "beta": 1, "seeds": FEW}
    runs["batches of 8"] = fourth | {"batch_size": 8, "seeds": FEW}
    runs["shuffled"] = fourth | {"shuffle": True, "seeds": FEW}
    runs["unstretched"] = fourth | {"unstretched": True, "seeds": FEW}
    runs["second, 5,000 epochs"] = second | long
    runs["second, beta 0, 5,000 epochs"] = second | beta | long
    for kind in ("variational", "plain"):
        for latent in (2, 6):
            fold = fourth | {"kind": kind, "latent": latent, "folds": 5, "seeds": FEW}
            runs[f"held out, {kind}, latent {latent}"] = fold
    runs["plain, latent 3"] = fourth | {"kind": "plain", "latent": 3, "seeds": FEW}
    runs["wide"] = wide = FINAL | {
        "layers": [35, 128, 64, 2, 64, 128, 35],
        "activation": ["relu", "relu", "identity", "relu", "relu"],
        "learning_rate": StepDecay(0.003, every=1500),
        "batch_size": None,
        "copies": 8,
    }
    runs["wide, pretrained, 0.15"] = wide | {"noise": 0.15, "start": "wide"}
    return runs


RUNS = _runs()


def train(settings, seeds, start=None):
    """Train a run as the slides' program does, an update after each pattern, and measure it.

    Parameters
    ----------
    settings : dict
        Of letters "layers", "activation", and "copies", how many times each stands in an epoch.
        Of emojis "kind", "variational" or "plain", which has the identity as its latent layer;
        "hidden", the layers of the encoder, "latent", "activation", and "beta", 2 / latent unless
        given; "folds" leaves out every so many-th, which depends on the seed; "unstretched" ones
        have the contrast from before they were stretched to [0, 1]. The others are those of
        ``fit``.
    seeds : sequence of int
    start : Autoencoder, optional
        Whose weights to begin with.

    Returns
    -------
    model : Autoencoder or VariationalAutoencoder
    records : list of dict
        What is measured of each seed, see `load_results`: of letters by the best weights.
    """
    if "kind" in settings:
        return _train_emojis(seeds, **settings)
    return _train_letters(seeds, start, **settings)


def _train_letters(seeds, start, layers, epochs, activation="sigmoid", copies=1, **settings):
    letters = load_letters().x
    model = Autoencoder(layers, seeds=seeds, activation=activation)
    if start is not None:
        model.copy_weights(start)
    settings, data = {"batch_size": 1} | settings, np.tile(letters, (copies, 1))
    ends, errors, parts = [*(mark for mark in MARKS if mark < epochs), epochs], [], []
    for before, end in pairwise([0, *ends]):
        parts.append(model.fit(data, epochs=end - before, resume=before > 0, **settings))
        errors.append(pixel_errors(letters, model.reconstruct(letters)))
    curves = {name: np.concatenate([p.curves[name] for p in parts]) for name in parts[0].curves}
    history = replace(parts[-1], curves=curves, epochs=sum(part.epochs for part in parts))
    records = []
    for seed, wrong in zip(seeds, np.stack(errors, axis=1), strict=True):
        one, own = model.for_seed(seed), history.for_seed(seed)
        record = {"epoch": ends, "errors": wrong} | measures.letter_measures(one, own)
        if "noise" in settings:
            record |= measures.noise_measures(one)
        records.append(record | {"course": measures.course(own)})
    return model, records


def _train_emojis(
    seeds, kind, hidden, latent, activation, beta=None, folds=None, unstretched=False, **settings
):
    x = load_emojis().x
    if unstretched:
        x = STRETCH[0] + STRETCH[1] * x
    layers = [x.shape[1], *hidden, latent, *reversed(hidden), x.shape[1]]
    shape = {"seeds": seeds, "dtype": "float32"}
    if kind == "variational":
        shape["beta"] = 2 / latent if beta is None else beta
        model = VariationalAutoencoder(layers, activation=activation, **shape)
    else:
        side = [activation] * len(hidden)
        model = Autoencoder(layers, activation=[*side, "identity", *side], **shape)
    same = {"loss": "gaussian", "learning_rate": 1e-4, "batch_size": 1, "shuffle": False}
    settings, records = same | settings, []
    if folds is None:
        history = model.fit(x, **settings)
        for seed in seeds:
            record = measures.emoji_measures(model.for_seed(seed), x)
            records.append(record | {"course": measures.course(history.for_seed(seed))})
        return model, records
    alone = [model.for_seed(seed) for seed in seeds]  # each has emojis of its own
    for seed, one in zip(seeds, alone, strict=True):
        held_out = np.arange(len(x)) % folds == seed % folds
        history = one.fit(x[~held_out], **settings)
        record = measures.held_out_measures(one, x, held_out)
        records.append(record | {"course": measures.course(history)})
    return model.with_parameters([one.parameters for one in alone]), records


def load_results():
    """Read what the last run of this study wrote, as `study.read_results` does.

    Returned are runs by name; each has "settings", "seeds", "made", see `study.train_run`, and,
    with a first axis of seeds, what `slide_measures` measures: of all runs "course", a dict of
    curves; of letters "errors", the wrong pixels after each "epoch" of a test, (seeds, epochs,
    letters), `letter_measures` and, under noise, `noise_measures`; of emojis `emoji_measures`,
    or, with folds, `held_out_measures`.
    """
    return read_results(RESULTS)


def load_denoisers():
    """Load networks of seed 0 to try on noisy letters, by name: `DENOISERS`.

    A FileNotFoundError says which is missing.
    """
    return {name: load_model(FOLDER / file).for_seed(0) for name, file in DENOISERS.items()}


def load_emoji_networks():
    """Load the `VariationalAutoencoder` of slides 45, 49 and 53, seed 0, by latent dimension.

    A FileNotFoundError says which is missing.
    """
    files = {2: "slide-45.npz", 3: "slide-49.npz", 6: "slide-53.npz"}
    return {latent: load_model(FOLDER / file) for latent, file in files.items()}


WEIGHTS = {
    "slide-6.npz": "6: 35-18-6-2",
    "slide-9.npz": "9: 35-18-2",
    "slide-11.npz": "11: 35-18-2 again",
    "slide-13.npz": "13: 35-17-2",
    "slide-24.npz": "24: random weights, 0.05",
    "slide-26.npz": "26: random weights, 0.1",
    "slide-30.npz": "30: pretrained, 0.05",
    "slide-32.npz": "32: pretrained, 0.1",
    "slide-34.npz": "34: pretrained, 0.15",
    "slide-38.npz": "38: pretrained, random level",
    "slide-43.npz": "43: second attempt",
    "slide-44.npz": "44: third attempt",
    "slide-45.npz": "45: fourth attempt, latent 2",
    "slide-49.npz": "49: fifth attempt, latent 3",
    "slide-53.npz": "53: sixth attempt, latent 6",
    "plain-2.npz": "plain, latent 2",
    "wide.npz": "wide, pretrained, 0.15",
    "mse-fixed-rate.npz": "mse, fixed rate",
}
# The networks of letters that a reader can try: the file, by the name that is shown.
DENOISERS = {
    "wide, trained at 0.15": "wide.npz",
    "plain autoencoder": "slide-13.npz",
    "trained at 0.05": "slide-30.npz",
    "trained at 0.1": "slide-32.npz",
    "trained at 0.15": "slide-34.npz",
    "random level": "slide-38.npz",
}
_ALL_SEEDS = "slide-9.npz", "slide-13.npz", "mse-fixed-rate.npz"
_GENERAL = {"letters": "float64", "emojis": "float32"}
_GENERAL |= {"levels": measures.LEVELS, "alphabets": measures.ALPHABETS}
STUDY = Study("slides", RUNS, train, _GENERAL, WEIGHTS, _ALL_SEEDS)
