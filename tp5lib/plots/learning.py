"""The course of a run."""

import numpy as np

from tp5lib.plots.arguments import axes_or_new, check_length, check_values
from tp5lib.plots.style import BLUE, ORANGE


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


def error_curves(epochs, errors, *, top=None, ax=None):
    """Draw the wrong pixels per letter against epochs, and where a seed first has none.

    Parameters
    ----------
    epochs : sequence of int, shape (calls,)
    errors : array_like of int, shape (calls, seeds, letters)
        As counted by `tp5lib.evaluation.watching.ErrorWatch`.
    top : float, optional
        Where the axis of wrong pixels ends; above all of them unless given.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
        Thin lines are seeds, the black one is the first; a diamond at 0 stands where a seed
        is first without a wrong pixel.
    """
    errors = check_values(errors, "errors", "calls", "seeds", "letters")
    epochs, ax = check_length(epochs, "epochs", len(errors), "errors"), axes_or_new(ax)
    mean, wrong = errors.mean(axis=2), errors.sum(axis=2)
    for curve in mean[:, 1:].T:
        ax.plot(epochs, curve, color=BLUE, alpha=0.35, lw=1, label="other seeds")
    ax.plot(epochs, mean[:, 0], color="black", lw=2.5, label="seed 0")
    when = [epochs[calls.argmax()] for calls in (wrong == 0).T if calls.any()]
    style = {"color": ORANGE, "mec": "black", "ms": 9}
    ax.plot(when, np.zeros(len(when)), "D", zorder=3, label="first perfect alphabet", **style)
    ax.set_xlim(0, 1.02 * max(epochs))
    top = ax.get_ylim()[1] if top is None else top
    ax.set_ylim(-0.04 * top, top)  # diamonds at 0 are seen whole
    ax.set_xlabel("epochs")
    ax.set_ylabel("wrong pixels a letter")
    return ax
