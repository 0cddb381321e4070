"""The autoencoder of the presentation: a multilayer perceptron that copies its input."""

from functools import partial

import numpy as np

from tp5lib.models.fitting import Trainable
from tp5lib.nn.activations import ACTIVATIONS, check_activations
from tp5lib.nn.layers import Dense
from tp5lib.nn.objectives import reconstruction
from tp5lib.validation import check_choice, check_layers


class Autoencoder(Trainable):
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
    >>> from tp5lib import Autoencoder, load_letters
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
        layers = check_layers(layers)
        self._activation = check_activations(activation, len(layers) - 2)
        self._output = check_choice(output, "output", ACTIVATIONS)
        activations = [ACTIVATIONS[name] for name in (*self._activation, self._output)]
        middle = len(layers) // 2
        encoder = Dense(layers[: middle + 1], activations[:middle])
        decoder = Dense(layers[middle:], activations[middle:], encoder.n_parameters)
        super().__init__(layers, [encoder, decoder], seed, seeds, dtype)
        self._whole = Dense(layers, activations)

    def fit(
        self,
        x,
        *,
        target=None,
        epochs,
        learning_rate,
        loss="mse",
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
        """Train, and keep the weights with the lowest loss.

        Without `resume` a fit starts afresh from the present weights, with a new optimizer,
        schedule and patience; only the streams of random numbers go on.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)
            The inputs.
        target : array_like, same shape, optional
            What to reconstruct, `x` unless given; in [0, 1] for the losses "bce" and
            "bernoulli".
        epochs : int
            How many passes over the data, at most; with `resume`, how many more.
        learning_rate : float, Schedule or callable
            Positive; a schedule, such as ``Adaptive(0.009)``, changes it by seed, a function
            gives it by epoch, from 1.
        loss : {"mse", "mae", "bce", "gaussian", "bernoulli"} or a subclass of `nn.losses.Loss`
            Mean over pixels of the squared error (slide 3), of the absolute error, or of the
            binary cross-entropy (slide 7), which needs ``output="sigmoid"``. "gaussian" and
            "bernoulli" are squared error and cross-entropy summed over pixels.
        optimizer : {"adam", "sgd"} or Optimizer
            An object sets what the name leaves at its default: ``SGD(momentum=0.9)``.
        batch_size : int, optional
            Samples an update; all of them unless given. Mini-batches are drawn in a new
            order each epoch.
        patience : int, optional
            Stop a seed after so many epochs without an improvement of more than
            `min_delta` (slide 3: 8,000); never unless given. Small improvements add up.
        min_delta : float
            Not negative, in the unit of the loss.
        validation : array_like, or tuple of two, optional
            Data that are not trained on, or (inputs, targets), whose loss after each epoch is
            recorded in the History; nothing depends on it.
        callback : callable, optional
            ``callback(epoch, model)``, with the model as it is then, read-only; a true answer
            stops the training, and the weights that it saw are kept. `Snapshots` is one; like
            that it may have a method ``wants(epoch)``, which says when to call it.
        every : int
            After how many epochs `callback` is called, each time.
        noise : float, pair of float or callable, optional
            Corrupts the inputs, afresh each epoch and for each seed, while the target stays
            clean (slide 22): a level of salt and pepper, a range from which a level is drawn
            each epoch (slide 36), or a function of ``(x, rng)``. The loss is that on a fresh
            draw after the epoch. Under noise a lower one is a luckier draw, so the last weights
            are kept and not the best.
        workers : int
            Processes among which the seeds are dealt out. In a script, the call must then
            stand under ``if __name__ == "__main__":``.
        executor : concurrent.futures.Executor, optional
            Where the seeds are trained instead, in as many parts as `workers` says, or as it has
            workers: a pool of processes, a cluster (``client.get_executor()`` of Dask, the
            executors of loky, ipyparallel and mpi4py). It need not be of this machine, but tp5lib
            must be installed there. It is left open.
        progress : bool, optional
            Whether to show a progress bar; unless given, where a person can see it.
        resume : bool
            Go on with the last training exactly where it ended: 1,000 epochs and 2,000 more
            give the bytes of 3,000. All settings but `epochs` must be those of that fit.

        Returns
        -------
        History
            The loss by epoch and seed, the best epoch, and why each seed stopped; of this
            call. With `resume`, ``first + second`` is that of both.

        Raises
        ------
        TypeError, ValueError
            If an argument is not as above; the model is then as it was. Whatever a noise, a
            callback or a function of the epoch raises ends the training, and the model keeps
            the weights that it has by then.
        TrainingInterrupted
            If it is interrupted (Ctrl-C, or the kernel's stop button): at the end of the epoch,
            or at the second time at once. The model keeps its weights, and the error has the
            history. With workers or an executor, it may come later by what these have begun, and
            seeds that are stopped at once are as they were.
        DivergenceError
            If the loss of a seed is not finite. That seed keeps the weights from before, the
            others are trained to the end first, and the error has the history of all.
        WorkerError
            If a worker died, on an executor three times. Its seeds are as they were, the others
            are trained.
        """
        return self._fit(
            x,
            target,
            loss,
            {},
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
        return self._loss_and_gradient(x, target, loss, {}, [])

    def _architecture(self):
        return {"activation": list(self._activation), "output": self._output}

    @staticmethod
    def _stack_sizes(layers):
        return [layers]

    def _objective(self, loss):
        return partial(reconstruction, stack=self._whole, loss=loss)
