"""The variational autoencoder: a latent code that is a distribution."""

from functools import partial

import numpy as np

from tp5lib.checks import check_integer, check_rng
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.nn.objectives import VariationalBound
from tp5lib.nn.schedules import WarmUp, as_warm_up


class VariationalAutoencoder(Autoencoder):
    """An autoencoder whose encoder gives a normal distribution, drawn towards N(0, 1).

    Parameters
    ----------
    layers : sequence of int
        The sizes of all layers, as in `Autoencoder`, such as
        ``[400, 300, 200, 100, 2, 100, 200, 300, 400]``.
    beta : float or WarmUp
        The weight of the KL divergence, not negative; 1 gives the evidence lower bound.
        Saved with the weights.
    activation : str or sequence of str
        As in `Autoencoder`, but that the middle layer has none.
    output, seed, seeds, dtype
        As in `Autoencoder`.

    Notes
    -----
    The encoder ends in 2 * latent numbers: mu, then log sigma^2. See `VariationalBound` for
    the loss. Its reconstruction is a log-likelihood where `fit` is given ``loss="bernoulli"``,
    as by default, or "gaussian", that of a normal distribution of variance 1/2; the losses that
    are means over pixels leave the KL divergence as much more weight as there are pixels.

    Source: D. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014; slides 42
    to 45 for the layers.

    Examples
    --------
    >>> from tp5lib import VariationalAutoencoder, load_emojis
    >>> emojis = load_emojis()
    >>> model = VariationalAutoencoder([400, 30, 2, 30, 400], dtype="float32")
    >>> history = model.fit(emojis.x, epochs=10, batch_size=8)
    >>> mu, log_var = model.encode_distribution(emojis.x)
    >>> model.sample(10, rng=0).shape
    (10, 400)
    """

    default_loss = "bernoulli"
    _numbers_a_code = 2

    def __init__(
        self,
        layers,
        *,
        beta=1.0,
        activation="relu",
        output="sigmoid",
        seed=None,
        seeds=None,
        dtype=np.float64,
    ):
        # In a file a warm-up is the list of its two numbers.
        self._beta = as_warm_up(WarmUp(*beta) if isinstance(beta, list) else beta)
        given = {"activation": activation, "output": output, "seed": seed, "seeds": seeds}
        super().__init__(layers, **given, dtype=dtype)

    @property
    def config(self):
        beta = self._beta
        return super().config | {"beta": [beta.epochs, beta.to] if beta.epochs else beta.to}

    def encode_distribution(self, x):
        """Return the distributions of the latent codes: their means, and log sigma^2."""
        both = self._apply(self._stacks[0], x, "x")
        return both[..., : self.latent], both[..., self.latent :]

    def reconstruct(self, x, *, rng=None):
        """Return the images decoded from their mean codes, or from sampled ones.

        With `rng`, an int or a numpy.random.Generator, a code is mu + sigma epsilon, as on the
        slides.
        """
        if rng is None:
            return super().reconstruct(x)
        mu, log_var = self.encode_distribution(x)
        epsilon = check_rng(rng).standard_normal(mu.shape, dtype=mu.dtype)
        return self.decode(mu + np.exp(log_var / 2) * epsilon)

    def sample(self, n, *, rng):
        """Return `n` new images, decoded from draws of the prior N(0, 1).

        `rng` is an int, or a numpy.random.Generator to draw on.
        """
        n = check_integer(n, "n")
        seeds = () if self._single else (len(self.seeds),)
        return self.decode(check_rng(rng).standard_normal((*seeds, n, self.latent)))

    def _objective(self, loss):
        return partial(VariationalBound, *self._stacks, loss, self._beta)
