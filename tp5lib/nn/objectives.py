"""What a training minimises: the loss of a whole model on some samples, and its gradient.

An objective is made for one number of samples and keeps its buffers. After ``load(x, target)``
it has two verbs: ``value()`` returns the loss of each seed, and ``gradient()`` writes the
gradient of that loss, or, where no value was asked for, makes the forward pass itself. If it is
``stochastic``, the loss is a draw. ``terms`` is what the last value was made of, arrays of shape
(seeds, ...) by name. Arrays have the layout of `layers`: (seeds, features, samples).
"""

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from tp5lib.nn.layers import Workspace

# Values of units that are computed at a time, where no more samples need be: half as many as
# there are parameters, within these bounds, so that they take little beside those.
_NUMBERS = 8_192, 131_072


@dataclass
class Context:
    """Where a run stands; one object, which all its objectives share."""

    generators: list  # numpy's, one a seed
    epoch: float = 0  # from 1; infinity where no run goes on, which is when a warm-up has ended


class Reconstruction:
    """The loss of giving back an image: that of an autoencoder, and of every decoder.

    It is made of a `stack` of layers, from the input to the image, and the class of a `loss`, for
    `n` samples; `parameters` and `gradients`, (seeds, parameters), are read and written.
    """

    stochastic = False
    terms = MappingProxyType({})  # the loss is one term

    def __init__(self, stack, loss, parameters, gradients, n, context=None):
        self._workspace = Workspace(stack, parameters, n, gradients)
        self._loss = loss(stack.activations[-1], stack.sizes[-1], n)
        self._evaluated = False  # whether the forward pass of the loaded data is there
        self._target = np.empty_like(self._workspace.output)
        self.units = sum(stack.sizes)
        self.x = self._workspace.x

    def load(self, x, target):
        """Take the inputs and the images to give back, (samples, features)."""
        self.x[:] = np.swapaxes(x, -1, -2)
        self.set_target(target)

    def set_target(self, target):
        """Take the images to give back only."""
        self._target[:] = np.swapaxes(target, -1, -2)
        self._loss.set_target(self._target)
        self._evaluated = False

    def value(self):
        """Return the loss of each seed, shape (seeds,)."""
        p = self._workspace
        p.forward()
        self._evaluated = True
        return self._loss.value(p.logits, p.output, p.deltas[-1], p.scratches[-1])

    def gradient(self, to_input=None):
        """Write the gradient; `to_input` as in `Workspace.backward`."""
        p = self._workspace
        if not self._evaluated:
            p.forward()
        self._evaluated = False
        self._loss.gradient(p.output, p.deltas[-1], p.scratches[-1])
        p.backward(to_input)


class VariationalBound:
    """The negative evidence lower bound of a variational autoencoder.

    For an image x, an encoder that gives mu and log sigma^2, and one draw of z::

        z = mu + sigma * epsilon,   epsilon ~ N(0, 1)
        loss = reconstruction(x | z) + beta KL
        KL = sum over the latent dimensions of (mu^2 + sigma^2 - 1 - log sigma^2) / 2

    which is the Kullback-Leibler divergence of N(mu, sigma^2) from the prior N(0, 1), in
    nats; the loss is the mean over samples. With g = dL/dz, its gradient with respect to the
    encoder's output is::

        dL/dmu          = g + beta mu / n
        dL/dlog sigma^2 = g epsilon sigma / 2 + beta (sigma^2 - 1) / (2 n)

    Source: D. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014, equation
    10 and appendix B; beta: I. Higgins et al., "beta-VAE", ICLR 2017, equation 4.

    The output of `encoder` holds mu, then log sigma^2; `beta` is a function of the epoch; the
    generators of `context` draw epsilon. The other parameters are as in `Reconstruction`.
    """

    stochastic = True

    def __init__(self, encoder, decoder, loss, beta, parameters, gradients, n, context):
        self._encoder = Workspace(encoder, parameters, n, gradients)
        self._decoder = Reconstruction(decoder, loss, parameters, gradients, n)
        self._context, self._beta, self._n = context, beta, n
        self._evaluated = False  # whether there is a draw for the loaded data
        self.units = sum(encoder.sizes) + self._decoder.units
        half = encoder.sizes[-1] // 2
        output, delta = self._encoder.output, self._encoder.deltas[-1]
        self._mu, self._log_var = output[:, :half], output[:, half:]
        self._delta_mu, self._delta_log_var = delta[:, :half], delta[:, half:]
        self._epsilon = np.empty_like(self._mu, order="C")
        self._sigma = np.empty_like(self._epsilon)
        self._scratch = np.empty_like(self._epsilon)
        self._to_code = np.empty_like(self._epsilon)
        self.terms = {}

    def load(self, x, target):
        """Take the images, and what to make of them, (samples, features)."""
        self._encoder.x[:] = np.swapaxes(x, -1, -2)
        self._decoder.set_target(target)
        self._evaluated = False

    def _draw(self):
        """Encode the images, and write a draw of their codes to the decoder's input."""
        self._encoder.forward()
        for place, rng in enumerate(self._context.generators):
            rng.standard_normal(out=self._epsilon[place], dtype=self._epsilon.dtype)
        np.multiply(self._log_var, 0.5, out=self._sigma)
        np.exp(self._sigma, out=self._sigma)
        np.multiply(self._sigma, self._epsilon, out=self._scratch)
        np.add(self._mu, self._scratch, out=self._decoder.x)

    def value(self):
        """Return the loss of each seed for a fresh draw of epsilon; leave its `terms`."""
        self._draw()
        self._evaluated = True
        reconstruction = self._decoder.value()
        t = self._scratch
        np.multiply(self._mu, self._mu, out=t)
        t += self._sigma * self._sigma
        t -= self._log_var
        kl = (t.mean(axis=2) - 1) / 2
        whole = kl.sum(axis=1)
        self.terms = {"reconstruction": reconstruction, "kl": whole, "kl_by_dimension": kl}
        return reconstruction + self._beta(self._context.epoch) * whole

    def gradient(self):
        """Write the gradient for the draw of `value`, or for a fresh one."""
        if not self._evaluated:
            self._draw()
        self._evaluated = False
        g, sigma = self._to_code, self._sigma
        scale = self._beta(self._context.epoch) / self._n
        self._decoder.gradient(to_input=g)
        np.multiply(self._mu, scale, out=self._delta_mu)
        self._delta_mu += g
        np.multiply(sigma, sigma, out=self._delta_log_var)
        self._delta_log_var -= 1
        self._delta_log_var *= scale
        g *= self._epsilon
        g *= sigma
        self._delta_log_var += g
        self._delta_log_var *= 0.5
        self._encoder.backward()


class InParts:
    """The value of an objective on `n` samples, some at a time, so that it takes little memory.

    ``make(n)`` returns the objective of `n` samples. At a time these are at least `least`, and
    more where a model of so many `parameters` has narrow layers.
    """

    def __init__(self, make, n, least, parameters):
        least = min(n, least)
        numbers = int(np.clip(parameters // 2, *_NUMBERS))
        size = max(least, numbers // make(least).units)
        bounds = [*range(0, n, size), n]
        self._parts = [(slice(a, b), make(b - a)) for a, b in pairwise(bounds)]
        self._n = n
        self.stochastic = self._parts[0][1].stochastic
        self.terms = {}

    def load(self, x, target):
        """Take the inputs and the images to give back, (samples, features), without a copy."""
        self._x, self._target = x, target

    def value(self):
        """Return the loss of each seed, the mean over all samples, and leave its `terms`."""
        total, self.terms = 0, {}
        for place, part in self._parts:
            part.load(self._x[..., place, :], self._target[..., place, :])
            share = (place.stop - place.start) / self._n
            total = total + share * part.value()
            for name, term in part.terms.items():
                self.terms[name] = self.terms.get(name, 0) + share * term
        return total
