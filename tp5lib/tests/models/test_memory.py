"""Training takes little more memory than what it trains on and with."""

import tracemalloc

import numpy as np
import pytest

from tp5lib import Autoencoder, VariationalAutoencoder
from tp5lib.nn import objectives

LAYERS = [35, 9, 2, 9, 35]


@pytest.mark.parametrize(
    ("layers", "samples"), [(LAYERS, 20_000), ([35, 2_000, 2, 2_000, 35], 320)]
)
def test_mini_batches_take_at_most_three_times_what_they_need(layers, samples):
    tracemalloc.start()
    try:
        x = np.random.default_rng(0).random((samples, 35))
        model = Autoencoder(layers)
        model.fit(x, epochs=1, learning_rate=0.01, batch_size=32)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * (x.nbytes + 3 * model.parameters.nbytes)


@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_the_loss_in_parts_is_that_of_the_whole(letters, kind, monkeypatch):
    fit = {"epochs": 5, "learning_rate": 0.02, "batch_size": 6}
    fit |= {"validation": letters.x[:20]}
    histories = []
    for numbers in (objectives._NUMBERS, (1, 1)):  # all at once; 6 at a time, and the rest
        monkeypatch.setattr(objectives, "_NUMBERS", numbers)
        histories.append(kind(LAYERS, seeds=range(2)).fit(letters.x, **fit))
    whole, parts = histories
    if kind is Autoencoder:
        np.testing.assert_allclose(parts.loss, whole.loss, rtol=1e-12)
        np.testing.assert_allclose(parts.validation_loss, whole.validation_loss, rtol=1e-12)
    else:  # the draws of a part come one part after the other
        np.testing.assert_allclose(parts.loss, whole.loss, rtol=0.2)
        assert parts.kl_by_dimension.shape == whole.kl_by_dimension.shape
        total = parts.reconstruction + parts.kl
        np.testing.assert_allclose(parts.loss, total, rtol=1e-12)
