"""Small images that change, in a grid or beside a map of the latent plane."""

import textwrap

import matplotlib.pyplot as plt
import numpy as np

from tp5lib import plots
from tp5lib.explorers.base import Picture
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.inputs import codes_of
from tp5lib.explorers.moments import corners_of, on_plane

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

    A cross has the size `cross`, in points, on an image of 7 pixels, and less on a larger one;
    `artists` are those that move, for `Picture.freeze`.
    """

    def __init__(self, ax, likeness, title, cross=16):
        rows, columns = self._shape = likeness.patterns.shape
        # Room for the caption, which the layout leaves aside while it is empty.
        ax.set(xticks=[], yticks=[], xlabel=" ")
        ax.set_title(textwrap.fill(title, _TITLE), parse_math=False)
        cross = max(cross * 7 / max(rows, columns), 5)
        look = {"cmap": "gray_r" if likeness.binary else "gray", "interpolation": "nearest"}
        self.image = ax.imshow(np.zeros(self._shape), vmin=0, vmax=1, **look)
        (self._crosses,) = ax.plot([], [], "x", color=plots.RED, ms=cross, mew=cross / 4)
        below = 1.03 * rows - 0.5
        self._caption = ax.text(columns / 2 - 0.5, below, "", ha="center", va="top")
        # The image covers half of the frame; one rectangle is drawn faster than four spines.
        frame = plt.Rectangle((-0.5, -0.5), columns, rows, fill=False, clip_on=False)
        self.artists = [self.image, self._crosses, self._caption, ax.add_patch(frame)]

    def show(self, image, truth=None, caption=""):
        """Show an image; where `truth` is given, cross out pixels on the other side of 0.5."""
        image = np.reshape(image, self._shape)
        truth = image if truth is None else np.reshape(truth, self._shape)
        down, right = np.nonzero((image > 0.5) != (truth > 0.5))
        self.image.set_data(image)
        self._crosses.set_data(right, down)
        self._caption.set_text(caption)


def grid_of_panels(titles, likeness, *, columns, width, caption=False, size=16):
    """Return a picture of nothing but panels, and the panels, one a title.

    At most so many `columns` are side by side, each as wide in inches as `width`; type has
    `size` points, and below a panel with a `caption` is room for two lines, not one.
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
        panels = [Panel(ax, likeness, title) for ax, title in zip(places, titles, strict=True)]
        picture.freeze(*(artist for panel in panels for artist in panel.artists))
    return picture, panels


class Plane:
    """A map of a model's first two latent dimensions with a point on it, and panels beside it.

    The patterns lie at their `codes`, shape (n, latent), and `corners` are the lowest and the
    highest code that can be chosen; `titles` are those of the panels, and `cross` as in `Panel`.
    """

    def __init__(self, likeness, model, titles, *, cross=16, size=16):
        patterns = likeness.patterns
        self.codes = codes_of(model, patterns)
        self.corners = reach(model, self.codes)
        self._names, ends = patterns.names, zip(self.corners, (-1, 1), strict=True)
        self._low, self._high = (np.append(corner, end)[:2] for corner, end in ends)
        rows = 1 if len(titles) <= 3 else 2
        columns = -(-len(titles) // rows)
        height = 5.2
        widths = [1.15 * height] + [0.6 * height if rows == 1 else 0.5 * height] * columns
        with type_of(size):
            self._picture = Picture((sum(widths), height))
            grid = self._picture.figure.add_gridspec(rows, 1 + columns, width_ratios=widths)
            self._map = self._picture.figure.add_subplot(grid[:, 0])
            plots.latent_map(
                on_plane(self.codes),
                patterns.x,
                patterns.shape,
                zoom=1.3 if max(patterns.shape) < 12 else 2,
                color="black" if likeness.binary else None,
                corners=(self._low, self._high),
                ax=self._map,
            )
            self._map.set(xlabel="latent 1", ylabel="latent 2")
            self._draw_point(dark=not likeness.binary)
            places = [divmod(place, columns) for place in range(len(titles))]
            axes = [self._picture.figure.add_subplot(grid[row, 1 + at]) for row, at in places]
            self.panels = [
                Panel(ax, likeness, title, cross) for ax, title in zip(axes, titles, strict=True)
            ]
            moving = [artist for panel in self.panels for artist in panel.artists]
            self._picture.freeze(self._path, self._point, *moving)
        self._beside = self._picture.part(*axes)

    def _draw_point(self, dark):
        color = plots.ORANGE if dark else plots.BLUE
        (self._path,) = self._map.plot([], [], "--", color=color, lw=2.5)
        # On a dark map a ring, through which the pattern beneath is seen.
        ring = {"mfc": "none", "mec": plots.ORANGE, "mew": 4, "ms": 24}
        dot = {"mfc": plots.ORANGE, "mec": "black", "mew": 2, "ms": 15, "alpha": 0.85}
        (self._point,) = self._map.plot([], [], "o", zorder=5, **(ring if dark else dot))

    def pad(self, code, **traits):
        """Return the map as a control, with its point at a code."""
        marks = tuple(zip(*on_plane(self.codes).T.tolist(), self._names, strict=True))
        (background,) = self._picture.pngs(self._map.get_window_extent())
        point, low, high = map(tuple, (on_plane([code])[0], self._low, self._high))
        return Pad(low=low, high=high, value=point, background=background, marks=marks, **traits)

    def show(self, code, images, truth=None, captions=None, path=None):
        """Show the point at a code, images in the panels, and a path of codes if given."""
        self._point.set_data(*on_plane([code]).T)
        if path is not None:
            self._path.set_data(*on_plane(path).T)
        captions = captions or [""] * len(images)
        for panel, image, caption in zip(self.panels, images, captions, strict=True):
            panel.show(image, truth, caption)

    def png(self, whole=True):
        """Return the picture as PNG bytes, or what is left of it beside a pad."""
        return self._picture.png() if whole else self._picture.pngs(self._beside)[0]


def reach(model, codes):
    """Return the lowest and the highest code that can be chosen: around those of the patterns.

    For a model with a prior they are symmetrical, at three of its standard deviations or more.
    """
    if hasattr(model, "sample"):
        high = np.maximum(1.15 * np.abs(codes).max(axis=0), 3)
        return -high, high
    return corners_of(codes, 0.06)
