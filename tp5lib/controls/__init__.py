"""Controls that ipywidgets lacks: a pad for the latent plane, and an editor of pixels."""

from tp5lib.controls.pad import Pad
from tp5lib.controls.pixel_editor import PixelEditor

__all__ = ["Pad", "PixelEditor"]
