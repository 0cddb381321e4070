"""New images."""

import numpy as np

from tp5lib.checks import check_integer
from tp5lib.plots.arguments import axes_or_new, check_images, check_length


def samples_with_nearest(samples, nearest, shape, *, columns=10, ax=None):
    """Draw new images, each with the training image nearest to it underneath.

    Parameters
    ----------
    samples, nearest : array_like, shape (n, rows * columns)
        In [0, 1]; 1 is drawn light.
    shape : tuple of int
        (rows, columns) of an image.
    columns : int
        Pairs side by side.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    samples, nearest = (
        check_images(samples, "samples", shape),
        check_images(nearest, "nearest", shape),
    )
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
    ax.set_xlim(-0.5, columns * (width + 2) - 1.5)
    ax.set_ylim(lines * step - below / 3, -0.5)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax
