"""The course of a run."""

import numpy as np

from tp5lib.plots.arguments import axes_or_new, check_length, check_values
from tp5lib.plots.style import BLUE


def learning_curves(values, *, epochs=None, ylabel="loss", xscale="log", ax=None):
    """Draw the loss, or the learning rate, against epochs: thin lines, seed 0 thick.

    The lines have labels, "other seeds" and "seed 0", for a legend.

    Parameters
    ----------
    values : array_like, shape (epochs,) or (epochs, seeds)
        nan where a seed has stopped.
    epochs : array_like, shape (epochs,), optional
        After how many epochs each value was taken; 1, 2, 3, ... unless given.
    ylabel : str
    xscale : str
        "log", or "linear", which shows the end as wide as the beginning. Values stand on a
        logarithmic axis.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    if np.ndim(values) == 1:
        values = np.asarray(values)[:, np.newaxis]
    values, ax = check_values(values, "values", "epochs", "seeds"), axes_or_new(ax)
    epochs = np.arange(len(values)) + 1 if epochs is None else check_values(epochs, "epochs", "n")
    check_length(epochs, "epochs", len(values), "values")
    # A line has more pixels than a screen long before it has 100,000 points.
    space = np.geomspace if xscale == "log" else np.linspace
    shown = np.unique(space(1, len(values), 600).astype(int)) - 1
    for seed, curve in enumerate(values[shown].T):
        look = {"color": BLUE, "alpha": 0.35, "lw": 1, "label": "other seeds"}
        if seed == 0:
            look = {"color": "black", "lw": 3, "label": "seed 0", "zorder": 3}
        ax.plot(epochs[shown], curve, **look)
    ax.set(xscale=xscale, yscale="log")
    ax.set_xlabel("epochs")
    ax.set_ylabel(ylabel)
    return ax
