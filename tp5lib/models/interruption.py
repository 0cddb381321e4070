"""Ctrl-C, or a notebook's stop button, put off to a moment at which nothing is half done."""

import signal
import threading


class Interruption:
    """Puts an interruption off to the end of the epoch; a context manager.

    The first one is only counted. A second raises KeyboardInterrupt at once, as ever, but for
    what is `held`.

    Attributes
    ----------
    requests : int
        How many there were.

    Notes
    -----
    Signals reach the main thread only, so elsewhere it changes nothing; nor does it where
    interruptions are ignored, or handled by the program in a way of its own. One within another
    passes on what it is told.
    """

    def __init__(self):
        self.requests = 0
        self._held = self._due = False
        self._before = self._outer = None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            outer = getattr(handler, "__self__", None)
            self._outer = outer if isinstance(outer, Interruption) else None
            if handler is signal.default_int_handler or self._outer is not None:
                self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *exception):
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number, frame):
        self.requests += 1
        if self._outer is not None:
            self._outer.requests += 1
        if self.requests > 1:
            self._due = True
            if not self._held:
                raise KeyboardInterrupt

    def hold(self):
        """Let nothing interrupt what follows, until `release`."""
        self._held = True

    def release(self):
        """Raise what was put off since `hold`."""
        self._held = False
        if self._due:
            self._due = False
            raise KeyboardInterrupt
