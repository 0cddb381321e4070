"""Runs on any executor, of this machine or of others, in slices that share nothing.

What a slice needs travels with it, and it comes back after a while with all that it takes to go
on, on any other worker. So progress is seen, an interruption waits for the slices under way, and
a worker that is lost costs one slice, without a channel to the workers.
"""

import multiprocessing
import os
import signal
import socket
import threading
import time
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from functools import lru_cache

from tp5lib.checks import require
from tp5lib.models.training import run

require("cluster", "cloudpickle", "threadpoolctl")

import cloudpickle  # noqa: E402 (an import that may fail comes after its check)
import threadpoolctl  # noqa: E402

# Seconds: a first slice is short, so that something is seen soon, later ones grow, so that what
# travels is little beside what is trained.
_FIRST, _LONGEST, _LOOK = 2.0, 60.0, 0.05


def workers_of(executor):
    """Return how many tasks an executor does at once, as far as it says so."""
    client = getattr(executor, "_client", None)  # Dask's
    if client is not None:
        return sum(client.ncores().values())
    return getattr(executor, "_max_workers", None) or os.cpu_count()


def run_on(executor, parts, until, look):
    """Train parts as `training.run` does, but side by side on an executor, which is left open.

    `look` is called several times a second, and returns how many interruptions there were: after
    the first no slice is sent any more, after the second none is waited for. Returned are the
    errors that functions of the caller raised, a list, and why workers were lost, a dict by seed;
    such a seed is where it last came back. A TypeError names what is set and cannot be sent.
    """
    for name, value in vars(parts[0].settings).items():
        try:
            cloudpickle.dumps(value)
        except Exception as error:
            raise TypeError(f"{name} cannot be sent to workers: {value!r} ({error})") from error
    under_way, errors, lost = {}, [], {}  # (part, seconds) by its future
    waiting = [(part, _FIRST) for part in parts]
    while waiting or under_way:
        for part, seconds in waiting:
            if part.going and part.epoch < until:
                content = cloudpickle.dumps(part)
                try:
                    future = executor.submit(train_slice, content, until, seconds, here())
                    under_way[future] = part, seconds
                except (RuntimeError, OSError) as error:  # a pool that takes nothing more
                    lost |= dict.fromkeys(part.seeds, error)
        waiting = []
        for future in wait(under_way, _LOOK, FIRST_COMPLETED).done:
            sent, seconds = under_way.pop(future)
            error = CancelledError() if future.cancelled() else future.exception()
            if error is not None:
                lost |= dict.fromkeys(sent.seeds, error)
                continue
            back, error = cloudpickle.loads(future.result())
            place = parts.index(sent)
            parts[place : place + 1] = back
            if error is not None:
                errors.append(error)
            elif not errors and not look():
                waiting += [(part, min(2 * seconds, _LONGEST)) for part in back]
        if look() > 1:
            for future in under_way:
                future.cancel()
            break
    return errors, lost


def train_slice(content, until, seconds, caller):
    """Train a part for some seconds, at most up to an epoch; what a worker does, wherever it is.

    `content` is the `Training` as it was sent; returned are, as bytes, the list of trainings
    that came of it, and an error or None.
    """
    settle_in(caller)
    parts, error = [cloudpickle.loads(content)], None
    end = time.monotonic() + seconds
    try:
        run(parts, until, lambda: time.monotonic() >= end)
    except Exception as failure:  # of a function that the caller gave
        error = failure
    try:
        return cloudpickle.dumps((parts, error))
    except Exception:  # the error cannot be sent
        return cloudpickle.dumps((parts, RuntimeError(repr(error))))


def here():
    """Return what tells this process from any other."""
    return socket.gethostname(), os.getpid()


def settle_in(caller):
    """Make a worker's process one that trains for another, `caller`; nothing in `caller` itself.

    Its matrix products use one thread, lest the workers get in each other's way; it is deaf to
    Ctrl-C, which a terminal sends to all processes; and it ends when its parent has ended, which
    the pools of the standard library do not see to.
    """
    if caller != here():
        _settle_once(here())


@lru_cache
def _settle_once(process):
    threadpoolctl.threadpool_limits(1)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (parent := multiprocessing.parent_process()) is not None:

        def follow():
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def blas_kernel():
    """Return the name of the kernel that computes matrix products here."""
    found = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    return "{internal_api} {version} {architecture}".format(**found[0]) if found else "unknown"
