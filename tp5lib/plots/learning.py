"""The course of a run."""

import numpy as np

from tp5lib.plots.arguments import axes_or_new, check_values
from tp5lib.plots.style import BLUE


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
    ax.set(xscale="log", yscale="log")
    ax.set_xlabel("epochs")
    ax.set_ylabel(ylabel)
    return ax
