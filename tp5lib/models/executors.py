"""Where a training runs: here, or on several processor cores, the seeds dealt out to processes."""

import os
import pickle
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager

from tp5lib.models.turns import train

_THREADS = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
_LOOK_SECONDS = 0.05
_AT_ONCE = -1  # for `_stop`, which else is the epoch after which to stop; 0 for none
_environment = threading.Lock()
# Set in each worker process when it starts.
_stop = _epochs = None


def check_can_be_sent(training, dumps=pickle.dumps, by_value=False):
    """Raise TypeError, naming the argument, if a part of a training cannot leave the process.

    Parameters
    ----------
    training : Training
    dumps : callable
        What it is pickled by.
    by_value : bool
        Whether that takes functions of a notebook along.
    """
    settings, parts = training.settings, dict(training.objective.keywords)
    given = {
        "noise": settings.noise,
        "learning_rate": settings.learning_rate,
        "optimizer": settings.optimizer,
        "loss": parts.pop("loss"),
        "beta": parts.pop("beta", None),
        "activation": parts,  # the layers
    }
    # In a notebook there is no file from which a worker could import what a cell has defined.
    notebook = not by_value and not hasattr(sys.modules["__main__"], "__file__")
    for name, value in given.items():
        try:
            content = dumps(value)
        except Exception as error:
            raise _cannot_be_sent(name, value) from error
        if notebook and b"__main__" in content:
            raise _cannot_be_sent(name, value)


def _cannot_be_sent(name, value):
    return TypeError(
        f"{name} cannot be sent to worker processes: {value!r}; "
        "define it at the top of a module and import it, or train in this process"
    )


def run_in_processes(trainings, report, interruption):
    """Run trainings in processes of their own, one each.

    Parameters
    ----------
    trainings : list of Training
    report : callable
        Called with the epochs done, now and then.
    interruption : Interruption
        Which is entered. At the first request all stop at the end of an epoch, at the second
        at once. Where a process has died, the others stop at the end of an epoch as well.

    Returns
    -------
    list of Trained or Exception
        What each gave, or why its process did not end well.
    """
    # Imported here: whoever trains in one process need not wait for it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fresh interpreter each: a fork of a process that has threads, as a kernel has, may hang.
    context = multiprocessing.get_context("spawn")
    # Plain shared memory: a process that dies can take no lock with it.
    stop, epochs = context.RawValue("l", 0), context.RawArray("l", len(trainings))
    began = time.monotonic()
    interruption.hold()
    with ExitStack() as stack:
        # A pool for each: where one process dies, the pool of the others is whole.
        pools = [
            stack.enter_context(ProcessPoolExecutor(1, context, _start_worker, (stop, epochs)))
            for _ in trainings
        ]
        with _one_thread_each(), _not_interrupted():
            tasks = zip(pools, enumerate(trainings), strict=True)
            futures = [pool.submit(_train, *task) for pool, task in tasks]
        while running := [i for i, future in enumerate(futures) if not future.done()]:
            time.sleep(_LOOK_SECONDS)
            report(min(epochs[i] for i in running))
            dead = any(future.done() and future.exception() for future in futures)
            if (interruption.requests or dead) and not stop.value:
                # All are to stop after the same epoch, so one that none has reached yet, also
                # none that has ended; but nobody catches up with one that has died.
                furthest = max(epochs[i] for i in (running if dead else range(len(epochs))))
                pace = furthest / (time.monotonic() - began)
                stop.value = furthest + 1 + int(pace * _LOOK_SECONDS)
            if interruption.requests > 1:
                stop.value = _AT_ONCE
    return [future.exception() or future.result() for future in futures]


@contextmanager
def worker_pool(workers):
    """A process pool, of one thread for matrix products each, that ends with this process.

    Where the block is left by an exception, Ctrl-C for one, its processes are ended at once.

    Parameters
    ----------
    workers : int
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    stop = context.RawValue("l", 0)
    pool = ProcessPoolExecutor(workers, context, _start_worker, (stop, None))
    try:
        # They are started now, as long as the settings hold.
        with _one_thread_each(), _not_interrupted():
            for future in [pool.submit(time.sleep, 0.1) for _ in range(workers)]:
                future.result()
        yield pool
    except BaseException:
        stop.value = _AT_ONCE
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent):
    """End this process when its parent has ended, of whatever it died, or is told to stop."""
    while parent.is_alive() and _stop.value != _AT_ONCE:
        parent.join(_LOOK_SECONDS)
    os._exit(1)


def _train(index, training):
    def report(epoch):
        _epochs[index] = epoch
        return 0 < _stop.value <= epoch

    return sendable(train(training, report))


def sendable(trained):
    """Return what a training gave, with an error that can be sent to another process."""
    try:
        pickle.loads(pickle.dumps(trained.error))
    except Exception:
        trained.error = RuntimeError(repr(trained.error))
    return trained
