"""Whether a variational autoencoder uses its code: collapse, and slow learning."""

import copy

import numpy as np

from tp5lib.checks import check_rng
from tp5lib.evaluation.metrics import check_matrix

# Burda, Grosse and Salakhutdinov 2016, section 5.
ACTIVE = 0.01
_DRAWS = 50  # of the code of an image

# The criterion of `learning_state`; see there.
SILENT = 0.5  # nats of a dimension: the line that the KL of a dimension in use exceeds
FAILED = 0.3  # share of the variance explained
MEAN_IMAGE = -0.05  # ... from which on at least the mean image has been learned
FALLING = 0.5  # nats an image between the last tenth of the epochs and the tenth before


def active_units(mu):
    """Return which latent dimensions are active: their mean code differs between images.

    Parameters
    ----------
    mu : array_like, shape (n, latent)
        The means of the posteriors q(z | x) of the data.

    Returns
    -------
    ndarray of bool, shape (latent,)

    Raises
    ------
    TypeError, ValueError
        If `mu` is no finite matrix.

    Notes
    -----
    Dimension j is active where Var_x(E[z_j | x]) > `ACTIVE`, 0.01 as in the paper.

    Source: Y. Burda, R. Grosse and R. Salakhutdinov, "Importance weighted autoencoders",
    ICLR 2016, section 5.

    Examples
    --------
    >>> from tp5lib.evaluation.collapse import active_units
    >>> active_units([[1.0, 0.01], [-1.0, 0.0]])
    array([ True, False])
    """
    return check_matrix(mu, "mu").var(axis=0) > ACTIVE


def kl_by_dimension(mu, log_var):
    """Return the Kullback-Leibler divergence from the prior, by latent dimension.

    Parameters
    ----------
    mu, log_var : array_like, shape (n, latent)
        What `VariationalAutoencoder.encode_distribution` gives.

    Returns
    -------
    ndarray, shape (latent,), in nats
        The mean over images of (mu^2 + sigma^2 - 1 - log sigma^2) / 2: Kingma and Welling,
        "Auto-encoding variational Bayes", ICLR 2014, appendix B.
    """
    mu, log_var = _both(mu, log_var)
    return ((mu**2 + np.exp(log_var) - 1 - log_var) / 2).mean(axis=0)


def code_information(mu, log_var, *, rng):
    """Split the KL into what the code says of the image, and how far it is from the prior.

    Parameters
    ----------
    mu, log_var : array_like, shape (n, latent)
    rng : int or numpy.random.Generator
        Of the draws, 50 of each image's code.

    Returns
    -------
    dict of float, in nats
        "information": the mutual information of code and image, from 0 to log n, where
        every code identifies its image; "mismatch": the divergence of all codes together,
        q(z), from the prior. Their sum is the KL, but for the sampling error.

    Raises
    ------
    TypeError, ValueError
        If `mu` and `log_var` are not two finite matrices of one shape.

    Notes
    -----
    With q(z) the mean of the n posteriors::

        KL = E log q(z | x) / q(z)  +  E log q(z) / p(z)

    where z is drawn from q(z | x) and x from the data.

    Source: M. Hoffman and M. Johnson, "ELBO surgery: yet another way to carve up the
    variational evidence lower bound", NIPS workshop 2016.
    """
    mu, log_var = _both(mu, log_var)
    epsilon = check_rng(rng).standard_normal((_DRAWS, *mu.shape))
    z = (mu + np.exp(log_var / 2) * epsilon).reshape(-1, mu.shape[1])
    # The 2 pi of all densities cancels. (z - mu)^2 / sigma^2 of all pairs is taken dimension
    # by dimension: as a matrix product it would lose all digits where sigma is small.
    exponent = np.zeros((len(z), len(mu)))
    for column, center, spread in zip(z.T, mu.T, np.exp(log_var.T / 2), strict=True):
        away = (column[:, np.newaxis] - center) / spread
        exponent += away * away
    exponent = -(exponent + log_var.sum(axis=1)) / 2
    own = -(epsilon**2 + log_var).sum(axis=-1).ravel() / 2
    largest = exponent.max(axis=1)
    together = largest + np.log(np.exp(exponent - largest[:, np.newaxis]).mean(axis=1))
    prior = -(z**2).sum(axis=1) / 2
    return {
        "information": float((own - together).mean()),
        "mismatch": float((together - prior).mean()),
    }


def gradient_parts(model, x, *, rng=0, loss="bernoulli"):
    """Return how strong the gradient of each of the two terms of the bound is, layer by layer.

    Parameters
    ----------
    model : VariationalAutoencoder
        Of one seed or several.
    x : array_like, shape (n, features)
    rng : int
        Of the draw of codes.
    loss : str
        As in the model's ``loss``.

    Returns
    -------
    dict of ndarray, shape (layers,) or (seeds, layers)
        The root mean square of the gradient with respect to a layer's weights and biases,
        encoder first. "reconstruction": what the data ask of a layer; "kl": what the prior
        asks, for beta = 1, which is 0 in the decoder.

    Raises
    ------
    TypeError, ValueError
        As the model's ``loss_and_gradient``.

    Notes
    -----
    The gradient is linear in beta: that of the KL is the difference between beta = 1 and
    beta = 0 for the same draw of codes. What reaches the encoder has passed through all
    layers above: the slope of a sigmoid is 1/4 at most, and three in a row leave little. Adam
    divides the gradient by its own size, so a weak one does not by itself mean small steps;
    but the weaker of two terms is swamped by the other.

    Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
    feedforward neural networks", AISTATS 2010.
    """
    model, gradients = copy.copy(model), []
    for model.beta in (0, 1):
        gradients.append(model.loss_and_gradient(x, loss=loss, rng=rng)[1])
    without, whole = gradients
    parts = {"reconstruction": without, "kl": whole - without}
    return {name: _sizes_by_layer(model, part) for name, part in parts.items()}


def loss_fall(loss):
    """Return how much a loss still fell at the end of a run.

    Parameters
    ----------
    loss : array_like, shape (epochs, ...)
        Ten epochs or more.

    Returns
    -------
    ndarray, shape (...)
        The mean over the second-last tenth of the epochs minus that over the last tenth, in
        the loss's unit: means, since the loss of one epoch depends on its draws.
    """
    loss = np.asarray(loss, dtype=np.float64)
    if loss.ndim < 1 or len(loss) < 10:
        raise ValueError(f"loss must hold ten epochs or more, not shape {loss.shape}")
    tenth = len(loss) // 10
    return loss[-2 * tenth : -tenth].mean(axis=0) - loss[-tenth:].mean(axis=0)


def learning_state(kl, explained, fall):
    """Return whether a network learned, or is untrained, slow or collapsed.

    Parameters
    ----------
    kl : array_like, shape (latent,)
        By dimension, in nats, at the end of the run.
    explained : float
        The share of the variance that the reconstructions explain.
    fall : float
        How much the loss still fell at the end, in nats an image: `loss_fall`.

    Returns
    -------
    str
        - "learned": a dimension's KL is above `SILENT`, 0.5 nats, and `FAILED`, 30 % of the
          variance, or more are explained.
        - "untrained": the reconstructions are worse than the mean image, by `MEAN_IMAGE` or
          more: not even what needs no code has been learned.
        - "collapsed": no dimension's KL is above `SILENT`, and the loss has stopped falling
          (by less than `FALLING`).
        - "slow": all others, whose loss still falls or whose code carries little.

    Raises
    ------
    TypeError, ValueError
        If one is not a finite number, or `kl` holds none.

    Notes
    -----
    A network that is called collapsed here may still recover in a longer run.

    Examples
    --------
    >>> from tp5lib.evaluation.collapse import learning_state
    >>> learning_state([2.3, 2.1], 0.55, fall=0.4), learning_state([0.001, 0.002], 0.0, fall=0.01)
    ('learned', 'collapsed')
    """
    kl = check_matrix([kl], "kl")[0]
    explained, fall = (
        float(check_matrix([[value]], name)[0, 0])
        for value, name in ((explained, "explained"), (fall, "fall"))
    )
    speaks = bool((kl > SILENT).any())
    if speaks and explained >= FAILED:
        return "learned"
    if explained <= MEAN_IMAGE:
        return "untrained"
    return "collapsed" if not speaks and fall < FALLING else "slow"


def learning_states(kl, explained, fall):
    """Return the `learning_state` of each seed, a list of str.

    Parameters
    ----------
    kl : array_like, shape (seeds, latent)
    explained, fall : array_like, shape (seeds,)
        As a stored run of the variational study has them: ``run["kl_by_dimension"]``,
        ``run["explained"]`` and ``run["fall"]``.
    """
    return [learning_state(*seed) for seed in zip(kl, explained, fall, strict=True)]


def _sizes_by_layer(model, gradient):
    """The root mean square of a gradient, of the shape of `model.parameters`, by layer."""
    rows = gradient if gradient.ndim == 2 else gradient[np.newaxis]
    layers = model.with_parameters(rows).weights
    squares = [(w**2).sum(axis=(1, 2)) + (b**2).sum(axis=1) for w, b in layers]
    counts = [w[0].size + b[0].size for w, b in layers]
    sizes = np.sqrt(np.transpose(squares) / counts)
    return sizes if gradient.ndim == 2 else sizes[0]


def _both(mu, log_var):
    mu, log_var = check_matrix(mu, "mu"), check_matrix(log_var, "log_var")
    if mu.shape != log_var.shape:
        raise ValueError(f"log_var must have the shape of mu, {mu.shape}, not {log_var.shape}")
    return mu, log_var
