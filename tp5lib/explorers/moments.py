"""What a network makes of the patterns at one moment of its training: plain numbers."""

from typing import NamedTuple

import numpy as np

from tp5lib.evaluation.collapse import kl_by_dimension
from tp5lib.evaluation.metrics import pixel_errors
from tp5lib.plots.latent import places_on_map


class Moment(NamedTuple):
    """A moment of one training.

    `codes`, shape (drawn, 2), are those `on_plane` of the patterns that are on the map, `images`,
    shape (shown, pixels), what is given back for those that are shown; `errors`, shape (n,),
    wrong pixels of an image, or its root mean square error if it is grey; `kl`, shape (latent,),
    in nats, of a variational autoencoder.
    """

    epoch: int
    codes: np.ndarray
    images: np.ndarray
    errors: np.ndarray
    kl: np.ndarray | None

    def tell(self, likeness):
        """Say how well the patterns are given back."""
        if likeness.binary:
            return f"{self.errors.mean():.2f} wrong pixels a {likeness.noun}"
        text = f"root mean square error {self.errors.mean():.3f}"
        if self.kl is not None:
            text += f", KL {', '.join(f'{kl:.2f}' for kl in self.kl)} nats"
        return text


def look(epoch, model, likeness):
    """Return the `Moment` of a model of one seed."""
    x, shown, kl = likeness.patterns.x, likeness.shown, None
    if hasattr(model, "encode_distribution"):
        codes, log_var = (each.reshape(len(x), -1) for each in model.encode_distribution(x))
        kl = kl_by_dimension(codes, log_var)
    else:
        codes = model.encode(x).reshape(len(x), -1)
    images = model.reconstruct(x).reshape(x.shape)
    squares = (images - x) ** 2
    errors = pixel_errors(x, images) if likeness.binary else np.sqrt(squares.mean(axis=1))
    drawn = on_plane(codes)[places_on_map(len(x), shown)]
    return Moment(epoch, drawn, images[shown], errors, kl)


def on_plane(codes):
    """Return the first two dimensions of codes, shape (n, 2); of one dimension, and 0."""
    return np.column_stack([codes, np.zeros(len(codes))])[:, :2]


def corners_of(codes, room=0.07):
    """Return the lowest and the highest place of a map of codes, shape (..., latent), with room.

    `room` is in widths; a dimension that hardly varies has a tenth of the width of the widest.
    """
    codes = np.reshape(codes, (-1, np.shape(codes)[-1]))
    low, high = codes.min(axis=0), codes.max(axis=0)
    width = np.maximum(high - low, 0.1 * (high - low).max() or 1)
    middle, half = (low + high) / 2, (0.5 + room) * width
    return middle - half, middle + half


def room_for(codes, corners=None):
    """Return corners with room for codes: the same, unless these left them or shrank to a dot."""
    if corners is not None:
        low, high = corners
        inside = (codes >= low).all() and (codes <= high).all()
        if inside and np.ptp(codes, axis=0).max() > 0.1 * np.subtract(high, low).max():
            return corners
    return corners_of(codes, 0.5)
