"""What figures are given: axes or none, and arrays of the right shape."""

import matplotlib.pyplot as plt
import numpy as np


def axes_or_new(ax, figsize=(12, 7), **settings):
    """Return `ax`, or the axes of a new figure where it is None."""
    if ax is not None:
        return ax
    return plt.subplots(figsize=figsize, layout="constrained", subplot_kw=settings)[1]


def check_values(value, name, *axes):
    """Return `value` as an array of numbers with an axis for each of the names `axes`.

    Raises
    ------
    TypeError
        If it holds no numbers.
    ValueError
        If it is empty or has another number of axes, such as one more, of seeds.
    """
    wanted = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be an array of shape {wanted}, not a ragged one") from None
    if array.dtype.kind not in "fiub":
        kind = type(value).__name__
        own = [a for a in ("loss", "x") if hasattr(value, a)]
        hint = f"; pass its .{own[0]}" if own else ""
        raise TypeError(f"{name} must be an array of numbers of shape {wanted}, not {kind}{hint}")
    if array.ndim != len(axes):
        one = f"; take one seed: {name}[0]" if array.ndim == len(axes) + 1 else ""
        raise ValueError(f"{name} must have the shape {wanted}, not {array.shape}{one}")
    if array.size == 0:
        raise ValueError(f"{name} is empty, shape {array.shape}")
    return array


def check_images(value, name, shape):
    """Return `value` as images, shape (n, pixels), whose size is `shape`."""
    rows, columns = shape
    array = check_values(value, name, "n", "pixels")
    if array.shape[1] != rows * columns:
        raise ValueError(
            f"{name} must have {rows} x {columns} = {rows * columns} pixels per image, "
            f"as shape says, not {array.shape[1]}"
        )
    return array


def check_pair(x, reconstruction, shape):
    """Return images and their reconstructions, as many of both."""
    x = check_images(x, "x", shape)
    reconstruction = check_images(reconstruction, "reconstruction", shape)
    check_length(reconstruction, "reconstruction", len(x), "x")
    return x, reconstruction


def check_codes(value, name, latent):
    """Return `value` as codes of `latent` dimensions, shape (n, latent), as float."""
    array = check_values(value, name, "n", str(latent))
    if array.shape[1] != latent:
        raise ValueError(f"{name} must have {latent} latent dimensions, not {array.shape[1]}")
    return array.astype(float)


def check_counts(value, name, *axes):
    """Return `value` as integers from 0, with an axis for each of the names `axes`."""
    array = check_values(value, name, *axes)
    if array.dtype.kind not in "iu" or array.min() < 0:
        raise ValueError(f"{name} must be integers from 0, as counts of wrong pixels are")
    return array


def check_length(value, name, length, of):
    """Return `value` as a list, which must be as long as what it goes with, called `of`."""
    items = list(value)
    if not length:
        raise ValueError(f"{of} is empty; there is nothing to draw")
    if len(items) != length:
        raise ValueError(f"{name} must have one for each of {of}, {length}, not {len(items)}")
    return items
