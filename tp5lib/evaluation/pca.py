"""Principal component analysis: the best linear autoencoder, in closed form."""

import numpy as np

from tp5lib.checks import check_integer
from tp5lib.evaluation.metrics import check_matrix


class PCA:
    """Project onto the directions of largest variance, and back.

    No autoencoder whose layers are all linear has a lower mean squared error with as many
    latent dimensions, so this is the floor that a nonlinear one has to beat.

    Parameters
    ----------
    components : int
        Latent dimensions, from 1.

    Attributes
    ----------
    mean : ndarray, shape (features,)
        None before `fit`, like `directions`.
    directions : ndarray, shape (components, features)
        Orthonormal.

    Notes
    -----
    With the singular value decomposition x - mean = U S V^T, the directions are the first
    rows of V^T.

    Source: P. Baldi and K. Hornik, "Neural networks and principal component analysis",
    Neural Networks 2, 1989.

    Examples
    --------
    >>> import numpy as np
    >>> from tp5lib import PCA
    >>> x = np.array([[0, 0, 1], [1, 2, 1], [2, 4, 1]])
    >>> pca = PCA(1).fit(x)
    >>> pca
    PCA(3 features, 1 components)
    >>> np.allclose(pca.reconstruct(x), x)
    True
    """

    def __init__(self, components):
        self.components = check_integer(components, "components")
        self.mean = self.directions = None

    def fit(self, x):
        """Find the mean and the directions of `x`.

        Parameters
        ----------
        x : array_like, shape (n, features)
            With as many samples and features as there are components, or more.

        Returns
        -------
        PCA
            This one.
        """
        x = check_matrix(x, "x")
        if self.components > min(x.shape):
            raise ValueError(
                f"components must be at most {min(x.shape)} for {x.shape[0]} samples of "
                f"{x.shape[1]} features, not {self.components}"
            )
        self.mean = x.mean(axis=0)
        right = np.linalg.svd(x - self.mean, full_matrices=False)[2]
        self.directions = right[: self.components]
        return self

    @property
    def latent(self):
        """The latent dimension: how many components there are."""
        return self.components

    def encode(self, x):
        """Return the codes of `x`, shape (n, components); raise RuntimeError before `fit`."""
        self._check_fitted()
        return (check_matrix(x, "x", len(self.mean)) - self.mean) @ self.directions.T

    def decode(self, codes):
        """Return the images of `codes`, shape (n, features); values may leave [0, 1]."""
        self._check_fitted()
        codes = check_matrix(codes, "codes", self.components)
        return codes @ self.directions + self.mean

    def reconstruct(self, x):
        """Return ``decode(encode(x))``."""
        return self.decode(self.encode(x))

    def _check_fitted(self):
        if self.mean is None:
            raise RuntimeError(f"{self!r} knows no data: call fit(x) first")

    def __repr__(self):
        of = "not fitted" if self.mean is None else f"{len(self.mean)} features"
        return f"PCA({of}, {self.components} components)"
