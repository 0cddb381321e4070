"""Reconstruction losses: each pairs its value with its gradient.

A loss is evaluated on the *logits*, the output layer's values before its activation,
together with the output itself. Working on logits is what keeps the cross-entropy
finite, and its gradient alive, when an output has saturated at 0 or 1.

All arrays have the shape (seeds, features, samples). A new loss is a class with a `value` and a
`gradient`; in `LOSSES` it has a name.
"""

import numpy as np

from tp5lib.checks import check_choice

# As many numbers between 1/2 and 1 have a product that float32 can hold.
_FACTORS = 100
# What an output can reach, by its activation; any number where it is none of these.
_REACH = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, np.inf)}


class Loss:
    """How a model's output ``p`` is compared with its `target` ``y``.

    Parameters
    ----------
    output : Activation
        That of the output layer; `chain` is its own.
    features, samples : int
        How many numbers an image has, and how many images there are; `scale` makes a mean of a
        sum over both.
    """

    name = ""  # by which `fit` takes it
    summed = False  # the pixels of an image are added up, as in a log-likelihood, not averaged

    def __init__(self, output, features, samples):
        self.chain = output.chain
        self.scale = 1 / samples if self.summed else 1 / (features * samples)

    @classmethod
    def target_range(cls, output):
        """Return the range (low, high) that an output of this activation, a name, can reach."""
        return _REACH.get(output, (-np.inf, np.inf))

    def set_target(self, target):
        """Set the values to reconstruct."""
        self.target = target

    def value(self, logits, p, error, scratch):
        """Return the loss of each seed, shape (seeds,); `error` and `scratch` are overwritten."""
        raise NotImplementedError

    def gradient(self, p, delta, scratch):
        """Write dL/d(logits) to `delta`; `scratch` is overwritten."""
        raise NotImplementedError


class MeanSquaredError(Loss):
    """Mean over pixels and images of ``(p - y)^2``, the loss of slide 3, "Primera etapa"."""

    name = "mse"

    def value(self, logits, p, error, scratch):
        np.subtract(p, self.target, out=error)
        flat = error.reshape(len(error), -1)
        return np.vecdot(flat, flat) * self.scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * 2 (p - y) f'(z)."""
        np.subtract(p, self.target, out=delta)
        np.multiply(delta, 2 * self.scale, out=delta)
        self.chain(p, delta, scratch)


class MeanAbsoluteError(Loss):
    """Mean over pixels and images of ``|p - y|``; its slope at 0 is taken as 0."""

    name = "mae"

    def value(self, logits, p, error, scratch):
        np.subtract(p, self.target, out=error)
        np.abs(error, out=scratch)
        return scratch.reshape(len(scratch), -1).sum(axis=1) * self.scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * sign(p - y) f'(z)."""
        np.subtract(p, self.target, out=delta)
        np.sign(delta, out=delta)
        np.multiply(delta, self.scale, out=delta)
        self.chain(p, delta, scratch)


class BinaryCrossEntropy(Loss):
    """Mean over pixels and images of ``-y log p - (1 - y) log(1 - p)``.

    The loss of slide 7, "Cómo mejoramos esto?". The output activation must be the sigmoid,
    ``p = sigmoid(z)``.
    """

    name = "bce"

    def __init__(self, output, features, samples):
        super().__init__(output, features, samples)
        self._starts = np.arange(0, features, _FACTORS)

    @classmethod
    def target_range(cls, output):
        if output != "sigmoid":
            raise ValueError(
                f"loss {cls.name!r} needs a model with output='sigmoid', not {output!r}: "
                "it reads the output as a probability"
            )
        return 0, 1

    def set_target(self, target):
        self.target, self._sign = target, None

    def value(self, logits, p, error, scratch):
        if self._sign is None:
            self._sign = 1 - 2 * self.target
            self._half = np.full_like(p.reshape(len(p), -1), 0.5)
        # With p = sigmoid(z) the loss of a pixel is log(1 + exp(z)) - y z. The form
        #     ((1 - 2 y) z + |z|) / 2 - log(max(p, 1 - p))
        # is the same number, and no term of it can overflow. The logarithms of _FACTORS pixels
        # are one, that of their product, since a logarithm costs as much as many products.
        np.multiply(logits, self._sign, out=error)
        np.abs(logits, out=scratch)
        np.add(error, scratch, out=scratch)
        total = np.vecdot(scratch.reshape(self._half.shape), self._half)
        np.subtract(1.0, p, out=scratch)
        np.maximum(p, scratch, out=scratch)
        products = np.multiply.reduceat(scratch, self._starts, axis=1)
        np.log(products, out=products)
        total -= np.add.reduce(products.reshape(len(products), -1), axis=1)
        return total * self.scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * (p - y).

        The sigmoid's derivative cancels, so a pixel that is wrong and saturated still learns.
        """
        np.subtract(p, self.target, out=delta)
        np.multiply(delta, self.scale, out=delta)


class Gaussian(MeanSquaredError):
    """The squared error, summed over pixels.

    Up to a constant it is -log p(x | z) of a normal distribution of variance 1/2.
    """

    name = "gaussian"
    summed = True


class Bernoulli(BinaryCrossEntropy):
    """The binary cross-entropy, summed over pixels: -log p(x | z) of black and white pixels."""

    name = "bernoulli"
    summed = True


LOSSES = {
    loss.name: loss
    for loss in (MeanSquaredError, MeanAbsoluteError, BinaryCrossEntropy, Gaussian, Bernoulli)
}


def as_loss(value):
    """Return the class for what a caller gave as ``loss``: a name, or a `Loss` of their own."""
    if isinstance(value, type) and issubclass(value, Loss):
        return value
    return LOSSES[check_choice(value, "loss", LOSSES)]
