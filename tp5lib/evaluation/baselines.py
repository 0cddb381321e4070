"""What can be done without a network: the errors to compare with."""

import numpy as np

from tp5lib.evaluation.metrics import check_matrix, pixel_errors
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
        "blank page": no pixel on; "mean letter": always the mean of all images; "PCA": two
        principal components. All are thresholded at 0.5.

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
