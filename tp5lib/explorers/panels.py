"""Parts of the figures of explorers: a small image that changes, a point on the latent map."""

import matplotlib.pyplot as plt
import numpy as np

from tp5lib import plots
from tp5lib.evaluation.latent import plane


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
        Size of a cross, in points.
    cmap : str
        "gray" draws 1 light, as in the emojis.

    Attributes
    ----------
    artists : list of Artist
        Those that move, for `Picture.freeze`.
    """

    def __init__(self, ax, shape, title, *, cross=16, cmap="gray_r"):
        rows, columns = self._shape = shape
        ax.set_title(title)
        ax.set_xticks([])
        ax.set_yticks([])
        # Room for the caption, which the layout leaves aside while it is empty.
        ax.set_xlabel(" ")
        self._image = ax.imshow(np.zeros(shape), cmap=cmap, vmin=0, vmax=1, interpolation="nearest")
        (self._crosses,) = ax.plot([], [], "x", color=plots.RED, ms=cross, mew=cross / 4)
        self._caption = ax.text(columns / 2 - 0.5, rows - 0.3, "", ha="center", va="top")
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
    """The alphabet on the latent plane of a model, a point on it, and a path.

    Parameters
    ----------
    ax : Axes
    model : Autoencoder
        Of one seed, with two latent dimensions.
    patterns : Patterns

    Attributes
    ----------
    codes : ndarray, shape (n, 2)
        Of the patterns.
    low, high : ndarray, shape (2,)
        The corners of the map.
    artists : list of Artist
        Those that move, for `Picture.freeze`.
    """

    def __init__(self, ax, model, patterns):
        if model.latent != 2 or len(model.seeds) != 1:
            raise ValueError(
                f"model must have one seed and two latent dimensions, not {model!r}; "
                "take one seed of several with model.for_seed(0)"
            )
        self.codes = np.atleast_2d(np.squeeze(model.encode(patterns.x)))
        self.low, self.high = plane(self.codes, margin=0.06)
        plots.latent_map(self.codes, patterns.x, patterns.shape, zoom=1.3, ax=ax)
        ax.set_title("latent plane")
        (self._path,) = ax.plot([], [], "--", color=plots.BLUE, lw=2.5)
        (self._point,) = ax.plot(
            [], [], "o", color=plots.ORANGE, mec="black", mew=2, ms=15, alpha=0.85, zorder=5
        )
        self.artists = [self._path, self._point]

    def show(self, code, path=None):
        """Show the point at a code, and a path of codes if given."""
        self._point.set_data(code[:1], code[1:])
        self._path.set_data(*(np.empty((2, 0)) if path is None else np.asarray(path).T))
