"""Principal component analysis: the best linear autoencoder, in closed form."""

import numpy as np

from tp5lib.validation import check_array, check_integer


class PCA:
    """Project onto the directions of largest variance, and back.

    No autoencoder whose layers are all linear has a lower mean squared error with as many
    latent dimensions, so this is the floor that a nonlinear one has to beat.

    Parameters
    ----------
    x : array_like, shape (n, features)
        The data.
    components : int
        Latent dimensions, from 1 to features.

    Attributes
    ----------
    mean : ndarray, shape (features,)
    directions : ndarray, shape (components, features)
        Orthonormal.

    Raises
    ------
    TypeError, ValueError
        If `x` is not a finite matrix, or there are more components than features.

    Notes
    -----
    With the singular value decomposition x - mean = U S V^T, the directions are the first
    rows of V^T.

    Source: P. Baldi and K. Hornik, "Neural networks and principal component analysis",
    Neural Networks 2, 1989.
    """

    def __init__(self, x, components):
        features = np.shape(x)[-1] if np.ndim(x) else 0
        x = check_array(x, "x", features=features)
        components = check_integer(components, "components")
        if components > features:
            raise ValueError(f"components must be at most {features}, not {components}")
        self.mean = x.mean(axis=0)
        self.directions = np.linalg.svd(x - self.mean, full_matrices=False)[2][:components]

    def encode(self, x):
        """Return the codes of `x`, shape (n, components)."""
        return (check_array(x, "x", features=len(self.mean)) - self.mean) @ self.directions.T

    def decode(self, codes):
        """Return the images of `codes`, shape (n, features); values may leave [0, 1]."""
        codes = check_array(codes, "codes", features=len(self.directions))
        return codes @ self.directions + self.mean

    def reconstruct(self, x):
        """Return ``decode(encode(x))``."""
        return self.decode(self.encode(x))

    def __repr__(self):
        return f"PCA({len(self.mean)} features, {len(self.directions)} components)"
