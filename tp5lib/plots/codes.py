"""What a latent code costs and carries: KL, rate and distortion, gradients."""

import numpy as np
from matplotlib import patheffects

from tp5lib.plots.arguments import axes_or_new, check_length, check_values
from tp5lib.plots.style import _COLORS, _MARKERS, GREY


def kl_course(epochs, kl, *, low=1e-4, ax=None):
    """Draw the KL of each latent dimension against epochs, a colour per dimension.

    Seed 0 is thick, in the colour of its dimension, and the others are thin.

    Parameters
    ----------
    epochs : array_like, shape (points,)
    kl : array_like, shape (points, seeds, latent)
        In nats.
    low : float
        Lower end of the logarithmic axis; what is below is drawn on it.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    epochs = check_values(epochs, "epochs", "points")
    kl = check_values(kl, "kl", "points", "seeds", "latent")
    check_length(kl, "kl", len(epochs), "epochs")
    if kl.shape[2] > len(_COLORS):
        raise ValueError(
            f"kl must have at most {len(_COLORS)} dimensions, as many as there are colours"
        )
    ax = axes_or_new(ax)
    kl = np.maximum(kl, low)
    outline = [patheffects.withStroke(linewidth=7, foreground="white")]
    for dimension, color in zip(range(kl.shape[2]), _COLORS, strict=False):
        ax.plot(epochs, kl[:, 1:, dimension], color=color, lw=1, alpha=0.45)
    for dimension, color in zip(range(kl.shape[2]), _COLORS, strict=False):
        label = f"z{dimension + 1}, seed 0"
        style = "-" if dimension % 2 == 0 else (0, (5, 1))
        first = ax.plot(epochs, kl[:, 0, dimension], ls=style, color=color, lw=4, label=label)
        first[0].set_path_effects(outline)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_ylim(low * 0.8, max(20, kl.max() * 1.3))
    ax.set_xlabel("epochs")
    ax.set_ylabel("KL of a dimension, nats")
    ax.legend(loc="lower left", fontsize=15)
    return ax


def rate_distortion(curves, betas, *, limit=None, ax=None):
    """Draw distortion against rate, a curve for each latent dimension, a point for each beta.

    Parameters
    ----------
    curves : dict
        By name, a pair (rate, distortion) of array_like, shape (betas, seeds), in nats an
        image.
    betas : sequence of float
        Written at the points of the first curve.
    limit : tuple of (float, str), optional
        A rate at which a dashed line is drawn, and its label: log n nats identify n images,
        and more are a mismatch with the prior.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes

    Notes
    -----
    Source: A. Alemi et al., "Fixing a broken ELBO", ICML 2018, who draw these two.
    """
    ax = axes_or_new(ax, (12, 8))
    styles = zip(_COLORS, _MARKERS, strict=True)
    for place, (name, pair) in enumerate(curves.items()):
        color, marker = next(styles)
        rate, distortion = (
            check_values(v, f"curves[{name!r}]", "betas", "seeds").astype(float) for v in pair
        )
        check_length(rate, f"curves[{name!r}]", len(betas), "betas")
        ax.plot(rate, distortion, ".", color=color, ms=9, alpha=0.5)
        ax.plot(rate.mean(axis=1), distortion.mean(axis=1), marker, color=color, ms=11, label=name)
        if place == 0:
            for beta, x, y in zip(betas, rate.mean(axis=1), distortion.mean(axis=1), strict=True):
                ax.annotate(
                    f"β = {beta:g}",
                    (x, y),
                    xytext=(10, 10),
                    textcoords="offset points",
                    color=color,
                )
    if limit is not None:
        ax.axvline(limit[0], color=GREY, ls="--", lw=2, label=limit[1])
    ax.set_xlabel("rate: KL, nats an image")
    ax.set_ylabel("distortion: cross-entropy, nats an image")
    ax.margins(0.1)
    ax.legend()
    return ax


def gradient_layers(values, layers, *, encoder=None, ax=None):
    """Draw the size of the gradient in each layer, on a logarithmic axis.

    Parameters
    ----------
    values : dict
        By name, an array (layers,) or (seeds, layers), whose median is drawn with a band from
        the lowest to the highest seed. Zeros, as of the KL in a decoder, are left out.
    layers : sequence of str
        Names of the layers.
    encoder : int, optional
        How many of them are the encoder's: a line stands behind these.
    ax : Axes, optional
        A new figure's unless given.

    Returns
    -------
    Axes
    """
    ax, layers = axes_or_new(ax), list(layers)
    if len(values) > len(_COLORS):
        raise ValueError(
            f"values must be at most {len(_COLORS)}, as many as colours, not {len(values)}"
        )
    for (name, sizes), color, marker in zip(values.items(), _COLORS, _MARKERS, strict=False):
        sizes = check_values(np.atleast_2d(sizes), f"values[{name!r}]", "seeds", "layers")
        check_length(sizes[0], f"values[{name!r}]", len(layers), "layers")
        sizes = np.where(sizes > 0, sizes, np.nan)
        there = np.flatnonzero(np.isfinite(sizes).all(axis=0))
        low, middle, high = np.quantile(sizes[:, there], (0, 0.5, 1), axis=0)
        ax.semilogy(there, middle, marker, color=color, lw=3, ms=10, label=name)
        ax.fill_between(there, low, high, color=color, alpha=0.15)
    ax.set_xticks(range(len(layers)), layers, rotation=30, ha="right", rotation_mode="anchor")
    ax.set_xlabel("layer, from the image to its reconstruction")
    ax.set_ylabel("gradient, root mean square")
    if encoder is not None:
        ax.axvline(encoder - 0.5, color=GREY, ls=":", lw=2)
        for place, text, side in (
            (encoder - 0.55, "encoder", "right"),
            (encoder - 0.45, "decoder", "left"),
        ):
            ax.text(place, 1.0, text, transform=ax.get_xaxis_transform(), ha=side, va="bottom")
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax
