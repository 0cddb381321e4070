"""Controls that ipywidgets lacks: a pad, an editor of pixels; and, unseen, a clock and names.

Each is a Python class, and a JavaScript file that draws it; the style sheet is shared.
"""

from pathlib import Path

import numpy as np
import traitlets
from anywidget import AnyWidget

from tp5lib.checks import check_number

_FILES = Path(__file__).parent


class Control(AnyWidget):
    """A large control whose `value` a hand moves; a browser can set nothing else of it.

    What it is for, its `description`, is written above it, and read to those who do not see it.
    """

    _css = _FILES / "controls.css"

    value = traitlets.Tuple().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)

    def set_state(self, sync_data):
        super().set_state({name: sync_data[name] for name in ("value",) if name in sync_data})


class Pad(Control):
    """A point in a rectangle, moved by mouse, by touch, by the arrow keys, or from code.

    An arrow key moves the point by a hundredth of the rectangle, with Shift by a tenth.

    Parameters
    ----------
    low, high : tuple of float, length 2
        The lower left and the upper right corner; they stay as they are.
    value : tuple of float, length 2
        Where the point is. Outside of the rectangle it is clipped to it, as in a slider; what
        is not two finite numbers is a ValueError.
    background : bytes
        A picture of the rectangle as PNG, which gives it its proportions.
    marks : tuple of tuple
        What lies on the background, (x, y, name) each: a mouse that rests on one tells its name.
    """

    _esm = _FILES / "pad.js"

    low = traitlets.Tuple().tag(sync=True)
    high = traitlets.Tuple().tag(sync=True)
    background = traitlets.Bytes().tag(sync=True)
    marks = traitlets.Tuple().tag(sync=True)

    @traitlets.validate("value")
    def _clip(self, proposal):
        place = proposal["value"]
        if len(place) != 2:
            raise ValueError(f"value must be two numbers, not {place!r}")
        place = [check_number(number, f"value[{i}]") for i, number in enumerate(place)]
        return tuple(np.clip(place, self.low, self.high).tolist())


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
        A copy of the image; assign to it to draw from code. Another shape, or a pixel that is
        neither 0 nor 1, is a ValueError.
    value : tuple of int, length rows * columns
        The same row by row: what `observe` reports.
    """

    _esm = _FILES / "pixel_editor.js"

    shape = traitlets.Tuple().tag(sync=True)

    def __init__(self, pixels, **traits):
        super().__init__(shape=np.shape(pixels), value=tuple(np.ravel(pixels).tolist()), **traits)

    @property
    def pixels(self):
        return np.array(self.value, dtype=np.float64).reshape(self.shape)

    @pixels.setter
    def pixels(self, image):
        if np.shape(image) != self.shape:
            raise ValueError(f"pixels must have the shape {self.shape}, not {np.shape(image)}")
        self.value = tuple(np.ravel(image).tolist())

    @traitlets.validate("value")
    def _check(self, proposal):
        value = np.asarray(proposal["value"])
        if value.shape != (np.prod(self.shape),) or not np.isin(value, (0, 1)).all():
            raise ValueError(f"value must hold {np.prod(self.shape)} pixels, 0 or 1, row by row")
        return tuple(value.astype(int).tolist())


class Clock(AnyWidget):
    """Ticks as fast as pictures are seen, and stands still when nobody looks.

    The kernel counts in `drawn` the pictures that it has drawn; the page says in `seen` which
    it has shown last. Several views of one page count as one.
    """

    _esm = _FILES / "clock.js"

    drawn = traitlets.Int(0).tag(sync=True)
    seen = traitlets.Int(0).tag(sync=True)


class AccessibleNames(AnyWidget):
    """Gives the sliders of its explorer names for those who hear it, and the text they show."""

    _esm = _FILES / "accessible_names.js"
