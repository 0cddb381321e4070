"""Networks as diagrams."""

from itertools import pairwise

import numpy as np

from tp5lib.plots.arguments import axes_or_new
from tp5lib.plots.style import BLUE, GREY, ORANGE

_SHOWN = 9  # units of a layer that are drawn; of more, some at each end


def network_diagram(layers, *, ax=None):
    """Draw a network as columns of units, from the input at the left to the output.

    Parameters
    ----------
    layers : sequence of int
        Units of each layer; the smallest one, the latent code, is drawn in orange. Of a
        layer with many units only some are drawn, with dots between.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes

    Examples
    --------
    >>> from tp5lib import plots
    >>> ax = plots.network_diagram([35, 12, 2, 12, 35])
    >>> [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    ['35', '12', '2', '12', '35']
    """
    layers = [int(units) for units in layers]
    if len(layers) < 2 or min(layers) < 1:
        raise ValueError(f"layers must be two sizes or more, each from 1, not {layers}")
    ax = axes_or_new(ax, (12, 5))
    code = layers.index(min(layers))
    places = [_places(units) for units in layers]
    for left, (here, there) in enumerate(pairwise(places)):
        for a in here:
            ax.plot(
                np.repeat([[left], [left + 1]], len(there), axis=1),
                np.stack([np.full(len(there), a), there]),
                color=GREY,
                lw=0.5,
                alpha=0.6,
                zorder=1,
            )
    top = max(max(place) for place in places)
    for at, (units, place) in enumerate(zip(layers, places, strict=True)):
        color = ORANGE if at == code else BLUE
        ax.plot([at] * len(place), place, "o", ms=15, color=color, mec="black", zorder=2)
        if units > _SHOWN:
            ax.text(at, 0, "⋮", ha="center", va="center", fontsize=26, zorder=3)
        ax.text(at, top + 1.0, str(units), ha="center", va="bottom", fontsize=20)
        name = {0: "input", code: "latent code", len(layers) - 1: "output"}.get(at, "hidden")
        ax.text(at, -top - 1.0, name, ha="center", va="top")
    ax.set_xlim(-0.5, len(layers) - 0.5)
    ax.set_ylim(-top - 2.4, top + 2.6)
    ax.axis("off")
    return ax


def _places(units):
    """Where the units of a layer stand, about 0; a gap in the middle if some are left out."""
    if units <= _SHOWN:
        return np.arange(units) - (units - 1) / 2
    half = np.arange(1, _SHOWN // 2 + 1)
    return np.concatenate([-half[::-1], half]).astype(float)
