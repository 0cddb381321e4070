"""Trainings that are interrupted, and worker processes that die, at any moment."""

import multiprocessing
import os
import signal
import threading
import time

import numpy as np

from tp5lib import Autoencoder, TrainingInterrupted, load_letters
from tp5lib.models.history import WorkerError
from tp5lib.tests.attack.tally import Tally
from tp5lib.tests.attack.waiting import Stopwatch

X = load_letters().x
LAYERS = [35, 5, 2, 5, 35]
SETTINGS = {"learning_rate": 0.01, "loss": "bce"}
FOREVER = 100_000_000  # epochs
NOTICED_SECONDS = 2.0
_MOST_SECONDS = 60.0  # more means that it hangs


def _agrees(model, history, places):
    """Say whether the weights of some seeds have the loss that the history tells."""
    found = model.loss(X, loss="bce")[places]
    return np.allclose(found, history.best_loss, rtol=1e-6, atol=0)


def interruptions(workers, end, number):
    """Interrupt trainings, as a terminal does, until the clock says `end`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    tally = Tally(f"interruptions, {workers} worker{'s' * (workers > 1)}")
    rng = np.random.default_rng(number)
    longest = 0.05 if workers == 1 else 1.2
    while tally.going(end):
        model = Autoencoder(LAYERS, seeds=range(3))
        before, sent = model.parameters.copy(), []
        delay, epochs = rng.uniform(0, longest), int(rng.choice([30, FOREVER, FOREVER]))

        def strike(delay=delay, sent=sent):
            time.sleep(delay)
            sent.append(time.monotonic())
            os.killpg(0, signal.SIGINT)

        thread = threading.Thread(target=strike)
        try:
            try:
                thread.start()
                model.fit(X, epochs=epochs, workers=workers, progress=False, **SETTINGS)
            finally:
                seconds = time.monotonic() - sent[0] if sent else 0.0
                thread.join()
        except TrainingInterrupted as error:
            _check_interrupted(tally, model, before, error)
        except KeyboardInterrupt:  # before it began or after its end
            if epochs == FOREVER and (model.parameters != before).any():
                tally.fail("KeyboardInterrupt from a training that had begun")
        except BaseException as error:
            tally.fail(f"{type(error).__name__}: {error}")
        tally.tried += 1
        tally.worst = max(tally.worst, seconds)
        if seconds > _MOST_SECONDS:
            tally.fail(f"it took {seconds:.0f} s")
        if multiprocessing.active_children():
            tally.fail("worker processes are left")
    return tally


def _check_interrupted(tally, model, before, error):
    history, text = error.history, str(error)
    if history is None:
        if (model.parameters != before).any():
            tally.fail(f"weights changed without a History: {text}")
    elif not _agrees(model, history, slice(None)):
        tally.fail(f"weights and History differ: {text}")
    elif "resume=True" in text:
        models = [model.for_seed(s) for s in model.seeds] if "alone" in text else [model]
        further = [one.fit(X, epochs=1, resume=True, **SETTINGS) for one in models]
        starts = np.concatenate([np.atleast_1d(one.start) for one in further])
        if (starts != history.epochs).any():
            tally.fail(f"resumed at {starts}, not {history.epochs}")
    elif "starts afresh" not in text and "come to its end" not in text:
        tally.fail(f"it does not say how to go on: {text}")


def dead_workers(end, number):
    """Kill one of two worker processes at a time until the clock says `end`."""
    tally, rng = Tally("dead workers"), np.random.default_rng(number)
    environment = dict(os.environ)
    while tally.going(end):
        model, killed = Autoencoder(LAYERS, seeds=range(4)), []
        before = model.parameters.copy()
        delay, which = rng.exponential(0.4), int(rng.integers(2))

        def kill(delay=delay, which=which, killed=killed):
            while len(found := multiprocessing.active_children()) < 2:
                time.sleep(0.001)
            time.sleep(delay)
            killed.append(Stopwatch([os.getpid(), found[1 - which].pid]))
            os.kill(found[which].pid, signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            model.fit(X, epochs=FOREVER, workers=2, progress=False, **SETTINGS)
            tally.fail("no error")
        except WorkerError as error:
            _check_lost(tally, model, before, error, killed[0].seconds())
        except BaseException as error:
            tally.fail(f"{type(error).__name__}: {error}")
        thread.join()
        tally.tried += 1
        if dict(os.environ) != environment:
            tally.fail("the environment has changed")
    return tally


def _check_lost(tally, model, before, error, seconds):
    tally.worst = max(tally.worst, seconds)
    kept = [] if error.history is None else list(error.history.seeds)
    lost = [seed for seed in range(4) if seed not in kept]
    if seconds > NOTICED_SECONDS:
        tally.fail(f"noticed after {seconds:.1f} s")
    if kept not in ([0, 1], [2, 3]):
        tally.fail(f"seeds {kept} were kept: {error}")
    elif not _agrees(model, error.history, kept):
        tally.fail("weights and History of the others differ")
    if f"seeds {', '.join(map(str, lost))} are as they were" not in str(error):
        tally.fail(f"it does not name {lost}: {error}")
    if (model.parameters[lost] != before[lost]).any():
        tally.fail("the weights of lost seeds have changed")


def train_for_ever():
    """Train with two workers; what a parent that is to die does."""
    print("ready", flush=True)
    model = Autoencoder(LAYERS, seeds=range(4))
    model.fit(X, epochs=FOREVER, workers=2, progress=False, **SETTINGS)
