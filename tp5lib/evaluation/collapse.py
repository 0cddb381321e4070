"""Whether a variational autoencoder uses its code."""

import numpy as np

from tp5lib.evaluation.metrics import check_matrix


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
    mu, log_var = check_matrix(mu, "mu"), check_matrix(log_var, "log_var")
    if mu.shape != log_var.shape:
        raise ValueError(f"log_var must have the shape of mu, {mu.shape}, not {log_var.shape}")
    return ((mu**2 + np.exp(log_var) - 1 - log_var) / 2).mean(axis=0)
