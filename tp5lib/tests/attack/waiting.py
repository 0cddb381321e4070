"""Seconds that count: without those in which a process waited for a processor.

How soon something is noticed is promised of this library. How long a crowded machine keeps a
process that could go on from going on is not, and must not make an attack fail.
"""

import threading
import time
from pathlib import Path

_LOOK_SECONDS = 0.01


def waited(number):
    """Return how long the main thread of a process has waited for a processor, in seconds.

    0.0 where there is no such process, or the system does not tell: only Linux does.
    """
    try:
        return int(Path(f"/proc/{number}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class Stopwatch:
    """Measures from now on how long something takes that some processes do.

    Parameters
    ----------
    processes : iterable of int
        Their numbers. They do it side by side, so that the longest wait among them counts.

    Attributes
    ----------
    longest : float
        That wait, in seconds.
    """

    def __init__(self, processes):
        self._before = {number: waited(number) for number in processes}
        self.longest, self._done = 0.0, threading.Event()
        self._began = time.monotonic()
        # Looked at all the time, since a process that has ended tells nothing.
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        while not self._done.wait(_LOOK_SECONDS):
            for number, before in self._before.items():
                self.longest = max(self.longest, waited(number) - before)

    def seconds(self):
        """Return what it took so far, without the longest wait, and stop watching."""
        seconds = time.monotonic() - self._began
        self._done.set()
        self._thread.join()
        return max(0.0, seconds - self.longest)
