"""Figures. Each function draws arrays on an ``ax`` and returns it; none trains anything.

Colours are those of M. Okabe and K. Ito, "Color universal design", 2008, which
colour-blind readers can tell apart; what matters differs in shape or lightness as well.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from matplotlib.patches import Ellipse
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d import proj3d

_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000", "#8A8A8A"]
_MARKERS = ["o-", "s--", "^-", "D:", "v-.", "P--", ".-", "X:"]
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8A8A8A"


def use_style():
    """Set sizes that can be read from the last row of a lecture room."""
    plt.rcParams.update(
        {
            "figure.figsize": (14, 6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "font.size": 18,
            "axes.titlesize": 20,
            "axes.labelsize": 18,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": False,
            "lines.linewidth": 2,
            "legend.frameon": False,
        }
    )


def letter_sheet(x, shape, names=None, *, columns=16, compare_with=None, cmap="gray_r", ax):
    """Draw small images side by side.

    Parameters
    ----------
    x : sequence of array_like, shape (rows * columns,)
        The images, in [0, 1]; 1 is drawn dark. Where one is None, its place stays empty.
    shape : tuple of int
        (rows, columns) of an image.
    names : sequence of str, optional
        Written above each image.
    columns : int
        Images side by side.
    compare_with : sequence of array_like, optional
        Originals: pixels of `x` on the other side of 0.5 are crossed out.
    cmap : str
        "gray" draws 1 light instead, as in the emojis.
    ax : Axes

    Returns
    -------
    Axes
    """
    rows, width = shape
    step_down, step_right = rows + (3 if names is None else max(3, rows // 3)), width + 2
    lines = -(-len(x) // columns)
    for place, image in enumerate(x):
        if image is None:
            continue
        top, left = place // columns * step_down, place % columns * step_right
        ax.imshow(
            np.reshape(image, shape),
            cmap=cmap,
            vmin=0,
            vmax=1,
            extent=(left, left + width, top + rows, top),
        )
        frame = plt.Rectangle((left, top), width, rows, fill=False, color=GREY, linewidth=1)
        ax.add_patch(frame)
        if names is not None:
            ax.text(left + width / 2, top - 0.4, names[place], ha="center", va="bottom")
        if compare_with is not None:
            wrong = (image > 0.5) != (np.asarray(compare_with[place]) > 0.5)
            down, right = np.nonzero(wrong.reshape(shape))
            ax.plot(left + right + 0.5, top + down + 0.5, "x", color=RED, ms=8, mew=2.5)
    ax.set_xlim(-0.5, columns * step_right - 1.5)
    ax.set_ylim(lines * step_down - 2, -2)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def input_beside_output(x, reconstruction, shape, names, *, columns=16, truth=None, ax):
    """Draw images above their reconstructions, with wrong pixels crossed out.

    Parameters
    ----------
    x, reconstruction : array_like, shape (n, rows * columns)
    shape, names, columns, ax
        As in `letter_sheet`.
    truth : array_like, shape (n, rows * columns), optional
        What both should be; `x` unless given.

    Returns
    -------
    Axes
    """
    x, reconstruction = np.asarray(x), np.asarray(reconstruction)
    truth = x if truth is None else np.asarray(truth)
    images, originals, titles = [], [], []
    for start in range(0, len(x), columns):
        part = slice(start, start + columns)
        missing = [None] * (columns - len(x[part]))  # the last line may be short
        for source in (x, reconstruction):
            images += [*source[part], *missing]
            originals += [*truth[part], *missing]
        titles += [*names[part], *missing, *[""] * columns]
    return letter_sheet(images, shape, titles, columns=columns, compare_with=originals, ax=ax)


def errors_of_runs(errors, labels, *, title=None):
    """Draw, for each configuration, the slides' chart for seed 0 and all seeds beside it.

    Parameters
    ----------
    errors : sequence of array_like of int, shape (seeds, letters)
        Wrong pixels; one entry a configuration, seed 0 first.
    labels : sequence of str
        One a configuration.
    title : str, optional

    Returns
    -------
    Figure
    """
    count = len(errors)
    fig, axes = plt.subplots(1, count + 2, figsize=(17, 6.5), width_ratios=[1.1] * count + [1, 1])
    errors = [np.asarray(error) for error in errors]
    largest = max(error[0].max() for error in errors)
    for ax, error, label in zip(axes, errors, labels, strict=False):
        error_histogram(error[0], largest=largest, ax=ax)
        ax.set_title(f"{label}\nseed 0")
    seed_spread([e.max(axis=1) for e in errors], labels, ylabel="wrong pixels", ax=axes[-2])
    axes[-2].set_title("worst letter\nof each seed")
    seed_spread([e.mean(axis=1) for e in errors], labels, ylabel="wrong pixels", ax=axes[-1])
    axes[-1].set_title("mean of the letters\nof each seed")
    handles, names = axes[-1].get_legend_handles_labels()
    fig.legend(handles[:3], names[:3], loc="outside lower right", ncols=3)
    if title is not None:
        fig.suptitle(title)
    return fig


def error_histogram(errors, *, largest=None, ax):
    """Draw the slides' chart "Distribución de errores por letra".

    Parameters
    ----------
    errors : array_like of int, shape (letters,)
        Wrong pixels of each letter.
    largest : int, optional
        The last error on the axis, to make charts comparable.
    ax : Axes

    Returns
    -------
    Axes
    """
    errors = np.asarray(errors)
    last = errors.max() if largest is None else largest
    counts = np.bincount(errors, minlength=last + 1)
    bars = ax.bar(np.arange(len(counts)), counts, color=BLUE, width=0.8)
    ax.bar_label(bars, [str(count) if count else "" for count in counts])
    ax.set_xticks(range(len(counts)))
    ax.set_ylim(0, max(counts.max() * 1.15, 1))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("wrong pixels")
    ax.set_ylabel("letters")
    return ax


def errors_and_examples(x, reconstruction, shape, *, every=8, title):
    """Draw the errors of grey images as a histogram, and some images above what became of them.

    Parameters
    ----------
    x, reconstruction : ndarray, shape (n, rows * columns)
        1 is drawn light.
    shape : tuple of int
        (rows, columns) of an image.
    every : int
        Which images are drawn: the first, and each so many further on.
    title : str

    Returns
    -------
    Figure
    """
    fig, axes = plt.subplots(1, 2, figsize=(17, 5.6), width_ratios=[1, 1.7])
    error = np.mean((reconstruction - x) ** 2, axis=1)
    counts, _, bars = axes[0].hist(error, bins=10, range=(0, error.max()), color=BLUE, rwidth=0.92)
    axes[0].bar_label(bars, [str(int(count)) if count else "" for count in counts])
    axes[0].set_ylim(0, counts.max() * 1.15)
    axes[0].set_xlabel("mean squared error a pixel")
    axes[0].set_ylabel("images")
    axes[0].set_title("Error of each image")
    pairs = np.concatenate([x[::every], reconstruction[::every]])
    letter_sheet(pairs, shape, columns=len(x[::every]), cmap="gray", ax=axes[1])
    axes[1].set_title("above: original; below: decoded")
    fig.suptitle(title)
    return fig


def interpolations(starts, rows, ends, alphas, shape, *, ax):
    """Draw straight lines between images, each between its two originals.

    Parameters
    ----------
    starts, ends : array_like, shape (n, rows * columns)
        The originals; 1 is drawn light.
    rows : array_like, shape (n, len(alphas), rows * columns)
        What was decoded on the way.
    alphas : sequence of float
    shape : tuple of int
        (rows, columns) of an image.
    ax : Axes

    Returns
    -------
    Axes
    """
    lines = zip(starts, rows, ends, strict=True)
    strips = [image for start, row, end in lines for image in (start, *row, end)]
    columns = len(alphas) + 2
    names = ["original", *(f"a = {alpha:g}" for alpha in alphas), "original"]
    names += [""] * (len(strips) - columns)
    return letter_sheet(strips, shape, names, columns=columns, cmap="gray", ax=ax)


def error_shares(groups, *, last=10, ax):
    """Draw the share of letters by their error, a line a group.

    Parameters
    ----------
    groups : dict
        By name, wrong pixels of shape (seeds, alphabets, letters): the mean over seeds is
        drawn, with a band from the lowest to the highest.
    last : int
        Larger errors are counted with this one.
    ax : Axes

    Returns
    -------
    Axes
    """
    shares = {}
    for name, errors in groups.items():
        counts = [np.bincount(np.minimum(e, last).ravel(), minlength=last + 1) for e in errors]
        shares[name] = 100 * np.transpose(counts) / errors[0].size
    against_level(range(last + 1), shares, ylabel="letters, %", ax=ax)
    ax.set_xlabel(f"wrong pixels ({last}: or more)")
    ax.legend(loc="upper right")
    return ax


def seed_spread(groups, labels, *, ylabel, ax):
    """Draw one point a seed, group by group, with the mean as a bar and seed 0 marked.

    Parameters
    ----------
    groups : sequence of array_like, shape (seeds,)
        The first value of each group is that of seed 0.
    labels : sequence of str
        One for each group; a comma starts a new line.
    ylabel : str
    ax : Axes

    Returns
    -------
    Axes
    """
    for place, values in enumerate(groups):
        values = np.asarray(values, dtype=float)
        across = place + _beeswarm(values)
        ax.plot(across, values, "o", color=BLUE, alpha=0.55, ms=9, label="one seed")
        ax.plot(across[0], values[0], "D", color=ORANGE, ms=11, mec="black", label="seed 0")
        mean = values.mean()
        ax.plot([place - 0.35, place + 0.35], [mean, mean], color="black", lw=3, label="mean")
    ax.set_xticks(range(len(groups)), [label.replace(", ", "\n") for label in labels])
    ax.set_xlim(-0.6, len(groups) - 0.4)
    top = ax.get_ylim()[1] if np.max(groups) > 0 else 1
    ax.set_ylim(-0.03 * top, top)  # points at 0 are seen whole
    ax.set_ylabel(ylabel)
    return ax


def letter_scatter(x, y, names, *, ax):
    """Draw letters as points that are their own names.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Where each stands; those that would overlap are moved apart a little in `x`.
    names : sequence of str
    ax : Axes

    Returns
    -------
    Axes
    """
    x, y = np.array(x, dtype=float), np.asarray(y, dtype=float)
    gap = np.ptp(x) / 45, np.ptp(y) / 25
    for i in np.argsort(y):
        for _ in range(len(x)):
            near = (np.abs(x - x[i]) < gap[0] * 0.99) & (np.abs(y - y[i]) < gap[1])
            near[i] = False
            if not near.any():
                break
            x[i] += gap[0]
        ax.text(x[i], y[i], names[i], ha="center", va="center", fontsize=20, weight="bold")
    ax.set_xlim(x.min() - 2 * gap[0], x.max() + 2 * gap[0])
    ax.set_ylim(y.min() - 2 * gap[1], y.max() + 2 * gap[1])
    return ax


def learning_curves(values, *, ylabel="loss", color=BLUE, ax):
    """Draw the loss, or the learning rate, against epochs: thin lines, seed 0 thick.

    Parameters
    ----------
    values : ndarray, shape (epochs, seeds)
        nan where a seed has stopped.
    ylabel : str
    color : str
        Of the seeds other than the first.
    ax : Axes

    Returns
    -------
    Axes
    """
    # A line has more pixels than a screen long before it has 100,000 points.
    shown = np.unique(np.geomspace(1, len(values), 600).astype(int)) - 1
    ax.loglog(shown + 1, values[shown, 1:], color=color, alpha=0.35, lw=1)
    ax.loglog(shown + 1, values[shown, 0], color="black", lw=3)
    ax.set_xlabel("epochs")
    ax.set_ylabel(ylabel)
    return ax


def latent_map(codes, x, shape, *, zoom=1.0, color="black", corners=None, ax):
    """Draw images as their own glyphs at their codes on the latent plane.

    Parameters
    ----------
    codes : array_like, shape (n, 2)
    x : array_like, shape (n, rows * columns)
        The images; pixels that are off are transparent.
    shape : tuple of int
        (rows, columns) of an image.
    zoom : float
        Size of a glyph; 1 is a twenty-fourth of the width of the map.
    color : str or None
        None draws light images on a dark map, each opaque within its outline.
    corners : pair of array_like, shape (2,), optional
        The lower left and upper right corner of the map; around the codes unless given.
    ax : Axes

    Returns
    -------
    Axes
    """
    codes, x = np.asarray(codes, dtype=float), np.asarray(x, dtype=float)
    low, high = codes.min(axis=0), codes.max(axis=0)
    if corners is not None:
        low, high = map(np.asarray, corners)
        width = high - low
    elif ax.has_data():  # a second set of glyphs on the same map
        before = np.array([ax.get_xlim(), ax.get_ylim()]).T
        low, high = np.minimum(low, before[0]), np.maximum(high, before[1])
        width = high - low
    else:
        width = np.where(high > low, high - low, 1.0)
        low, high = low - 0.06 * width, high + 0.06 * width
    half = zoom * width / 48
    half[1] *= shape[0] / shape[1]
    if color is None:
        ax.set_facecolor("black")
    rgba = np.zeros((*shape, 4))
    for (right, up), image in zip(codes, x.reshape(-1, *shape), strict=True):
        rgba[..., :3] = image[..., np.newaxis] if color is None else to_rgb(color)
        rgba[..., 3] = _within_outline(image) if color is None else image
        extent = (right - half[0], right + half[0], up - half[1], up + half[1])
        ax.imshow(rgba, extent=extent, interpolation="nearest", aspect="auto", zorder=2)
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    ax.set_xlabel("latent dimension 1")
    ax.set_ylabel("latent dimension 2")
    return ax


def _within_outline(image):
    """1 between the first and the last pixel of each row that is not black, else 0."""
    lit = image > 0.02
    after = np.maximum.accumulate(lit, axis=1)
    before = np.maximum.accumulate(lit[:, ::-1], axis=1)[:, ::-1]
    return after & before


def decoded_plane(images, low, high, shape, *, cmap="gray_r", ax):
    """Draw what a grid of codes decodes to, each image at its place on the plane.

    Parameters
    ----------
    images : array_like, shape (steps, steps, pixels)
        As decoded from `tp5lib.latent.grid`.
    low, high : array_like, shape (2,)
        The corners of that grid.
    shape : tuple of int
        (rows, columns) of an image.
    cmap : str
        As in `letter_sheet`.
    ax : Axes

    Returns
    -------
    Axes
    """
    images = np.asarray(images)
    down, across = images.shape[:2]
    rows, columns = shape
    framed = np.zeros((down, across, rows + 1, columns + 1))  # a light line between images
    framed[:, :, :rows, :columns] = images.reshape(down, across, rows, columns)
    sheet = framed.transpose(0, 2, 1, 3).reshape(down * (rows + 1), across * (columns + 1))
    half = (np.asarray(high) - low) / (np.array([across, down]) - 1) / 2
    extent = (low[0] - half[0], high[0] + half[0], low[1] - half[1], high[1] + half[1])
    ax.imshow(
        sheet, cmap=cmap, vmin=0, vmax=1, extent=extent, aspect="auto", interpolation="nearest"
    )
    ax.set_xlabel("latent dimension 1")
    ax.set_ylabel("latent dimension 2")
    return ax


def against_level(levels, curves, *, xlabel="noise p (salt and pepper)", ylabel, log=False, ax):
    """Draw what models achieve against a setting, such as the level of the noise.

    Parameters
    ----------
    levels : array_like, shape (n,)
    curves : dict
        By name, an array (n,) or (n, seeds), whose mean is drawn with a band from the
        lowest to the highest seed.
    xlabel, ylabel : str
    log : bool
        Whether the levels stand on a logarithmic axis, each with its number.
    ax : Axes

    Returns
    -------
    Axes
    """
    styles = zip(_COLOURS, _MARKERS, strict=True)
    for (name, values), (color, marker) in zip(curves.items(), styles, strict=False):
        values = np.asarray(values, dtype=float).reshape(len(levels), -1)
        ax.plot(levels, values.mean(axis=1), marker, color=color, lw=3, ms=10, label=name)
        ax.fill_between(levels, values.min(axis=1), values.max(axis=1), color=color, alpha=0.15)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if log:
        ax.set_xscale("log")
        ax.set_xticks(levels, levels)
        ax.minorticks_off()
        ax.legend(loc="best")
    else:
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax


def sigma_ellipses(mu, log_var, *, color=ORANGE, ax):
    """Draw the codes of a variational encoder as ellipses of one standard deviation.

    Parameters
    ----------
    mu, log_var : array_like, shape (n, 2)
    color : str
    ax : Axes

    Returns
    -------
    Axes
    """
    for centre, width in zip(mu, 2 * np.exp(np.asarray(log_var) / 2), strict=True):
        ax.add_patch(Ellipse(centre, *width, fill=False, color=color, lw=1.5, zorder=3))
    return ax


def latent_space(codes, x, shape, *, zoom=1.6, ax):
    """Draw images at their codes in three dimensions, each on a stem from the floor.

    Parameters
    ----------
    codes : array_like, shape (n, 3)
    x : array_like, shape (n, rows * columns)
        1 is drawn light.
    shape : tuple of int
        (rows, columns) of an image.
    zoom : float
        Screen pixels a pixel.
    ax : Axes3D

    Returns
    -------
    Axes3D
    """
    codes = np.asarray(codes, dtype=float)
    low, high = codes.min(axis=0) - 0.4, codes.max(axis=0) + 0.4
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), zlim=(low[2], high[2]))
    ax.set_xlabel("latent 1", labelpad=16)
    ax.set_ylabel("latent 2", labelpad=16)
    ax.set_zlabel("latent 3", labelpad=8)
    # Images stand on the screen, at the places that the projection gives; the far ones first.
    across, up, depth = proj3d.proj_transform(*codes.T, ax.get_proj())
    for i in np.argsort(-depth):
        ax.plot(*np.transpose([[*codes[i, :2], low[2]], codes[i]]), color=GREY, lw=1)
        tile = OffsetImage(np.reshape(x[i], shape), cmap="gray", zoom=zoom, interpolation="nearest")
        tile.image.set_clim(0, 1)
        ax.add_artist(AnnotationBbox(tile, (across[i], up[i]), frameon=False))
    return ax


def matrix(values, rows, columns, *, xlabel, ylabel, form="{:.0f}", ax):
    """Draw a small matrix with its numbers written in.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
    rows, columns : sequence of str
        Labels.
    xlabel, ylabel : str
    form : str
        How a number is written.
    ax : Axes

    Returns
    -------
    Axes
    """
    values = np.asarray(values, dtype=float)
    ax.imshow(values, cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for i, j in np.ndindex(values.shape):
        color = "black" if values[i, j] > 55 else "white"
        ax.text(j, i, form.format(values[i, j]), ha="center", va="center", color=color, size=22)
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
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
