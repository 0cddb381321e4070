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
    In a notebook the bar is taken away when it ends, so that it is not saved with the
    notebook. That clears what the cell has put out so far; let a long training come first
    in its cell.
    """

    def __init__(self, total, show=None):
        self._total = total
        self._kernel = _kernel()
        self._show = _somebody_watches(self._kernel) if show is None else show
        self._bar = None

    def __enter__(self):
        if self._show:
            # Imported here: in a notebook it brings IPython and ipywidgets with it.
            from tqdm.auto import tqdm

            self._bar = tqdm(
                total=self._total,
                desc="training",
                unit=" epochs",
                leave=False,
                delay=_DELAY_SECONDS,
                mininterval=0.2,
            )
        return self

    def reach(self, epoch):
        """Move the bar to `epoch`."""
        if self._bar is not None:
            self._bar.update(epoch - self._bar.n)

    def __exit__(self, *exception):
        if self._bar is None:
            return
        seconds = self._bar.format_dict["elapsed"]
        self._bar.close()
        if self._kernel is not None and seconds >= _DELAY_SECONDS:
            from IPython.display import clear_output

            clear_output()


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
