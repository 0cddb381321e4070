"""What a page does for an explorer without being seen."""

from pathlib import Path

import traitlets
from anywidget import AnyWidget

FILES = Path(__file__).parent


class Clock(AnyWidget):
    """Ticks as fast as pictures are seen, and stands still when nobody looks.

    Attributes
    ----------
    drawn : int
        How many pictures the kernel has drawn.
    seen : int
        The last `drawn` that the page has shown; several views of one page count as one.
    """

    _esm = FILES / "clock.js"

    drawn = traitlets.Int(0).tag(sync=True)
    seen = traitlets.Int(0).tag(sync=True)


class SliderNames(AnyWidget):
    """Gives the sliders of its explorer accessible names, and has them tell what they show."""

    _esm = FILES / "slider_names.js"
