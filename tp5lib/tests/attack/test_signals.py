"""Processes that are killed while they write or train, or interrupted, at any moment."""

import contextlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tp5lib import Autoencoder, TrainingInterrupted, WorkerError, load_letters, load_model
from tp5lib.files import write_atomically
from tp5lib.models.executors import here, settle_in

SEED = int(os.environ.get("TP5LIB_ATTACK", 0))
X = load_letters().x
SETTINGS = {"learning_rate": 0.01, "loss": "bce", "progress": False}
FOREVER = 100_000_000  # epochs
DEATHS = signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT
SECONDS = 15.0  # in which all is over, on a crowded machine


@contextlib.contextmanager
def program(call):
    """A program that calls a function of this module, in a session of its own, and then dies."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import *; {call}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@contextlib.contextmanager
def two_workers():
    """A pool of two fresh processes, which have imported what they need."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, fresh, settle_in, (here(),)) as pool:
        # One that is still starting is not deaf to Ctrl-C, and would be lost.
        while len({*pool.map(number_of_process, range(2))}) < 2:
            pass
        yield pool


def number_of_process(_):
    time.sleep(0.1)
    return os.getpid()


@contextlib.contextmanager
def after(delay, strike):
    """Strike some seconds from now."""
    timer = threading.Timer(delay, strike)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def agrees(model, history):
    """Say whether the weights have the losses that the history tells, where it knows one."""
    known = np.isfinite(history.best_loss)
    found, told = model.loss(X, loss="bce")[known], history.best_loss[known]
    return np.allclose(found, told, rtol=1e-6, atol=0) and not history.epochs[~known].any()


def write_for_ever(folder):
    """Write weights and a text, each whole only if all its numbers are the same."""
    print("ready", flush=True)
    folder, number, model = Path(folder), os.getpid(), Autoencoder([35, 30, 2, 30, 35])
    while True:
        number += 1
        model.parameters[:] = number
        model.save(folder / "weights.npz")
        write_atomically(folder / "results.json", json.dumps([number] * 20_000))


def assert_whole(folder):
    if (path := folder / "weights.npz").exists():
        assert len(set(load_model(path).parameters.tolist())) == 1
    if (path := folder / "results.json").exists():
        assert len(set(json.loads(path.read_bytes()))) == 1


def test_what_two_programs_write_is_whole_whenever_it_is_read_or_they_are_killed(tmp_path):
    rng, call = np.random.default_rng(SEED), f"write_for_ever({str(tmp_path)!r})"
    for _ in range(2):
        with program(call), program(call):
            stop = time.monotonic() + rng.uniform(0, 0.4)
            while time.monotonic() < stop:
                assert_whole(tmp_path)
        assert_whole(tmp_path)


def train_for_ever():
    """Train with two workers; what a parent that is to die does."""
    for death in DEATHS:  # what runs in the background may have been told to ignore some
        signal.signal(death, signal.SIG_DFL)
    with two_workers() as pool:
        print("ready", flush=True)
        model = Autoencoder([35, 5, 35], seeds=range(4))
        model.fit(X, epochs=FOREVER, executor=pool, **SETTINGS)


def test_workers_end_with_their_parent():
    with program("train_for_ever()") as parent:
        time.sleep(np.random.default_rng(SEED).uniform(0, 2))
        parent.send_signal([signal.SIGKILL, *DEATHS][SEED % 4])
        # Whoever holds the pipes lives, so it returns when the last worker has ended.
        parent.communicate(timeout=SECONDS)


def test_a_worker_that_dies_is_told_with_its_seeds():
    model, rng = Autoencoder([35, 5, 35], seeds=range(4)), np.random.default_rng(SEED)
    with two_workers() as pool:
        number = int(rng.choice(list(pool._processes)))
        with (
            after(rng.exponential(0.4), lambda: os.kill(number, signal.SIGKILL)),
            pytest.raises(WorkerError, match=r"seeds \[0, 1, 2, 3\] ") as error,
        ):
            model.fit(X, epochs=FOREVER, executor=pool, **SETTINGS)
    assert error.value.history.stopped == ("lost",) * 4  # such a pool is lost as a whole
    assert agrees(model, error.value.history)


def interrupt(workers):
    """Interrupt runs, as a terminal does, now and then near their beginning or their end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print("ready", flush=True)
    rng = np.random.default_rng(SEED)
    with two_workers() if workers > 1 else contextlib.nullcontext() as pool:
        for epochs in rng.choice([30, FOREVER], 2 if workers > 1 else 12).tolist():
            model, delay = Autoencoder([35, 5, 35], seeds=range(3)), 1.2 if workers > 1 else 0.05
            before = model.parameters.copy()
            try:
                with after(rng.uniform(0, delay), lambda: os.killpg(0, signal.SIGINT)):
                    model.fit(X, epochs=epochs, executor=pool, **SETTINGS)
            except TrainingInterrupted as error:
                history = error.history
                assert agrees(model, history)
                assert workers == 1 or history.epochs.all()  # slices under way were waited for
                if "resume=True" in str(error):
                    further = model.fit(X, epochs=1, resume=True, **SETTINGS)
                    assert (further.start == history.epochs).all()
                    assert agrees(model, further)
            except KeyboardInterrupt:  # before it began or after its end
                assert epochs != FOREVER or (model.parameters == before).all()
    print("done")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_loses_nothing_whenever_it_comes(workers):
    with program(f"interrupt({workers})") as process:
        out, err = process.communicate(timeout=120)
    assert (out, err) == ("done\n", "")
