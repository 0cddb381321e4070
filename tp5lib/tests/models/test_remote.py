"""Training on any executor: in pieces, with pieces that are lost, and interrupted."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from tp5lib import (
    Autoencoder,
    DivergenceError,
    TrainingInterrupted,
    VariationalAutoencoder,
    WorkerError,
)
from tp5lib.models import fitting, remote

LAYERS = [35, 9, 2, 9, 35]
SETTINGS = {"epochs": 40, "learning_rate": 0.02}


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def short_pieces(monkeypatch):
    """Pieces of one epoch each."""
    monkeypatch.setattr(remote, "_PIECE_SECONDS", 0)


@pytest.mark.parametrize("more", [{}, {"batch_size": 8, "noise": 0.1}, {"patience": 5}])
@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_pieces_give_the_bytes_of_a_fit(letters, pool, short_pieces, kind, more):
    fit = SETTINGS | more | ({"min_delta": 1e-3} if "patience" in more else {})
    here, there = kind(LAYERS, seeds=range(3)), kind(LAYERS, seeds=range(3))
    a = here.fit(letters.x, **fit, validation=letters.x[:4])
    b = there.fit(letters.x, **fit, validation=letters.x[:4], executor=pool)
    np.testing.assert_array_equal(here.parameters, there.parameters)
    for name in ("loss", "learning_rate", "validation_loss", "best_loss", "best_epoch", "epochs"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
    assert a.stopped == b.stopped
    assert a.terms.keys() == b.terms.keys()
    # And what follows is the same as well.
    if "patience" not in more:
        here.fit(letters.x, **fit, resume=True)
        there.fit(letters.x, **fit, resume=True, executor=pool, workers=2)
        np.testing.assert_array_equal(here.parameters, there.parameters)


def test_an_interruption_ends_all_seeds_after_one_epoch(
    letters, pool, short_pieces, interrupt, monkeypatch
):
    reached = []

    def reach(bar, epoch):
        if epoch >= 3 and not reached:
            reached.append(interrupt())

    model, whole = (Autoencoder(LAYERS, seeds=range(3)) for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(fitting.ProgressBar, "reach", reach)
        with pytest.raises(TrainingInterrupted, match=r"resume=True\) goes on") as error:
            model.fit(letters.x, epochs=10_000, learning_rate=0.02, executor=pool)
    history = error.value.history
    done = int(history.epochs[0])
    assert set(history.epochs) == {done}
    assert 3 <= done < 10_000
    assert history.stopped == ("interrupted",) * 3
    model.fit(letters.x, epochs=20, learning_rate=0.02, resume=True)
    whole.fit(letters.x, epochs=done + 20, learning_rate=0.02)
    np.testing.assert_array_equal(model.parameters, whole.parameters)


class NoWorkers:
    """An executor whose tasks are never begun."""

    def submit(self, *task):
        return Future()


def test_a_second_interruption_waits_for_nothing(letters, interrupt, monkeypatch):
    monkeypatch.setattr(fitting.ProgressBar, "reach", lambda bar, epoch: interrupt())
    model = Autoencoder(LAYERS, seeds=range(2))
    before = model.parameters.copy()
    with pytest.raises(TrainingInterrupted, match="at once; seeds 0, 1 are as they were"):
        model.fit(letters.x, **SETTINGS, executor=NoWorkers())
    np.testing.assert_array_equal(model.parameters, before)


class Unreliable:
    """An executor of one worker that dies when the `deaths` say so, by number of the task."""

    def __init__(self, deaths):
        self.deaths, self.tasks = deaths, 0

    def submit(self, function, *arguments):
        future, self.tasks = Future(), self.tasks + 1
        if self.deaths(self.tasks, arguments):
            future.set_exception(ConnectionError("the worker is gone"))
        else:
            future.set_result(function(*arguments))
        return future


def test_a_piece_whose_worker_died_is_trained_again(letters, short_pieces):
    here, there = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    here.fit(letters.x, **SETTINGS)
    engine = Unreliable(lambda number, arguments: number % 3 == 0)
    there.fit(letters.x, **SETTINGS, executor=engine)
    assert engine.tasks > 100
    np.testing.assert_array_equal(here.parameters, there.parameters)


def test_seeds_that_are_lost_are_named_and_the_others_kept(letters, short_pieces):
    def deaths(number, arguments):
        return remote.pickle.loads(arguments[0]).seeds == (7,)

    model, alone = Autoencoder(LAYERS, seeds=[3, 7]), Autoencoder(LAYERS, seed=3)
    before = model.parameters[1].copy()
    with pytest.raises(WorkerError, match="seeds 7 are as they were: the worker is gone") as error:
        model.fit(letters.x, **SETTINGS, executor=Unreliable(deaths))
    assert error.value.history.seeds == (3,)
    alone.fit(letters.x, **SETTINGS)
    np.testing.assert_array_equal(model.parameters[0], alone.parameters)
    np.testing.assert_array_equal(model.parameters[1], before)


def die(x, rng):
    os._exit(9)


def test_a_pool_that_breaks_is_told(letters):
    context = multiprocessing.get_context("spawn")
    model = Autoencoder(LAYERS, seeds=range(2))
    lost = pytest.raises(WorkerError, match="seeds 0, 1 are as they were")
    with ProcessPoolExecutor(1, context) as pool, lost:
        model.fit(letters.x, **SETTINGS, noise=die, executor=pool, workers=2)
    with pytest.raises(WorkerError, match="not usable anymore"):
        model.fit(letters.x, **SETTINGS, executor=pool)


def test_a_diverging_seed_and_an_error_of_ones_own_are_told_as_ever(letters, pool, short_pieces):
    x = np.stack([letters.x, letters.x * 1e200])
    model = Autoencoder(LAYERS, seeds=[3, 4], activation="relu", output="identity")
    with pytest.raises(DivergenceError, match="seed 4") as caught:
        model.fit(x, **SETTINGS, executor=pool)
    assert caught.value.history.stopped == ("epochs", "diverged")
    with pytest.raises(ValueError, match="noise must return"):
        Autoencoder(LAYERS, seeds=range(2)).fit(
            letters.x, **SETTINGS, noise=too_bright, executor=pool
        )


def too_bright(x, rng):
    return x + 2


def test_what_cannot_be_sent_and_what_is_no_executor_is_told_at_once(letters, pool, monkeypatch):
    model = Autoencoder(LAYERS, seeds=range(2))
    with pytest.raises(TypeError, match=r"executor must be a concurrent.futures.Executor"):
        model.fit(letters.x, **SETTINGS, executor="dask")
    with pytest.raises(ValueError, match="callback needs the model in this process"):
        model.fit(letters.x, **SETTINGS, executor=pool, callback=print)
    monkeypatch.setattr(remote, "dumps", remote.pickle.dumps)
    with pytest.raises(TypeError, match="noise cannot be sent"):
        model.fit(letters.x, **SETTINGS, executor=pool, noise=lambda x, rng: x)


def test_cloudpickle_takes_functions_along(letters, pool):
    pytest.importorskip("cloudpickle")
    share = 0.2
    model = Autoencoder(LAYERS, seeds=range(2))
    history = model.fit(
        letters.x,
        **SETTINGS,
        executor=pool,
        noise=lambda x, rng: np.where(rng.random(x.shape) < share, 0, x),
    )
    assert history.stopped == ("epochs", "epochs")
