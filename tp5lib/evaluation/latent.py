"""Places in a latent space: between two codes, and all over the plane."""

import numpy as np

from tp5lib.validation import check_array, check_integer, check_number


def interpolate(a, b, alphas):
    """Return the codes on the straight line from one code to another.

    Parameters
    ----------
    a, b : array_like, shape (latent,)
        The codes at alpha 0 and 1.
    alphas : array_like, shape (n,)
        In [0, 1].

    Returns
    -------
    ndarray, shape (n, latent)
        (1 - alpha) a + alpha b.

    Raises
    ------
    TypeError, ValueError
        If the codes differ in shape or an alpha is outside [0, 1].
    """
    a = check_array(np.atleast_2d(a), "a", features=np.size(a))[0]
    b = check_array(np.atleast_2d(b), "b", features=a.size)[0]
    alphas = np.atleast_2d(np.asarray(alphas))
    alphas = check_array(alphas, "alphas", features=alphas.size, low=0, high=1)[0, :, np.newaxis]
    return (1 - alphas) * a + alphas * b


def plane(codes, margin=0.05):
    """Return the rectangle of the latent plane that holds `codes`.

    Parameters
    ----------
    codes : array_like, shape (n, 2)
    margin : float
        Added on each side, as a share of the width.

    Returns
    -------
    low, high : ndarray, shape (2,)
    """
    codes = check_array(codes, "codes", features=2)
    margin = check_number(margin, "margin", low=0)
    low, high = codes.min(axis=0), codes.max(axis=0)
    span = np.where(high > low, high - low, 1)
    return low - margin * span, high + margin * span


def grid(low, high, steps):
    """Return codes on a grid over a rectangle of the latent plane.

    Parameters
    ----------
    low, high : array_like, shape (2,)
        Its corners.
    steps : int
        Codes along each side, at least 2.

    Returns
    -------
    ndarray, shape (steps, steps, 2)
        Row by row, the upper one first as in an image.
    """
    steps = check_integer(steps, "steps", low=2)
    low = check_array(np.atleast_2d(low), "low", features=2)[0]
    high = check_array(np.atleast_2d(high), "high", features=2)[0]
    if not (low < high).all():
        raise ValueError(f"high must exceed low, {low}, in both directions, not {high}")
    across = np.linspace(low[0], high[0], steps)
    down = np.linspace(high[1], low[1], steps)
    return np.stack(np.meshgrid(across, down), axis=-1)
