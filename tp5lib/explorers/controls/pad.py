"""A rectangle over the latent plane on which a point is dragged."""

from pathlib import Path

import numpy as np
import traitlets
from anywidget import AnyWidget

from tp5lib.checks import check_number

_FILES = Path(__file__).parent
_PNG = b"\x89PNG\r\n\x1a\n"


class Pad(AnyWidget):
    """A point in a rectangle, moved by mouse, by touch, by the arrow keys, or from code.

    An arrow key moves the point by a hundredth of the rectangle, with Shift by a tenth.

    Parameters
    ----------
    low, high : array_like, shape (2,)
        The lower left and the upper right corner; they stay as they are.
    value : array_like, shape (2,), optional
        Where the point begins; in the middle unless given.
    background : bytes
        A picture of the rectangle as PNG, which gives it its proportions; empty for none.
    description : str
        What the pad is for, written above it and read to those who do not see it.
    path : tuple of tuple of float
        Two points, between which the point then stays, on a straight line that is drawn; the
        arrow keys go along it. Empty for a point that goes anywhere.
    marks : tuple of tuple
        What lies on the background, (x, y, name) each: the name of what is nearest is shown
        where a mouse comes close.

    Attributes
    ----------
    x, y : float
        The point. Outside of the rectangle it is clipped to it, as in a slider.
    value : tuple of float
        (x, y); both change at once, and `observe` is called once.

    Raises
    ------
    TypeError, ValueError
        If a corner or the point is not two finite numbers, the corners do not span a
        rectangle, or the background is no PNG.
    TraitError
        If what is assigned later is of another kind.
    """

    _esm = _FILES / "pad.js"
    _css = _FILES / "controls.css"

    low = traitlets.Tuple(traitlets.Float(), traitlets.Float(), read_only=True).tag(sync=True)
    high = traitlets.Tuple(traitlets.Float(), traitlets.Float(), read_only=True).tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    y = traitlets.Float().tag(sync=True)
    value = traitlets.Tuple(traitlets.Float(), traitlets.Float())
    background = traitlets.Bytes().tag(sync=True)
    description = traitlets.Unicode("latent plane").tag(sync=True)
    path = traitlets.Tuple().tag(sync=True)
    marks = traitlets.Tuple().tag(sync=True)

    def __init__(self, low, high, value=None, **traits):
        low, high = _pair(low, "low"), _pair(high, "high")
        if not (low[0] < high[0] and low[1] < high[1]):
            raise ValueError(f"high must exceed low, {low}, in both directions, not {high}")
        self.set_trait("low", low)
        self.set_trait("high", high)
        middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
        x, y = _pair(middle if value is None else value, "value")
        super().__init__(x=x, y=y, **traits)

    def set_state(self, sync_data):
        # A browser moves the point, and nothing else.
        super().set_state({name: sync_data[name] for name in ("x", "y") if name in sync_data})

    @traitlets.validate("x", "y")
    def _clip(self, proposal):
        return self._clipped(proposal["trait"].name, proposal["value"])

    @traitlets.validate("value")
    def _move(self, proposal):
        x, y = map(self._clipped, "xy", proposal["value"])
        with self.hold_trait_notifications():  # a point moves at once
            self.x, self.y = x, y
        return x, y

    @traitlets.observe("x", "y")
    def _follow(self, change):
        self.value = (self.x, self.y)

    @traitlets.validate("background")
    def _check_background(self, proposal):
        picture = proposal["value"]
        if picture and not picture.startswith(_PNG):
            raise ValueError(f"background must be a PNG, not bytes that begin with {picture[:8]!r}")
        return picture

    def _clipped(self, name, number):
        axis = "xy".index(name)
        return min(max(check_number(number, name), self.low[axis]), self.high[axis])


def _pair(value, name):
    """Return two finite numbers as a tuple of float."""
    if np.shape(value) != (2,):
        raise ValueError(f"{name} must be two numbers, not {value!r}")
    return tuple(check_number(number, f"{name}[{i}]") for i, number in enumerate(value))
