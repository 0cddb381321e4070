"""Training elsewhere: by slices on threads and processes, which are lost, or interrupted.

Processes that die, and what a terminal interrupts, are in the tests of the attack.
"""

import itertools
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from types import SimpleNamespace

import cloudpickle
import numpy as np
import pytest
import threadpoolctl

from tp5lib import Adaptive, Autoencoder, TrainingInterrupted, WorkerError
from tp5lib.tests.models.conftest import LAYERS, Threads, same

FIT = {"epochs": 40, "learning_rate": 0.02}


def threads_of_blas():
    pools = threadpoolctl.threadpool_info()
    return [pool["num_threads"] for pool in pools if pool["user_api"] == "blas"]


@pytest.mark.program
def test_a_process_gives_the_bytes_of_a_fit_here_and_multiplies_in_one_thread(kind, letters):
    """So do threads, as the tests of seeds try, but these leave the caller its own."""
    x, share, before = letters.x, 0.9, threads_of_blas()
    fit = FIT | {"learning_rate": Adaptive(0.02, patience=3, growth_patience=2), "batch_size": 8}
    # A function that is in no module travels as well.
    fit["noise"] = lambda data, rng: np.where(rng.random(data.shape) < share, data, 0)
    a, b = (kind(LAYERS, seeds=range(3)) for _ in range(2))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for executor, resume in ((pool, False), (Threads(), True)):
            one = a.fit(x, **fit, resume=resume)
            two = b.fit(x, **fit, resume=resume, executor=executor)
            same(a.parameters, b.parameters)
            np.testing.assert_equal(vars(one), vars(two))
        assert pool.submit(threads_of_blas).result() == [1]
    assert threads_of_blas() == before


def test_what_cannot_be_sent_is_named_before_anything_starts(letters):
    model, fresh = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    lock = multiprocessing.Lock()
    with pytest.raises(TypeError, match="noise"):
        model.fit(letters.x, **FIT, noise=lambda x, rng: lock and x, executor=Threads())
    with pytest.raises(ValueError, match=r"callback.*executor="):
        model.fit(letters.x, **FIT, callback=print, executor=Threads())
    same(model.parameters, fresh.parameters)


def lose(*arguments):
    raise ConnectionError("the worker is gone")


class Watched(Threads):
    """Threads of which one is lost where `look`, which is given a task's seeds, says so."""

    def __init__(self, look):
        super().__init__()
        self.look = look

    def submit(self, train, content, *arguments):
        lost = self.look(cloudpickle.loads(content).seeds)
        return super().submit(lose if lost else train, content, *arguments)


def test_seeds_that_are_lost_are_named_and_catch_up(letters):
    tasks = []

    def dies(seeds):
        tasks.extend(seeds)
        return seeds == (7,) and tasks.count(7) == 5

    model, whole = (Autoencoder(LAYERS, seeds=[3, 7]) for _ in range(2))
    with pytest.raises(WorkerError, match=r"seeds \[7\] .*gone") as error:
        model.fit(letters.x, **FIT, executor=Watched(dies))
    history = error.value.history
    assert history.stopped == ("epochs", "lost")
    assert history.epochs.tolist() == [40, 4]
    same(model.loss(letters.x), history.best_loss)
    model.fit(letters.x, epochs=50 - 4, learning_rate=0.02, resume=True)
    whole.fit(letters.x, epochs=50, learning_rate=0.02)
    same(model.parameters, whole.parameters)


def test_seeds_of_one_epoch_may_have_made_other_updates(letters):
    """One was taken by nobody, and caught up in mini-batches, of which an epoch has more."""
    model, batches = Autoencoder(LAYERS, seeds=[3, 7]), {"batch_size": 8, "resume": True}
    executor = Watched(lambda seeds: seeds == (7,) and lose())
    with pytest.raises(WorkerError, match=r"seeds \[7\] ") as error:
        model.fit(letters.x, **FIT, executor=executor)
    assert error.value.history.stopped == ("epochs", "lost")
    model.fit(letters.x, **FIT, **batches)
    one = model.for_seed(7)
    for each in (one, model):
        each.fit(letters.x, **FIT, **batches)
    same(one.parameters, model.parameters[1])


class Unsendable(LookupError):
    def __reduce__(self):
        raise TypeError


def fail(error, x, rng):
    if rng.random() > 0.9:
        raise error("of the caller")
    return x


@pytest.mark.parametrize(("error", "told"), [(LookupError,) * 2, (Unsendable, RuntimeError)])
def test_an_error_of_a_callers_function_ends_the_training(letters, error, told):
    model, endless = Autoencoder(LAYERS, seeds=range(2)), {"epochs": 1_000_000_000}
    with pytest.raises(told, match="of the caller") as caught:  # the other is sent no more
        model.fit(letters.x, **endless, executor=Threads(), noise=partial(fail, error))
    assert "keeps its weights" in caught.value.__notes__[0]


def test_the_first_interruption_waits_for_the_slices_under_way(letters, interrupt):
    model, whole = (Autoencoder(LAYERS, seeds=range(3)) for _ in range(2))
    tasks = itertools.count(1)
    executor = Watched(lambda seeds: next(tasks) == 8 and interrupt())
    with pytest.raises(TrainingInterrupted, match="resume=True") as error:
        model.fit(letters.x, **FIT, executor=executor)
    history = error.value.history
    assert history.stopped == ("interrupted",) * 3
    done, last = history.epochs, history.epochs.max() + 5
    assert 6 <= done.sum() < 3 * 40
    model.fit(letters.x, epochs=int(last - done.min()), learning_rate=0.02, resume=True)
    whole.fit(letters.x, epochs=int(last), learning_rate=0.02)
    same(model.parameters, whole.parameters)


def test_the_second_interruption_waits_for_nothing(letters, interrupt):
    model, fresh = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    endless = SimpleNamespace(_max_workers=2, submit=lambda *task: interrupt() or Future())
    with pytest.raises(TrainingInterrupted) as error:
        model.fit(letters.x, **FIT, executor=endless)
    assert error.value.history.epochs.tolist() == [0, 0]
    same(model.parameters, fresh.parameters)
