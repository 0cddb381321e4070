"""The autoencoder of the presentation: a multilayer perceptron that copies its input."""

from collections.abc import Sequence

import numpy as np

from tp5lib.models.base import Model
from tp5lib.nn.activations import ACTIVATIONS
from tp5lib.nn.layers import Dense
from tp5lib.nn.losses import LOSSES
from tp5lib.nn.objectives import Reconstruction
from tp5lib.validation import check_choice, check_sizes


class Autoencoder(Model):
    """A multilayer perceptron trained to give back its input through a narrow middle.

    Parameters
    ----------
    layers : sequence of int
        The sizes of all layers, input first, such as ``[35, 17, 2, 17, 35]``: an odd number
        of positive integers that read the same backwards. The middle one is the latent
        dimension.
    seed : int
        Of the initial weights and the order of mini-batches. Arrays are (n, features).
    seeds : iterable of int, optional
        Instead of `seed`: as many independent models, trained at once. Every result has a
        leading axis of seeds. Each ends like the same seed trained alone.
    activation : str or sequence of str
        Of the hidden layers: "sigmoid", "tanh", "relu" or "identity"; a sequence gives one
        for each hidden layer, the middle one included.
    output : str
        The activation of the last layer.
    dtype : numpy dtype
        float64, or float32 for more speed.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above; the message names it.

    Notes
    -----
    Layer l computes ``x_l = f(W_l x_{l-1} + b_l)`` (slide 3, "Primera etapa").

    Source: D. Rumelhart, G. Hinton and R. Williams, "Learning internal representations by
    error propagation", 1986, which calls it the encoder problem.

    Examples
    --------
    >>> letters = load_letters()
    >>> model = Autoencoder([35, 17, 2, 17, 35], seeds=range(3))
    >>> history = model.fit(letters.x, epochs=100, learning_rate=0.01, loss="bce")
    >>> model.encode(letters.x).shape
    (3, 32, 2)
    """

    def __init__(
        self,
        layers,
        *,
        seed=0,
        seeds=None,
        activation="sigmoid",
        output="sigmoid",
        dtype=np.float64,
    ):
        self._layers = _check_layers(layers)
        self._activation = _check_activation(activation, len(self._layers) - 2)
        self._output = check_choice(output, "output", ACTIVATIONS)
        names = [*self._activation, self._output]
        activations = [ACTIVATIONS[name] for name in names]
        middle = len(self._layers) // 2
        encoder = Dense(self._layers[: middle + 1], activations[:middle])
        decoder = Dense(self._layers[middle:], activations[middle:], encoder.n_parameters)
        super().__init__([encoder, decoder], self._layers[0], seed, seeds, dtype)
        self._whole = Dense(self._layers, activations)

    @property
    def layers(self):
        """The sizes of all layers, a tuple of int."""
        return self._layers

    @property
    def latent(self):
        """The latent dimension."""
        return self._layers[len(self._layers) // 2]

    def fit(
        self,
        x,
        *,
        target=None,
        epochs,
        learning_rate,
        loss="mse",
        batch_size=None,
        patience=None,
        min_delta=1e-5,
        progress=None,
        workers=1,
        noise=None,
        store=None,
        resume=False,
    ):
        """Train with Adam, and keep the weights with the lowest loss.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)
            The inputs.
        target : array_like, same shape, optional
            What to reconstruct, `x` unless given; in [0, 1] for the loss "bce".
        epochs : int
            How many passes over the data, at most.
        learning_rate : float or Schedule
            Positive; a schedule, such as ``Adaptive(0.009)``, changes it by seed.
        loss : {"mse", "bce"}
            Mean over pixels of the squared error (slide 3) or of the binary cross-entropy
            (slide 7), which needs ``output="sigmoid"``.
        batch_size : int, optional
            Samples an update; all of them unless given. Mini-batches are drawn in a new
            order each epoch.
        patience : int, optional
            Stop a seed after so many epochs without an improvement of more than
            `min_delta` (slide 3: 8,000); never unless given.
        min_delta : float
            Not negative.
        progress : bool, optional
            Whether to show a progress bar; unless given, where a person can see it. In a
            notebook it is cleared at the end, with what the cell put out before it.
        workers : int
            Processes among which the seeds are dealt out. In a script, the call must then
            stand under ``if __name__ == "__main__":``.
        noise : float, pair of float or callable, optional
            Corrupts the inputs, afresh each epoch and for each seed, while the target stays
            clean (slide 22): a level of salt and pepper, a range from which a level is drawn
            each epoch (slide 36), or a function of ``(x, rng)``. Under noise a lower loss is
            a luckier draw, so the last weights are kept and not the best.
        store : WeightStore, optional
            Where to save the weights after training.
        resume : bool
            Start from the weights that `store` holds of this configuration; the History
            says so.

        Returns
        -------
        History
            The loss by epoch and seed, the best epoch, and why each seed stopped.

        Raises
        ------
        TypeError, ValueError
            If an argument is not as above; the model is then as it was.
        FileNotFoundError
            If `store` holds no weights to resume from.
        DivergenceError
            If a loss is not finite; the best weights before that are kept.

        Notes
        -----
        Interrupting (Ctrl-C, or the kernel's stop button) ends the training early and
        returns as usual: the best weights so far are kept and the History says so.
        """
        return self._train(
            x,
            target,
            {"loss": loss},
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
        """Return the latent codes of images.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)

        Returns
        -------
        ndarray, shape (n, latent), or (seeds, n, latent) with ``seeds=``
        """
        return self._apply(self._stacks[0], self._check(x, "x"))

    def reconstruct(self, x):
        """Return ``decode(encode(x))``, of the shape that `decode` gives."""
        return self._apply(self._whole, self._check(x, "x"))

    def loss(self, x, target=None, loss="mse"):
        """Return the loss of each seed, shape (seeds,) or a float; arguments as in `fit`."""
        return self.loss_and_gradient(x, target, loss)[0]

    def loss_and_gradient(self, x, target=None, loss="mse"):
        """Return the loss, and its gradient by all parameters.

        Parameters
        ----------
        x, target, loss
            As in `fit`.

        Returns
        -------
        loss : float, or ndarray of shape (seeds,)
        gradient : ndarray, of the shape of `parameters`
        """
        return self._loss_and_gradient(x, target, {"loss": loss})

    def loss_at(self, parameters, x, target=None, loss="mse", place=0):
        """Return the loss that other parameters would have.

        Parameters
        ----------
        parameters : ndarray, shape (k, parameters)
        x, target, loss
            As in `fit`.
        place : int
            Whose data to use, where `x` or `target` has an axis of seeds.

        Returns
        -------
        ndarray, shape (k,)
        """
        return self._loss_at(parameters, x, target, {"loss": loss}, place)

    @classmethod
    def load(cls, path, layers=None):
        """Read a model that `save` wrote.

        Parameters
        ----------
        path : str or path
        layers : sequence of int, optional
            The architecture that the file must hold; any unless given.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file holds another architecture, is truncated, or is no weights file.
        """
        model = super().load(path)
        if layers is not None and model.layers != _check_layers(layers):
            raise ValueError(
                f"{path} holds layers {list(model.layers)}, not {list(layers)} as asked for"
            )
        return model

    def __repr__(self):
        return (
            f"Autoencoder({list(self._layers)}, {self._described_seeds()}, "
            f"activation={self._described_activation()!r}, output={self._output!r}, "
            f"dtype={self._dtype.name})"
        )

    def label(self):
        """Return a short name of the architecture, fit for a file."""
        return f"autoencoder-{'-'.join(map(str, self._layers))}"

    def _described_activation(self):
        one = set(self._activation)
        return self._activation[0] if len(one) == 1 else list(self._activation)

    def _architecture(self):
        return {
            "layers": list(self._layers),
            "activation": list(self._activation),
            "output": self._output,
        }

    def _loss_of(self, name, n):
        return LOSSES[name](ACTIVATIONS[self._output], 1 / (self._features * n))

    def _objective(self, parameters, gradients, n, moment, *, loss):
        return Reconstruction(self._whole, self._loss_of(loss, n), parameters, gradients, n)


def _check_layers(layers):
    wanted = (
        "layers must be an odd number of positive integers that read the same backwards, "
        "such as [35, 17, 2, 17, 35]"
    )
    sizes = check_sizes(layers, "layers", wanted)
    if len(sizes) < 3 or len(sizes) % 2 == 0:
        raise ValueError(f"{wanted}, not {len(sizes)} layers, {list(sizes)}")
    if sizes != sizes[::-1]:
        raise ValueError(f"{wanted}; {list(sizes)} does not mirror")
    return sizes


def _check_activation(activation, hidden):
    if isinstance(activation, str):
        return (check_choice(activation, "activation", ACTIVATIONS),) * hidden
    if not isinstance(activation, Sequence):
        raise TypeError(
            f"activation must be a name, or one for each hidden layer, not {activation!r}"
        )
    names = tuple(check_choice(name, "each of activation", ACTIVATIONS) for name in activation)
    if len(names) != hidden:
        raise ValueError(
            f"activation must name one for each of {hidden} hidden layers, not {len(names)}"
        )
    return names
