"""The course of a training."""

import numpy as np

from tp5lib.plots.arguments import axes_or_new, check_values
from tp5lib.plots.style import BLUE


def learning_curves(values, *, ylabel="loss", color=BLUE, ax=None):
    """Draw the loss, or the learning rate, against epochs: thin lines, seed 0 thick.

    Parameters
    ----------
    values : array_like, shape (epochs,) or (epochs, seeds)
        nan where a seed has stopped.
    ylabel : str
    color : str
        Of the seeds other than the first.
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
    shown = np.unique(np.geomspace(1, len(values), 600).astype(int)) - 1
    ax.loglog(shown + 1, values[shown, 1:], color=color, alpha=0.35, lw=1)
    ax.loglog(shown + 1, values[shown, 0], color="black", lw=3)
    ax.set_xlabel("epochs")
    ax.set_ylabel(ylabel)
    return ax
