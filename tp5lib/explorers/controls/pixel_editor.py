"""A small image that is drawn pixel by pixel."""

from pathlib import Path

import numpy as np
import traitlets
from anywidget import AnyWidget

from tp5lib.checks import check_integer

_FILES = Path(__file__).parent


class PixelEditor(AnyWidget):
    """A small black and white image, drawn by mouse, by touch, by keys, or from code.

    A click flips a pixel, and dragging draws in the same colour. The arrow keys move a frame,
    Space flips the pixel in it, Delete clears all.

    Parameters
    ----------
    pixels : array_like, shape (rows, columns), optional
        What is drawn at first; nothing unless given.
    shape : tuple of int
        (rows, columns); it stays as it is.
    description : str
        What the editor is for, written above it and read to those who do not see it.

    Attributes
    ----------
    pixels : ndarray, shape (rows, columns)
        A copy of the image, 0 or 1; assign to it to draw from code.
    value : tuple of int, length rows * columns
        The same row by row: what `observe` reports.

    Raises
    ------
    TypeError, ValueError
        If the image has not that shape, or a pixel is neither 0 nor 1.
    """

    _esm = _FILES / "pixel_editor.js"
    _css = _FILES / "controls.css"

    shape = traitlets.Tuple(traitlets.Int(), traitlets.Int(), read_only=True).tag(sync=True)
    value = traitlets.Tuple().tag(sync=True)
    description = traitlets.Unicode("drawing").tag(sync=True)

    def __init__(self, pixels=None, shape=(7, 5), **traits):
        rows, columns = shape
        self.set_trait("shape", (check_integer(rows, "rows"), check_integer(columns, "columns")))
        blank = np.zeros(self.shape)
        super().__init__(value=self._flat(blank if pixels is None else pixels), **traits)

    @property
    def pixels(self):
        return np.array(self.value, dtype=np.float64).reshape(self.shape)

    @pixels.setter
    def pixels(self, image):
        self.value = self._flat(image)

    def set_state(self, sync_data):
        # A browser draws, and does nothing else.
        super().set_state({name: sync_data[name] for name in ("value",) if name in sync_data})

    @traitlets.validate("value")
    def _check_value(self, proposal):
        value = np.asarray(proposal["value"])
        if value.shape != (np.prod(self.shape),):
            raise ValueError(
                f"value must hold {np.prod(self.shape)} pixels, row by row, "
                f"not the shape {value.shape}; an image is assigned to pixels"
            )
        return self._flat(value.reshape(self.shape))

    def _flat(self, image):
        image = np.asarray(image)
        if image.dtype.kind not in "fiub":
            raise TypeError(f"pixels must be an array of numbers, not of {image.dtype}")
        if image.shape != self.shape:
            raise ValueError(f"pixels must have the shape {self.shape}, not {image.shape}")
        wrong = np.argwhere((image != 0) & (image != 1))
        if len(wrong):
            place = tuple(int(i) for i in wrong[0])
            raise ValueError(f"pixels must be 0 or 1, but at {place} there is {image[place]:g}")
        return tuple(image.astype(int).ravel().tolist())
