"""How likely images are under a variational autoencoder: bounds on log p(x), in nats.

The decoder gives each pixel a logit l. Two readings of it are offered:

- ``"cross-entropy"``: y log p + (1 - y) log(1 - p) with p = sigmoid(l), which is what the
  training maximises. For pixels y of 0 or 1 it is the log-likelihood of a Bernoulli
  distribution. For grey pixels it is **no likelihood**: exp of it does not integrate to 1
  over [0, 1], so values may be compared among models of the same images, and with nothing
  else.
- ``"density"``: that of the continuous Bernoulli distribution, exp(l y) divided by its
  integral over [0, 1], (exp(l) - 1) / l. It is a density of grey images in [0, 1]; the
  uniform distribution has 0 nats. A model trained with the cross-entropy was not trained
  for it, so the encoder fits it less well, and the bound is looser but still a bound.

Sources: Y. Burda, R. Grosse and R. Salakhutdinov, "Importance weighted autoencoders", ICLR
2016; G. Loaiza-Ganem and J. Cunningham, "The continuous Bernoulli: fixing a pervasive error
in variational autoencoders", NeurIPS 2019.
"""

import numpy as np

from tp5lib.checks import check_choice, check_integer, check_rng
from tp5lib.evaluation.metrics import check_matrix
from tp5lib.nn.layers import ACTIVATIONS

READINGS = ("cross-entropy", "density")

_ROWS = 512  # decoded at a time, so that all of it stays in the cache
_SMALL = 1e-3  # of a logit: below it a series is exact to the last digit of float32


def log_likelihood(logits, x, reading):
    """Return log p(x | l), summed over pixels.

    Parameters
    ----------
    logits : array_like, shape (..., pixels)
    x : array_like, shape (..., pixels)
        Images in [0, 1]; the leading axes are matched.
    reading : {"cross-entropy", "density"}
        See the module.

    Returns
    -------
    ndarray, shape (...), in nats an image

    Raises
    ------
    TypeError, ValueError
        If `reading` is neither.

    Notes
    -----
    With y the pixel and a = |l|, so that no term overflows::

        cross-entropy = l y - max(l, 0) - log(1 + exp(-a))
        density       = l y - max(l, 0) - log((1 - exp(-a)) / a)

    Examples
    --------
    >>> from tp5lib.evaluation.bound import log_likelihood
    >>> float(log_likelihood([0.0, 0.0], [0.3, 1.0], "density"))  # uniform on the square
    0.0
    """
    check_choice(reading, "reading", READINGS)
    logits, x = np.asarray(logits), np.asarray(x)
    logits = logits.astype(np.float64) if logits.dtype.kind != "f" else logits
    return _common(logits, x) - _normalisers(logits)[reading]


def log_weights(model, x, *, samples=500, rng):
    """Draw codes for each image, and return their importance weights.

    For a code z drawn from the encoder's q(z | x)::

        log w = log p(x | z) + log p(z) - log q(z | x)

    Parameters
    ----------
    model : VariationalAutoencoder
        Of one seed, with a sigmoid as output.
    x : array_like, shape (n, pixels)
        Images in [0, 1], which need not be those of the training.
    samples : int
        Codes an image.
    rng : int or numpy.random.Generator
        Of the codes; both readings get the same.

    Returns
    -------
    dict of ndarray, shape (samples, n)
        By reading, "cross-entropy" and "density".

    Raises
    ------
    TypeError, ValueError
        If the model is no variational autoencoder of one seed with a sigmoid as output, or
        an argument is not as above.
    """
    _check_model(model)
    x = check_matrix(x, "x", model.layers[0], low=0, high=1).astype(model.dtype)
    samples, rng = check_integer(samples, "samples"), check_rng(rng)
    mu, log_var = model.encode_distribution(x)
    epsilon = rng.standard_normal((samples, *mu.shape), dtype=model.dtype)
    codes = mu + np.exp(log_var / 2) * epsilon
    # log N(z; 0, 1) - log N(z; mu, sigma^2): the 2 pi cancels.
    weights = ((epsilon**2 - codes**2 + log_var) / 2).sum(axis=-1, dtype=np.float64)
    found = {reading: weights.copy() for reading in READINGS}
    step = max(1, _ROWS // len(x))
    for start in range(0, samples, step):
        part = slice(start, start + step)
        logits = decoder_logits(model, codes[part].reshape(-1, model.latent))
        logits = logits.reshape(-1, *x.shape)
        common = _common(logits, x)
        for reading, normaliser in _normalisers(logits).items():
            found[reading][part] += common - normaliser
    return found


def importance_bound(log_w):
    """Return the importance-weighted bound on log p(x), by image.

    ::

        L_K = log (1/K sum_k w_k) <= log p(x) in expectation,

    which rises with K towards log p(x); K = 1 is the evidence lower bound, of which
    ``log_w.mean(axis=0)`` is the less noisy estimate.

    Parameters
    ----------
    log_w : array_like, shape (samples, n)
        From `log_weights`.

    Returns
    -------
    ndarray, shape (n,), in nats an image

    Raises
    ------
    TypeError, ValueError
        If `log_w` is no finite matrix.

    Notes
    -----
    Burda et al. 2016, section 3, as a log-sum-exp: nothing overflows, nor does all vanish.
    """
    log_w = check_matrix(log_w, "log_w")
    return log_mean_exp(log_w)


def effective_samples(log_w):
    """Return how many of the samples count: (sum of w)^2 / sum of w^2, by image.

    Near 1 a single lucky code makes the bound, which is then loose.

    Parameters, errors
        As in `importance_bound`.

    Source: A. Kong, "A note on importance sampling using standardized weights", technical
    report 348, University of Chicago, 1992.
    """
    log_w = check_matrix(log_w, "log_w")
    w = np.exp(log_w - log_w.max(axis=0))
    return w.sum(axis=0) ** 2 / (w**2).sum(axis=0)


def decoder_logits(model, codes):
    """Return what the decoder gives before its last activation.

    From the weights: the output itself is rounded to 0 or 1 where a logit is large, and
    would make a wrong pixel infinitely unlikely.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Of one seed.
    codes : array_like, shape (n, latent)

    Returns
    -------
    ndarray, shape (n, pixels)
    """
    layers = model.weights[len(model.weights) // 2 :]
    names = model.config["activation"]
    hidden = names[len(names) - len(layers) + 1 :]
    values = np.asarray(codes, dtype=model.dtype)
    with np.errstate(over="ignore", under="ignore"):
        for (w, b), name in zip(layers, [*hidden, "identity"], strict=True):
            values = values @ w.T
            values += b
            ACTIVATIONS[name].apply(values, values)
    return values


def _check_model(model):
    if not hasattr(model, "encode_distribution"):
        raise TypeError(f"model must be a VariationalAutoencoder, not {model!r}")
    config = model.config
    if "seeds" in config:
        raise ValueError(f"model must be of one seed: take model.for_seed({model.seeds[0]})")
    if config["output"] != "sigmoid":
        raise ValueError(f"model must have output='sigmoid', not {config['output']!r}")


def _common(logits, x):
    """sum over pixels of l y - max(l, 0), which both readings share."""
    return np.vecdot(logits, x.astype(logits.dtype, copy=False)) - np.maximum(logits, 0).sum(-1)


def _normalisers(logits):
    """sum over pixels of log(1 + exp(-a)) and of log((1 - exp(-a)) / a), by reading."""
    a = np.abs(logits)
    e = np.exp(-a)
    entropy = np.log(1 + e).sum(axis=-1)
    small = a < _SMALL
    if small.any():
        a[small], e[small] = 1, np.exp(-1)  # replaced below
    ratio = (1 - e) / a
    if small.any():
        ratio[small] = 1 - np.abs(logits[small]) / 2
    return dict(zip(READINGS, (entropy, np.log(ratio).sum(axis=-1)), strict=True))


def log_mean_exp(values):
    """Return log of the mean of exp over the first axis; -inf stands for what is left out."""
    largest = values.max(axis=0)
    counted = np.isfinite(values).sum(axis=0)
    return largest + np.log(np.exp(values - largest).sum(axis=0) / counted)
