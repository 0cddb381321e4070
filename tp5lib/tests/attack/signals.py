"""Trainings that are interrupted, and worker processes that die, at any moment."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext

import numpy as np

from tp5lib import Autoencoder, TrainingInterrupted, WorkerError, load_letters
from tp5lib.models.executors import here, settle_in
from tp5lib.tests.attack.tally import Tally

X = load_letters().x
LAYERS = [35, 5, 2, 5, 35]
SETTINGS = {"learning_rate": 0.01, "loss": "bce", "progress": False}
FOREVER = 100_000_000  # epochs
_NOTICED_SECONDS = 15.0  # on a crowded machine
_MOST_SECONDS = 60.0  # more means that it hangs


@contextmanager
def two_workers():
    """A pool of two fresh processes, which have imported what they need."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, fresh, settle_in, (here(),)) as pool:
        for done in [pool.submit(time.sleep, 0.3) for _ in range(2)]:
            done.result()
        yield pool


@contextmanager
def after(delay, strike):
    """Strike in a thread, some seconds from now; gives a list, with the time when it is done."""
    struck = []

    def wait():
        time.sleep(delay)
        struck.append(time.monotonic())
        strike()

    thread = threading.Thread(target=wait)
    try:
        thread.start()
        yield struck
    finally:
        thread.join()


def train_for_ever():
    """Train with two workers; what a parent that is to die does."""
    print("ready", flush=True)
    with two_workers() as pool:
        Autoencoder(LAYERS, seeds=range(4)).fit(X, epochs=FOREVER, executor=pool, **SETTINGS)


def _agrees(model, history):
    """Say whether the weights have the losses that the history tells, where it knows one."""
    known = np.isfinite(history.best_loss)
    found, told = model.loss(X, loss="bce")[known], history.best_loss[known]
    return np.allclose(found, told, rtol=1e-6, atol=0) and not history.epochs[~known].any()


def interruptions(workers, end, seed):
    """Interrupt trainings, as a terminal does, until the clock says `end`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    tally, rng = Tally(f"interruptions, {workers} worker(s)"), np.random.default_rng(seed)
    longest = 0.05 if workers == 1 else 1.2
    with nullcontext() if workers == 1 else two_workers() as executor:
        while tally.going(end):
            _interrupt_one(tally, executor, rng.uniform(0, longest), rng.choice([30, FOREVER]))
    return [tally]


def _interrupt_one(tally, executor, delay, epochs):
    model = Autoencoder(LAYERS, seeds=range(3))
    before = model.parameters.copy()
    try:
        with after(delay, lambda: os.killpg(0, signal.SIGINT)) as sent:
            model.fit(X, epochs=int(epochs), executor=executor, **SETTINGS)
    except TrainingInterrupted as error:
        tally.waited(time.monotonic() - sent[0], _MOST_SECONDS)
        _check_interrupted(tally, model, error)
    except KeyboardInterrupt:  # before it began or after its end
        if epochs == FOREVER and (model.parameters != before).any():
            tally.fail("KeyboardInterrupt from a training that had begun")
    except BaseException as error:
        tally.fail(f"{type(error).__name__}: {error}")
    tally.tried += 1


def _check_interrupted(tally, model, error):
    history, text = error.history, str(error)
    if not _agrees(model, history):
        tally.fail(f"weights and History differ: {text}")
    elif "resume=True" in text:
        further = model.fit(X, epochs=1, resume=True, **SETTINGS)
        if (further.start != history.epochs).any() or not _agrees(model, further):
            tally.fail(f"resumed at {further.start}, not {history.epochs}")
    elif "starts afresh" not in text and "come to its end" not in text:
        tally.fail(f"it does not say how to go on: {text}")


def dead_workers(end, seed):
    """Kill one of two worker processes at a time until the clock says `end`."""
    tally, rng = Tally("dead workers"), np.random.default_rng(seed)
    environment = dict(os.environ)
    while tally.going(end):
        model, delay = Autoencoder(LAYERS, seeds=range(4)), rng.exponential(0.4)
        with two_workers() as pool:
            number = int(rng.choice(list(pool._processes)))
            kill = lambda number=number: os.kill(number, signal.SIGKILL)  # noqa: E731
            try:
                with after(delay, kill) as struck:
                    model.fit(X, epochs=FOREVER, executor=pool, **SETTINGS)
                tally.fail("no error")
            except WorkerError as error:
                tally.waited(time.monotonic() - struck[0], _NOTICED_SECONDS)
                _check_lost(tally, model, error)
            except BaseException as error:
                tally.fail(f"{type(error).__name__}: {error}")
        tally.tried += 1
    if dict(os.environ) != environment:
        tally.fail("the environment has changed")
    return [tally]


def _check_lost(tally, model, error):
    """A pool of processes is lost as a whole."""
    if error.history.stopped != ("lost",) * 4 or "seeds [0, 1, 2, 3] " not in str(error):
        tally.fail(f"it does not name all seeds: {error}")
    if not _agrees(model, error.history):
        tally.fail("weights and History differ")
