"""Processes that are killed while they write, and while their workers train."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tp5lib import Autoencoder, load_model
from tp5lib.files import write_atomically
from tp5lib.tests.attack.tally import Tally

MOST_SECONDS = 15.0  # that workers may outlive their parent, on a crowded machine
_SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_NUMBERS = 20_000  # in the texts that are written


def write_for_ever(folder):
    """Write weights and texts, each whole only if all its numbers are the same."""
    folder, number = Path(folder), os.getpid()
    print("ready", flush=True)
    model = Autoencoder([35, 30, 2, 30, 35], seeds=range(3))
    while True:
        number += 1
        model.parameters[:] = number
        model.save(folder / "weights.npz")
        for name in ("results.json", "README.md"):
            write_atomically(folder / name, json.dumps([number] * _NUMBERS) + "\n")


def look(folder):
    """Read what stands there; returns what is not whole."""
    wrong = []
    for path in sorted(Path(folder).glob("[!.]*")):  # a killed writer leaves hidden parts
        try:
            if path.suffix == ".npz":
                numbers = load_model(path).parameters.ravel().tolist()
            else:
                numbers = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            wrong.append(f"{path.name}: {error}")
        else:
            wrong += [] if len(set(numbers)) == 1 else [f"{path.name} is mixed"]
    return wrong


@contextlib.contextmanager
def started(code):
    """A program in a session of its own, which has said that it is ready; at the end it dies."""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    process.stdout.readline()
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def kills(end, seed):
    """Let two processes write the same files, read them, and kill both, until `end`."""
    killed, races = Tally("kill -9 while writing"), Tally("files read while two write them")
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        code = f"from tp5lib.tests.attack import deaths; deaths.write_for_ever({folder!r})"
        while killed.going(end):
            with started(code), started(code):
                stop = time.monotonic() + rng.uniform(0, 0.4)
                while races.going(stop):
                    races.tried += 3
                    for wrong in look(folder):
                        races.fail(wrong)
            killed.tried += 2
            for wrong in look(folder):
                killed.fail(wrong)
    return [killed, races]


def dead_parents(end, seed):
    """End programs whose workers train, by several signals, until `end`."""
    tally, rng = Tally("dead parents"), np.random.default_rng(seed)
    code = (
        "from tp5lib.tests.attack.signals import train_for_ever\n"
        "if __name__ == '__main__': train_for_ever()"
    )
    while tally.going(end):
        with started(code) as parent:
            time.sleep(rng.uniform(0, 2))
            began = time.monotonic()
            os.kill(parent.pid, int(rng.choice(_SIGNALS)))
            # Whoever holds the pipe lives; it reads as ended when the last has died.
            select.select([parent.stdout], [], [], 2 * MOST_SECONDS)
            tally.waited(time.monotonic() - began, MOST_SECONDS)
        tally.tried += 1
    return [tally]
