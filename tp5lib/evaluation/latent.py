"""Places in a latent space: between two codes."""

import numpy as np

from tp5lib.checks import check_array


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
    """
    a = check_array(np.atleast_2d(a), "a", features=np.size(a))[0]
    b = check_array(np.atleast_2d(b), "b", features=a.size)[0]
    alphas = np.atleast_2d(np.asarray(alphas))
    alphas = check_array(alphas, "alphas", features=alphas.size, low=0, high=1)[0, :, np.newaxis]
    return (1 - alphas) * a + alphas * b
