"""Reconstruction losses: each pairs its value with its gradient.

A loss is evaluated on the *logits*, the output layer's values before its activation,
together with the output itself. Working on logits is what keeps the cross-entropy
finite, and its gradient alive, when an output has saturated at 0 or 1.

All arrays have the shape (seeds, features, samples).
"""

import numpy as np


class MeanSquaredError:
    """Mean over pixels and samples of ``(p - y)^2``.

    The loss of slide 3, "Primera etapa".

    Parameters
    ----------
    output : Activation
        The activation of the output layer; any will do.
    scale : float
        The weight of one pixel's error: 1 / (features * samples) for the mean.
    """

    name = "mse"
    target_range = None

    def __init__(self, output, scale):
        self._chain, self._scale = output.chain, scale

    def aim(self, target):
        """Set the values ``y`` to reconstruct, (seeds, features, samples)."""
        self._target = target

    def value(self, logits, p, delta, scratch):
        """Return the loss of each seed, shape (seeds,), and leave ``p - y`` in `delta`."""
        np.subtract(p, self._target, out=delta)
        flat = delta.reshape(len(delta), -1)
        return np.vecdot(flat, flat) * self._scale

    def gradient(self, p, delta, scratch):
        """Turn the `delta` that `value` left into the gradient by the logits.

        dL/dz = scale * 2 (p - y) f'(z)
        """
        np.multiply(delta, 2 * self._scale, out=delta)
        self._chain(p, delta, scratch)


class BinaryCrossEntropy:
    """Mean over pixels and samples of ``-y log p - (1 - y) log(1 - p)``.

    The loss of slide 7, "Cómo mejoramos esto?". Parameters as in `MeanSquaredError`, but
    the output activation must be the sigmoid, ``p = sigmoid(z)``.
    """

    name = "bce"
    target_range = (0, 1)

    def __init__(self, output, scale):
        if output.name != "sigmoid":
            raise ValueError(
                f"loss 'bce' needs a model with output='sigmoid', not {output.name!r}: "
                "it reads the output as a probability"
            )
        self._scale = scale

    def aim(self, target):
        """Set the values ``y`` in [0, 1] to reconstruct, (seeds, features, samples)."""
        self._target = target
        flat = target.reshape(len(target), -1)
        self._half_minus_target = (0.5 - flat) * self._scale
        self._half = np.full_like(flat, 0.5 * self._scale)
        self._one = np.full_like(flat, self._scale)

    def value(self, logits, p, delta, scratch):
        """Return the loss of each seed, shape (seeds,), and leave ``p - y`` in `delta`."""
        # With p = sigmoid(z) the loss of a pixel is log(1 + exp(z)) - y z. The form
        #     (1/2 - y) z + |z| / 2 + log(1 + exp(-|z|))
        # is the same number, and no term of it can overflow. Each term is summed, and
        # scaled, by one dot product.
        np.subtract(p, self._target, out=delta)
        flat = scratch.reshape(len(scratch), -1)
        total = np.vecdot(logits.reshape(len(logits), -1), self._half_minus_target)
        np.abs(logits, out=scratch)
        total += np.vecdot(flat, self._half)
        np.negative(scratch, out=scratch)
        np.exp(scratch, out=scratch)
        np.add(scratch, 1.0, out=scratch)
        np.log(scratch, out=scratch)
        total += np.vecdot(flat, self._one)
        return total

    def gradient(self, p, delta, scratch):
        """Turn the `delta` that `value` left into the gradient by the logits.

        dL/dz = scale * (p - y): the sigmoid's derivative cancels, so a pixel that is
        wrong and saturated still learns.
        """
        np.multiply(delta, self._scale, out=delta)


LOSSES = {loss.name: loss for loss in (MeanSquaredError, BinaryCrossEntropy)}
