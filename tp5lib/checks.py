"""Checks of what callers pass in; every message says what it was, and what would be right."""

from collections.abc import Sequence
from importlib.util import find_spec
from numbers import Integral, Real

import numpy as np


def require(extra, *modules):
    """Raise ImportError, with the command that brings them, unless all modules are installed."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        names, way_out = ", ".join(missing), f'pip install "tp5lib[{extra}]"'
        raise ImportError(f"this part of tp5lib needs {names}: {way_out}", name=missing[0])


def check_integer(value, name, *, low=1, also=""):
    """Return `value` as an int of at least `low`; `also` says what else it might have been."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < low:
        error = ValueError if whole else TypeError
        raise error(f"{name} must be an integer of at least {low}{also}, not {_describe(value)}")
    return int(value)


def check_number(
    value, name, *, low=-np.inf, high=np.inf, open_low=False, open_high=False, also=""
):
    """Return `value` as a finite float within [low, high], open at the ends that say so."""
    numeric = isinstance(value, Real) and not isinstance(value, bool)
    try:
        number = float(value) if numeric else np.nan
    except OverflowError:
        number = np.inf
    inside = low <= number <= high and np.isfinite(number)
    if inside and not (open_low and number == low) and not (open_high and number == high):
        return number
    if np.isfinite(low) and np.isfinite(high):
        wanted = f"number in {'(' if open_low else '['}{low:g}, {high:g}{')' if open_high else ']'}"
    else:
        start = f" {'above' if open_low else 'from'} {low:g}" if np.isfinite(low) else ""
        wanted = f"finite number{start}"
    error = ValueError if numeric else TypeError
    raise error(f"{name} must be a {wanted}{also}, not {_describe(value)}")


def check_choice(value, name, choices, also=""):
    """Return `value`, which must be one of the strings `choices`."""
    if not isinstance(value, str) or value not in choices:
        error = ValueError if isinstance(value, str) else TypeError
        raise error(f"{name} must be one of {', '.join(map(repr, choices))}{also}, not {value!r}")
    return value


def check_rng(value, name="rng"):
    """Return a generator: `value` itself, or one seeded by it if it is an int from 0."""
    if isinstance(value, np.random.Generator):
        return value
    also = " or a numpy.random.Generator"
    return np.random.default_rng(check_integer(value, name, low=0, also=also))


def check_sizes(value, name, wanted):
    """Return `value` as a tuple of positive int; `wanted` begins the message if it is none."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{wanted}, not {_describe(value)}")
    return tuple(check_integer(size, f"each of {name}") for size in value)


def check_array(value, name, *, features, leading=None, low=-np.inf, high=np.inf):
    """Return `value` as a finite float array, ([leading,] samples, features), in [low, high]."""
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
    # As Python's floats, since a bound may lie beyond what the array's type can hold.
    least, most = float(array.min()), float(array.max())
    finite = np.isfinite([least, most]).all()
    if not (low <= least and most <= high and finite):
        wide = array.astype(np.float64)
        bad = ~np.isfinite(wide) | (wide < low) | (wide > high)
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        wanted = f"lie in [{low:g}, {high:g}]" if finite else "be finite"
        held = f"at {where} it is {array[where]:g}"
        if least >= 0 and 2 <= most < np.inf:  # levels of grey, as files have them
            held += f": divide by {255 if 16 < most <= 255 else most:g}"
        elif low == 0 and -1 <= least < 0 and most <= 1:
            held += f"; from -1 to 1, give ({name} + 1) / 2"
        raise ValueError(f"{name} must {wanted}, but {held}")
    return array


def _describe(value):
    text = repr(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    return text if isinstance(value, Real) else f"{text} ({type(value).__name__})"
