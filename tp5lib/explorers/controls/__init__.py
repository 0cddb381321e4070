"""Controls that ipywidgets lacks: a pad for the latent plane, and an editor of pixels.

Each is a Python class, and a JavaScript file that draws it; both share the style sheet.
A browser may set nothing but what a hand moves.
"""

from tp5lib.explorers.controls.pad import Pad
from tp5lib.explorers.controls.pixel_editor import PixelEditor

__all__ = ["Pad", "PixelEditor"]
