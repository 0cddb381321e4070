"""The course of a run."""

import numpy as np
from matplotlib import patheffects

from tp5lib.plots.arguments import axes_or_new, check_length, check_values
from tp5lib.plots.style import _COLORS, BLUE


def learning_curves(values, *, ylabel="loss", ax=None):
    """Draw the loss, or the learning rate, against epochs: thin lines, seed 0 thick.

    The lines have labels, "other seeds" and "seed 0", for a legend.

    Parameters
    ----------
    values : array_like, shape (epochs,) or (epochs, seeds)
        nan where a seed has stopped.
    ylabel : str
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    if np.ndim(values) == 1:
        values = np.asarray(values)[:, np.newaxis]
    values, ax = check_values(values, "values", "epochs", "seeds"), axes_or_new(ax)
    # A line has more pixels than a screen long before it has 100,000 points.
    shown = np.unique(np.geomspace(1, len(values), 600).astype(int))
    for seed, curve in enumerate(values[shown - 1].T):
        look = {"color": BLUE, "alpha": 0.35, "lw": 1, "label": "other seeds"}
        if seed == 0:
            look = {"color": "black", "lw": 3, "label": "seed 0", "zorder": 3}
        ax.plot(shown, curve, **look)
    ax.set(xscale="log", yscale="log", xlabel="epochs", ylabel=ylabel)
    return ax


def kl_course(epochs, kl, *, low=1e-4, ax=None):
    """Draw the KL of each latent dimension against epochs, a colour per dimension.

    Seed 0 is thick, in the colour of its dimension, and the others are thin.

    Parameters
    ----------
    epochs : array_like, shape (points,)
    kl : array_like, shape (points, seeds, latent)
        In nats.
    low : float
        Lower end of the logarithmic axis; what is below is drawn on it.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    epochs = check_values(epochs, "epochs", "points")
    kl = check_values(kl, "kl", "points", "seeds", "latent")
    check_length(kl, "kl", len(epochs), "epochs")
    if kl.shape[2] > len(_COLORS):
        raise ValueError(
            f"kl must have at most {len(_COLORS)} dimensions, as many as there are colours"
        )
    ax = axes_or_new(ax)
    kl = np.maximum(kl, low)
    outline = [patheffects.withStroke(linewidth=7, foreground="white")]
    for dimension, color in zip(range(kl.shape[2]), _COLORS, strict=False):
        ax.plot(epochs, kl[:, 1:, dimension], color=color, lw=1, alpha=0.45)
    for dimension, color in zip(range(kl.shape[2]), _COLORS, strict=False):
        label = f"z{dimension + 1}, seed 0"
        style = "-" if dimension % 2 == 0 else (0, (5, 1))
        first = ax.plot(epochs, kl[:, 0, dimension], ls=style, color=color, lw=4, label=label)
        first[0].set_path_effects(outline)
    ax.set(xscale="log", yscale="log", ylim=(low * 0.8, max(20, kl.max() * 1.3)))
    ax.set(xlabel="epochs", ylabel="KL of a dimension, nats")
    ax.legend(loc="lower left", fontsize=15)
    return ax
