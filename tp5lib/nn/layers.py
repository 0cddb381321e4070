"""Dense layers of many networks at once, forwards and backwards.

Layout, chosen for speed and used by every module that trains:

- The parameters of one network are one row of a buffer of shape (seeds, parameters).
  A layer's weights are a view of it, of shape (seeds, outputs, inputs + 1); the bias is
  the last column.
- Values have the shape (seeds, features, samples), the transpose of what the public
  functions take. An input to a layer carries a last row of ones, which meets the bias, so
  that a layer is one matrix product, ``z = W [x; 1]``, and its gradient another one.
"""

from itertools import pairwise

import numpy as np


class Dense:
    """The shape of a stack of dense layers: sizes, activations, place in the buffer.

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
        self.sizes = tuple(sizes)
        self.activations = tuple(activations)
        self.offset = offset
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
    the arithmetic.

    Parameters
    ----------
    stack : Dense
        The layers.
    parameters : ndarray, shape (seeds, parameters)
        Read at each call, never written.
    n : int
        Samples.
    gradients : ndarray, shape (seeds, parameters), optional
        Where `backward` writes; without it only `forward` works.
    """

    def __init__(self, stack, parameters, n, gradients=None):
        seeds, dtype = len(parameters), parameters.dtype
        self.stack = stack
        self.weights = stack.views(parameters)
        self.inputs = [np.ones((seeds, size + 1, n), dtype) for size in stack.sizes[:-1]]
        self.values = [buffer[:, :-1] for buffer in self.inputs]
        # The output layer keeps its logits apart, for the loss.
        self.logits = np.empty((seeds, stack.sizes[-1], n), dtype)
        self.output = np.empty_like(self.logits)
        self.values.append(self.output)
        if gradients is not None:
            self.gradients = stack.views(gradients)
            self.deltas = [np.empty((seeds, size, n), dtype) for size in stack.sizes[1:]]
            # One at a time is in use, so they share their memory.
            shared = np.empty(max(delta.size for delta in self.deltas), dtype)
            self.scratches = [shared[: d.size].reshape(d.shape) for d in self.deltas]
            self._transposed_inputs = [x.transpose(0, 2, 1) for x in self.inputs]
            self._transposed_weights = [w[:, :, :-1].transpose(0, 2, 1) for w in self.weights]

    @property
    def x(self):
        """The input, (seeds, features, samples), to be written before `forward`."""
        return self.values[0]

    def forward(self):
        """Propagate `x` through all layers and return the output."""
        *hidden, last = self.stack.activations
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
        delta_{l-1} = (W_l^T delta_l) f'(z_{l-1}).

        Parameters
        ----------
        to_input : ndarray, of the shape of `x`, optional
            Where to leave dL/dx, if there is something below to go on with.

        Source: D. Rumelhart, G. Hinton and R. Williams, "Learning representations by
        back-propagating errors", Nature 323, 1986.
        """
        for layer in range(len(self.weights) - 1, -1, -1):
            delta = self.deltas[layer]
            np.matmul(delta, self._transposed_inputs[layer], out=self.gradients[layer])
            if layer:
                below = self.deltas[layer - 1]
                np.matmul(self._transposed_weights[layer], delta, out=below)
                chain = self.stack.activations[layer - 1].chain
                chain(self.values[layer], below, self.scratches[layer - 1])
            elif to_input is not None:
                np.matmul(self._transposed_weights[0], delta, out=to_input)
