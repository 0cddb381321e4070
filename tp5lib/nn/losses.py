"""Reconstruction losses: each pairs its value with its gradient.

A loss is evaluated on the *logits*, the output layer's values before its activation,
together with the output itself. Working on logits is what keeps the cross-entropy
finite, and its gradient alive, when an output has saturated at 0 or 1.

All arrays have the shape (seeds, features, samples). A new loss is a class here, in `LOSSES`;
where it is a function of the error of a pixel alone, an `ErrorLoss` of two methods.
"""

import numpy as np

from tp5lib.validation import check_choice

# As many numbers between 1/2 and 1 have a product that float32 can hold.
_FACTORS = 100


class Loss:
    """What a model's output is compared with its target by.

    Parameters
    ----------
    output : Activation
        The activation of the output layer.
    features, samples : int
        How many numbers an image has, and how many images there are.

    Attributes
    ----------
    name : str
        The name by which `fit` takes it.
    target_range : tuple of float or None
        In which the target must lie.
    summed : bool
        Whether the pixels of an image are added up, as in a log-likelihood; else their mean
        is taken. Images are always averaged.
    """

    name = ""
    target_range = None
    summed = False

    def __init__(self, output, features, samples):
        self._chain = output.chain
        self._scale = 1 / samples if self.summed else 1 / (features * samples)

    def set_target(self, target):
        """Set the values ``y`` to reconstruct, (seeds, features, samples)."""
        self._target = target

    def value(self, logits, p, delta, scratch):
        """Return the loss of each seed, shape (seeds,), and leave ``p - y`` in `delta`."""
        raise NotImplementedError

    def compare(self, p, delta):
        """Leave ``p - y`` in `delta`, as `value` does, where no loss is asked for."""
        np.subtract(p, self._target, out=delta)

    def gradient(self, p, delta, scratch):
        """Turn the `delta` that `value` or `compare` left into the gradient by the logits."""
        raise NotImplementedError


class ErrorLoss(Loss):
    """A loss that adds up a function of the error of each pixel, ``e = p - y``.

    A subclass gives that function and its derivative; both write to `out`, which may be
    `error` itself.
    """

    def of_error(self, error, out):
        """Write the loss of each error."""
        raise NotImplementedError

    def slope(self, error, out):
        """Write the derivative of `of_error` at each error."""
        raise NotImplementedError

    def value(self, logits, p, delta, scratch):
        np.subtract(p, self._target, out=delta)
        self.of_error(delta, scratch)
        return scratch.reshape(len(scratch), -1).sum(axis=1) * self._scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * slope(p - y) f'(z)."""
        self.slope(delta, delta)
        np.multiply(delta, self._scale, out=delta)
        self._chain(p, delta, scratch)


class MeanSquaredError(Loss):
    """Mean over pixels and images of ``(p - y)^2``, the loss of slide 3, "Primera etapa"."""

    name = "mse"

    def value(self, logits, p, delta, scratch):
        np.subtract(p, self._target, out=delta)
        flat = delta.reshape(len(delta), -1)
        return np.vecdot(flat, flat) * self._scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * 2 (p - y) f'(z)."""
        np.multiply(delta, 2 * self._scale, out=delta)
        self._chain(p, delta, scratch)


class MeanAbsoluteError(ErrorLoss):
    """Mean over pixels and images of ``|p - y|``; its slope at 0 is taken as 0."""

    name = "mae"

    def of_error(self, error, out):
        np.abs(error, out=out)

    def slope(self, error, out):
        np.sign(error, out=out)


class BinaryCrossEntropy(Loss):
    """Mean over pixels and images of ``-y log p - (1 - y) log(1 - p)``.

    The loss of slide 7, "Cómo mejoramos esto?". The output activation must be the sigmoid,
    ``p = sigmoid(z)``.
    """

    name = "bce"
    target_range = (0, 1)

    def __init__(self, output, features, samples):
        super().__init__(output, features, samples)
        if output.name != "sigmoid":
            raise ValueError(
                f"loss {self.name!r} needs a model with output='sigmoid', not {output.name!r}: "
                "it reads the output as a probability"
            )
        self._starts = np.arange(0, features, _FACTORS)

    def set_target(self, target):
        self._target = target
        self._sign = 1 - 2 * target
        self._half = np.full_like(target.reshape(len(target), -1), 0.5)

    def value(self, logits, p, delta, scratch):
        # With p = sigmoid(z) the loss of a pixel is log(1 + exp(z)) - y z. The form
        #     ((1 - 2 y) z + |z|) / 2 - log(max(p, 1 - p))
        # is the same number, and no term of it can overflow. The logarithms of _FACTORS pixels
        # are one, that of their product, since a logarithm costs as much as many products.
        np.multiply(logits, self._sign, out=delta)
        np.abs(logits, out=scratch)
        np.add(delta, scratch, out=scratch)
        total = np.vecdot(scratch.reshape(self._half.shape), self._half)
        np.subtract(1.0, p, out=scratch)
        np.maximum(p, scratch, out=scratch)
        products = np.multiply.reduceat(scratch, self._starts, axis=1)
        np.log(products, out=products)
        total -= products.reshape(len(products), -1).sum(axis=1)
        np.subtract(p, self._target, out=delta)
        return total * self._scale

    def gradient(self, p, delta, scratch):
        """dL/dz = scale * (p - y).

        The sigmoid's derivative cancels, so a pixel that is wrong and saturated still learns.
        """
        np.multiply(delta, self._scale, out=delta)


class Gaussian(MeanSquaredError):
    """The squared error, summed over pixels: -log p(x | z) of a normal distribution.

    Of variance 1/2, and up to a constant: the reconstruction of a variational autoencoder.
    """

    name = "gaussian"
    summed = True


class Bernoulli(BinaryCrossEntropy):
    """The binary cross-entropy, summed over pixels: -log p(x | z) of independent pixels.

    The reconstruction of a variational autoencoder, in nats; for grey pixels between 0 and 1
    it is a cross-entropy still, but the likelihood of no distribution.
    """

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
