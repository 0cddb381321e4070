"""What the study of the variational autoencoders measures of a trained network."""

import itertools

import numpy as np

from tp5lib.evaluation.bound import effective_samples, importance_bound, log_weights
from tp5lib.evaluation.collapse import (
    active_units,
    code_information,
    gradient_parts,
    kl_by_dimension,
)
from tp5lib.evaluation.generation import draw_like, draw_within, path_quality, quality
from tp5lib.evaluation.latent import interpolate
from tp5lib.evaluation.metrics import own_nearest, variance_explained
from tp5lib.evaluation.samples import sample_measures
from tp5lib.models.variational import VariationalAutoencoder

SAMPLES = 1000
STEPS = np.linspace(0, 1, 13)  # among them the alphas of slide 48
DRAWS = 200  # of the code of each image, for the bound
HELD_OUT_DRAWS = 1000
POINTS = 40  # of a course


def measure(model, x, shape, *, rng=0, loss="bernoulli"):
    """Measure one network on the images that it was trained on.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Of one seed.
    x : ndarray, shape (n, features)
    shape : tuple of int
        (rows, columns) of an image.
    rng : int
        Of all draws.
    loss : str
        By whose gradient the layers are measured.

    Returns
    -------
    dict
        As `variational.evaluate` tells it, without the axis of seeds.
    """
    generator = np.random.default_rng(rng)
    codes, again = model.encode(x), model.reconstruct(x)
    fitted = model.decode(draw_like(codes, SAMPLES, rng=np.random.default_rng(rng)))
    samples = fitted
    if isinstance(model, VariationalAutoencoder):
        samples = model.sample(SAMPLES, rng=generator)
    else:
        draw_like(codes, SAMPLES, rng=generator)  # so that the box is drawn as it always was
    found = {
        "explained": variance_explained(x, again),
        "error": ((again - x) ** 2).mean(axis=1),
        "own": own_nearest(x, again).mean(),
        "samples": sample_measures(samples, x, shape),
        "fitted": sample_measures(fitted, x, shape),
        "box": quality(model.decode(draw_within(codes, SAMPLES, rng=generator)), x),
        "paths": measure_paths(model, x),
        "spread": codes.std(axis=0),
    }
    if isinstance(model, VariationalAutoencoder):
        found |= _measure_code(model, x, rng, loss)
    return found


def measure_paths(model, x):
    """Return the `path_quality` of the interpolations between all pairs of images.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Of one seed.
    x : ndarray, shape (n, features)

    Returns
    -------
    dict of float
    """
    pairs = list(itertools.combinations(model.encode(x), 2))
    points = np.concatenate([interpolate(a, b, STEPS) for a, b in pairs])
    return path_quality(model.decode(points).reshape(len(pairs), len(STEPS), -1), x)


def measure_crossfades(model, x):
    """Return what cross-fades between a model's own pictures of all pairs cost net of their ends.

    The control of the "net" of `measure_paths`: it grows as the ends get sharper, whatever the
    latent space is like. Parameters are those of `measure_paths`.

    Returns
    -------
    float
    """
    ends = itertools.combinations(model.reconstruct(x), 2)
    return path_quality(np.stack([interpolate(a, b, STEPS) for a, b in ends]), x)["net"]


def _measure_code(model, x, rng, loss):
    """What only a code that is a distribution has."""
    mu, log_var = model.encode_distribution(x)
    weights = log_weights(model, x, samples=DRAWS, rng=rng)
    rate = kl_by_dimension(mu, log_var).sum()
    return {
        "sigma": np.exp(log_var / 2).mean(axis=0),
        "active": active_units(mu).sum(),
        "rate": rate,
        "distortion": -weights["cross-entropy"].mean() - rate,
        "code": code_information(mu, log_var, rng=rng),
        "bound": {name: importance_bound(w).mean() for name, w in weights.items()},
        "gradient": gradient_parts(model, x, rng=rng, loss=loss),
    }


def measure_held_out(model, x, held_out, *, rng=0):
    """Measure one network on images that it was not trained on.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Of one seed.
    x : ndarray, shape (n, features)
        All images.
    held_out : ndarray of bool, shape (n,)
        Those that were not trained on.
    rng : int
        Of all draws.

    Returns
    -------
    dict of ndarray, shape (held-out images,)
        "error", the squared error a pixel; "own", whether the reconstruction is nearest to
        its own image, of all; and of a variational model, in nats, "bound", a dict by
        reading, "lower bound", likewise, and "draws that count", likewise, of `HELD_OUT_DRAWS`.
    """
    images, again = x[held_out], model.reconstruct(x[held_out])
    everything = x.copy()
    everything[held_out] = again
    found = {
        "error": ((again - images) ** 2).mean(axis=1),
        "own": own_nearest(x, everything)[held_out].astype(float),
    }
    if isinstance(model, VariationalAutoencoder):
        weights = log_weights(model, images, samples=HELD_OUT_DRAWS, rng=rng)
        found["bound"] = {name: importance_bound(w) for name, w in weights.items()}
        found["lower bound"] = {name: w.mean(axis=0) for name, w in weights.items()}
        found["draws that count"] = {name: effective_samples(w) for name, w in weights.items()}
    return found


def course(history):
    """Return the course of a training at some epochs, closer together at the start.

    Parameters
    ----------
    history : History
        Of several seeds.

    Returns
    -------
    dict of ndarray, first axes (points, seeds)
        "loss" and, of a variational autoencoder, "reconstruction", "kl" and
        "kl_by_dimension", with a last axis of dimensions; and "epoch", shape (points,).
    """
    shown = np.unique(np.geomspace(1, len(history.loss), POINTS).astype(int)) - 1
    curves = {k: v for k, v in history.curves.items() if k != "learning_rate"}
    return {"epoch": shown + 1} | {name: curve[shown] for name, curve in curves.items()}


def gathered(values):
    """Return dicts of one shape as a dict of arrays, with a first axis for them."""
    if isinstance(values[0], dict):
        return {key: gathered([value[key] for value in values]) for key in values[0]}
    return np.array(values)


def joined_folds(values, folds):
    """Bring what each seed gave for its own fold, first axis seeds, to the order of the images."""
    if isinstance(values, dict):
        return {key: joined_folds(value, folds) for key, value in values.items()}
    by_fold = values.reshape(-1, folds, values.shape[1])
    return by_fold.transpose(0, 2, 1).reshape(len(by_fold), -1)


def rounded(value, digits=5):
    """Return arrays, also those in dicts, as lists of numbers of so many significant digits."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item, digits) for item in value]
    if isinstance(value, np.ndarray):
        return rounded(value.tolist(), digits)
    short = float(f"{value:.{digits}g}")
    return int(short) if short.is_integer() else short
