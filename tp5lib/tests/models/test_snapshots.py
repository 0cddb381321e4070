"""The weights at chosen epochs: those of a shorter run."""

import pytest

from tp5lib import Autoencoder, Snapshots
from tp5lib.tests.models.conftest import LAYERS, same

RATE = {"learning_rate": 0.02}


@pytest.mark.parametrize("more", [{}, {"batch_size": 5, "noise": 0.1}])
def test_each_is_the_end_of_a_shorter_run(letters, kind, more):
    snapshots, model = Snapshots(25), kind(LAYERS, seed=4)
    model.fit(letters.x, epochs=25, **RATE, **more, callback=snapshots)
    assert [*snapshots][:4] == [0, 1, 2, 3]
    same(snapshots[0].parameters, kind(LAYERS, seed=4).parameters)
    for epoch in (3, 25):  # those of then, where a fit without them leaves the best
        fresh, last = kind(LAYERS, seed=4), Snapshots([epoch])
        fresh.fit(letters.x, epochs=epoch, **RATE, **more, callback=last)
        same(snapshots[epoch].parameters, last[epoch].parameters)


def test_they_are_models_of_all_seeds_of_one_run_which_may_be_resumed(letters):
    wanted, parts = Snapshots([0, 5, 20, 60]), Snapshots([0, 5, 20, 60])
    for snapshots, epochs in ((wanted, [60]), (parts, [20, 40])):
        model = Autoencoder(LAYERS, seeds=range(3))
        for place, more in enumerate(epochs):
            model.fit(letters.x, epochs=more, **RATE, callback=snapshots, resume=place > 0)
    assert [*wanted] == [*parts] == [0, 5, 20, 60]
    for a, b in zip(wanted.values(), parts.values(), strict=True):
        assert a.seeds == (0, 1, 2)
        same(a.parameters, b.parameters)
    with pytest.raises(ValueError, match="epoch 60"):
        model.fit(letters.x, epochs=5, **RATE, callback=wanted)
    with pytest.raises(ValueError, match="epoch 60"):
        wanted(60, Autoencoder([35, 4, 2, 4, 35]))
    with pytest.raises(KeyError, match="nearest is 5"):
        wanted[7]
