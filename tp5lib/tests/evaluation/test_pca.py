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


def test_what_was_not_fitted_or_cannot_be_is_named(letters):
    for use in (PCA(2).encode, PCA(2).decode, PCA(2).reconstruct):
        with pytest.raises(RuntimeError, match=r"call fit\(x\) first"):
            use(letters.x)
    for components, x in ((33, letters.x), (2, np.ones((9, 1)))):
        with pytest.raises(ValueError, match="components must be at most"):
            PCA(components).fit(x)
