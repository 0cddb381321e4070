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
from tp5lib.schedules import Adaptive, StepDecay

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
    "noise": 0.2,
    "copies": 8,
}
# The files of the weights that the explorer starts from.
DENOISERS = {
    "wide, trained at 0.2": "denoiser-wide.npz",
    "plain autoencoder": "denoiser-plain-autoencoder.npz",
    "trained at 0.05": "denoiser-trained-at-0.05.npz",
    "trained at 0.1": "denoiser-trained-at-0.1.npz",
    "trained at 0.15": "denoiser-trained-at-0.15.npz",
    "random level": "denoiser-random-level.npz",
}
_POINTS = 120  # of a course


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
        course matters, "epoch" and the course of "loss" and "rate", (points, seeds).

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
    return {name: Autoencoder.load(folder / file) for name, file in DENOISERS.items()}


class _Study:
    """Collects runs and their results."""

    def __init__(self, say):
        self._say = say
        self.runs = {}

    def run(self, name, *, course=False, start_name=None, **settings):
        model, history = train(**settings)
        results = {key: value.round(4).tolist() for key, value in evaluate(model).items()}
        if course:
            shown = np.unique(np.geomspace(1, len(history.loss), _POINTS).astype(int)) - 1
            results["epoch"] = (shown + 1).tolist()
            results["loss"] = [[float(f"{v:.4g}") for v in row] for row in history.loss[shown]]
            rates = history.learning_rate[shown]
            results["rate"] = [[float(f"{v:.4g}") for v in row] for row in rates]
        described = {key: repr(value) for key, value in settings.items() if key != "start"}
        described["start"] = start_name or "random weights"
        self.runs[name] = {"settings": described, **results}
        within = np.mean(results["within one"], axis=1)[:4]
        self._say(f"{name}: within one pixel at {LEVELS[:4]}: {within.round(3)}")
        return model


def main(arguments=None):
    """Train everything afresh, and write results and weights."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.studies", description=__doc__)
    parser.parse_args(arguments)
    study = _Study(lambda line: print(line, flush=True))

    clean = study.run("plain", noise=None)
    keep = {"plain autoencoder": clean}
    for level in (0.05, 0.1, 0.15, RANDOM_LEVEL):
        name = "random level" if level == RANDOM_LEVEL else f"trained at {level}"
        keep[name] = study.run(f"pretrained {level}", noise=level, start=clean, start_name="plain")

    # Slide 22 with an update after each letter, as the presentation's program made them.
    # Level 0.2 is the other reading of its p = 0.1: flips, not salt and pepper.
    each = {"batch_size": 1, "course": True}
    plain = study.run("each letter, plain", noise=None, **each)
    for rule, schedule in RULES.items():
        for level in (0.05, 0.1, 0.15, 0.2, RANDOM_LEVEL):
            each = {"noise": level, "learning_rate": schedule, "batch_size": 1}
            each["course"] = level == 0.05
            name = f"each letter, {rule}, {level}"
            study.run(f"{name}, random", **each)
            study.run(f"{name}, pretrained", start=plain, start_name="plain", **each)

    # Slide 39's open questions, and what it did not ask.
    study.run("more epochs", noise=RANDOM_LEVEL, epochs=50_000, start=clean, start_name="plain")
    for latent in (3, 5, 10, 20):
        layers = [35, 17, latent, 17, 35]
        first, _ = train(noise=None, layers=layers)
        study.run(
            f"latent {latent}", noise=RANDOM_LEVEL, layers=layers, start=first, start_name="plain"
        )
    keep["wide, trained at 0.2"] = study.run("wide", **WIDE)
    study.run("wide, random level", **WIDE | {"noise": RANDOM_LEVEL})

    WEIGHTS.mkdir(exist_ok=True)
    for name, model in keep.items():
        model.for_seed(0).save(WEIGHTS / DENOISERS[name])
    general = {
        "levels": LEVELS,
        "alphabets": ALPHABETS,
        "seeds": 20,
        "command": "python -m tp5lib.studies",
    }
    runs = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(run)}" for name, run in study.runs.items()
    )
    RESULTS.write_text(
        f'{{"general": {json.dumps(general)},\n "runs": {{\n{runs}\n }}}}\n', encoding="utf-8"
    )
    print(f"{RESULTS.name}: {len(study.runs)} runs, {RESULTS.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
