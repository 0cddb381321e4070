"""What the study of the slides' own runs measures of one trained network."""

from itertools import combinations

import numpy as np

from tp5lib.datasets.letters import load_digits, load_letters
from tp5lib.datasets.noise import with_flips
from tp5lib.evaluation.collapse import kl_by_dimension
from tp5lib.evaluation.denoising import DoNothing, NearestPattern, denoising_errors, told
from tp5lib.evaluation.generation import draw_like, energy_distance, path_quality, sharpness
from tp5lib.evaluation.latent import interpolate
from tp5lib.evaluation.metrics import own_nearest, pixel_errors, variance_explained
from tp5lib.evaluation.outliers import roc_area
from tp5lib.models.variational import VariationalAutoencoder

LEVELS = [0.05, 0.1, 0.15]  # of the noise that denoisers are tested on
ALPHABETS = 50
SHAPE = 20, 20  # rows and columns of an emoji
STEPS = np.linspace(0, 1, 7)  # of an interpolation (slide 48)
SAMPLES = 560  # new emojis, ten times the 56
DRAWS = 10  # of a sampled code for each emoji
POINTS = 30  # of a course


def letter_measures(model, history):
    """Return what is measured of a network of one seed on the clean letters, a dict.

    "loss", the lowest, "rate", that of the last epoch, "epochs", how many were run, and
    "patience", whether it ran out. Of slide 16: "three", the wrong pixels of the digit 3; "auc",
    the area under the ROC curve by which the ten digits are told by their error from letters with
    one pixel flipped. "paths": `path_quality` of the interpolations between all letters.
    """
    x, digits = load_letters().x, load_digits().x
    flipped, digits = (pixel_errors(y, model.reconstruct(y)) for y in (with_flips(x, 1), digits))
    return {
        "loss": history.best_loss,
        "rate": history.learning_rate[-1],
        "epochs": history.epochs,
        "patience": history.stopped == "patience",
        "three": digits[3],
        "auc": roc_area(flipped, digits),
        "paths": path_quality(_paths(model, model.encode(x)), x),
    }


def noise_measures(model):
    """Test a denoiser on `ALPHABETS` fresh noisy alphabets of each of `LEVELS`.

    Returned is a dict of arrays, whose first axis is levels. "perfect" and "eight": the share of
    letters without a wrong pixel, and with eight or more; "wrong": wrong pixels per letter; "told":
    the share whose nearest letter is the right one. By alphabet, "perfect letters", of 32, and
    "worst", the wrong pixels of the worst letter. Of the noisy letters themselves, "noise", the
    wrong pixels per letter, and "nearest letter", the share whose nearest letter is the right one.
    """
    x = load_letters().x
    errors, idle, nearest = (
        np.array([denoising_errors(one, x, level, alphabets=ALPHABETS)[0] for level in LEVELS])
        for one in (model, DoNothing(), NearestPattern(x))
    )
    return {
        "perfect": (errors == 0).mean(axis=(1, 2)),
        "wrong": errors.mean(axis=(1, 2)),
        "eight": (errors >= 8).mean(axis=(1, 2)),
        "told": np.array([told(model, x, level, alphabets=ALPHABETS)[0] for level in LEVELS]),
        "perfect letters": (errors == 0).sum(axis=2),
        "worst": errors.max(axis=2),
        "noise": idle.mean(axis=(1, 2)),
        "nearest letter": (nearest == 0).mean(axis=(1, 2)),
    }


def emoji_measures(model, x):
    """Return what is measured of a network of one seed on the emojis it learned, (n, pixels).

    By mu: "explained", the share of the variance; "own", how many reconstructions are nearest to
    their own emoji; "error", the squared error per pixel, (n,). "sampled": the same by a sampled
    code, the means over `DRAWS` but for "error", which is of one; a plain model has but one code.
    Of a variational model, "kl" and "sigma" by dimension, (latent,).

    "prior" and "fitted": the "energy", `energy_distance`, of draws from N(0, 1), and from the
    normal distribution fitted to the codes. "paths": `path_quality` of the interpolations between
    the sampled codes of all pairs, and "middle sharpness", that of the image half-way over that
    of the ends.
    """
    generator = np.random.default_rng(0)
    codes, spread, used = model.encode(x), 0, {}
    if isinstance(model, VariationalAutoencoder):
        mu, log_var = model.encode_distribution(x)
        spread = np.exp(log_var / 2)
        used = {"kl": kl_by_dimension(mu, log_var), "sigma": spread.mean(axis=0)}
    drawn = [codes + spread * generator.standard_normal(codes.shape) for _ in range(DRAWS)]
    tries = [_fidelity(x, model.decode(code)) for code in drawn]
    sampled = {name: np.mean([one[name] for one in tries]) for name in ("explained", "own")}
    sampled["error"] = tries[0]["error"]
    found = _fidelity(x, model.reconstruct(x)) | {"sampled": sampled} | used
    prior = generator.standard_normal((SAMPLES, codes.shape[1]))
    fitted = draw_like(codes, SAMPLES, rng=generator)
    for name, source in (("prior", prior), ("fitted", fitted)):
        found[name] = {"energy": energy_distance(model.decode(source), x)}
    paths = _paths(model, drawn[0])
    sharp = sharpness(paths.reshape(-1, x.shape[1]), SHAPE).reshape(len(paths), len(STEPS))
    middle = sharp[:, len(STEPS) // 2].mean() / sharp[:, [0, -1]].mean()
    return found | {"paths": path_quality(paths, x) | {"middle sharpness": middle}}


def held_out_measures(model, x, held_out):
    """Measure a network of one seed on emojis that it was not trained on.

    `x` are all emojis, (n, pixels), and `held_out`, (n,) of bool, says which these are. Returned
    are, by mu, "error", the squared error per pixel; "mean error", that of the mean emoji of the
    training set; "own", the share of reconstructions nearest to their own of all emojis.
    """
    images, everything = x[held_out], x.copy()
    everything[held_out] = model.reconstruct(images)
    return {
        "error": ((everything[held_out] - images) ** 2).mean(),
        "mean error": ((x[~held_out].mean(axis=0) - images) ** 2).mean(),
        "own": own_nearest(x, everything)[held_out].mean(),
    }


def course(history):
    """Return the curves of a run of one seed at some epochs, closer together at the start.

    Early epochs may come twice, so that all seeds have as many points. A loss whose parts are
    known is left out.
    """
    shown = np.geomspace(1, history.epochs, POINTS).round().astype(int)
    curves = {name: curve[shown - 1] for name, curve in history.curves.items()}
    if "kl" in curves:
        del curves["loss"], curves["learning_rate"]
    return {"epoch": shown} | curves


def _fidelity(x, again):
    return {
        "explained": variance_explained(x, again),
        "own": own_nearest(x, again).sum(),
        "error": ((again - x) ** 2).mean(axis=1),
    }


def _paths(model, codes):
    """The images on the way between all pairs of codes, (pairs, steps, pixels)."""
    pairs = [interpolate(a, b, STEPS) for a, b in combinations(codes, 2)]
    images = model.decode(np.concatenate(pairs))
    return images.reshape(len(pairs), len(STEPS), -1)
