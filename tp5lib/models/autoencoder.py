"""The autoencoder of the presentation: a multilayer perceptron that copies its input."""

from functools import partial

from tp5lib.models.base import Model
from tp5lib.nn.objectives import Reconstruction


class Autoencoder(Model):
    """A multilayer perceptron trained to give back its input through a narrow middle.

    Parameters
    ----------
    layers : sequence of int
        The sizes of all layers, input first, such as ``[35, 17, 2, 17, 35]``: an odd number
        of positive integers that read the same backwards. The middle one is the latent
        dimension.
    seed : int, optional
        Of the initial weights and the order of mini-batches; 0 unless given. Arrays are
        (n, features).
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

    def _objective(self, loss):
        return partial(Reconstruction, self._whole, loss)
