"""The weights at chosen epochs: those of a fresh training, on disk as in memory."""

import numpy as np
import pytest

from tp5lib import Autoencoder, Snapshots, TrainingInterrupted, VariationalAutoencoder
from tp5lib.models.snapshots import geometric_epochs
from tp5lib.models.weights import load_weights, save_weights

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
        assert epochs[0] == 0
        assert epochs[-1] == last
        assert epochs == sorted(set(epochs))
        assert len(epochs) <= 61
    assert len(geometric_epochs(5_000)) > 40
    late = np.array(geometric_epochs(100_000)[-9:])
    assert np.ptp(late[1:] / late[:-1]) < 0.01


@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
@pytest.mark.parametrize("more", [{}, {"batch_size": 5}, {"noise": 0.1}])
def test_each_is_the_end_of_a_shorter_training(letters, kind, more):
    snapshots = Snapshots(25)
    kind(LAYERS, seed=4).fit(letters.x, epochs=25, **RATE, **more, callback=snapshots)
    assert snapshots.epochs[:4] == (0, 1, 2, 3)
    assert snapshots.epochs[-1] == 25
    np.testing.assert_array_equal(snapshots.at(0).parameters, kind(LAYERS, seed=4).parameters)
    for epoch in (3, 25):
        fresh, last = kind(LAYERS, seed=4), []
        fresh.fit(
            letters.x,
            epochs=epoch,
            **RATE,
            **more,
            callback=lambda _, model, last=last: last.append(model.parameters.copy()),
        )
        np.testing.assert_array_equal(snapshots.at(epoch).parameters, last[-1])


def test_they_change_nothing(letters, taken):
    alone = Autoencoder(LAYERS, seeds=range(3))
    alone.fit(letters.x, epochs=60, **RATE)
    np.testing.assert_array_equal(alone.parameters, taken[1].parameters)


def test_models_of_all_seeds_or_one(taken, letters):
    snapshots, _ = taken
    assert len(snapshots) == 4
    assert snapshots.seeds == (0, 1, 2)
    assert snapshots.nbytes == 4 * 3 * snapshots[0].parameters[0].nbytes
    assert [model.seeds for model in snapshots[1:3]] == 2 * [(0, 1, 2)]
    np.testing.assert_array_equal(snapshots[-1].parameters, snapshots.at(60).parameters)
    one = snapshots.for_seed(1)
    assert one.seeds == (1,)
    assert one.epochs == snapshots.epochs
    np.testing.assert_array_equal(
        one.at(20).encode(letters.x), snapshots.at(20).encode(letters.x)[1]
    )
    with pytest.raises(ValueError, match="read-only"):
        one[0].parameters[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        one[0].fit(letters.x, epochs=1, **RATE)


def test_a_resumed_training_goes_on_in_them(letters, taken):
    snapshots, model = Snapshots([0, 5, 20, 60]), Autoencoder(LAYERS, seeds=range(3))
    model.fit(letters.x, epochs=20, **RATE, callback=snapshots)
    model.fit(letters.x, epochs=40, **RATE, callback=snapshots, resume=True)
    assert snapshots.epochs == (0, 5, 20, 60)
    for a, b in zip(snapshots, taken[0], strict=True):
        np.testing.assert_array_equal(a.parameters, b.parameters)


def test_another_training_is_refused(letters, taken):
    snapshots, model = taken
    with pytest.raises(ValueError, match="hold another training, up to epoch 60"):
        model.fit(letters.x, epochs=5, **RATE, callback=snapshots)
    with pytest.raises(ValueError, match="hold another training"):
        snapshots(60, Autoencoder([35, 4, 2, 4, 35]))
    with pytest.raises(ValueError, match="leave out workers="):
        model.fit(letters.x, epochs=5, **RATE, callback=Snapshots(5), workers=2)


def test_an_interruption_leaves_those_before(letters, interrupt):
    snapshots = Snapshots([0, 2, 9])

    def watch(epoch, model):
        snapshots(epoch, model)
        if epoch == 4:
            interrupt()

    with pytest.raises(TrainingInterrupted):
        Autoencoder(LAYERS).fit(letters.x, epochs=9, **RATE, callback=watch)
    assert snapshots.epochs == (2,)  # a plain function is not asked about epoch 0


@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
@pytest.mark.parametrize("seeds", [{"seed": 3}, {"seeds": [2, 5]}])
def test_saved_and_loaded_they_are_the_same(letters, tmp_path, kind, seeds):
    snapshots = Snapshots([0, 3])
    model = kind(LAYERS, **seeds, activation="tanh", dtype="float32")
    model.fit(letters.x, epochs=3, **RATE, callback=snapshots)
    snapshots.save(tmp_path / "film.npz")
    loaded = Snapshots.load(tmp_path / "film.npz")
    assert repr(loaded) == repr(snapshots)
    for a, b in zip(loaded, snapshots, strict=True):
        np.testing.assert_array_equal(a.reconstruct(letters.x), b.reconstruct(letters.x))
        assert a.config == b.config
        assert a.dtype == b.dtype


def test_files_that_are_no_snapshots(letters, tmp_path, taken):
    snapshots, model = taken
    path = tmp_path / "film.npz"
    model.save(path)
    with pytest.raises(ValueError, match="holds a Autoencoder, not Snapshots"):
        Snapshots.load(path)
    snapshots.save(path)
    with pytest.raises(ValueError, match="of a Snapshots, not of a Autoencoder"):
        Autoencoder.load(path)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(ValueError, match="truncated"):
        Snapshots.load(path)
    with pytest.raises(FileNotFoundError):
        Snapshots.load(tmp_path / "none.npz")
    with pytest.raises(FileNotFoundError, match="no folder"):
        snapshots.save(tmp_path / "none" / "film.npz")


@pytest.mark.parametrize(
    "damage",
    [
        {"epochs": np.array([0, 5, 5, 60])},
        {"epochs": np.array([-1, 5, 20, 60])},
        {"epochs": np.array([0.0, 5, 20, 60])},
        {"epochs": np.array([], dtype=int)},
        {"epochs": np.arange(5)},
        {"parameters": np.zeros((12, 7))},
        {"of": {"model": "Other"}},
        {"of": {"model": "Autoencoder", "layers": [35, 2], "seeds": None}},
        {"of": 7},
    ],
)
def test_a_file_that_does_not_fit_together(tmp_path, taken, damage):
    path = tmp_path / "film.npz"
    taken[0].save(path)
    config, arrays = load_weights(path)
    for name, value in damage.items():
        (config if name == "of" else arrays)[name] = value
    save_weights(path, config, arrays)
    with pytest.raises(ValueError, match="does not describe Snapshots"):
        Snapshots.load(path)


def test_what_cannot_be_is_said(letters, taken):
    for wrong in ("ten", 2.5, None, [1, "2"]):
        with pytest.raises(TypeError, match="epochs must be"):
            Snapshots(wrong)
    for wrong in (0, -3, [], [-1]):
        with pytest.raises(ValueError, match="epochs"):
            Snapshots(wrong)
    with pytest.raises(KeyError, match="epoch 7 was not kept; the nearest is 5"):
        taken[0].at(7)
    empty = Snapshots(100)
    assert len(empty) == 0
    assert repr(empty).endswith("wanted)")
    for ask in (lambda: empty.seeds, lambda: empty[0], lambda: empty.save("x.npz")):
        with pytest.raises(ValueError, match="are empty"):
            ask()
