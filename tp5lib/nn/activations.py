"""Activation functions of a layer, and their derivatives.

Each works on whole buffers and writes in place, because a training run calls it
hundreds of thousands of times on small arrays. The derivative is written in terms
of the activation ``a = f(z)`` itself, so the pre-activation ``z`` need not be kept.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from tp5lib.validation import check_choice


class Activation(NamedTuple):
    """One activation function.

    Attributes
    ----------
    name : str
        The name by which models take it.
    apply : callable
        ``apply(z, out)`` writes ``f(z)`` to ``out``, which may be ``z``.
    chain : callable
        ``chain(a, delta, scratch)`` multiplies ``delta`` in place by ``f'(z)``,
        given ``a = f(z)``; ``scratch`` is overwritten.
    """

    name: str
    apply: Callable
    chain: Callable


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


def _tanh(z, out):
    np.tanh(z, out=out)


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
        Activation("tanh", _tanh, _tanh_chain),
        Activation("relu", _relu, _relu_chain),
        Activation("identity", _identity, _identity_chain),
    )
}


def check_activations(value, count):
    """Return the names of activations of so many layers.

    Parameters
    ----------
    value : str or sequence of str
        One for all, or one for each.
    count : int

    Returns
    -------
    tuple of str

    Raises
    ------
    TypeError, ValueError
        If a name is unknown, or there are more or fewer than layers.
    """
    if isinstance(value, str):
        return (check_choice(value, "activation", ACTIVATIONS),) * count
    if not isinstance(value, Sequence):
        raise TypeError(f"activation must be a name, or one for each hidden layer, not {value!r}")
    names = tuple(check_choice(name, "each of activation", ACTIVATIONS) for name in value)
    if len(names) != count:
        raise ValueError(
            f"activation must name one for each of {count} hidden layers, not {len(names)}"
        )
    return names
