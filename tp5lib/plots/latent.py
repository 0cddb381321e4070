"""Latent spaces."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from matplotlib.patches import Ellipse
from mpl_toolkits.mplot3d import proj3d

from tp5lib.plots.style import GREY, ORANGE


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


def _within_outline(image):
    """1 between the first and the last pixel of each row that is not black, else 0."""
    lit = image > 0.02
    after = np.maximum.accumulate(lit, axis=1)
    before = np.maximum.accumulate(lit[:, ::-1], axis=1)[:, ::-1]
    return after & before
