"""Where a training runs: here, or on several processor cores, the seeds dealt out to processes."""

import os
import pickle
import signal
import sys
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from tp5lib.models.history import WorkerError
from tp5lib.models.interruption import Interruption
from tp5lib.models.training import Trainer

_THREADS = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
_LOOK_SECONDS = 0.05
_environment = threading.Lock()
# Set in each worker process when it starts.
_stop = _epochs = None


def deal_out(places, workers):
    """Cut a list of seeds into as many parts as there are workers, as equal as can be."""
    bounds = [len(places) * part // workers for part in range(workers + 1)]
    return [places[a:b] for a, b in pairwise(bounds)]


def check_can_be_sent(training):
    """Raise TypeError, naming the argument, if a part of a training cannot leave the process."""
    settings = training.settings
    given = {
        "noise": settings.noise,
        "learning_rate": settings.learning_rate,
        "optimizer": settings.optimizer,
        "loss": training.objective,
    }
    # In a notebook there is no file from which a worker could import what a cell has defined.
    notebook = not hasattr(sys.modules["__main__"], "__file__")
    for name, value in given.items():
        try:
            content = pickle.dumps(value)
        except Exception as error:
            raise _cannot_be_sent(name, value) from error
        if notebook and b"__main__" in content:
            raise _cannot_be_sent(name, value)


def _cannot_be_sent(name, value):
    return TypeError(
        f"{name} cannot be sent to worker processes: {value!r}; "
        "define it at the top of a module and import it, or leave out workers="
    )


def run_in_processes(trainings, report):
    """Run trainings in processes of their own, one each.

    Parameters
    ----------
    trainings : list of Training
    report : callable
        Called with the epochs done, now and then.

    Returns
    -------
    list of Trained

    Raises
    ------
    WorkerError
        If a process died; `trained` holds the results of the others, None in place of its own.
    """
    # Imported here: whoever trains in one process need not wait for it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fresh interpreter each: a fork of a process that has threads, as a kernel has, may hang.
    context = multiprocessing.get_context("spawn")
    # Plain shared memory: a process that dies can take no lock with it.
    stop, epochs = context.RawValue("l", 0), context.RawArray("l", len(trainings))
    began = time.monotonic()
    shared = (stop, epochs)
    with (
        Interruption() as interruption,
        ProcessPoolExecutor(len(trainings), context, _start_worker, shared) as pool,
    ):
        with _one_thread_each(), _not_interrupted():
            futures = [pool.submit(_train, *task) for task in enumerate(trainings)]
        while not all(future.done() for future in futures):
            try:
                time.sleep(_LOOK_SECONDS)
                report(min(epochs))
            except KeyboardInterrupt:
                interruption.requested = True
            if interruption.requested and not stop.value:
                # All are to stop after the same epoch, so one that none has reached yet.
                pace = max(epochs) / (time.monotonic() - began)
                stop.value = max(epochs) + 1 + int(pace * _LOOK_SECONDS)
    errors = [future.exception() for future in futures]
    lost = [t.seeds for t, error in zip(trainings, errors, strict=True) if error is not None]
    if lost:
        seeds = ", ".join(str(seed) for group in lost for seed in group)
        first = next(error for error in errors if error is not None)
        error = WorkerError(
            f"a worker process ended early, and seeds {seeds} are lost: {first} (In a script, "
            'fit with workers= must stand under if __name__ == "__main__":)'
        )
        error.trained = [None if e else f.result() for f, e in zip(futures, errors, strict=True)]
        raise error from first
    return [future.result() for future in futures]


@contextmanager
def _one_thread_each():
    """Let processes that start now use one thread for matrix products.

    With as many threads in each as there are cores, they would get in each other's way. The
    lock keeps a second training from taking these settings for those of the user.
    """
    with _environment:
        before = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextmanager
def _not_interrupted():
    """Let processes that start now be deaf to Ctrl-C, which a terminal sends to all of them.

    The signal's mask is inherited, so they are so from their first moment; an interruption
    that comes meanwhile reaches this process afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(stop, epochs):
    import multiprocessing

    global _stop, _epochs
    _stop, _epochs = stop, epochs
    # The parent says when to stop, so that the weights come back.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent):
    """End this process when its parent has, of whatever it died."""
    parent.join()
    os._exit(1)


def _train(index, training):
    def report(epoch):
        _epochs[index] = epoch
        return _stop.value and epoch >= _stop.value

    trained = Trainer(training).run(report)
    _epochs[index] = training.settings.epochs
    return trained


def joined(parts, places):
    """Put what groups of seeds have given side by side.

    Parameters
    ----------
    parts : list of Trained
    places : list of list of int
        Of the seeds of each part among all.

    Returns
    -------
    Trained
        In the order of the places.
    """
    order = np.argsort(np.concatenate(places))
    names = parts[0].state
    generators = [generator for part in parts for generator in part.generators]
    return type(parts[0])(
        np.concatenate([part.parameters for part in parts])[order],
        [generators[place] for place in order],
        type(parts[0].history).join([part.history for part in parts], order),
        {name: np.concatenate([part.state[name] for part in parts])[order] for name in names},
    )
