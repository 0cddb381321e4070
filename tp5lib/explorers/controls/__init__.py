"""Controls that ipywidgets lacks: a pad for the latent plane, and an editor of pixels."""

from tp5lib.explorers.controls.pad import Pad
from tp5lib.explorers.controls.pixel_editor import PixelEditor

__all__ = ["Pad", "PixelEditor"]
