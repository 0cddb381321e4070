"""The linear yardstick."""

import numpy as np
import pytest

from tp5lib import PCA


def test_all_components_lose_nothing_and_fewer_the_least(letters):
    errors = [
        ((PCA(k).fit(letters.x).reconstruct(letters.x) - letters.x) ** 2).mean() for k in (1, 2, 32)
    ]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] == pytest.approx(0, abs=1e-20)
    singular = np.linalg.svd(letters.x - letters.x.mean(axis=0))[1]
    assert errors[1] == pytest.approx((singular[2:] ** 2).sum() / letters.x.size)


def test_fit_returns_the_fitted_one(letters):
    pca = PCA(2)
    assert repr(pca) == "PCA(not fitted, 2 components)"
    assert pca.fit(letters.x) is pca
    assert repr(pca) == "PCA(35 features, 2 components)"
    np.testing.assert_array_equal(pca.mean, letters.x.mean(axis=0))
    np.testing.assert_allclose(pca.directions @ pca.directions.T, np.eye(2), atol=1e-12)
    assert pca.encode(letters.x).shape == (32, 2)


def test_what_pca_cannot_do_is_named(letters):
    with pytest.raises(ValueError, match="at most 32 for 32 samples of 35 features, not 33"):
        PCA(33).fit(letters.x)
    with pytest.raises(ValueError, match="at most 1 for 9 samples of 1 features, not 2"):
        PCA(2).fit(np.ones((9, 1)))
    with pytest.raises(ValueError, match="x must have the shape"):
        PCA(2).fit(letters.x[0])
    with pytest.raises(TypeError, match="components must be an integer"):
        PCA(letters.x)
    for use in (PCA(2).encode, PCA(2).decode, PCA(2).reconstruct):
        with pytest.raises(RuntimeError, match=r"call fit\(x\) first"):
            use(letters.x)
    with pytest.raises(ValueError, match=r"codes must have the shape \(samples, 2\)"):
        PCA(2).fit(letters.x).decode([[1, 2, 3]])
