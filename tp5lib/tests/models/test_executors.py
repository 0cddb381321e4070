"""Training elsewhere: by slices on threads and processes, which are lost, or interrupted."""

import multiprocessing
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor

import cloudpickle
import numpy as np
import pytest

from tp5lib import Adaptive, Autoencoder, TrainingInterrupted, WorkerError
from tp5lib.tests.models.conftest import LAYERS, same

FIT = {"epochs": 40, "learning_rate": 0.02}


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("more", [{}, {"batch_size": 8, "noise": 0.1}, {"patience": 5}])
def test_processes_give_the_bytes_of_a_fit_here(kind, letters, processes, more):
    """As threads do, which the tests of seeds try."""
    x = np.stack([np.random.default_rng(1).permuted(letters.x, axis=i % 2) for i in range(3)])
    rule, share = Adaptive(0.02, patience=3, growth_patience=2), 0.9
    fit = FIT | {"learning_rate": rule, "min_delta": 1e-3, "validation_data": x[:, :4]} | more
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


def die_on_a_blank(x, rng):
    if not x.any():
        os._exit(9)
    return x


def test_a_process_that_dies_is_told(letters):
    x, model = np.stack([letters.x, 0 * letters.x]), Autoencoder(LAYERS, seeds=[3, 7])
    before = model.parameters[1].copy()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(WorkerError, match=r"seeds \[(3, )?7\]") as error:
            model.fit(x, **FIT, noise=die_on_a_blank, executor=pool)
        with pytest.raises(WorkerError, match=r"seeds \[3, 7\]"):  # the pool is broken
            model.fit(x, **FIT, executor=pool)
    assert error.value.history.stopped[1] == "lost"
    same(model.parameters[1], before)


def fail_on_a_blank(x, rng):
    if not x.any():
        raise LookupError("of the caller")
    return x


def test_an_error_of_a_callers_function_ends_the_training(letters, threads):
    model, x = Autoencoder(LAYERS, seeds=range(2)), np.stack([0 * letters.x, letters.x])
    with pytest.raises(LookupError, match="of the caller") as caught:  # the other is sent no more
        model.fit(x, epochs=1_000_000_000, executor=threads, noise=fail_on_a_blank)
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


POOL = '''
import multiprocessing, os, signal, threadpoolctl
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from tp5lib import Autoencoder, TrainingInterrupted, load_letters
from tp5lib.models import executors

X, executors._FIRST = load_letters().x, 0.2

def threads():
    return [p["num_threads"] for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas"]

class Striking:
    """A pool that strikes when the first slice has come back, and the next is sent."""

    _max_workers, tasks = 2, 0

    def __init__(self, pool, strike):
        self.pool, self.strike = pool, strike

    def submit(self, *task):
        self.tasks += 1
        if self.tasks == 3:
            self.strike()
        return self.pool.submit(*task)

def processes(count, context="spawn", *more):
    return ProcessPoolExecutor(count, multiprocessing.get_context(context), *more)

def fit(pool, epochs=2):
    Autoencoder([35, 9, 35], seeds=range(2)).fit(X, epochs=epochs, executor=pool)

if __name__ == "__main__":
'''
MULTIPLYING = """
    before = threads()
    with ThreadPoolExecutor(2) as pool:
        fit(pool)
    for context in ("spawn", "fork"):
        with processes(1, context) as pool:
            fit(pool)
            print(set(pool.submit(threads).result()))
    print(threads() == before, "OPENBLAS_NUM_THREADS" in os.environ)
"""
INTERRUPTED = """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with processes(2) as pool:
        try:
            fit(Striking(pool, lambda: os.killpg(0, signal.SIGINT)), epochs=10**9)
        except TrainingInterrupted as error:
            print(error.history.stopped, (error.history.epochs > 0).any())
        print(pool.submit(threads).result())  # they are alive
"""
ORPHANED = """
    with processes(2, "spawn", executors.settle_in, (executors.here(),)) as pool:
        fit(Striking(pool, lambda: os.kill(os.getpid(), signal.SIGKILL)), epochs=10**9)
"""


def test_workers_multiply_in_one_thread_and_the_caller_as_before(script):
    out, err = script(POOL + MULTIPLYING).communicate(timeout=120)
    inherited = "OPENBLAS_NUM_THREADS" in os.environ
    assert out.splitlines() == ["{1}", "{1}", f"True {inherited}"], err


def test_a_terminal_interrupts_all_processes_at_once(script):
    out, err = script(POOL + INTERRUPTED).communicate(timeout=120)
    assert err == ""
    assert out.splitlines() == ["('interrupted', 'interrupted') True", "[1]"]


def test_workers_end_with_their_parent(script):
    process = script(POOL + ORPHANED)
    # Whoever holds the pipes keeps them open, so all workers have ended as well.
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
