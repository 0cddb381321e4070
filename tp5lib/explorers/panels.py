"""Parts of explorers' figures: small images that change, a point on a latent map."""

import textwrap

import matplotlib.pyplot as plt
import numpy as np

from tp5lib import plots
from tp5lib.explorers.base import Picture

_TITLE = 16  # characters of a title before it is broken
_LINE = 0.02125  # inches that a line of type takes, a point of its size


def type_of(size):
    """Return a context in which figures have type of `size` points and whole frames.

    Whatever style a notebook has set: a picture looks the same in all of them.
    """
    sizes = dict.fromkeys(("font.size", "axes.titlesize", "axes.labelsize"), size)
    return plt.rc_context(sizes | {"axes.spines.top": True, "axes.spines.right": True})


class Panel:
    """A small image that changes, with its wrong pixels crossed out and a caption below.

    Parameters
    ----------
    ax : Axes
    shape : tuple of int
        (rows, columns) of the image.
    title : str
    cross : float
        Size in points of a cross on an image of 7 pixels; on a larger one it is smaller.
    cmap : str
        "gray" draws 1 light, "gray_r" dark.

    Attributes
    ----------
    artists : list of Artist
        Those that move, for `Picture.freeze`.
    """

    def __init__(self, ax, shape, title, *, cross=16, cmap="gray_r"):
        rows, columns = self._shape = shape
        ax.set_title(textwrap.fill(title, _TITLE))
        ax.set_xticks([])
        ax.set_yticks([])
        # Room for the caption, which the layout leaves aside while it is empty.
        ax.set_xlabel(" ")
        cross = max(cross * 7 / max(shape), 5)
        self._image = ax.imshow(np.zeros(shape), cmap=cmap, vmin=0, vmax=1, interpolation="nearest")
        (self._crosses,) = ax.plot([], [], "x", color=plots.RED, ms=cross, mew=cross / 4)
        below = 1.03 * rows - 0.5
        self._caption = ax.text(columns / 2 - 0.5, below, "", ha="center", va="top")
        # The image covers half of the frame; one rectangle is drawn faster than four spines.
        frame = plt.Rectangle((-0.5, -0.5), columns, rows, fill=False, clip_on=False)
        self.artists = [self._image, self._crosses, self._caption, ax.add_patch(frame)]

    def show(self, image, truth=None, caption=""):
        """Show an image; where `truth` is given, cross out pixels on the other side of 0.5."""
        image = np.reshape(image, self._shape)
        wrong = np.zeros(self._shape, dtype=bool)
        if truth is not None:
            wrong = (image > 0.5) != (np.reshape(truth, self._shape) > 0.5)
        down, right = np.nonzero(wrong)
        self._image.set_data(image)
        self._crosses.set_data(right, down)
        self._caption.set_text(caption)


class LatentMap:
    """Patterns at their codes in two latent dimensions, a point among them, and a path.

    Parameters
    ----------
    ax : Axes
    codes : array_like, shape (n, latent)
    patterns : Patterns
    axes : tuple of int
        The dimensions across and up, counted from 0.
    corners : pair of array_like, shape (latent,)
        The lowest and the highest code of the map.
    cmap : str
        As in `Panel`.

    Attributes
    ----------
    artists : list of Artist
        Those that move, for `Picture.freeze`.
    """

    def __init__(self, ax, codes, patterns, *, axes=(0, 1), corners, cmap="gray_r"):
        self.axes = list(axes)
        light = cmap == "gray"
        plots.latent_map(
            codes[:, self.axes],
            patterns.x,
            patterns.shape,
            zoom=1.3 if max(patterns.shape) < 12 else 2,
            color=None if light else "black",
            corners=[corner[self.axes] for corner in corners],
            ax=ax,
        )
        ax.set(xlabel=f"latent {axes[0] + 1}", ylabel=f"latent {axes[1] + 1}")
        (self._path,) = ax.plot([], [], "--", color=plots.ORANGE if light else plots.BLUE, lw=2.5)
        # On a dark map a ring, through which the pattern beneath is seen.
        ring = {"mfc": "none", "mec": plots.ORANGE, "mew": 4, "ms": 24}
        dot = {"mfc": plots.ORANGE, "mec": "black", "mew": 2, "ms": 15, "alpha": 0.85}
        (self._point,) = ax.plot([], [], "o", zorder=5, **(ring if light else dot))
        self.artists = [self._path, self._point]

    def show(self, code, path=None):
        """Show the point at a code, and a path of codes if given."""
        across, up = np.asarray(code)[self.axes]
        self._point.set_data([across], [up])
        shown = np.empty((0, 2)) if path is None else np.asarray(path)[:, self.axes]
        self._path.set_data(*shown.T)


def beside_maps(maps, panels):
    """Return a picture of latent maps and, right of them, panels in one row or more.

    Parameters
    ----------
    maps, panels : int
        How many.

    Returns
    -------
    picture : Picture
    maps, panels : list of Axes
    """
    rows = 1 if panels <= 3 else 2
    columns = -(-panels // rows)
    height = 5.2 if maps < 2 else 4.4
    widths = [1.15 * height] * maps + [0.6 * height if rows == 1 else 0.5 * height] * columns
    picture = Picture((sum(widths), height))
    grid = picture.figure.add_gridspec(rows, maps + columns, width_ratios=widths)
    places = [divmod(place, columns) for place in range(panels)]
    return (
        picture,
        [picture.figure.add_subplot(grid[:, place]) for place in range(maps)],
        [picture.figure.add_subplot(grid[row, maps + column]) for row, column in places],
    )


def grid_of_panels(titles, likeness, *, columns, width, caption=False, size=16):
    """Return a picture of nothing but panels with these titles, `columns` side by side.

    Parameters
    ----------
    titles : sequence of str
    likeness : Likeness
        Which knows the size of an image, and how to draw it.
    columns : int
        At most; the last row may be short.
    width : float
        Of a panel, in inches.
    caption : bool
        Whether two lines may stand below a panel, not one.
    size : float
        Of the type, in points.

    Returns
    -------
    picture : Picture
    panels : list of Panel
    """
    columns = min(columns, len(titles))
    rows = -(-len(titles) // columns)
    with type_of(size):
        down, across = likeness.patterns.shape
        lines = 1 + caption + max(len(textwrap.wrap(title, _TITLE)) for title in titles)
        # A tall image is not drawn higher than twice the width of its panel.
        height = 0.95 * width * min(down / across, 2) + _LINE * size * lines
        picture = Picture((width * columns, height * rows))
        grid = picture.figure.add_gridspec(rows, columns)
        places = [picture.figure.add_subplot(grid[i]) for i in range(len(titles))]
        panels = [
            Panel(ax, likeness.patterns.shape, title, cmap=likeness.cmap)
            for ax, title in zip(places, titles, strict=True)
        ]
        picture.freeze(*(artist for panel in panels for artist in panel.artists))
    return picture, panels
