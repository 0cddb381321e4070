"""How far a reconstruction is from its image."""

import numpy as np

from tp5lib.checks import check_array

_LARGEST = 1e100  # of a pixel: its square is finite
_BLOCK = 2**22  # numbers at a time, 32 MB


def nearest_patterns(x, patterns):
    """Find the pattern nearest to each image, in Hamming distance.

    Parameters
    ----------
    x : array_like, shape (n, features)
        Images; a pixel above 0.5 counts as on.
    patterns : array_like, shape (m, features)
        The alphabet.

    Returns
    -------
    index : ndarray of int, shape (n,)
        The first of several that are equally near.
    distance : ndarray of int, shape (n,)
        Pixels in which they differ.

    Examples
    --------
    >>> from tp5lib.evaluation.metrics import nearest_patterns
    >>> index, distance = nearest_patterns([[1, 1, 0]], [[0, 0, 0], [1, 1, 1]])
    >>> index.tolist(), distance.tolist()
    ([1], [1])
    """
    index, distance = _smallest(_hamming(x, patterns))
    return index, distance.astype(int)


def _hamming(x, patterns):
    """Yield in how many pixels images differ from all patterns, some images at a time."""
    patterns = np.asarray(patterns)
    features = patterns.shape[-1] if patterns.ndim else 0
    patterns = check_array(patterns, "patterns", features=features)
    on = check_array(x, "x", features=features) > 0.5
    # Differing pixels of 0/1 vectors: |a| + |b| - 2 a.b, one matrix product for all pairs.
    b = (patterns > 0.5).astype(np.float32)
    lit = b.sum(axis=1)
    for rows in row_blocks(len(on), len(b)):
        a = on[rows].astype(np.float32)
        yield a.sum(axis=1)[:, np.newaxis] + lit - 2 * a @ b.T


def row_blocks(rows, columns):
    """Return slices of a matrix's rows that hold a few million numbers each."""
    step = max(1, _BLOCK // columns)
    return [slice(start, min(start + step, rows)) for start in range(0, rows, step)]


def pixel_errors(x, reconstruction):
    """Count the wrong pixels of each image.

    A pixel is on where its value exceeds 0.5; it is wrong where one image has it on and the
    other off. This is the error of the slides' bar charts, "Error (píxeles)".

    Parameters
    ----------
    x, reconstruction : array_like, shape (..., n, features)
        A leading axis of seeds may be missing from one of the two.

    Returns
    -------
    ndarray of int, shape (..., n)
        Wrong pixels, from 0 to features.

    Examples
    --------
    >>> from tp5lib import pixel_errors
    >>> pixel_errors([[1, 0, 0], [1, 1, 1]], [[0.9, 0.6, 0.2], [0.8, 0.7, 1.0]])
    array([1, 0])
    """
    on = []
    for name, value in (("x", x), ("reconstruction", reconstruction)):
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name} must be an array of numbers, not {type(value).__name__}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} must be finite, but holds nan or inf")
        on.append(array > 0.5)
    a, b = on
    try:
        np.broadcast_shapes(a.shape, b.shape)
        matched = a.ndim > 0 and a.shape[-2:] == b.shape[-2:]
    except ValueError:
        matched = False
    if not matched:
        raise ValueError(
            f"reconstruction must have the images of x, shape {a.shape}, not {b.shape}"
        )
    return np.count_nonzero(a != b, axis=-1)


def distances(a, b):
    """Return the distances of all pairs of images.

    Parameters
    ----------
    a : array_like, shape (n, pixels)
    b : array_like, shape (m, pixels)

    Returns
    -------
    ndarray, shape (n, m)
        Root mean square difference of the pixels; 0 where it is below what rounding leaves
        of it, about a millionth of the pixels' own size.

    Examples
    --------
    >>> from tp5lib.evaluation.metrics import distances
    >>> distances([[0, 0]], [[1, 1], [0, 0]])
    array([[1., 0.]])
    """
    return np.concatenate([apart for _, apart in distance_blocks(a, b)])


def distance_blocks(a, b):
    """Yield `distances` for some rows of `a` at a time, so that thousands of images fit.

    Yields
    ------
    rows : slice
        Of `a`.
    apart : ndarray, shape (rows, m)
    """
    b = check_matrix(b, "b")
    a = check_matrix(a, "a", b.shape[1])
    norms = (b**2).sum(axis=1)
    for rows in row_blocks(len(a), len(b)):
        # |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, one matrix product for all pairs.
        part = a[rows]
        sizes = (part**2).sum(axis=1)[:, np.newaxis] + norms
        squares = sizes - 2 * part @ b.T
        squares[squares < 1e-13 * sizes] = 0
        yield rows, np.sqrt(squares / b.shape[1])


def nearest(a, b, unit=1.0):
    """Find the image of `b` nearest to each image of `a`.

    Parameters are those of `distances`, and `unit`, by which these are divided.

    Returns
    -------
    index : ndarray of int, shape (n,)
        The first of several that are equally near.
    distance : ndarray, shape (n,)
    """
    return _smallest(apart / unit for _, apart in distance_blocks(a, b))


def _smallest(blocks):
    """The place and the value of the smallest number of each row, of blocks of rows."""
    index, value = zip(*((part.argmin(axis=1), part.min(axis=1)) for part in blocks), strict=True)
    return np.concatenate(index), np.concatenate(value)


def variance_explained(x, reconstruction):
    """Return the share of the total variance of `x` that reconstructions explain.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
    reconstruction : array_like, shape (..., n, pixels)

    Returns
    -------
    ndarray, shape (...)
        1 - sum (x - reconstruction)^2 / sum (x - mean image)^2, both over all images and
        pixels: 1 for perfection, 0 for the mean image, below 0 for anything worse. Where all
        images of `x` are the same, 1 for perfection and 0 for anything else.

    Notes
    -----
    A pixel counts by its variance: this is scikit-learn's ``r2_score`` with
    ``multioutput="variance_weighted"``, not its default, which gives each pixel the same
    weight.

    Examples
    --------
    >>> from tp5lib.evaluation.metrics import variance_explained
    >>> float(variance_explained([[0, 1], [1, 0]], [[0.5, 1], [1, 0]]))
    0.75
    """
    x = check_matrix(x, "x")
    y = np.asarray(reconstruction)
    if y.ndim < 2 or y.shape[-2:] != x.shape:
        raise ValueError(f"reconstruction must have the images of x, {x.shape}, not {y.shape}")
    y = check_matrix(y.reshape(-1, x.shape[1]), "reconstruction").reshape(y.shape)
    error = ((y - x) ** 2).sum(axis=(-2, -1))
    if (x == x[0]).all():
        return np.where(error == 0, 1.0, 0.0)
    return 1 - error / ((x - x.mean(axis=0)) ** 2).sum()


def own_nearest(x, reconstruction):
    """Return whether each reconstruction is nearest to its own image.

    Parameters
    ----------
    x : array_like, shape (n, features)
        The images, which may be grey.
    reconstruction : array_like, shape (n, features)

    Returns
    -------
    ndarray of bool, shape (n,)
        Also true where another image is as near.
    """
    x, reconstruction = check_matrix(x, "x"), check_matrix(reconstruction, "reconstruction")
    if len(x) != len(reconstruction):
        raise ValueError(f"reconstruction must hold {len(x)} images, not {len(reconstruction)}")
    blocks = distance_blocks(reconstruction, x)
    near = [apart.diagonal(rows.start) <= apart.min(axis=1) for rows, apart in blocks]
    return np.concatenate(near)


def check_matrix(value, name, features=None, *, low=-_LARGEST, high=_LARGEST):
    """Return `value` as a float64 matrix, as `check_array` does, of any width unless given."""
    if features is None:
        # Of the array: a set of patterns has a shape as well, that of an image.
        value = np.asarray(value) if hasattr(value, "__array__") else value
        features = np.shape(value)[-1] if np.ndim(value) else 0
    matrix = check_array(value, name, features=features, low=low, high=high)
    return matrix.astype(np.float64, copy=False)
