"""What needs no network: the errors against which those of one are to be read."""

import numpy as np

from tp5lib.evaluation.metrics import check_matrix, nearest_patterns, pixel_errors
from tp5lib.evaluation.pca import PCA


def naive_errors(x):
    """Return the wrong pixels that three simple answers leave in each image.

    Parameters
    ----------
    x : array_like, shape (n, pixels)
        Images of 0 and 1.

    Returns
    -------
    dict of ndarray of int, shape (n,)
        "blank page": no pixel on; "mean letter": for every image the same one, the mean of
        all, thresholded at 0.5; "PCA": two principal components, thresholded.

    Raises
    ------
    TypeError, ValueError
        As `tp5lib.evaluation.pca.PCA` raises them.

    Examples
    --------
    >>> from tp5lib import load_letters
    >>> from tp5lib.evaluation.baselines import naive_errors
    >>> {name: round(float(e.mean()), 1) for name, e in naive_errors(load_letters()).items()}
    {'blank page': 11.6, 'mean letter': 11.3, 'PCA': 7.2}
    """
    x = check_matrix(x, "x")
    answers = {
        "blank page": np.zeros_like(x),
        "mean letter": np.broadcast_to(x.mean(axis=0), x.shape),
        "PCA": PCA(2).fit(x).reconstruct(x),
    }
    return {name: pixel_errors(x, answer) for name, answer in answers.items()}


def taken_for(outputs, x):
    """Say which image each reconstruction is nearest to, by wrong pixels.

    Parameters
    ----------
    outputs : array_like, shape (..., n, pixels)
        What became of each image.
    x : array_like, shape (n, pixels)

    Returns
    -------
    ndarray of int, shape (..., n)
        Places in `x`: the image's own where no other is nearer.

    Raises
    ------
    TypeError, ValueError
        As `tp5lib.evaluation.metrics.pixel_errors` raises them.
    """
    x = check_matrix(x, "x")
    own = pixel_errors(x, outputs)
    index, least = nearest_patterns(np.reshape(outputs, (-1, x.shape[1])), x)
    return np.where(own == least.reshape(own.shape), np.arange(len(x)), index.reshape(own.shape))
