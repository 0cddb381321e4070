"""Training on several processor cores: the seeds are dealt out to processes."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

from tp5lib.models.history import DivergenceError, History

# Set in each worker process when it starts.
_stop = _epochs = None


def train_in_workers(model, data, settings, workers, report):
    """Train groups of a model's seeds in processes of their own.

    Parameters
    ----------
    model : Model
        Takes over the weights, and the state of the generators, that its parts end with.
    data : tuple
        The positional arguments of ``Model._train_here`` before `settings`.
    settings : dict
    workers : int
        How many processes.
    report : callable
        Called with the epochs done, now and then.

    Returns
    -------
    History
        Of all seeds, in the model's order.

    Raises
    ------
    DivergenceError
        If a loss is not finite in one of them; the others stop then.
    """
    count = len(model.seeds)
    bounds = [count * part // workers for part in range(workers + 1)]
    groups = [list(range(a, b)) for a, b in pairwise(bounds)]
    # A fresh interpreter each: a fork of a process that has threads, as a kernel has, may hang.
    context = multiprocessing.get_context("spawn")
    stop, epochs = context.Event(), context.Array("l", workers)
    with ProcessPoolExecutor(workers, context, _start_worker, (stop, epochs)) as pool:
        with _one_thread_each():
            futures = [
                pool.submit(_train_part, index, model._subset(group), data, settings)
                for index, group in enumerate(groups)
            ]
        _wait(futures, stop, epochs, report)
        parts = [future.result() for future in futures]
    for group, (parameters, generators, _, _) in zip(groups, parts, strict=True):
        model._parameters[group] = parameters
        for place, generator in zip(group, generators, strict=True):
            model._generators[place] = generator
    history = History.join([history for _, _, history, _ in parts])
    for *_, message in parts:
        if message is not None:
            raise DivergenceError(message, history)
    return history


@contextmanager
def _one_thread_each():
    """Let processes that start now use one thread for matrix products.

    With as many threads in each as there are cores, they would get in each other's way.
    """
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _wait(futures, stop, epochs, report):
    """Wait for all; pass an interruption, or the failure of one, on to the others."""
    while not all(future.done() for future in futures):
        try:
            time.sleep(0.05)
            report(min(epochs))
        except KeyboardInterrupt:
            stop.set()
        if any(future.done() and future.exception() is not None for future in futures):
            stop.set()


def _start_worker(stop, epochs):
    global _stop, _epochs
    _stop, _epochs = stop, epochs
    # The parent says when to stop, so that the best weights come back.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _train_part(index, model, data, settings):
    def report(epoch):
        _epochs[index] = epoch
        return _stop.is_set()

    try:
        history, message = model._train_here(*data, settings, report), None
    except DivergenceError as error:
        history, message = error.history, str(error)
        _stop.set()
    _epochs[index] = settings["epochs"]
    return model._parameters, model._generators, history, message
