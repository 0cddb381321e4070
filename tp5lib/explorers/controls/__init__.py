"""Controls that ipywidgets lacks: a pad for the latent plane, an editor of pixels, a clock.

Each is a Python class, and a JavaScript file that draws it; both share the style sheet.
A browser may set nothing but what a hand moves.
"""

from tp5lib.explorers.controls.clock import Clock
from tp5lib.explorers.controls.pad import Pad
from tp5lib.explorers.controls.pixel_editor import PixelEditor

__all__ = ["Clock", "Pad", "PixelEditor"]
