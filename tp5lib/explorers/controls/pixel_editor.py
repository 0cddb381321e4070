"""A small image that is drawn pixel by pixel."""

import numpy as np
import traitlets

from tp5lib.explorers.controls.control import Control
from tp5lib.explorers.controls.hidden import FILES


class PixelEditor(Control):
    """A small black and white image, drawn by mouse, by touch, by keys, or from code.

    A click flips a pixel, and dragging draws in the same colour. The arrow keys move a frame,
    Space flips the pixel in it, Delete clears all.

    Parameters
    ----------
    pixels : array_like, shape (rows, columns)
        What is drawn at first; its shape stays.

    Attributes
    ----------
    pixels : ndarray, shape (rows, columns)
        A copy of the image, 0 or 1; assign to it to draw from code.
    value : tuple of int, length rows * columns
        The same row by row: what `observe` reports.

    Raises
    ------
    ValueError
        If an image has another shape, or a pixel is neither 0 nor 1.
    """

    _esm = FILES / "pixel_editor.js"

    shape = traitlets.Tuple(read_only=True).tag(sync=True)

    def __init__(self, pixels, *, description="drawing"):
        self.set_trait("shape", np.shape(pixels))
        super().__init__(value=self._flat(pixels), description=description)

    @property
    def pixels(self):
        return np.array(self.value, dtype=np.float64).reshape(self.shape)

    @pixels.setter
    def pixels(self, image):
        self.value = self._flat(image)

    @traitlets.validate("value")
    def _check(self, proposal):
        value = np.asarray(proposal["value"])
        if value.shape != (np.prod(self.shape),) or not np.isin(value, (0, 1)).all():
            raise ValueError(f"value must hold {np.prod(self.shape)} pixels, 0 or 1, row by row")
        return tuple(value.astype(int).tolist())

    def _flat(self, image):
        if np.shape(image) != self.shape:
            raise ValueError(f"pixels must have the shape {self.shape}, not {np.shape(image)}")
        return tuple(np.ravel(image).tolist())
