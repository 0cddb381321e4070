"""The variational autoencoder: a latent code that is a distribution."""

from functools import partial

import numpy as np

from tp5lib.models.fitting import Trainable
from tp5lib.nn.activations import ACTIVATIONS, check_activations
from tp5lib.nn.layers import Dense
from tp5lib.nn.objectives import variational_bound
from tp5lib.nn.schedules import as_warm_up
from tp5lib.validation import check_choice, check_integer, check_layers, check_rng


class VariationalAutoencoder(Trainable):
    """An autoencoder whose encoder gives a normal distribution, drawn towards N(0, 1).

    Parameters
    ----------
    layers : sequence of int
        The sizes of all layers, as in `Autoencoder`, such as
        ``[400, 300, 200, 100, 2, 100, 200, 300, 400]``.
    activation : str or sequence of str
        Of the hidden layers: "relu", "sigmoid", "tanh" or "identity"; a sequence gives one
        for each hidden layer besides the middle one, which has none.
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
    >>> from tp5lib import VariationalAutoencoder, load_emojis
    >>> emojis = load_emojis()
    >>> model = VariationalAutoencoder([400, 30, 2, 30, 400], dtype="float32")
    >>> history = model.fit(emojis.x, epochs=10, learning_rate=1e-3, batch_size=8)
    >>> mu, log_var = model.encode_distribution(emojis.x)
    >>> model.sample(10, rng=0).shape
    (10, 400)
    """

    def __init__(
        self,
        layers,
        *,
        activation="relu",
        output="sigmoid",
        seed=0,
        seeds=None,
        dtype=np.float64,
    ):
        layers = check_layers(layers)
        self._activation = check_activations(activation, len(layers) - 3)
        self._output = check_choice(output, "output", ACTIVATIONS)
        inner = [ACTIVATIONS[name] for name in self._activation]
        half = len(inner) // 2
        sizes = self._stack_sizes(layers)
        encoder = Dense(sizes[0], [*inner[:half], ACTIVATIONS["identity"]])
        decoder = Dense(sizes[1], [*inner[half:], ACTIVATIONS[output]], encoder.n_parameters)
        super().__init__(layers, [encoder, decoder], seed, seeds, dtype)

    def fit(
        self,
        x,
        *,
        target=None,
        epochs,
        learning_rate,
        loss="bernoulli",
        beta=1.0,
        optimizer="adam",
        batch_size=None,
        patience=None,
        min_delta=1e-5,
        validation=None,
        callback=None,
        every=1,
        noise=None,
        workers=1,
        executor=None,
        progress=None,
        resume=False,
    ):
        """Train, and keep the last weights.

        Each update draws one latent code for each image, so a lower loss is a luckier draw,
        and the best weights cannot be told from it.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)
        loss : {"bernoulli", "gaussian", "bce", "mse", "mae"} or a subclass of `nn.losses.Loss`
            The reconstruction. The first two are log-likelihoods, summed over pixels:
            the binary cross-entropy, or the squared error, which is that of a normal
            distribution of variance 1/2. The others are means over pixels, against which the
            KL divergence weighs as much more as there are pixels.
        beta : float or WarmUp
            The weight of the KL divergence, not negative; 1 gives the evidence lower bound.
        target, epochs, learning_rate, optimizer, batch_size, patience, min_delta, validation, \
        callback, every, noise, workers, executor, progress, resume
            As in `Autoencoder.fit`.

        Returns
        -------
        History
            With the terms of the loss by epoch and seed: `reconstruction`, `kl`, and
            `kl_by_dimension` with a last axis of latent dimensions; in nats a sample.

        Raises
        ------
        TypeError, ValueError, TrainingInterrupted, DivergenceError, WorkerError
            As in `Autoencoder.fit`.
        """
        return self._fit(
            x,
            target,
            loss,
            {"beta": as_warm_up(beta)},
            epochs=epochs,
            learning_rate=learning_rate,
            optimizer=optimizer,
            batch_size=batch_size,
            patience=patience,
            min_delta=min_delta,
            validation=validation,
            callback=callback,
            every=every,
            noise=noise,
            workers=workers,
            executor=executor,
            progress=progress,
            resume=resume,
        )

    def encode(self, x):
        """Return the latent codes of images: the means of their distributions.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)

        Returns
        -------
        ndarray, shape (n, latent), or (seeds, n, latent) with ``seeds=``
        """
        return self.encode_distribution(x)[0]

    def encode_distribution(self, x):
        """Return the distributions of the latent codes of images.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)

        Returns
        -------
        mu, log_var : ndarray, shape (n, latent), or (seeds, n, latent) with ``seeds=``
            The mean, and the logarithm of the variance.
        """
        both = self._apply(self._stacks[0], self._check(x, "x"))
        return both[..., : self.latent], both[..., self.latent :]

    def reconstruct(self, x):
        """Return the images decoded from the mean codes, of the shape that `decode` gives."""
        return self.decode(self.encode(x))

    def sample(self, n, *, rng):
        """Return new images, decoded from draws of the prior N(0, 1).

        Parameters
        ----------
        n : int
        rng : int or numpy.random.Generator
            A seed, or a generator to draw on.

        Returns
        -------
        ndarray, shape (n, features), or (seeds, n, features) with ``seeds=``
        """
        n = check_integer(n, "n")
        seeds = () if self._single else (len(self._seeds),)
        return self.decode(check_rng(rng).standard_normal((*seeds, n, self.latent)))

    def loss(self, x, target=None, loss="bernoulli", beta=1.0, rng=0):
        """Return the loss of each seed, shape (seeds,) or a float, for one draw of codes.

        Parameters
        ----------
        x, target, loss, beta
            As in `fit`; of a warm-up, the weight at its end.
        rng : int or numpy.random.Generator
            Of the draw; an int gives every seed the same.
        """
        return self.loss_and_gradient(x, target, loss, beta, rng)[0]

    def loss_and_gradient(self, x, target=None, loss="bernoulli", beta=1.0, rng=0):
        """Return the loss for one draw of codes, and its gradient by all parameters.

        Parameters
        ----------
        x, target, loss, beta, rng
            As in `loss`.

        Returns
        -------
        loss : float, or ndarray of shape (seeds,)
        gradient : ndarray, of the shape of `parameters`
        """
        generators = [check_rng(rng) for _ in self._seeds]
        return self._loss_and_gradient(x, target, loss, {"beta": as_warm_up(beta)}, generators)

    def _architecture(self):
        return {"activation": list(self._activation), "output": self._output}

    @staticmethod
    def _stack_sizes(layers):
        middle = len(layers) // 2
        return [(*layers[:middle], 2 * layers[middle]), layers[middle:]]

    def _objective(self, loss, beta):
        encoder, decoder = self._stacks
        return partial(variational_bound, encoder=encoder, decoder=decoder, loss=loss, beta=beta)
