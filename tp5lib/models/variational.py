"""The variational autoencoder: a latent code that is a distribution."""

import numpy as np

from tp5lib.models.base import Model
from tp5lib.nn.activations import ACTIVATIONS
from tp5lib.nn.layers import Dense
from tp5lib.nn.losses import LOSSES
from tp5lib.nn.objectives import Reconstruction, VariationalBound
from tp5lib.nn.schedules import as_warm_up
from tp5lib.validation import check_choice, check_integer, check_sizes


class VariationalAutoencoder(Model):
    """An autoencoder whose encoder gives a normal distribution, drawn towards N(0, 1).

    Parameters
    ----------
    pixels : int
        Of an image.
    hidden : sequence of int
        The encoder's hidden layers, such as ``[300, 200, 100]``; the decoder's mirror them.
    latent : int
        The latent dimension.
    activation : str
        Of all hidden layers: "relu", "sigmoid", "tanh" or "identity".
    output : str
        The activation of the last layer.
    seed, seeds, dtype
        As in `Autoencoder`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above; the message names it.

    Notes
    -----
    The encoder ends in 2 * latent numbers: mu, then log sigma^2. See `VariationalBound` for
    the loss.

    Source: D. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014; slides 42
    to 45 for the layers.

    Examples
    --------
    >>> emojis = load_emojis()
    >>> model = VariationalAutoencoder(400, [300, 200, 100], 2, dtype="float32")
    >>> history = model.fit(emojis.x, epochs=1000, learning_rate=1e-4, batch_size=8)
    >>> mu, log_var = model.encode(emojis.x)
    >>> model.sample(10, rng=0).shape
    (10, 400)
    """

    def __init__(
        self,
        pixels,
        hidden,
        latent,
        *,
        activation="relu",
        output="sigmoid",
        seed=0,
        seeds=None,
        dtype=np.float64,
    ):
        self._pixels = check_integer(pixels, "pixels")
        self._hidden = _check_hidden(hidden)
        self._latent = check_integer(latent, "latent")
        self._activation = check_choice(activation, "activation", ACTIVATIONS)
        self._output = check_choice(output, "output", ACTIVATIONS)
        inner = [ACTIVATIONS[activation]] * len(self._hidden)
        encoder = Dense(
            [pixels, *self._hidden, 2 * latent],
            [*inner, ACTIVATIONS["identity"]],
        )
        decoder = Dense(
            [latent, *reversed(self._hidden), pixels],
            [*inner, ACTIVATIONS[output]],
            encoder.n_parameters,
        )
        super().__init__([encoder, decoder], self._pixels, seed, seeds, dtype)

    @property
    def latent(self):
        """The latent dimension."""
        return self._latent

    def fit(
        self,
        x,
        *,
        target=None,
        epochs,
        learning_rate,
        loss="bce",
        beta=1.0,
        batch_size=None,
        patience=None,
        min_delta=1e-5,
        progress=None,
        workers=1,
        noise=None,
        store=None,
        resume=False,
    ):
        """Train with Adam, and keep the last weights.

        Each update draws one latent code for each image, so a lower loss is a luckier draw,
        and the best weights cannot be told from it.

        Parameters
        ----------
        x : array_like, shape (n, pixels) or (seeds, n, pixels)
        loss : {"bce", "mse"}
            The reconstruction, summed over pixels: the binary cross-entropy, or the squared
            error, which is that of a normal distribution of variance 1/2.
        beta : float or WarmUp
            The weight of the KL divergence, not negative; 1 gives the evidence lower bound.
        target, epochs, learning_rate, batch_size, patience, min_delta, progress, workers, \
        noise, store, resume
            As in `Autoencoder.fit`.

        Returns
        -------
        History
            With the terms of the loss by epoch and seed: `reconstruction`, `kl`, and
            `kl_by_dimension` with a last axis of latent dimensions; in nats a sample.

        Raises
        ------
        TypeError, ValueError, FileNotFoundError, DivergenceError
            As in `Autoencoder.fit`.
        """
        return self._train(
            x,
            target,
            _goal(loss, beta),
            progress=progress,
            workers=workers,
            store=store,
            resume=resume,
            epochs=epochs,
            learning_rate=learning_rate,
            batch_size=batch_size,
            patience=patience,
            min_delta=min_delta,
            noise=noise,
        )

    def encode(self, x):
        """Return the distributions of the latent codes of images.

        Parameters
        ----------
        x : array_like, shape (n, pixels) or (seeds, n, pixels)

        Returns
        -------
        mu, log_var : ndarray, shape (n, latent), or (seeds, n, latent) with ``seeds=``
            The mean, and the logarithm of the variance.
        """
        both = self._apply(self._stacks[0], self._check(x, "x"))
        return both[..., : self._latent], both[..., self._latent :]

    def reconstruct(self, x):
        """Return the images decoded from the mean codes, of the shape that `decode` gives."""
        return self.decode(self.encode(x)[0])

    def sample(self, n, *, rng):
        """Return new images, decoded from draws of the prior N(0, 1).

        Parameters
        ----------
        n : int
        rng : int or numpy.random.Generator
            A seed, or a generator to draw on.

        Returns
        -------
        ndarray, shape (n, pixels), or (seeds, n, pixels) with ``seeds=``
        """
        n = check_integer(n, "n")
        seeds = () if self._single else (len(self._seeds),)
        return self.decode(np.random.default_rng(rng).standard_normal((*seeds, n, self._latent)))

    def loss(self, x, target=None, loss="bce", beta=1.0, noise_seed=0):
        """Return the loss of each seed, shape (seeds,) or a float, for one draw of codes.

        Parameters
        ----------
        x, target, loss, beta
            As in `fit`.
        noise_seed : int
            Of the draw, which is the same for every seed.
        """
        return self.loss_and_gradient(x, target, loss, beta, noise_seed)[0]

    def loss_and_gradient(self, x, target=None, loss="bce", beta=1.0, noise_seed=0):
        """Return the loss for one draw of codes, and its gradient by all parameters.

        Parameters
        ----------
        x, target, loss, beta, noise_seed
            As in `loss`.

        Returns
        -------
        loss : float, or ndarray of shape (seeds,)
        gradient : ndarray, of the shape of `parameters`
        """
        return self._loss_and_gradient(x, target, _goal(loss, beta), noise_seed)

    def loss_at(self, parameters, x, target=None, loss="bce", place=0, beta=1.0, noise_seed=0):
        """Return the loss that other parameters would have, shape (k,).

        Parameters
        ----------
        parameters : ndarray, shape (k, parameters)
        place : int
            Whose data to use, where `x` or `target` has an axis of seeds.
        x, target, loss, beta, noise_seed
            As in `loss`.
        """
        return self._loss_at(parameters, x, target, _goal(loss, beta), place, noise_seed)

    def __repr__(self):
        return (
            f"VariationalAutoencoder({self._pixels}, {list(self._hidden)}, {self._latent}, "
            f"{self._described_seeds()}, activation={self._activation!r}, "
            f"output={self._output!r}, dtype={self._dtype.name})"
        )

    def label(self):
        """Return a short name of the architecture, fit for a file."""
        return f"variational-{'-'.join(map(str, (self._pixels, *self._hidden, self._latent)))}"

    def _architecture(self):
        return {
            "pixels": self._pixels,
            "hidden": list(self._hidden),
            "latent": self._latent,
            "activation": self._activation,
            "output": self._output,
        }

    def _loss_of(self, name, n):
        return LOSSES[name](ACTIVATIONS[self._output], 1 / n)

    def _objective(self, parameters, gradients, n, moment, *, loss, beta):
        encoder, decoder = self._stacks
        buffers = (parameters, gradients, n)
        reconstruction = Reconstruction(decoder, self._loss_of(loss, n), *buffers)
        return VariationalBound(encoder, reconstruction, *buffers, moment, beta)


def _goal(loss, beta):
    return {"loss": loss, "beta": as_warm_up(beta)}


def _check_hidden(hidden):
    wanted = "hidden must be a positive integer or more, such as [300, 200, 100]"
    sizes = check_sizes(hidden, "hidden", wanted)
    if not sizes:
        raise ValueError(f"{wanted}; it is empty")
    return sizes
