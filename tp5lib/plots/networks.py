"""Networks as diagrams."""

from itertools import pairwise, product

import numpy as np

from tp5lib.plots.arguments import axes_or_new
from tp5lib.plots.style import BLUE, GREEN, GREY, ORANGE, RED

_HALVES = "encoder", "decoder"
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
    for left, sides in enumerate(pairwise(places)):
        for ends in product(*sides):
            ax.plot([left, left + 1], ends, color=GREY, lw=0.5, alpha=0.6, zorder=1)
    top = max(max(place) for place in places)
    for at, (units, place) in enumerate(zip(layers, places, strict=True)):
        color = ORANGE if at == code else BLUE
        ax.plot([at] * len(place), place, "o", ms=15, color=color, mec="black", zorder=2)
        if units > _SHOWN:
            ax.text(at, 0, "⋮", ha="center", va="center", fontsize=26, zorder=3)
        ax.text(at, top + 1.0, str(units), ha="center", va="bottom", fontsize=20)
        name = {0: "input", code: "latent code", len(layers) - 1: "output"}.get(at, "hidden")
        ax.text(at, -top - 1.0, name, ha="center", va="top")
    ax.set(xlim=(-0.5, len(layers) - 0.5), ylim=(-top - 2.4, top + 2.6))
    ax.axis("off")
    return ax


def _places(units):
    """Where the units of a layer stand, about 0; a gap in the middle if some are left out."""
    shown = min(units, _SHOWN)
    places = np.arange(shown) - (shown - 1) / 2
    return places if shown == units else places[places != 0]


def variational_diagram(layers, *, ax=None):
    """Draw a variational autoencoder: its code is a distribution, and a draw of it is decoded.

    Parameters
    ----------
    layers : sequence of int
        As in `VariationalAutoencoder`: an odd number of sizes, the latent one in the middle.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes

    Notes
    -----
    The draw z = mu + sigma * epsilon takes its chance from outside, so that gradients pass
    through mu and sigma: the reparameterisation of D. Kingma and M. Welling, "Auto-encoding
    variational Bayes", ICLR 2014.
    """
    layers = [int(units) for units in layers]
    if len(layers) < 3 or len(layers) % 2 == 0 or min(layers) < 1:
        raise ValueError(f"layers must be three sizes, five, ..., each from 1, not {layers}")
    ax, middle = axes_or_new(ax, (15, 5.2)), len(layers) // 2
    inner = [" → ".join(map(str, side)) for side in (layers[1:middle], layers[middle + 1 : -1])]
    encoder, decoder = (f"{name}\n{side}" for name, side in zip(_HALVES, inner, strict=True))
    latent = layers[middle]
    boxes = {
        "x": (0, 0, f"image x\n{layers[0]}", BLUE),
        "encoder": (2.1, 0, encoder.strip(), GREY),
        "mu": (4.2, 1, f"μ\n{latent}", ORANGE),
        "sigma": (4.2, -1, f"σ\n{latent}", ORANGE),
        "epsilon": (5.8, -2.1, "ε drawn from N(0, 1)", GREEN),
        "z": (5.8, 0, f"z = μ + σ ε\n{latent}", ORANGE),
        "decoder": (7.9, 0, decoder.strip(), GREY),
        "p": (10, 0, f"decoded p\n{layers[-1]}", BLUE),
    }
    drawn = {}
    for name, (x, y, text, color) in boxes.items():
        style = {"boxstyle": "round,pad=0.5", "fc": "white", "ec": color, "lw": 3}
        drawn[name] = ax.text(
            x, y, text, ha="center", va="center", fontsize=19, bbox=style, zorder=3
        )
    ways = ["x encoder", "encoder mu", "encoder sigma", "mu z", "sigma z", "epsilon z"]
    for way in [*ways, "z decoder", "decoder p"]:
        here, there = way.split()
        arrow = {"arrowstyle": "-|>,head_width=0.4,head_length=0.8", "lw": 2, "color": "black"}
        arrow |= {"patchA": drawn[here].get_bbox_patch(), "patchB": drawn[there].get_bbox_patch()}
        arrow |= {"shrinkA": 1, "shrinkB": 1}
        ax.annotate("", boxes[there][:2], boxes[here][:2], arrowprops=arrow, zorder=2)
    terms = (
        (4.2, 2.1, "KL: how far N(μ, σ) is from N(0, 1)"),
        (10, 1.3, "squared error\nof p"),
    )
    for x, y, text in terms:
        ax.text(x, y, text, ha="center", va="center", fontsize=19, color=RED)
    ax.set(xlim=(-0.9, 10.9), ylim=(-2.6, 2.5))
    ax.axis("off")
    return ax
