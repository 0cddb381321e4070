"""A clock that ticks as fast as pictures are seen, and stands still when nobody looks."""

from pathlib import Path

import traitlets
from anywidget import AnyWidget

_FILES = Path(__file__).parent


class Clock(AnyWidget):
    """Counts pictures that were drawn, and hears from the page which of them it has shown.

    It takes no room on the page. A page that is hidden or closed shows nothing, so that who
    waits for `seen` does no work for it.

    Attributes
    ----------
    drawn : int
        Set by the kernel after each picture.
    seen : int
        The last `drawn` that the page has shown; several views of one page count as one.
    """

    _esm = _FILES / "clock.js"

    drawn = traitlets.Int(0).tag(sync=True)
    seen = traitlets.Int(0).tag(sync=True)

    def __repr__(self):
        return f"Clock({self.seen} of {self.drawn} pictures seen)"
