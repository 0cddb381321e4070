"""How far reconstructions are off."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

from tp5lib.plots.arguments import axes_or_new, check_counts, check_length, check_pair
from tp5lib.plots.images import input_beside_output
from tp5lib.plots.spread import seed_spread
from tp5lib.plots.style import BLUE, figure_legend


def error_histogram(errors, *, largest=None, ax=None):
    """Draw the slides' chart "Distribución de errores por letra".

    Parameters
    ----------
    errors : array_like of int, shape (letters,)
        Wrong pixels of each letter.
    largest : int, optional
        The last error on the axis, to make charts comparable; it counts larger ones too.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes

    Examples
    --------
    >>> from tp5lib import plots
    >>> ax = plots.error_histogram([0, 0, 1, 0, 3, 1])
    >>> ax.get_xlabel(), [int(bar.get_height()) for bar in ax.patches]
    ('wrong pixels', [3, 2, 0, 1])
    """
    errors, ax = check_counts(errors, "errors", "letters"), axes_or_new(ax)
    last = errors.max() if largest is None else largest
    counts = np.bincount(np.minimum(errors, last), minlength=last + 1)
    bars = ax.bar(np.arange(len(counts)), counts, color=BLUE, width=0.8)
    ax.bar_label(bars, [str(count) if count else "" for count in counts])
    more = errors.max() > last
    ax.set_xticks(range(last + 1), [*range(last), f"{last}+" if more else last])
    ax.set(ylim=(0, max(counts.max() * 1.15, 1)), xlabel="wrong pixels", ylabel="letters")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def errors_of_runs(errors, labels):
    """Draw, for each configuration, the slides' chart for seed 0, and below them all seeds.

    Above, the letters of seed 0 by their number of wrong pixels; below, the mean over the
    letters of each seed.

    Parameters
    ----------
    errors : sequence of array_like of int, shape (seeds, letters)
        Wrong pixels; one entry a configuration, seed 0 first.
    labels : sequence of str
        One a configuration.

    Returns
    -------
    Figure
    """
    errors = [check_counts(e, f"errors[{i}]", "seeds", "letters") for i, e in enumerate(errors)]
    labels = check_length(labels, "labels", len(errors), "errors")
    fig = plt.figure(figsize=(16, 6.4), layout="constrained")
    above, below = fig.subfigures(2, 1, height_ratios=[1, 1.3])
    charts = above.subplots(1, len(errors), sharex=True, sharey=True, squeeze=False)[0]
    largest = max([5, *(error[0].max() for error in errors)])
    for ax, error, label in zip(charts, errors, labels, strict=True):
        error_histogram(error[0], largest=largest, ax=ax)
        ax.set_title(label)
        ax.label_outer()
    charts[0].set_xticks(range(0, largest + 1, 1 if len(errors) < 4 and largest < 12 else 2))
    charts[0].set_ylim(0, 1.15 * max(np.bincount(error[0]).max() for error in errors))
    charts[0].yaxis.set_major_locator(MaxNLocator(4, integer=True))
    charts[0].set_ylabel("letters\nof seed 0")
    mean = below.subplots()
    seed_spread(
        [e.mean(axis=1) for e in errors], labels, ylabel="wrong pixels\nper letter", ax=mean
    )
    top = max(mean.get_ylim()[1], 0.5)  # a pixel or two of an alphabet look like what they are
    mean.set_ylim(-0.03 * top, top)
    figure_legend(below)
    return fig


def errors_and_examples(x, reconstruction, shape, *, largest=None, title):
    """Draw the errors of grey images as a histogram, and images above their reconstructions.

    Parameters
    ----------
    x, reconstruction : ndarray, shape (n, rows * columns)
        1 is drawn light.
    shape : tuple of int
        (rows, columns) of an image.
    largest : float, optional
        Where the axis of errors ends, to make charts comparable.
    title : str

    Returns
    -------
    Figure
    """
    x, reconstruction = check_pair(x, reconstruction, shape)
    columns = min(14, len(x))
    lines = -(-len(x) // columns)
    height = max(5.6, 1.1 + 9.5 * lines * 2.3 / columns)
    fig, (chart, sheet) = plt.subplots(1, 2, figsize=(15, height), width_ratios=[1, 2])
    error = np.mean((reconstruction - x) ** 2, axis=1)
    largest = largest or error.max() or 1
    if error.max() > largest:
        raise ValueError(f"largest must reach the errors, {error.max():.3g}, not {largest}")
    counts, _, bars = chart.hist(error, bins=12, range=(0, largest), color=BLUE, rwidth=0.92)
    chart.bar_label(bars, [str(int(count)) if count else "" for count in counts])
    chart.xaxis.set_major_locator(MaxNLocator(4))
    chart.yaxis.set_major_locator(MaxNLocator(integer=True))
    chart.set(ylim=(0, counts.max() * 1.15), title="Error of each image")
    chart.set(xlabel="squared error per pixel", ylabel="images")
    names = [""] * len(x)
    input_beside_output(x, reconstruction, shape, names, columns=columns, cmap="gray", ax=sheet)
    sheet.set_title("in pairs: original above, decoded below", pad=0)
    fig.suptitle(title)
    return fig
