"""Dense layers of many networks at once and their activations, forwards and backwards.

Layout, chosen for speed and used by every module that trains:

- The parameters of one network are one row of a buffer of shape (seeds, parameters).
  A layer's weights are a view of it, of shape (seeds, outputs, inputs + 1); the bias is
  the last column.
- Values have the shape (seeds, features, samples), the transpose of what the public
  functions take. An input to a layer carries a last row of ones, which meets the bias, so
  that a layer is one matrix product, ``z = W [x; 1]``, and its gradient another one.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """An activation function; both of its functions work in place on whole buffers."""

    name: str
    apply: Callable  # (z, out): writes a = f(z) to out, which may be z
    chain: Callable  # (a, delta, scratch): multiplies delta by f'(z), given a = f(z)


def _sigmoid(z, out):
    # 1 / (1 + exp(-z)). exp may overflow to inf for z < -709; the reciprocal of
    # that is the right answer, 0, so callers silence the overflow warning.
    np.negative(z, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.reciprocal(out, out=out)


def _sigmoid_chain(a, delta, scratch):
    # f'(z) = a (1 - a) = a - a^2
    np.multiply(a, a, out=scratch)
    np.subtract(a, scratch, out=scratch)
    np.multiply(delta, scratch, out=delta)


def _tanh_chain(a, delta, scratch):
    # f'(z) = 1 - a^2
    np.multiply(a, a, out=scratch)
    np.subtract(1.0, scratch, out=scratch)
    np.multiply(delta, scratch, out=delta)


def _relu(z, out):
    np.maximum(z, 0.0, out=out)


def _relu_chain(a, delta, scratch):
    # f'(z) = 1 where z > 0, else 0 (the subgradient chosen at 0)
    np.greater(a, 0.0, out=scratch)
    np.multiply(delta, scratch, out=delta)


def _identity(z, out):
    if out is not z:
        np.copyto(out, z)


def _identity_chain(a, delta, scratch):
    pass


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", _sigmoid, _sigmoid_chain),
        Activation("tanh", np.tanh, _tanh_chain),
        Activation("relu", _relu, _relu_chain),
        Activation("identity", _identity, _identity_chain),
    )
}


class Dense:
    """The shape of a stack of dense layers.

    Parameters
    ----------
    sizes : sequence of int
        Features of the input and of every layer.
    activations : sequence of Activation
        One for each layer, so one fewer than `sizes`.
    offset : int
        Where in the parameter buffer the stack begins.
    """

    def __init__(self, sizes, activations, offset=0):
        self.sizes, self.activations, self.offset = tuple(sizes), tuple(activations), offset
        self.shapes = [(b, a + 1) for a, b in pairwise(sizes)]
        self.n_parameters = sum(rows * columns for rows, columns in self.shapes)

    def views(self, buffer):
        """The weights of each layer as views of `buffer`, (seeds, outputs, inputs + 1)."""
        views, start = [], self.offset
        for rows, columns in self.shapes:
            stop = start + rows * columns
            views.append(buffer[:, start:stop].reshape(len(buffer), rows, columns))
            start = stop
        return views

    def initialise(self, parameters, rng):
        """Draw the initial weights of one network, in place; biases are zero.

        Glorot normal: standard deviation sqrt(2 / (inputs + outputs)), so that signals
        keep their variance in both directions.

        Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
        feedforward neural networks", AISTATS 2010, equation 12.
        """
        for weights in self.views(parameters[np.newaxis]):
            rows, columns = weights[0].shape
            deviation = np.sqrt(2 / (rows + columns - 1))
            weights[0, :, :-1] = rng.normal(0, deviation, (rows, columns - 1))
            weights[0, :, -1] = 0


class Workspace:
    """The buffers of one stack of layers, for a number of samples and of seeds.

    Allocated once and overwritten by every call, since allocation would cost as much as
    the arithmetic. The input is to be written to `x` before `forward`; `logits` and `output`
    are the last layer's values before its activation and after it. `parameters`, (seeds,
    parameters), are read at each call; `gradients`, of their shape, is where `backward` writes.
    """

    def __init__(self, stack, parameters, n, gradients=None):
        seeds, dtype = len(parameters), parameters.dtype
        self.weights = stack.views(parameters)
        self.activations = stack.activations
        self.inputs = [np.ones((seeds, size + 1, n), dtype) for size in stack.sizes[:-1]]
        self.values = [buffer[:, :-1] for buffer in self.inputs]
        self.x = self.values[0]
        # The output layer keeps its logits apart, for the loss.
        self.logits = np.empty((seeds, stack.sizes[-1], n), dtype)
        self.output = np.empty_like(self.logits)
        if gradients is not None:
            self.gradients = stack.views(gradients)
            self.deltas = [np.empty((seeds, size, n), dtype) for size in stack.sizes[1:]]
            # One at a time is in use, so they share their memory.
            shared = np.empty(max(delta.size for delta in self.deltas), dtype)
            self.scratches = [shared[: d.size].reshape(d.shape) for d in self.deltas]
            self._transposed_inputs = [x.transpose(0, 2, 1) for x in self.inputs]
            self._transposed_weights = [w[:, :, :-1].transpose(0, 2, 1) for w in self.weights]
            # Of a single sample it is an outer product, at which matmul is five times slower.
            self._product = np.multiply if n == 1 else np.matmul

    def forward(self):
        """Propagate `x` through all layers and return the output."""
        *hidden, last = self.activations
        for layer, activation in enumerate(hidden):
            z = self.values[layer + 1]
            np.matmul(self.weights[layer], self.inputs[layer], out=z)
            activation.apply(z, z)
        np.matmul(self.weights[-1], self.inputs[-1], out=self.logits)
        last.apply(self.logits, self.output)
        return self.output

    def backward(self, to_input=None):
        """Back-propagate ``deltas[-1]`` = dL/d(logits) into the gradients.

        With delta_l = dL/dz_l:  dL/dW_l = delta_l [x_l; 1]^T  and
        delta_{l-1} = (W_l^T delta_l) f'(z_{l-1}).  dL/dx goes to `to_input`, if that is given.

        Source: D. Rumelhart, G. Hinton and R. Williams, "Learning representations by
        back-propagating errors", Nature 323, 1986.
        """
        for layer in range(len(self.weights) - 1, -1, -1):
            delta = self.deltas[layer]
            self._product(delta, self._transposed_inputs[layer], out=self.gradients[layer])
            if layer:
                below = self.deltas[layer - 1]
                np.matmul(self._transposed_weights[layer], delta, out=below)
                chain = self.activations[layer - 1].chain
                chain(self.values[layer], below, self.scratches[layer - 1])
            elif to_input is not None:
                np.matmul(self._transposed_weights[0], delta, out=to_input)
