"""The same trainings in PyTorch and in JAX, as fast as their users would write them.

A rival returns a function that trains, on one thread: an autoencoder with the binary
cross-entropy, or a variational one with ReLU.
"""

import math
import os
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from types import SimpleNamespace

import numpy as np


def initial(layers, seeds, variational, dtype):
    """Return weights (seeds, inputs, outputs) and biases by layer, in a stack or two."""
    rng, half = np.random.default_rng(0), len(layers) // 2
    stacks = [[*layers[:half], 2 * layers[half]], layers[half:]] if variational else [layers]

    def layer(a, b):
        weight = rng.normal(0, math.sqrt(2 / (a + b)), (seeds, a, b))
        return weight.astype(dtype), np.zeros((seeds, 1, b), dtype)

    return [[layer(a, b) for a, b in pairwise(sizes)] for sizes in stacks]


def loss(stacks, batch, noise, ops):
    """Return the loss of a batch, summed over the seeds; `ops` are a library's functions."""

    def forward(stack, value, activation):
        for weight, bias in stack[:-1]:
            value = activation(ops.affine(value, weight, bias))
        return ops.affine(value, *stack[-1])

    if len(stacks) == 1:
        logits = forward(stacks[0], batch, ops.sigmoid)
        return ops.cross_entropy(logits, batch) / math.prod(batch.shape[1:])
    code = forward(stacks[0], batch, ops.relu)
    mu, log_var = code[..., : code.shape[-1] // 2], code[..., code.shape[-1] // 2 :]
    z = mu + ops.exp(log_var / 2) * noise(mu.shape, dtype=mu.dtype)
    logits = forward(stacks[1], z, ops.relu)
    kl = (mu**2 + ops.exp(log_var) - 1 - log_var).sum() / 2
    return (ops.cross_entropy(logits, batch) + kl) / batch.shape[1]


def with_torch(x, layers, rate, updates, batch_size, seeds, variational, dtype):
    """Eager, with the fused Adam, the seeds in batched products."""
    import torch

    torch.set_num_threads(1)
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    ops = SimpleNamespace(
        affine=lambda value, weight, bias: torch.baddbmm(bias, value, weight),
        cross_entropy=lambda logits, batch: bce(logits, batch, reduction="sum"),
        sigmoid=torch.sigmoid,
        relu=torch.relu,
        exp=torch.exp,
    )
    stacks = [
        [tuple(torch.from_numpy(array).requires_grad_() for array in layer) for layer in stack]
        for stack in initial(layers, seeds, variational, dtype)
    ]
    data = torch.tensor(x, dtype=getattr(torch, dtype)).expand(seeds, -1, -1)
    parameters = [array for stack in stacks for layer in stack for array in layer]
    optimizer = torch.optim.Adam(parameters, lr=rate, fused=True)

    def run():
        for _ in range(updates * batch_size // len(x)):
            shuffled = data if batch_size == len(x) else data[:, torch.randperm(len(x))]
            for batch in shuffled.split(batch_size, dim=1):
                optimizer.zero_grad()
                loss(stacks, batch, torch.randn, ops).backward()
                optimizer.step()

    return run


def with_jax(x, layers, rate, updates, batch_size, seeds, variational, dtype):
    """The whole training compiled by ``lax.scan``; the batches come in one order."""
    one = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ.setdefault("XLA_FLAGS", one)  # read when JAX is first used
    import jax
    import jax.numpy as jnp
    from jax.flatten_util import ravel_pytree

    jax.config.update("jax_enable_x64", True)
    ops = SimpleNamespace(
        affine=lambda value, weight, bias: value @ weight + bias,
        cross_entropy=lambda logits, batch: (jax.nn.softplus(logits) - batch * logits).sum(),
        sigmoid=jax.nn.sigmoid,
        relu=jax.nn.relu,
        exp=jnp.exp,
    )
    w, unflatten = ravel_pytree(initial(layers, seeds, variational, dtype))
    data, count = jnp.asarray(x, dtype)[None], len(x) // batch_size

    def update(state, step):
        w, m, v, key = state
        key, own = jax.random.split(key)
        batch = jax.lax.dynamic_slice_in_dim(data, step % count * batch_size, batch_size, axis=1)
        noise = partial(jax.random.normal, own)
        value, g = jax.value_and_grad(lambda w: loss(unflatten(w), batch, noise, ops))(w)
        t = (step + 1).astype(w.dtype)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        return (w - rate * m_hat / (jnp.sqrt(v_hat) + 1e-8), m, v, key), value

    start = w, jnp.zeros_like(w), jnp.zeros_like(w), jax.random.PRNGKey(0)
    train = jax.jit(lambda start: jax.lax.scan(update, start, jnp.arange(updates)))
    train = train.lower(start).compile()  # now, not when it is timed
    return lambda: jax.block_until_ready(train(start))


RIVALS = {
    name: rival for name, rival in {"torch": with_torch, "jax": with_jax}.items() if find_spec(name)
}
