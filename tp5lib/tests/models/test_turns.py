"""Large models are trained in groups of seeds that take turns, and nobody can tell."""

import numpy as np
import pytest

from tp5lib import Autoencoder, TrainingInterrupted, VariationalAutoencoder
from tp5lib.models import turns

LAYERS = [35, 9, 2, 9, 35]
SETTINGS = {"epochs": 75, "learning_rate": 0.02}


@pytest.fixture
def in_groups(monkeypatch):
    """A function after which so many of the parameters of LAYERS are trained side by side."""
    return lambda seeds: monkeypatch.setattr(turns, "_TOGETHER", 800 * seeds)


@pytest.mark.parametrize("more", [{}, {"batch_size": 5}, {"noise": 0.1}, {"patience": 9}])
@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_groups_give_the_bytes_of_all_at_once(letters, in_groups, kind, more):
    fit = SETTINGS | more
    if "patience" in more:
        fit |= {"min_delta": 1e-3}
    whole, grouped = kind(LAYERS, seeds=range(5)), kind(LAYERS, seeds=range(5))
    a = whole.fit(letters.x, **fit)
    in_groups(2)
    b = grouped.fit(letters.x, **fit)
    np.testing.assert_array_equal(whole.parameters, grouped.parameters)
    np.testing.assert_array_equal(a.loss, b.loss)
    assert a.stopped == b.stopped
    if kind is VariationalAutoencoder:
        np.testing.assert_array_equal(a.kl_by_dimension, b.kl_by_dimension)


def test_a_callback_sees_all_groups_at_one_epoch(letters, in_groups):
    seen = []

    def look(epoch, model):
        seen.append((epoch, model.parameters.copy()))
        return epoch == 60

    for seeds in (5, 2):
        in_groups(seeds)
        model = Autoencoder(LAYERS, seeds=range(5))
        history = model.fit(letters.x, **SETTINGS, callback=look, every=20)
        assert history.stopped == ("callback",) * 5
        np.testing.assert_array_equal(model.parameters, seen[-1][1])
    assert [epoch for epoch, _ in seen] == 2 * [20, 40, 60]
    for (_, a), (_, b) in zip(seen[:3], seen[3:], strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("by", ["first", "last"])
def test_an_interruption_leaves_all_groups_at_one_epoch(letters, in_groups, interrupt, by):
    """Whether it comes in the first group's turn or in another's."""
    x = np.stack([letters.x] * 3)
    x[{"first": 0, "last": 2}[by], 0] = 0.75  # by this the noise knows whose turn it is
    calls = []

    def noise(x, rng):
        if (x == 0.75).any():
            calls.append(None)
            if len(calls) == 5:
                interrupt()
        return x

    in_groups(1)
    model, whole = (Autoencoder(LAYERS, seeds=range(3)) for _ in range(2))
    with pytest.raises(TrainingInterrupted, match=r"resume=True\) goes on") as error:
        model.fit(x, **SETTINGS, noise=noise)
    history = error.value.history
    assert len(set(history.epochs)) == 1
    assert history.epochs[0] == (4 if by == "first" else turns._TURN)
    model.fit(x, **SETTINGS | {"epochs": 75 - history.epochs[0]}, noise=noise, resume=True)
    whole.fit(x, **SETTINGS, noise=noise)
    np.testing.assert_array_equal(model.parameters, whole.parameters)


def test_a_group_that_has_ended_is_left_out_when_resumed(letters, in_groups):
    """Its seeds stopped at another epoch than the others have come to."""
    x = np.stack([letters.x, letters.x])
    x[0] = 0.5  # learned at once
    fit = {"learning_rate": 0.02, "patience": 20, "min_delta": 1e-3}
    in_groups(1)
    model, whole = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    first = model.fit(x, epochs=150, **fit)
    assert first.stopped[0] == "patience" != first.stopped[1]
    model.fit(x, epochs=50, **fit, resume=True)
    whole.fit(x, epochs=200, **fit)
    np.testing.assert_array_equal(model.parameters, whole.parameters)
