"""Wrong pixels by epoch, and the first epoch without any."""

import numpy as np
import pytest

from tp5lib import Autoencoder, pixel_errors
from tp5lib.evaluation.watching import ErrorWatch, describe_epochs, first_epoch


def test_a_watch_sees_the_weights_as_they_are(letters):
    models = [Autoencoder([35, 5, 2, 5, 35], seeds=range(2)) for _ in range(2)]
    watch = ErrorWatch(letters.x)
    models[0].fit(letters.x, epochs=40, learning_rate=0.01, callback=watch, every=20)
    models[1].fit(letters.x, epochs=20, learning_rate=0.01)
    assert watch.epochs == [20, 40]
    at_20 = pixel_errors(letters.x, models[1].reconstruct(letters.x))
    np.testing.assert_array_equal(watch.errors[0], at_20)


def test_the_first_epoch_that_reached_it():
    reached = np.array([[False, True, False], [True, False, False], [False, True, False]])
    when = first_epoch([5, 10, 15], reached)
    np.testing.assert_array_equal(when, [10, 5, np.nan])
    assert describe_epochs(when) == "in ≈ 2 of 3 seeds; median epoch ≈ 8, from 5 to 10 by seed"
    with pytest.raises(ValueError, match=r"reached must have the shape \(2, seeds\)"):
        first_epoch([5, 10], reached)
