"""How measurements spread over seeds, settings and names."""

import textwrap

import numpy as np

from tp5lib.plots.arguments import axes_or_new, check_length, check_values
from tp5lib.plots.style import _COLORS, _MARKERS, BLUE, ORANGE

_LETTERS = 8  # that have room below an inch of axes


def seed_spread(groups, labels, *, ylabel, ax=None):
    """Draw one point per seed, group by group, with the mean as a bar and seed 0 marked.

    Parameters
    ----------
    groups : sequence of array_like, shape (seeds,)
        The first value of each group is that of seed 0. Where one is None, its place stays
        empty, so that panels with other groups have the same places.
    labels : sequence of str
        One for each group, wrapped by words where the axes have no room.
    ylabel : str
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    drawn = {
        place: check_values(values, f"groups[{place}]", "seeds").astype(float)
        for place, values in enumerate(groups)
        if values is not None
    }
    labels, ax = check_length(labels, "labels", len(groups), "groups"), axes_or_new(ax)
    for place, values in drawn.items():
        across = place + _beeswarm(values)
        ax.plot(across, values, "o", color=BLUE, alpha=0.55, ms=9, label="one seed")
        ax.plot(across[0], values[0], "D", color=ORANGE, ms=11, mec="black", label="seed 0")
        mean = values.mean()
        ax.plot([place - 0.35, place + 0.35], [mean, mean], color="black", lw=3, label="mean")
    width = max(1, int(_LETTERS * ax.bbox.width / ax.figure.dpi / len(groups)))
    whole = {"break_long_words": False, "break_on_hyphens": False}
    wrapped = [textwrap.fill(label, width, **whole) for label in labels]
    ax.set_xticks(range(len(groups)), wrapped)
    ax.set_xlim(-0.6, len(groups) - 0.4)
    most = max((values.max() for values in drawn.values()), default=0)
    top = ax.get_ylim()[1] if most > 0 else 1
    ax.set_ylim(-0.03 * top, top)  # points at 0 are seen whole
    ax.set_ylabel(ylabel)
    return ax


def against_level(levels, curves, *, ylabel, ax=None):
    """Draw what models achieve against the level of salt-and-pepper noise.

    Parameters
    ----------
    levels : array_like, shape (n,)
    curves : dict
        By name, an array (n,) or (n, seeds), whose mean is drawn with a band from the
        lowest to the highest seed.
    ylabel : str
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    levels, ax = check_values(levels, "levels", "n"), axes_or_new(ax)
    if len(curves) > len(_COLORS):
        raise ValueError(
            f"curves must be at most {len(_COLORS)}, as many as colours, not {len(curves)}"
        )
    for place, (name, values) in enumerate(curves.items()):
        color, marker = _COLORS[place], _MARKERS[place]
        values = np.asarray(values, dtype=float)
        if values.ndim not in (1, 2) or len(values) != len(levels):
            raise ValueError(
                f"curves[{name!r}] must have the shape ({len(levels)},) or ({len(levels)}, seeds), "
                f"not {values.shape}"
            )
        values = values.reshape(len(levels), -1)
        mean = values.mean(axis=1)
        ax.plot(levels, mean, marker, color=color, lw=3, ms=10, label=name)
        ax.fill_between(levels, values.min(axis=1), values.max(axis=1), color=color, alpha=0.15)
    ax.set(xlabel="noise p (salt and pepper)", ylabel=ylabel)
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax


def matrix(values, rows, columns, *, xlabel, ylabel, ax=None):
    """Draw a small matrix with its numbers written in.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
        In percent.
    rows, columns : sequence of str
        Labels.
    xlabel, ylabel : str
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    values = check_values(values, "values", "rows", "columns").astype(float)
    rows = check_length(rows, "rows", len(values), "the rows of values")
    columns = check_length(columns, "columns", values.shape[1], "the columns of values")
    ax = axes_or_new(ax)
    ax.imshow(values, cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for i, j in np.ndindex(values.shape):
        color = "black" if values[i, j] > 55 else "white"
        ax.text(j, i, f"{values[i, j]:.0f}", ha="center", va="center", color=color, size=22)
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax


def _beeswarm(values):
    """Offsets in [-0.38, 0.38] that keep equal values apart."""
    offsets = np.zeros(len(values))
    levels = np.round(values / (np.ptp(values) or 1) * 20)
    for level in np.unique(levels):
        where = np.flatnonzero(levels == level)
        step = min(0.08, 0.76 / len(where))
        offsets[where] = (np.arange(len(where)) - (len(where) - 1) / 2) * step
    return offsets
