"""Controls that ipywidgets lacks: a pad, an editor of pixels, a clock, names for sliders.

Each is a Python class, and a JavaScript file that draws it; the style sheet is shared.
"""

from tp5lib.explorers.controls.hidden import Clock, SliderNames
from tp5lib.explorers.controls.pad import Pad
from tp5lib.explorers.controls.pixel_editor import PixelEditor

__all__ = ["Clock", "Pad", "PixelEditor", "SliderNames"]
