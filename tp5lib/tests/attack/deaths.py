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
import psutil

from tp5lib import Autoencoder, load_model
from tp5lib.files import write_atomically
from tp5lib.tests.attack.tally import Tally
from tp5lib.tests.attack.waiting import Stopwatch

_END_SECONDS = 15.0
_HUNG_SECONDS = 30.0
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
        for name in ("results.json", "notebook.ipynb", "README.md"):
            write_atomically(folder / name, json.dumps([number] * _NUMBERS) + "\n")
        picture = b"\x89PNG" + number.to_bytes(8, "big") * _NUMBERS
        write_atomically(folder / "figure.png", picture)


def look(folder):
    """Read what stands there; returns what is not whole."""
    wrong = []
    for path in sorted(Path(folder).iterdir()):
        try:
            if path.suffix == ".npz":
                whole = len(set(load_model(path).parameters.ravel().tolist())) == 1
            elif path.suffix == ".png":
                content = path.read_bytes()
                whole = len(content) > 12 and content[4:] == content[4:12] * _NUMBERS
            elif path.suffix == ".part":
                continue
            else:
                numbers = json.loads(path.read_bytes())
                whole = len(numbers) == _NUMBERS and len(set(numbers)) == 1
        except (OSError, ValueError) as error:
            wrong.append(f"{path.name}: {error}")
        else:
            wrong += [] if whole else [f"{path.name} is mixed"]
    return wrong


def _start(code):
    command = [sys.executable, "-c", code]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


def _end(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def kills(end, number):
    """Let two processes write the same files, read them, and kill both, until `end`.

    Returns
    -------
    tuple of Tally
        Of the kills, and of what was read meanwhile.
    """
    killed, races = Tally("kill -9 while writing"), Tally("files read while two write them")
    rng = np.random.default_rng(number)
    code = "import sys; from tp5lib.tests.attack.deaths import write_for_ever; "
    with tempfile.TemporaryDirectory() as folder:
        code += f"write_for_ever({folder!r})"
        while killed.going(end):
            writers = [_start(code), _start(code)]
            for writer in writers:
                writer.stdout.readline()
            stop = time.monotonic() + rng.uniform(0, 0.4)
            while races.going(stop):
                races.tried += 5
                for wrong in look(folder):
                    races.fail(wrong)
            for writer in writers:
                _end(writer)
                killed.tried += 1
                for wrong in look(folder):
                    killed.fail(wrong)
    return killed, races


def _family(number):
    """Return the numbers of a process and of those that it has started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return [number, *(child.pid for child in psutil.Process(number).children(recursive=True))]
    return [number]


def dead_parents(end, number):
    """End programs whose workers train, by several signals, until `end`."""
    tally, rng = Tally("dead parents"), np.random.default_rng(number)
    code = (
        "from tp5lib.tests.attack.signals import train_for_ever\n"
        "if __name__ == '__main__': train_for_ever()"
    )
    while tally.going(end):
        parent = _start(code)
        parent.stdout.readline()
        time.sleep(rng.uniform(0, 2))
        stopwatch = Stopwatch(_family(parent.pid))
        with contextlib.suppress(ProcessLookupError):
            os.kill(parent.pid, int(rng.choice(_SIGNALS)))
        # Whoever holds the pipe lives; it reads as ended when the last has died.
        ended = select.select([parent.stdout], [], [], _HUNG_SECONDS)[0]
        seconds = stopwatch.seconds()
        tally.tried += 1
        tally.worst = max(tally.worst, seconds)
        if not ended or seconds > _END_SECONDS:
            tally.fail(f"workers live {seconds:.1f} s after their parent")
        _end(parent)
    return tally
