"""Wrong pixels by epoch, and the first epoch without any."""

import numpy as np
import pytest

from tp5lib import Autoencoder, pixel_errors
from tp5lib.evaluation.watching import ErrorWatch, first_perfect


def test_a_watch_sees_the_weights_as_they_are(letters):
    models = [Autoencoder([35, 5, 2, 5, 35], seeds=range(2)) for _ in range(2)]
    watch = ErrorWatch(letters.x)
    models[0].fit(letters.x, epochs=40, learning_rate=0.01, callback=watch, every=20)
    models[1].fit(letters.x, epochs=20, learning_rate=0.01)
    assert watch.epochs == [20, 40]
    at_20 = pixel_errors(letters.x, models[1].reconstruct(letters.x))
    np.testing.assert_array_equal(watch.errors[0], at_20)


def test_the_first_perfect_epoch():
    errors = np.array([[[1, 0], [0, 0]], [[0, 0], [0, 2]], [[0, 1], [0, 0]]])
    assert first_perfect([5, 10, 15], errors).tolist() == [10, 5]
    assert np.isnan(first_perfect([5], errors[:1])).tolist() == [True, False]
    with pytest.raises(ValueError, match=r"errors must have the shape \(2, seeds, n\)"):
        first_perfect([5, 10], errors)
