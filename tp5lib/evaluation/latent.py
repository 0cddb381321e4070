"""Places in a latent space: between two codes, and all over the plane."""

import numpy as np

from tp5lib.checks import check_array, check_integer
from tp5lib.evaluation.metrics import row_blocks

_SAMPLE = 2000  # codes


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


def plane(codes):
    """Return the rectangle of the latent plane that holds `codes`, a twentieth wider each way.

    Parameters
    ----------
    codes : array_like, shape (n, 2)

    Returns
    -------
    low, high : ndarray, shape (2,)
    """
    codes = check_array(codes, "codes", features=2)
    low, high = codes.min(axis=0), codes.max(axis=0)
    span = np.where(high > low, high - low, 1)
    return low - 0.05 * span, high + 0.05 * span


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


def nearest_codes(codes, known):
    """Find the known code nearest to each code.

    Parameters
    ----------
    codes : array_like, shape (n, latent) or (seeds, n, latent)
    known : array_like, shape (m, latent) or (seeds, m, latent)

    Returns
    -------
    index : ndarray of int, shape (n,) or (seeds, n)
    distance : ndarray, shape (n,) or (seeds, n)
        Euclidean.

    Raises
    ------
    TypeError, ValueError
        If these are not finite codes of one latent dimension, and of as many seeds.

    Examples
    --------
    >>> from tp5lib.evaluation.latent import nearest_codes
    >>> index, distance = nearest_codes([[0, 0.5], [4, 0]], [[0, 0], [1, 0]])
    >>> index.tolist(), distance.tolist()
    ([0, 1], [0.5, 3.0])
    """
    codes, known = _check_codes(codes, "codes"), _check_codes(known, "known")
    if codes.shape[-1] != known.shape[-1] or codes.shape[:-2] != known.shape[:-2]:
        raise ValueError(
            f"known must have the seeds and the latent dimension of codes, shape {codes.shape}, "
            f"not {known.shape}"
        )
    return _nearest(codes, known)


def loneliness(codes):
    """Return the distance of each code to the nearest other one.

    Parameters
    ----------
    codes : array_like, shape (n, latent) or (seeds, n, latent)
        Two or more.

    Returns
    -------
    ndarray, shape (n,) or (seeds, n)

    Raises
    ------
    TypeError, ValueError
        If these are not finite codes.
    """
    return _nearest(_check_codes(codes, "codes", least=2))[1]


def neighbours(codes):
    """Return the pairs of codes of which one is the nearest to the other, each pair once.

    Parameters
    ----------
    codes : array_like, shape (n, latent)
        Two or more.

    Returns
    -------
    ndarray of int, shape (pairs, 2)
        In the order of the first of a pair, from n / 2 to n - 1 of them.

    Raises
    ------
    TypeError, ValueError
        If these are not finite codes of one seed.

    Examples
    --------
    >>> from tp5lib.evaluation.latent import neighbours
    >>> neighbours([[0, 0], [0, 1], [0, 3]]).tolist()
    [[0, 1], [1, 2]]
    """
    codes = _check_codes(codes, "codes", least=2)
    if codes.ndim == 3:
        raise ValueError("codes must be of one seed: take codes[0]")
    nearest = _nearest(codes)[0]
    pairs = np.sort(np.column_stack([np.arange(len(nearest)), nearest]), axis=1)
    return np.unique(pairs, axis=0)


def on_the_border(codes):
    """Say which codes of sigmoid units are saturated: within 0.01 of 0 or 1 in a dimension.

    Parameters
    ----------
    codes : array_like, shape (n, latent) or (seeds, n, latent)
        In [0, 1].

    Returns
    -------
    ndarray of bool, shape (n,) or (seeds, n)
    """
    codes = _check_codes(codes, "codes")
    return ((codes <= 0.01) | (codes >= 1 - 0.01)).any(axis=-1)


def distance_correlation(codes, x):
    """Return the correlation of the distances of codes with those of their images.

    Parameters
    ----------
    codes : array_like, shape (n, latent) or (seeds, n, latent)
        Three or more. Of more than 2,000 images, 2,000 are compared, spread evenly over them.
    x : array_like, shape (n, pixels)
        0 or 1.

    Returns
    -------
    float, or ndarray of shape (seeds,)
        Pearson's correlation of the Euclidean distance of two codes with the number of
        pixels in which their images differ, over all pairs; nan where one of these is the
        same for all pairs, such as 0 for equal codes.

    Raises
    ------
    TypeError, ValueError
        If these are not finite codes, or there is not an image for each.
    """
    codes = _check_codes(codes, "codes", least=3)
    x = (check_array(x, "x", features=np.shape(x)[-1] if np.ndim(x) else 0) > 0.5).astype(float)
    if len(x) != codes.shape[-2]:
        raise ValueError(f"x must have an image for each of codes, {codes.shape[-2]}, not {len(x)}")
    if len(x) > _SAMPLE:
        some = np.linspace(0, len(x) - 1, _SAMPLE).astype(int)
        x, codes = x[some], codes[..., some, :]
    pairs = np.triu_indices(len(x), k=1)
    lit = x.sum(axis=1)
    pixels = (lit[:, np.newaxis] + lit - 2 * x @ x.T)[pairs]  # |a| + |b| - 2 a.b
    found = []
    for own in codes.reshape(-1, *codes.shape[-2:]):
        apart = np.linalg.norm(own[:, np.newaxis] - own, axis=-1)[pairs]
        spread = np.ptp(apart) > 1e-12 * apart.max() and np.ptp(pixels) > 0
        found.append(np.corrcoef(apart, pixels)[0, 1] if spread else np.nan)
    return np.array(found) if codes.ndim == 3 else float(found[0])


def _check_codes(value, name, least=1):
    shape = np.shape(value)
    if len(shape) not in (2, 3) or shape[-2] < least:
        raise ValueError(
            f"{name} must have the shape (n, latent) or (seeds, n, latent), n at least {least}, "
            f"not {shape}"
        )
    leading = shape[0] if len(shape) == 3 else None
    return check_array(value, name, features=shape[-1], leading=leading).astype(np.float64)


def _nearest(codes, known=None):
    """The nearest known code of each of `codes`, or the nearest other one, and how far it is."""
    others, known = known is None, codes if known is None else known
    if codes.ndim == 3:
        each = (_nearest(own, None if others else k) for own, k in zip(codes, known, strict=True))
        return tuple(np.stack(part) for part in zip(*each, strict=True))
    index, distance = np.empty(len(codes), dtype=int), np.empty(len(codes))
    for rows in row_blocks(len(codes), known.size):
        apart = np.linalg.norm(codes[rows, np.newaxis] - known, axis=-1)
        if others:
            np.fill_diagonal(apart[:, rows], np.inf)
        index[rows], distance[rows] = apart.argmin(axis=1), apart.min(axis=1)
    return index, distance
