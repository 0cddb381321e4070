"""Checks of what callers pass in.

Every message names the argument, says what it was, and what it must be.
"""

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np


def check_integer(value, name, *, low=1):
    """Return `value` as an int of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be an integer of at least {low}, not {_describe(value)}")
    if value < low:
        raise ValueError(f"{name} must be an integer of at least {low}, not {value}")
    return int(value)


def check_number(value, name, *, low=None, high=None, open_low=False):
    """Return `value` as a finite float within [low, high], or (low, high] if `open_low`."""
    wanted = _interval(low, high, open_low)
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a {wanted}, not {_describe(value)}")
    try:
        value = float(value)
    except OverflowError:
        raise ValueError(f"{name} must be a {wanted}, not {_describe(value)}") from None
    too_low = low is not None and (value <= low if open_low else value < low)
    too_high = high is not None and value > high
    if not np.isfinite(value) or too_low or too_high:
        raise ValueError(f"{name} must be a {wanted}, not {value:g}")
    return value


def check_choice(value, name, choices):
    """Return `value`, which must be one of the strings `choices`."""
    wanted = ", ".join(repr(choice) for choice in choices)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {wanted}, not {_describe(value)}")
    if value not in choices:
        raise ValueError(f"{name} must be one of {wanted}, not {value!r}")
    return value


def check_rng(value, name="rng"):
    """Return a generator: `value` itself, or one seeded by it if it is an int from 0."""
    if isinstance(value, np.random.Generator):
        return value
    try:
        return np.random.default_rng(check_integer(value, name, low=0))
    except TypeError:
        raise TypeError(
            f"{name} must be an integer from 0 or a numpy.random.Generator, not {_describe(value)}"
        ) from None


def check_sizes(value, name, wanted):
    """Return `value` as a tuple of positive int; `wanted` begins the message if it is none."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{wanted}, not {_describe(value)}")
    return tuple(check_integer(size, f"each of {name}") for size in value)


def check_layers(layers):
    """Return the sizes of the layers of an autoencoder as a tuple of int."""
    wanted = (
        "layers must be an odd number of positive integers that read the same backwards, "
        "such as [35, 17, 2, 17, 35]"
    )
    sizes = check_sizes(layers, "layers", wanted)
    if len(sizes) < 3 or len(sizes) % 2 == 0:
        raise ValueError(f"{wanted}, not {len(sizes)} layers, {list(sizes)}")
    if sizes != sizes[::-1]:
        raise ValueError(f"{wanted}; {list(sizes)} does not mirror")
    return sizes


def check_seeds(seed, seeds):
    """Return the seeds of a model, a tuple of int: `seed` alone where `seeds` is None."""
    seed = check_integer(seed, "seed", low=0)
    if seeds is None:
        return (seed,)
    try:
        seeds = tuple(seeds)
    except TypeError:
        raise TypeError(
            f"seeds must be several integers, such as range(20), not {seeds!r}"
        ) from None
    if not seeds:
        raise ValueError("seeds is empty; it must hold an integer or more")
    seeds = tuple(check_integer(s, "each of seeds", low=0) for s in seeds)
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must differ from one another, not {seeds}")
    return seeds


def check_dtype(dtype):
    """Return `dtype` as one of the two that models have, float32 or float64."""
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = None
    if name not in ("float32", "float64") or dtype is None:
        raise ValueError(f"dtype must be float32 or float64, not {dtype!r}")
    return np.dtype(name)


def check_array(value, name, *, features, leading=None, low=None, high=None):
    """Return `value` as a float array of samples by `features`.

    Parameters
    ----------
    value : array_like, shape (samples, features)
        With `leading` also (leading, samples, features).
    name : str
        What to call it in an error.
    features : int
        The number of features each sample must have.
    leading : int, optional
        The number of seeds, where a leading axis of them is allowed.
    low, high : float, optional
        The closed range in which all values must lie.
    """
    shapes = f"(samples, {features})"
    if leading is not None:
        shapes += f" or ({leading}, samples, {features})"
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} must be an array of numbers of shape {shapes}, not {_describe(value)}"
        ) from None
    allowed_leading = array.ndim == 3 and leading is not None and len(array) == leading
    if (array.ndim != 2 and not allowed_leading) or array.shape[-1] != features:
        raise ValueError(f"{name} must have the shape {shapes}, not {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty, shape {array.shape}; it must hold a sample or more")
    array = array.astype(np.float64) if array.dtype.kind != "f" else array
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite, but at {where} it is {array[where]}")
    # As Python's floats, since a bound may lie beyond what the array's type can hold.
    if low is not None and (float(array.min()) < low or float(array.max()) > high):
        wide = array.astype(np.float64)
        where = tuple(int(i) for i in np.argwhere((wide < low) | (wide > high))[0])
        raise ValueError(
            f"{name} must lie in [{low:g}, {high:g}], but at {where} it is {array[where]:g}"
        )
    return array


def _interval(low, high, open_low):
    if low is None:
        return "finite number"
    if high is None:
        return f"finite number above {low:g}" if open_low else f"finite number from {low:g}"
    return f"number in {'(' if open_low else '['}{low:g}, {high:g}]"


def _describe(value):
    text = repr(value)
    if len(text) > 60:
        text = text[:57] + "..."
    return f"{text} ({type(value).__name__})"
