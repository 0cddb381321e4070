"""The same trainings in PyTorch and in JAX, each as its users would write it for speed.

A rival is a function that makes so many updates; each uses one thread. Neither library is
needed by tp5lib: where one is missing, its column stays empty.
"""

import math
import os
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def available(name):
    """Return True if a library is installed."""
    return find_spec(name) is not None


class Torch:
    """PyTorch, eager, with its fused Adam; many seeds by batched products of matrices."""

    name = "PyTorch"

    def __init__(self, dtype):
        import torch

        torch.set_num_threads(1)
        self._torch, self._dtype = torch, getattr(torch, dtype)

    def autoencoder(self, x, layers, rate, updates, seeds=1):
        """Return what trains an autoencoder with the cross-entropy, on the full batch."""
        torch = self._torch
        generator = torch.Generator().manual_seed(0)
        weights = []
        for a, b in pairwise(layers):
            w = torch.randn((seeds, a, b), generator=generator, dtype=self._dtype)
            weights.append((w * math.sqrt(2 / (a + b))).requires_grad_())
            weights.append(torch.zeros((seeds, 1, b), dtype=self._dtype, requires_grad=True))
        data = torch.tensor(x, dtype=self._dtype).expand(seeds, -1, -1)
        criterion = torch.nn.BCEWithLogitsLoss(reduction="none")
        optimizer = torch.optim.Adam(weights, lr=rate, fused=True)

        def forward():
            value = data
            for layer in range(0, len(weights), 2):
                value = torch.baddbmm(weights[layer + 1], value, weights[layer])
                if layer < len(weights) - 2:
                    value = torch.sigmoid(value)
            return value

        def run():
            for _ in range(updates):
                optimizer.zero_grad()
                criterion(forward(), data).mean(dim=(1, 2)).sum().backward()
                optimizer.step()

        return run

    def variational(self, x, layers, rate, updates, batch_size):
        """Return what trains a variational autoencoder with ReLU, in mini-batches."""
        torch, nn = self._torch, self._torch.nn
        middle = len(layers) // 2
        latent = layers[middle]

        def stack(sizes):
            steps = []
            for a, b in pairwise(sizes):
                steps += [nn.Linear(a, b), nn.ReLU()]
            return nn.Sequential(*steps[:-1]).to(self._dtype)

        encoder, decoder = stack([*layers[:middle], 2 * latent]), stack(layers[middle:])
        data = torch.tensor(x, dtype=self._dtype)
        parameters = [*encoder.parameters(), *decoder.parameters()]
        optimizer = torch.optim.Adam(parameters, lr=rate, fused=True)

        def loss(batch):
            mu, log_var = encoder(batch).chunk(2, dim=1)
            logits = decoder(mu + torch.exp(log_var / 2) * torch.randn_like(mu))
            bce = nn.functional.binary_cross_entropy_with_logits(logits, batch, reduction="sum")
            return (bce + (mu**2 + log_var.exp() - 1 - log_var).sum() / 2) / len(batch)

        def run():
            done = 0
            while done < updates:
                for batch in data[torch.randperm(len(data))].split(batch_size):
                    optimizer.zero_grad()
                    loss(batch).backward()
                    optimizer.step()
                    done += 1

        return run


class Jax:
    """JAX: the whole training compiled by ``lax.scan``, many seeds by ``vmap``."""

    name = "JAX"

    def __init__(self, dtype):
        # Read when JAX is first used.
        one = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        os.environ.setdefault("XLA_FLAGS", one)
        import jax

        jax.config.update("jax_enable_x64", True)
        self._jax, self._dtype = jax, dtype

    def _initial(self, sizes):
        rng = np.random.default_rng(0)
        return [
            (
                rng.normal(0, math.sqrt(2 / (a + b)), (a, b)).astype(self._dtype),
                np.zeros(b, self._dtype),
            )
            for a, b in pairwise(sizes)
        ]

    def _flat(self, parameters):
        from jax.flatten_util import ravel_pytree

        return ravel_pytree(parameters)

    def _training(self, loss, rate, updates, batches):
        """Return a compiled function of flat parameters that makes updates by Adam."""
        jax, numpy = self._jax, self._jax.numpy
        gradient = jax.value_and_grad(loss)

        def update(state, step):
            w, m, v, key = state
            key, own = jax.random.split(key)
            value, g = gradient(w, batches(step), own)
            t = (step + 1).astype(w.dtype)
            m, v = BETA1 * m + (1 - BETA1) * g, BETA2 * v + (1 - BETA2) * g * g
            m_hat, v_hat = m / (1 - BETA1**t), v / (1 - BETA2**t)
            return (w - rate * m_hat / (numpy.sqrt(v_hat) + EPSILON), m, v, key), value

        def train(w):
            start = w, numpy.zeros_like(w), numpy.zeros_like(w), jax.random.PRNGKey(0)
            return jax.lax.scan(update, start, numpy.arange(updates))

        return train

    def _run(self, train, w):
        compiled = self._jax.jit(train)
        self._jax.block_until_ready(compiled(w))  # compiled now, not when it is timed
        return lambda: self._jax.block_until_ready(compiled(w))

    def autoencoder(self, x, layers, rate, updates, seeds=1):
        """As `Torch.autoencoder`."""
        jax, numpy = self._jax, self._jax.numpy
        data = numpy.asarray(x, self._dtype)
        w, unflatten = self._flat(self._initial(layers))

        def loss(w, batch, key):
            *hidden, (last, bias) = unflatten(w)
            value = batch
            for weight, own in hidden:
                value = jax.nn.sigmoid(value @ weight + own)
            logits = value @ last + bias
            return numpy.mean(jax.nn.softplus(logits) - batch * logits)

        train = self._training(loss, rate, updates, lambda step: data)
        if seeds == 1:
            return self._run(train, w)
        several = numpy.stack([w * (1 + 0.01 * seed) for seed in range(seeds)])
        return self._run(jax.vmap(train), several)

    def variational(self, x, layers, rate, updates, batch_size):
        """As `Torch.variational`; the batches come in one order."""
        jax, numpy = self._jax, self._jax.numpy
        middle = len(layers) // 2
        latent, count = layers[middle], len(x) // batch_size
        data = numpy.asarray(x, self._dtype)
        parts = self._initial([*layers[:middle], 2 * latent]), self._initial(layers[middle:])
        w, unflatten = self._flat(parts)

        def apply(stack, value):
            *hidden, (last, bias) = stack
            for weight, own in hidden:
                value = jax.nn.relu(value @ weight + own)
            return value @ last + bias

        def loss(w, batch, key):
            encoder, decoder = unflatten(w)
            code = apply(encoder, batch)
            mu, log_var = code[:, :latent], code[:, latent:]
            z = mu + numpy.exp(log_var / 2) * jax.random.normal(key, mu.shape, mu.dtype)
            logits = apply(decoder, z)
            bce = numpy.sum(jax.nn.softplus(logits) - batch * logits)
            return (bce + numpy.sum(mu**2 + numpy.exp(log_var) - 1 - log_var) / 2) / len(batch)

        def batches(step):
            start = (step % count) * batch_size
            return jax.lax.dynamic_slice(data, (start, 0), (batch_size, data.shape[1]))

        return self._run(self._training(loss, rate, updates, batches), w)


RIVALS = {"torch": Torch, "jax": Jax}
