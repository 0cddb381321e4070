from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tp5lib.models import autoencoder, executors

LAYERS = [35, 9, 2, 9, 35]


def same(a, b):
    np.testing.assert_array_equal(a, b, strict=True)


@pytest.fixture(params=["all at once", "in groups"])
def groups(request, monkeypatch):
    """Whether seeds are trained all at once, or one after the other."""
    if request.param == "in groups":
        monkeypatch.setattr(autoencoder, "_TOGETHER", 1)


@pytest.fixture
def short_slices(monkeypatch):
    """Executors that are sent one epoch at a time."""
    monkeypatch.setattr(executors, "_FIRST", 0)


@pytest.fixture
def threads(short_slices):
    with ThreadPoolExecutor(2) as pool:
        yield pool
