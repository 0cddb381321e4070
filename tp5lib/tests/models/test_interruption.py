"""Ctrl-C: the first ends the epoch, the second ends at once, and neither loses anything.

At other moments, before the first epoch and after the last, it comes in the tests of the attack.
"""

import signal

import numpy as np
import pytest

from tp5lib import Autoencoder, TrainingInterrupted
from tp5lib.tests.models.conftest import LAYERS, WIDE, same


class Counting:
    """A noise that leaves the data as they are, and strikes at some of its calls."""

    def __init__(self, strike, *calls):
        self.strike, self.calls, self.made = strike, calls, 0

    def __call__(self, x, rng):
        self.made += 1
        for _ in range(self.calls.count(self.made)):
            self.strike()
        return x


@pytest.mark.parametrize(("batch_size", "call"), [(None, 13), (8, 23)])
def test_the_first_ends_the_epoch(kind, letters, interrupt, batch_size, call):
    """It comes in the midst of epoch 6, when the noise of the first or second seed is drawn."""
    model, whole = kind(LAYERS, seeds=range(2)), kind(LAYERS, seeds=range(2))
    fit = {"learning_rate": 0.01, "batch_size": batch_size, "noise": Counting(interrupt, call)}
    with pytest.raises(TrainingInterrupted, match=r"epochs=44, resume=True") as error:
        model.fit(letters.x, epochs=50, **fit)
    history = error.value.history
    assert history.stopped == ("interrupted",) * 2
    assert history.loss.shape == (6, 2)
    assert np.isfinite(history.loss).all()
    model.fit(letters.x, epochs=44, **fit, resume=True)
    whole.fit(letters.x, epochs=50, **fit)
    same(model.parameters, whole.parameters)


def test_the_second_ends_at_once(letters, interrupt):
    model, noise = Autoencoder(LAYERS), Counting(interrupt, 8, 8)
    with pytest.raises(TrainingInterrupted, match="midst") as error:
        model.fit(letters.x, epochs=50, noise=noise)
    history = error.value.history
    assert (noise.made, history.epochs, history.best_epoch, len(history.loss)) == (8, 6, 6, 6)
    assert model.loss(letters.x) == pytest.approx(history.best_loss, rel=1e-12)
    with pytest.raises(ValueError, match="there was none"):
        model.fit(letters.x, epochs=50, resume=True)


@pytest.mark.parametrize(("call", "epochs"), [(5, [2, 2, 0]), (25, [10, 10, 2])])
def test_seeds_that_take_turns_go_on_from_different_epochs(letters, interrupt, call, epochs):
    """Whether it comes in the first group's turn or in the last one's."""
    model, x, noise = Autoencoder(WIDE, seeds=range(3)), letters.x[:4], Counting(interrupt, call)
    with pytest.raises(TrainingInterrupted, match=r"resume=True") as error:
        model.fit(x, epochs=10, noise=noise)
    assert error.value.history.epochs.tolist() == epochs
    history = model.fit(x, epochs=10 - min(epochs), noise=noise, resume=True)
    assert (history.start + history.epochs).tolist() == [10] * 3
    assert np.isfinite(history.initial_loss).all()
    for seed in model.seeds:
        alone = Autoencoder(WIDE, seed=seed)
        alone.fit(x, epochs=10, noise=noise)
        same(alone.parameters, model.for_seed(seed).parameters)


def test_a_fit_within_a_callback_passes_it_on(letters, interrupt):
    def train(epoch, model):
        Autoencoder(LAYERS).fit(letters.x, epochs=9, callback=interrupt)

    with pytest.raises(TrainingInterrupted) as error:
        Autoencoder(LAYERS).fit(letters.x, epochs=50, callback=train)
    assert error.value.history.epochs == 1
    assert isinstance(error.value, KeyboardInterrupt)  # so that it stops Run All as well
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
