"""A progress bar that leaves no trace."""

import sys

# A training shorter than this shows no bar.
_DELAY_SECONDS = 1.0


class ProgressBar:
    """The epochs of a training, counted as they pass; a context manager.

    Parameters
    ----------
    total : int
        Epochs.
    show : bool or None
        None shows the bar where a person can see it: on a terminal, or in a notebook that
        is run by hand. True shows it always, False never.

    Notes
    -----
    In a notebook the bar is a display of its own, which is emptied when it ends: what the
    cell has printed stays.
    """

    def __init__(self, total, show=None):
        self._total = total
        self._kernel = _kernel()
        self._show = _somebody_watches(self._kernel) if show is None else show
        self._bar = None

    def __enter__(self):
        if self._show:
            self._bar = self._make()
        return self

    def _make(self):
        # Imported here: it is optional, and not needed where nobody looks.
        try:
            from tqdm import tqdm
        except ImportError:
            return None
        settings = {
            "total": self._total,
            "desc": "training",
            "unit": " epochs",
            "leave": False,
            "delay": _DELAY_SECONDS,
            "mininterval": 0.2,
        }
        return tqdm(**settings) if self._kernel is None else tqdm(**settings, file=_Display())

    def reach(self, epoch):
        """Move the bar to `epoch`."""
        if self._bar is not None and epoch > self._bar.n:
            self._bar.update(epoch - self._bar.n)

    def __exit__(self, *exception):
        if self._bar is not None:
            self._bar.close()
            if self._kernel is not None:
                self._bar.fp.clear()


class _Display:
    """A text file, as tqdm takes it, of which a notebook shows the last line."""

    def __init__(self):
        self._handle = None

    def write(self, text):
        line = text.strip("\r\n ")
        if not line:
            return
        from IPython.display import display

        bundle = {"text/plain": line}
        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def flush(self):
        pass

    def clear(self):
        if self._handle is not None:
            self._handle.update({}, raw=True)


def _kernel():
    """The Jupyter kernel this runs in, or None."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    return getattr(shell, "kernel", None)


def _somebody_watches(kernel):
    if kernel is None:
        return sys.stderr is not None and sys.stderr.isatty()
    # A front end that can answer input() has a person in front of it; nbclient, nbconvert
    # and nbval, which run notebooks unattended, say that they cannot.
    return bool(getattr(kernel, "_allow_stdin", False))
