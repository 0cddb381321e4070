"""A progress bar that leaves no trace."""

import sys

# What takes less shows no bar.
_DELAY_SECONDS = 1.0
_ESM = """
function initialize({ model }) {
  const line = document.createElement("pre");
  line.setAttribute("role", "status");
  line.style.cssText = `position: fixed; bottom: 24px; right: 24px; margin: 0; z-index: 99;
    padding: 6px 12px; background: #222; color: white; border-radius: 4px;`;
  const show = () => {
    line.textContent = model.get("text");
    line.hidden = line.textContent === "";
  };
  model.on("change:text", show);
  show();
  document.body.append(line);
  return () => line.remove();
}
export default { initialize };
"""


class ProgressBar:
    """The epochs of a run, counted as they pass; a context manager.

    Parameters
    ----------
    total : int
        Epochs.
    show : bool or None
        None shows the bar where a person can see it: on a terminal, or in a notebook that
        is run by hand. True shows it always, False never.
    form : str, optional
        How it looks, in tqdm's terms; with epochs unless given.

    Notes
    -----
    In a notebook the bar floats at the foot of the page and puts nothing into the cell, so
    that nothing of it can be saved. That takes anywidget; without it there is no bar.
    """

    def __init__(self, total, show=None, form=None):
        self._total, self._form, self._bar = total, form, None
        ipython = sys.modules.get("IPython")
        shell = ipython and ipython.get_ipython()
        self._kernel = getattr(shell, "kernel", None)
        self._show = self._somebody_watches() if show is None else show

    def _somebody_watches(self):
        if self._kernel is None:
            return sys.stderr is not None and sys.stderr.isatty()
        # A front end that can answer input() has a person in front of it; nbclient, nbconvert
        # and nbval, which run notebooks unattended, say that they cannot.
        return bool(getattr(self._kernel, "_allow_stdin", False))

    def __enter__(self):
        if self._show:
            try:
                from tqdm import tqdm  # here: it is optional, and not needed where nobody looks

                file = sys.stderr if self._kernel is None else _foot_of_the_page()
            except ImportError:
                return self
            self._bar = tqdm(
                total=self._total,
                desc="training",
                unit=" epochs",
                bar_format=self._form,
                leave=False,
                delay=_DELAY_SECONDS,
                mininterval=0.2,
                file=file,
                ascii=None if self._kernel is None else False,
            )
        return self

    @property
    def shown(self):
        """Whether there is a bar at all."""
        return self._bar is not None

    def reach(self, epoch, what=None):
        """Move the bar to `epoch`, and say `what` is being done, if that is given."""
        if self._bar is None:
            return
        if what is not None:
            self._bar.set_description_str(what, refresh=False)
        if epoch > self._bar.n:
            self._bar.update(epoch - self._bar.n)

    def say(self, line):
        """Print a line, above the bar if there is one."""
        if self._bar is None:
            print(line, flush=True)
        else:
            self._bar.write(line)

    def __exit__(self, *exception):
        if self._bar is not None:
            self._bar.close()
            if self._kernel is not None:
                self._bar.fp.close()


def _foot_of_the_page():
    """Return a text file, as tqdm takes it, whose last line floats at the foot of a notebook.

    It is the model of a widget that is never displayed: its JavaScript adds the line to the
    page itself, and takes it away when the model is closed.
    """
    import traitlets
    from anywidget import AnyWidget

    class Foot(AnyWidget):
        _esm = _ESM
        text = traitlets.Unicode("").tag(sync=True)

        def write(self, text):
            self.text = text.strip("\r\n ") or self.text

        def flush(self):
            pass

    return Foot()
