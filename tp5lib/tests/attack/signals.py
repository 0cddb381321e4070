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
from tp5lib.tests.attack.waiting import Stopwatch

X = load_letters().x
LAYERS = [35, 5, 2, 5, 35]
SETTINGS = {"learning_rate": 0.01, "loss": "bce", "progress": False}
FOREVER = 100_000_000  # epochs
NOTICED_SECONDS = 2.0
_MOST_SECONDS = 60.0  # more means that it hangs


@contextmanager
def two_workers():
    """A pool of two fresh processes, which have imported what they need."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, fresh, settle_in, (here(),)) as pool:
        for done in [pool.submit(time.sleep, 0.3) for _ in range(2)]:
            done.result()
        yield pool


def _agrees(model, history):
    """Say whether the weights have the losses that the history tells, where it knows one."""
    known = np.isfinite(history.best_loss)
    found, told = model.loss(X, loss="bce")[known], history.best_loss[known]
    return np.allclose(found, told, rtol=1e-6, atol=0) and not history.epochs[~known].any()


def interruptions(workers, end, number):
    """Interrupt trainings, as a terminal does, until the clock says `end`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    tally = Tally(f"interruptions, {workers} worker{'s' * (workers > 1)}")
    rng = np.random.default_rng(number)
    longest = 0.05 if workers == 1 else 1.2
    with nullcontext() if workers == 1 else two_workers() as executor:
        while tally.going(end):
            _interrupt_one(tally, executor, rng.uniform(0, longest), rng.choice([30, FOREVER]))
    return tally


def _interrupt_one(tally, executor, delay, epochs):
    model, sent = Autoencoder(LAYERS, seeds=range(3)), []
    before = model.parameters.copy()

    def strike():
        time.sleep(delay)
        sent.append(time.monotonic())
        os.killpg(0, signal.SIGINT)

    thread = threading.Thread(target=strike)
    try:
        try:
            thread.start()
            model.fit(X, epochs=int(epochs), executor=executor, **SETTINGS)
        finally:
            seconds = time.monotonic() - sent[0] if sent else 0.0
            thread.join()
    except TrainingInterrupted as error:
        _check_interrupted(tally, model, error)
    except KeyboardInterrupt:  # before it began or after its end
        if epochs == FOREVER and (model.parameters != before).any():
            tally.fail("KeyboardInterrupt from a training that had begun")
    except BaseException as error:
        tally.fail(f"{type(error).__name__}: {error}")
    tally.tried += 1
    tally.worst = max(tally.worst, seconds)
    if seconds > _MOST_SECONDS:
        tally.fail(f"it took {seconds:.0f} s")


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


def dead_workers(end, number):
    """Kill one of two worker processes at a time until the clock says `end`."""
    tally, rng = Tally("dead workers"), np.random.default_rng(number)
    environment = dict(os.environ)
    while tally.going(end):
        model, killed = Autoencoder(LAYERS, seeds=range(4)), []
        delay, which = rng.exponential(0.4), int(rng.integers(2))
        with two_workers() as pool:
            workers = sorted(pool._processes)

            def kill(workers=workers, delay=delay, which=which, killed=killed):
                time.sleep(delay)
                killed.append(Stopwatch([os.getpid(), workers[1 - which]]))
                os.kill(workers[which], signal.SIGKILL)

            thread = threading.Thread(target=kill)
            thread.start()
            try:
                model.fit(X, epochs=FOREVER, executor=pool, **SETTINGS)
                tally.fail("no error")
            except WorkerError as error:
                thread.join()
                _check_lost(tally, model, error, killed[0].seconds())
            except BaseException as error:
                tally.fail(f"{type(error).__name__}: {error}")
            thread.join()
        tally.tried += 1
        if dict(os.environ) != environment:
            tally.fail("the environment has changed")
    return tally


def _check_lost(tally, model, error, seconds):
    """A pool of processes is lost as a whole."""
    tally.worst = max(tally.worst, seconds)
    if seconds > NOTICED_SECONDS:
        tally.fail(f"noticed after {seconds:.1f} s")
    if error.history.stopped != ("lost",) * 4 or "seeds [0, 1, 2, 3] " not in str(error):
        tally.fail(f"it does not name all seeds: {error}")
    if not _agrees(model, error.history):
        tally.fail("weights and History differ")


def train_for_ever():
    """Train with two workers; what a parent that is to die does."""
    print("ready", flush=True)
    with two_workers() as pool:
        Autoencoder(LAYERS, seeds=range(4)).fit(X, epochs=FOREVER, executor=pool, **SETTINGS)
