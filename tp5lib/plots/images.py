"""Small images side by side."""

import matplotlib.pyplot as plt
import numpy as np

from tp5lib.checks import check_integer
from tp5lib.plots.arguments import axes_or_new, check_images, check_length, check_pair, check_values
from tp5lib.plots.style import GREY, RED


def letter_sheet(x, shape, names=None, *, columns=16, compare_with=None, cmap="gray_r", ax=None):
    """Draw small images side by side.

    Parameters
    ----------
    x : sequence of array_like, shape (rows * columns,)
        The images, in [0, 1]; 1 is drawn dark. Where one is None, its place stays empty.
    shape : tuple of int
        (rows, columns) of an image.
    names : sequence of str, optional
        Written above each image.
    columns : int
        Images side by side.
    compare_with : sequence of array_like, optional
        Originals: pixels of `x` on the other side of 0.5 are crossed out.
    cmap : str
        "gray" draws 1 light instead, as in the emojis.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    images = _check_row(x, "x", shape)
    if names is not None:
        names = check_length(names, "names", len(images), "x")
    if compare_with is not None:
        compare_with = check_length(compare_with, "compare_with", len(images), "x")
    columns, ax = check_integer(columns, "columns"), axes_or_new(ax, (16, 6))
    rows, width = shape
    step_down, step_right = rows + (3 if names is None else max(3, rows // 3)), width + 2
    lines = -(-len(images) // columns)
    for place, image in enumerate(images):
        if image is None:
            continue
        top, left = place // columns * step_down, place % columns * step_right
        extent = (left, left + width, top + rows, top)
        ax.imshow(np.reshape(image, shape), cmap=cmap, vmin=0, vmax=1, extent=extent)
        frame = plt.Rectangle((left, top), width, rows, fill=False, color=GREY, linewidth=1)
        ax.add_patch(frame)
        if names is not None:
            above = left + width / 2, top - 0.4
            ax.text(*above, names[place], ha="center", va="bottom", parse_math=False)
        if compare_with is not None:
            wrong = (image > 0.5) != (np.asarray(compare_with[place]) > 0.5)
            down, right = np.nonzero(wrong.reshape(shape))
            size = max(8 * 7 / max(shape), 3)
            ax.plot(left + right + 0.5, top + down + 0.5, "x", color=RED, ms=size, mew=size / 3.2)
    ax.set(xlim=(-0.5, columns * step_right - 1.5), ylim=(lines * step_down - 2, -2))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def input_beside_output(
    x, reconstruction, shape, names, *, columns=16, truth=None, cmap="gray_r", ax=None
):
    """Draw images above their reconstructions, with wrong pixels crossed out.

    Grey images have no wrong pixels, and no crosses.

    Parameters
    ----------
    x, reconstruction : array_like, shape (n, rows * columns)
    shape, names, columns, cmap, ax
        As in `letter_sheet`.
    truth : array_like, shape (n, rows * columns), optional
        What both should be; `x` unless given.

    Returns
    -------
    Axes
    """
    x, reconstruction = check_pair(x, reconstruction, shape)
    truth = x if truth is None else check_pair(x, truth, shape)[1]
    names = check_length(names, "names", len(x), "x")
    images, originals, titles = [], [], []
    for start in range(0, len(x), columns):
        part = slice(start, start + columns)
        missing = [None] * (columns - len(x[part]))  # the last line may be short
        for source in (x, reconstruction):
            images += [*source[part], *missing]
            originals += [*truth[part], *missing]
        titles += [*names[part], *missing, *[""] * columns]
    crossed = originals if np.isin(truth, (0, 1)).all() else None
    return letter_sheet(
        images, shape, titles, columns=columns, compare_with=crossed, cmap=cmap, ax=ax
    )


def interpolations(starts, rows, ends, alphas, shape, *, ax=None):
    """Draw straight lines between images, each between its two originals.

    Parameters
    ----------
    starts, ends : array_like, shape (n, rows * columns)
        The originals; 1 is drawn light.
    rows : array_like, shape (n, len(alphas), rows * columns)
        What was decoded on the way.
    alphas : sequence of float
    shape, ax
        As in `letter_sheet`.

    Returns
    -------
    Axes
    """
    rows = check_values(rows, "rows", "n", "len(alphas)", "pixels")
    starts, ends = check_pair(starts, ends, shape)
    check_length(rows, "rows", len(starts), "starts")
    check_length(rows[0], "rows[0]", len(alphas), "alphas")
    lines = zip(starts, rows, ends, strict=True)
    strips = [image for start, row, end in lines for image in (start, *row, end)]
    columns = len(alphas) + 2
    names = ["original", *(f"a = {alpha:g}" for alpha in alphas), "original"]
    names += [""] * (len(strips) - columns)
    return letter_sheet(strips, shape, names, columns=columns, cmap="gray", ax=ax)


def samples_with_nearest(samples, nearest, shape, *, columns=10, ax=None):
    """Draw new images, each with the training image nearest to it underneath.

    Parameters
    ----------
    samples, nearest : array_like, shape (n, rows * columns)
        In [0, 1]; 1 is drawn light.
    shape, ax
        As in `letter_sheet`.
    columns : int
        Pairs side by side.

    Returns
    -------
    Axes
    """
    samples = check_images(samples, "samples", shape)
    nearest = check_images(nearest, "nearest", shape)
    check_length(nearest, "nearest", len(samples), "samples")
    columns = min(check_integer(columns, "columns"), len(samples))
    rows, width = shape
    below = 1 + rows * 0.1  # room between two lines of pairs
    step = 2 * rows + 1 + below
    lines = -(-len(samples) // columns)
    ax = axes_or_new(ax, (16, 1.2 + 14.5 * lines * step / (columns * (width + 2))))
    for place, pair in enumerate(zip(samples, nearest, strict=True)):
        top, left = place // columns * step, place % columns * (width + 2)
        for start, image in zip((top, top + rows + 1), pair, strict=True):
            extent = (left, left + width, start + rows, start)
            ax.imshow(np.reshape(image, shape), cmap="gray", vmin=0, vmax=1, extent=extent)
    for line in range(lines):
        for start, text in ((0, "new"), (rows + 1, "nearest")):
            ax.text(-1.5, line * step + start + rows / 2, text, ha="right", va="center")
    ax.set(xlim=(-0.5, columns * (width + 2) - 1.5), ylim=(lines * step - below / 3, -0.5))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def _check_row(x, name, shape):
    """Return images as a list, in which None leaves a place empty."""
    images = [image if image is None else np.asarray(image) for image in x]
    images = [image.ravel() if np.shape(image) == tuple(shape) else image for image in images]
    shown = [image for image in images if image is not None]
    if not shown:
        raise ValueError(f"{name} is empty; it must hold an image or more")
    check_images(shown, name, shape)
    return images
