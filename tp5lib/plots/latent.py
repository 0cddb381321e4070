"""Latent spaces."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from matplotlib.patches import Ellipse
from mpl_toolkits.mplot3d import proj3d

from tp5lib.plots.arguments import (
    axes_or_new,
    check_codes,
    check_images,
    check_length,
    check_values,
)
from tp5lib.plots.style import GREY, ORANGE

_BETWEEN = "#a9cde8"  # a colour that no grey image has
_MOST = 1000  # images on a map
_LABELS = {"xlabel": "latent dimension 1", "ylabel": "latent dimension 2"}


def latent_map(codes, x, shape, *, zoom=1.0, color="black", corners=None, ax=None):
    """Draw images as their own glyphs at their codes on the latent plane.

    Parameters
    ----------
    codes : array_like, shape (n, 2)
        Of more than 1,000 images, 1,000 are drawn, spread evenly over them, and the map says so.
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
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    codes, x = _check_glyphs(codes, x, shape, 2)
    ax = axes_or_new(ax, (12, 8))
    if corners is None:
        low, high = codes.min(axis=0), codes.max(axis=0)
        width = np.where(high > low, high - low, 1.0)
        low, high = low - 0.06 * width, high + 0.06 * width
    else:
        low, high = (check_values(corner, "each of corners", "2") for corner in corners)
        width = high - low
    half = zoom * width / 48
    half[1] *= shape[0] / shape[1]
    if color is None:
        ax.set_facecolor("black")
    drawn = places_on_map(len(codes))
    tell_share(drawn, len(codes), ax)
    for (right, up), image in zip(codes[drawn], x[drawn].reshape(-1, *shape), strict=True):
        extent = (right - half[0], right + half[0], up - half[1], up + half[1])
        rgba = glyph(image, color)
        ax.imshow(rgba, extent=extent, interpolation="nearest", aspect="auto", zorder=2)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), **_LABELS)
    return ax


def decoded_plane(images, low, high, shape, *, cmap="gray_r", ax=None):
    """Draw what a grid of codes decodes to, each image at its place on the plane.

    Parameters
    ----------
    images : array_like, shape (steps, steps, pixels)
        As decoded from `tp5lib.evaluation.latent.grid`; two steps or more.
    low, high : array_like, shape (2,)
        The corners of that grid.
    shape, cmap, ax
        As in `letter_sheet`.

    Returns
    -------
    Axes
    """
    images = check_values(images, "images", "steps", "steps", "pixels")
    check_images(images.reshape(-1, images.shape[2]), "images", shape)
    down, across = images.shape[:2]
    if min(down, across) < 2:
        raise ValueError(f"images must be a grid of 2 x 2 or more, not {down} x {across}")
    low, high = (check_values(corner, "low and high", "2") for corner in (low, high))
    ax = axes_or_new(ax, (9, 9))
    rows, columns = shape
    framed = np.full((down, across, rows + 1, columns + 1), np.nan)  # a line between images
    framed[:, :, :rows, :columns] = images.reshape(down, across, rows, columns)
    sheet = framed.transpose(0, 2, 1, 3).reshape(down * (rows + 1), across * (columns + 1))
    half = (high - low) / (np.array([across, down]) - 1) / 2
    extent = (low[0] - half[0], high[0] + half[0], low[1] - half[1], high[1] + half[1])
    colors = plt.get_cmap(cmap).with_extremes(bad=_BETWEEN)
    ax.imshow(
        sheet, cmap=colors, vmin=0, vmax=1, extent=extent, aspect="auto", interpolation="nearest"
    )
    ax.set(**_LABELS)
    return ax


def sigma_ellipses(mu, log_var, *, ax=None):
    """Draw the codes of a variational encoder as ellipses of one standard deviation.

    Parameters
    ----------
    mu, log_var : array_like, shape (n, 2)
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    mu, log_var = check_codes(mu, "mu", 2), check_codes(log_var, "log_var", 2)
    check_length(log_var, "log_var", len(mu), "mu")
    ax = axes_or_new(ax, (9, 9))
    for center, width in zip(mu, 2 * np.exp(log_var / 2), strict=True):
        ax.add_patch(Ellipse(center, *width, fill=False, color=ORANGE, lw=1.5, zorder=3))
    ax.autoscale_view()
    return ax


def latent_space(codes, x, shape, *, ax=None):
    """Draw images at their codes in three dimensions, each on a stem from the floor.

    Parameters
    ----------
    codes : array_like, shape (n, 3)
        Of more than 1,000, as in `latent_map`.
    x : array_like, shape (n, rows * columns)
    shape : tuple of int
        (rows, columns) of an image.
    ax : Axes3D, optional
        A new figure's unless given.

    Returns
    -------
    Axes3D
    """
    codes, x = _check_glyphs(codes, x, shape, 3)
    ax = axes_or_new(ax, (12, 9), projection="3d")
    if not hasattr(ax, "get_proj"):
        raise ValueError('ax must be in three dimensions: fig.add_subplot(projection="3d")')
    low, high = codes.min(axis=0) - 0.4, codes.max(axis=0) + 0.4
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), zlim=(low[2], high[2]))
    ax.set_xlabel("latent 1", labelpad=16)
    ax.set_ylabel("latent 2", labelpad=16)
    ax.set_zlabel("latent 3", labelpad=8)
    # Images stand on the screen, at the places that the projection gives; the far ones first.
    drawn = places_on_map(len(codes))
    tell_share(drawn, len(codes), ax)
    codes, x = codes[drawn], x[drawn]
    across, up, depth = proj3d.proj_transform(*codes.T, ax.get_proj())
    for i in np.argsort(-depth):
        ax.plot(*np.transpose([[*codes[i, :2], low[2]], codes[i]]), color=GREY, lw=1)
        tile = OffsetImage(np.reshape(x[i], shape), cmap="gray", zoom=1.6, interpolation="nearest")
        tile.image.set_clim(0, 1)
        ax.add_artist(AnnotationBbox(tile, (across[i], up[i]), frameon=False))
    return ax


def _check_glyphs(codes, x, shape, latent):
    """Return codes and their images, as many of both, as arrays of float."""
    codes, x = check_codes(codes, "codes", latent), check_images(x, "x", shape).astype(float)
    check_length(x, "x", len(codes), "codes")
    return codes, x


def places_on_map(n, also=()):
    """Return which of `n` images are drawn: all, or 1,000 spread evenly and those of `also`."""
    if n <= _MOST:
        return np.arange(n)
    return np.union1d(np.linspace(0, n - 1, _MOST).astype(int), np.asarray(also, dtype=int))


def tell_share(drawn, n, ax):
    """Write on a map how many of `n` images are drawn, where these are not all."""
    if len(drawn) == n:
        return
    box = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none"}
    at = {"transform": ax.transAxes, "ha": "right", "va": "top", "zorder": 4, "bbox": box}
    write = getattr(ax, "text2D", ax.text)  # of axes in three dimensions
    write(0.99, 0.99, f"{len(drawn):,} of {n:,} images", fontsize="small", **at)


def glyph(image, color):
    """Return an image as RGBA: its ink in a colour, or as it is, opaque within its outline."""
    rgba = np.empty((*image.shape, 4))
    rgba[..., :3] = image[..., np.newaxis] if color is None else to_rgb(color)
    rgba[..., 3] = _within_outline(image) if color is None else image
    return rgba


def _within_outline(image):
    """1 between the first and the last pixel of each row that is not black, else 0."""
    lit = image > 0.02
    after = np.maximum.accumulate(lit, axis=1)
    before = np.maximum.accumulate(lit[:, ::-1], axis=1)[:, ::-1]
    return after & before
