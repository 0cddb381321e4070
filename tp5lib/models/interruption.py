"""Ctrl-C, or a notebook's stop button, put off to a moment at which nothing is half done."""

import signal
import threading


class Interruption:
    """Puts an interruption off to the end of the epoch; a context manager.

    The first one is only noted, in `requested`. A second raises KeyboardInterrupt at once, as
    ever, or where the block is `held`, when that ends.

    Notes
    -----
    Signals reach the main thread only, so elsewhere it changes nothing; nor does it where
    interruptions are ignored, or handled by the program in a way of its own.
    """

    def __init__(self):
        self.requested = self._held = self._raise = False
        self._before = None

    def __enter__(self):
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *exception):
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number, frame):
        if self.requested and not self._held:
            raise KeyboardInterrupt
        self._raise = self.requested
        self.requested = True

    def hold(self):
        """Let nothing interrupt what follows, until `release`."""
        self._held = True

    def release(self):
        """Raise what was put off since `hold`, if it was asked for twice."""
        self._held = False
        if self._raise:
            self._raise = False
            raise KeyboardInterrupt
