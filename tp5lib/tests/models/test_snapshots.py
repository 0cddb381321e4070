"""The weights at chosen epochs: those of a shorter run."""

import numpy as np
import pytest

from tp5lib import Autoencoder, Snapshots, TrainingInterrupted
from tp5lib.models.snapshots import geometric_epochs

LAYERS = [35, 9, 2, 9, 35]
RATE = {"learning_rate": 0.02}


@pytest.fixture
def taken(letters):
    """Snapshots of three seeds, and the model."""
    model, snapshots = Autoencoder(LAYERS, seeds=range(3)), Snapshots([0, 5, 20, 60])
    model.fit(letters.x, epochs=60, **RATE, callback=snapshots)
    return snapshots, model


def test_about_sixty_epochs_from_first_to_last():
    for last in (1, 2, 61, 5_000, 100_000):
        epochs = geometric_epochs(last)
        assert (epochs[0], epochs[-1]) == (0, last)
        assert epochs == sorted(set(epochs))
        assert len(epochs) <= 61
    assert len(geometric_epochs(5_000)) > 40
    late = np.array(geometric_epochs(100_000)[-9:])
    assert np.ptp(late[1:] / late[:-1]) < 0.01


@pytest.mark.parametrize("more", [{}, {"batch_size": 5}, {"noise": 0.1}])
def test_each_is_the_end_of_a_shorter_run(letters, kind, more):
    snapshots, model = Snapshots(25), kind(LAYERS, seed=4)
    model.fit(letters.x, epochs=25, **RATE, **more, callback=snapshots)
    assert snapshots.epochs[:4] == (0, 1, 2, 3)
    assert snapshots.epochs[-1] == 25
    np.testing.assert_array_equal(snapshots.at(0).parameters, kind(LAYERS, seed=4).parameters)
    for epoch in (3, 25):  # those of then, where a fit without them leaves the best
        fresh, last = kind(LAYERS, seed=4), Snapshots([epoch])
        fresh.fit(letters.x, epochs=epoch, **RATE, **more, callback=last)
        np.testing.assert_array_equal(snapshots.at(epoch).parameters, last[0].parameters)
    unwatched = kind(LAYERS, seed=4)
    unwatched.fit(letters.x, epochs=25, **RATE, **more)
    np.testing.assert_array_equal(unwatched.parameters, model.parameters)


def test_models_of_all_seeds_or_one(taken, letters):
    snapshots, _ = taken
    assert len(snapshots) == 4
    assert snapshots.seeds == (0, 1, 2)
    assert [model.seeds for model in snapshots[1:3]] == 2 * [(0, 1, 2)]
    np.testing.assert_array_equal(snapshots[-1].parameters, snapshots.at(60).parameters)
    one = snapshots.for_seed(1)
    assert (one.seeds, one.epochs) == ((1,), snapshots.epochs)
    np.testing.assert_array_equal(
        one.at(20).encode(letters.x), snapshots.at(20).encode(letters.x)[1]
    )


def test_a_resumed_run_goes_on_in_them(letters, taken):
    snapshots, model = Snapshots([0, 5, 20, 60]), Autoencoder(LAYERS, seeds=range(3))
    model.fit(letters.x, epochs=20, **RATE, callback=snapshots)
    model.fit(letters.x, epochs=40, **RATE, callback=snapshots, resume=True)
    assert snapshots.epochs == (0, 5, 20, 60)
    for a, b in zip(snapshots, taken[0], strict=True):
        np.testing.assert_array_equal(a.parameters, b.parameters)


def test_another_run_is_refused(letters, taken):
    snapshots, model = taken
    with pytest.raises(ValueError, match="epoch 60"):
        model.fit(letters.x, epochs=5, **RATE, callback=snapshots)
    with pytest.raises(ValueError, match="epoch 60"):
        snapshots(60, Autoencoder([35, 4, 2, 4, 35]))


def test_an_interruption_leaves_those_before(letters, interrupt):
    snapshots, calls = Snapshots([0, 2, 9]), []

    def noise(x, rng):
        calls.append(None)
        return interrupt() or x if len(calls) == 4 else x

    with pytest.raises(TrainingInterrupted):
        Autoencoder(LAYERS).fit(letters.x, epochs=9, **RATE, noise=noise, callback=snapshots)
    assert snapshots.epochs == (0, 2)


def test_what_cannot_be_is_said(taken):
    for wrong in ("ten", 2.5, None, [1, "2"], 0, -3, [], [-1]):
        with pytest.raises((TypeError, ValueError), match="epochs"):
            Snapshots(wrong)
    with pytest.raises(KeyError, match="nearest is 5"):
        taken[0].at(7)
    empty = Snapshots(100)
    assert len(empty) == 0
    assert repr(empty).endswith("wanted)")
    for ask in (lambda: empty.seeds, lambda: empty[0]):
        with pytest.raises(ValueError, match="callback=snapshots"):
            ask()
