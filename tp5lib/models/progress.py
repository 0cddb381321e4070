"""A progress bar that leaves no trace."""

import sys
from contextlib import contextmanager

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


@contextmanager
def progress_bar(total, show=None):
    """Give tqdm's bar for so many epochs, or None: a context manager.

    Unless `show` says so, it is shown where a person can see it: on a terminal, or in a notebook
    that is run by hand. There it floats at the foot of the page and puts nothing into the cell,
    so that nothing of it can be saved; that takes anywidget, without which there is no bar.
    """
    ipython = sys.modules.get("IPython")
    kernel = getattr(ipython and ipython.get_ipython(), "kernel", None)
    if show is None and kernel is None:
        show = sys.stderr is not None and sys.stderr.isatty()
    elif show is None:
        # A front end that can answer input() has a person in front of it; nbclient, nbconvert
        # and nbval, which run notebooks unattended, say that they cannot.
        show = getattr(kernel, "_allow_stdin", False)
    try:
        if show:
            from tqdm import tqdm  # here: it is optional, and not needed where nobody looks

            file = sys.stderr if kernel is None else _foot_of_the_page()
    except ImportError:
        show = False
    if not show:
        yield None
        return
    how = {"desc": "training", "unit": " epochs", "leave": False}
    how |= {"delay": _DELAY_SECONDS, "mininterval": 0.2}
    try:
        with tqdm(total=total, file=file, **how) as bar:
            yield bar
    finally:
        if kernel is not None:
            file.close()


def _foot_of_the_page():
    """Return a text file, as tqdm takes it, whose last line floats at the foot of a notebook.

    It is a widget that is never displayed: its JavaScript adds the line to the page itself.
    """
    import traitlets
    from anywidget import AnyWidget

    class Foot(AnyWidget):
        _esm = _ESM
        encoding = "utf-8"  # by which tqdm knows that it may draw with blocks
        text = traitlets.Unicode("").tag(sync=True)

        def write(self, text):
            self.text = text.strip("\r\n ") or self.text

        def flush(self):
            pass

    return Foot()
