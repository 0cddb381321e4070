"""New images, and what is measured of them."""

import numpy as np

from tp5lib.checks import check_integer
from tp5lib.plots.arguments import axes_or_new, check_images, check_length, check_values
from tp5lib.plots.style import _COLORS, GREY

_SHAPES = "osD^vPX*"


def samples_with_nearest(
    samples, nearest, shape, distances=None, *, columns=10, cmap="gray", ax=None
):
    """Draw new images, each with the training image nearest to it underneath.

    Parameters
    ----------
    samples, nearest : array_like, shape (n, rows * columns)
        In [0, 1]; 1 is drawn light.
    shape : tuple of int
        (rows, columns) of an image.
    distances : array_like, shape (n,), optional
        How far apart the two are; written under each pair.
    columns : int
        Pairs side by side.
    cmap : str
        "gray_r" draws 1 dark instead.
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
    if distances is not None:
        distances = check_length(distances, "distances", len(samples), "samples")
    columns = min(check_integer(columns, "columns"), len(samples))
    rows, width = shape
    below = 1 + rows * (0.1 if distances is None else 0.45)  # room between two lines of pairs
    step = 2 * rows + 1 + below
    lines = -(-len(samples) // columns)
    ax = axes_or_new(ax, (16, 1.2 + 14.5 * lines * step / (columns * (width + 2))))
    for place, pair in enumerate(zip(samples, nearest, strict=True)):
        top, left = place // columns * step, place % columns * (width + 2)
        for start, image in zip((top, top + rows + 1), pair, strict=True):
            extent = (left, left + width, start + rows, start)
            ax.imshow(np.reshape(image, shape), cmap=cmap, vmin=0, vmax=1, extent=extent)
        if distances is not None:
            under = top + 2 * rows + 1.5
            text = f"{distances[place]:.2f}"
            ax.text(left + width / 2, under, text, ha="center", va="top")
    for line in range(lines):
        for start, text in ((0, "new"), (rows + 1, "nearest")):
            ax.text(-1.5, line * step + start + rows / 2, text, ha="right", va="center")
    ax.set_xlim(-0.5, columns * (width + 2) - 1.5)
    ax.set_ylim(lines * step - below / 3, -0.5)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def measures_plane(groups, *, xlabel, ylabel, controls=(), target=None, ax=None):
    """Draw two measures of samples against each other, models and controls together.

    Parameters
    ----------
    groups : dict
        By name, a pair of array_like, shape (seeds,), or of numbers: what is measured.
    xlabel, ylabel : str
    controls : sequence of str
        Which of the groups no model made; they are drawn in grey, with their names under
        them, and the others are explained in a legend.
    target : pair of float, optional
        Where samples of the data's own distribution would lie; a cross.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    for name in controls:
        if name not in groups:
            raise ValueError(f"controls must be of the groups, {list(groups)}, not {name!r}")
    models = [name for name in groups if name not in controls]
    room = (len(_COLORS) - 1) * len(_SHAPES)
    if len(models) > room:
        raise ValueError(f"groups must hold {room} models at most, not {len(models)}")
    ax = axes_or_new(ax, (12, 8))
    if target is not None:
        ax.plot(*target, "+", color="black", ms=28, mew=3, label="as the data", zorder=1)
    for name, pair in groups.items():
        x, y = (check_values(np.atleast_1d(v), f"groups[{name!r}]", "seeds") for v in pair)
        if name in controls:
            ax.plot(x, y, "s", color=GREY, ms=11, mec="black")
            at = {"xytext": (0, -12), "textcoords": "offset points"}
            ax.annotate(name, (x.mean(), y.mean()), ha="center", va="top", **at)
            continue
        place = models.index(name)
        color, marker = _COLORS[place % (len(_COLORS) - 1)], _SHAPES[place % len(_SHAPES)]
        ax.plot(x, y, marker, color=color, ms=11, alpha=0.6, mec="white", label=name)
    ax.margins(0.2)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if models or target is not None:
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax
