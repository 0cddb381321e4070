"""Training elsewhere: by slices on threads and processes, which are lost, or interrupted.

Processes that die, and what a terminal interrupts, are in the tests of the attack.
"""

import itertools
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import cloudpickle
import numpy as np
import pytest
import threadpoolctl

from tp5lib import Adaptive, Autoencoder, TrainingInterrupted, WorkerError
from tp5lib.tests.models.conftest import LAYERS, same

FIT = {"epochs": 40, "learning_rate": 0.02}


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.mark.program
@pytest.mark.parametrize("more", [{}, {"batch_size": 8, "noise": 0.1, "patience": 5}])
def test_processes_give_the_bytes_of_a_fit_here(kind, letters, processes, more):
    """As threads do, which the tests of seeds try."""
    x, rule, share = letters.x, Adaptive(0.02, patience=3, growth_patience=2), 0.9
    fit = FIT | {"learning_rate": rule, "min_delta": 1e-3, "validation_data": x[:4]} | more
    if not more:  # a function that is in no module travels as well
        fit["noise"] = lambda data, rng: np.where(rng.random(data.shape) < share, data, 0)
    a, b = (kind(LAYERS, seeds=range(3)) for _ in range(2))
    for resume in (False, True):
        one = a.fit(x, **fit, resume=resume)
        two = b.fit(x, **fit, resume=resume, executor=processes)
        same(a.parameters, b.parameters)
        assert one.stopped == two.stopped
        assert one.curves.keys() == two.curves.keys()
        for name in ("best_loss", "best_epoch", "start", "epochs", "initial_loss", *one.curves):
            same(getattr(one, name), getattr(two, name))


def test_what_cannot_be_sent_is_named_before_anything_starts(letters, threads):
    model, fresh = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    lock = multiprocessing.Lock()
    with pytest.raises(TypeError, match="noise"):
        model.fit(letters.x, **FIT, noise=lambda x, rng: lock and x, executor=threads)
    with pytest.raises(ValueError, match=r"callback.*executor="):
        model.fit(letters.x, **FIT, callback=print, executor=threads)
    same(model.parameters, fresh.parameters)


class Unreliable:
    """An executor of one worker, which is lost when `dies` says so of the task's seeds."""

    def __init__(self, dies):
        self.dies = dies

    def submit(self, function, content, *arguments):
        future = Future()
        if self.dies(cloudpickle.loads(content).seeds):
            future.set_exception(ConnectionError("the worker is gone"))
        else:
            future.set_result(function(content, *arguments))
        return future


def test_seeds_that_are_lost_are_named_and_catch_up(letters, short_slices):
    tasks = []

    def dies(seeds):
        tasks.extend(seeds)
        return seeds == (7,) and tasks.count(7) == 5

    model, whole = (Autoencoder(LAYERS, seeds=[3, 7]) for _ in range(2))
    with pytest.raises(WorkerError, match=r"seeds \[7\] .*gone") as error:
        model.fit(letters.x, **FIT, executor=Unreliable(dies))
    history = error.value.history
    assert history.stopped == ("epochs", "lost")
    assert history.epochs.tolist() == [40, 4]
    same(model.loss(letters.x), history.best_loss)
    model.fit(letters.x, epochs=50 - 4, learning_rate=0.02, resume=True)
    whole.fit(letters.x, epochs=50, learning_rate=0.02)
    same(model.parameters, whole.parameters)


def test_seeds_of_one_epoch_may_have_made_other_updates(letters, short_slices):
    """One was lost and caught up in mini-batches, of which an epoch has more."""
    model, batches = Autoencoder(LAYERS, seeds=[3, 7]), {"batch_size": 8, "resume": True}
    with pytest.raises(WorkerError):
        model.fit(letters.x, **FIT, executor=Unreliable(lambda seeds: seeds == (7,)))
    model.fit(letters.x, **FIT, **batches)
    one = model.for_seed(7)
    for each in (one, model):
        each.fit(letters.x, **FIT, **batches)
    same(one.parameters, model.parameters[1])


def test_an_executor_that_takes_no_more_loses_all_seeds(letters):
    """As a pool does whose process has died, which the attack tries."""
    model, fresh = (Autoencoder(LAYERS, seeds=[3, 7]) for _ in range(2))
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(WorkerError, match=r"seeds \[3, 7\]") as error:
        model.fit(letters.x, **FIT, executor=pool)
    assert error.value.history.stopped == ("lost",) * 2
    same(model.parameters, fresh.parameters)


CALLS = itertools.count()


def fail_once(x, rng):
    if next(CALLS) == 9:
        raise LookupError("of the caller")
    return x


def test_an_error_of_a_callers_function_ends_the_training(letters, threads):
    model, endless = Autoencoder(LAYERS, seeds=range(2)), {"epochs": 1_000_000_000}
    with pytest.raises(LookupError, match="of the caller") as caught:  # the other is sent no more
        model.fit(letters.x, **endless, executor=threads, noise=fail_once)
    assert "keeps its weights" in caught.value.__notes__[0]


class Striking:
    """An executor that strikes when it is given its eighth task; without a pool none is done."""

    _max_workers = 2

    def __init__(self, strike, pool=None):
        self.strike, self.pool, self.tasks = strike, pool, 0

    def submit(self, *task):
        self.tasks += 1
        if self.pool is None or self.tasks == 8:
            self.strike()
        return Future() if self.pool is None else self.pool.submit(*task)


def test_the_first_interruption_waits_for_the_slices_under_way(letters, threads, interrupt):
    model, whole = (Autoencoder(LAYERS, seeds=range(3)) for _ in range(2))
    with pytest.raises(TrainingInterrupted, match="resume=True") as error:
        model.fit(letters.x, **FIT | {"epochs": 400}, executor=Striking(interrupt, threads))
    history = error.value.history
    assert history.stopped == ("interrupted",) * 3
    done, last = history.epochs, history.epochs.max() + 5
    assert 6 <= done.sum() < 3 * 400
    model.fit(letters.x, epochs=int(last - done.min()), learning_rate=0.02, resume=True)
    whole.fit(letters.x, epochs=int(last), learning_rate=0.02)
    same(model.parameters, whole.parameters)


def test_the_second_interruption_waits_for_nothing(letters, interrupt):
    model, fresh = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    with pytest.raises(TrainingInterrupted) as error:
        model.fit(letters.x, **FIT, executor=Striking(interrupt))  # once a seed
    assert error.value.history.epochs.tolist() == [0, 0]
    same(model.parameters, fresh.parameters)


def threads_of_blas():
    pools = threadpoolctl.threadpool_info()
    return [pool["num_threads"] for pool in pools if pool["user_api"] == "blas"]


@pytest.mark.program
def test_workers_multiply_in_one_thread_and_the_caller_as_before(letters, threads):
    before = threads_of_blas()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for executor in (threads, pool):
            Autoencoder(LAYERS, seeds=range(2)).fit(letters.x, epochs=2, executor=executor)
        assert pool.submit(threads_of_blas).result() == [1]
    assert threads_of_blas() == before
