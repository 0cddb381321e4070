"""A rectangle over the latent plane on which a point is dragged."""

import numpy as np
import traitlets

from tp5lib.checks import check_number
from tp5lib.explorers.controls.control import Control
from tp5lib.explorers.controls.hidden import FILES


class Pad(Control):
    """A point in a rectangle, moved by mouse, by touch, by the arrow keys, or from code.

    An arrow key moves the point by a hundredth of the rectangle, with Shift by a tenth.

    Parameters
    ----------
    low, high : array_like, shape (2,)
        The lower left and the upper right corner; they stay as they are.
    value : array_like, shape (2,)
        Where the point is. Outside of the rectangle it is clipped to it, as in a slider.
    background : bytes
        A picture of the rectangle as PNG, which gives it its proportions; empty for none.
    path : tuple of tuple of float
        Two points, between which the point then stays, on a straight line that is drawn; the
        arrow keys go along it. Empty for a point that goes anywhere.
    marks : tuple of tuple
        What lies on the background, (x, y, name) each: the name of what is nearest is shown
        where a mouse comes close.

    Raises
    ------
    TypeError, ValueError
        If a corner or the point is not two finite numbers.
    """

    _esm = FILES / "pad.js"

    low = traitlets.Tuple(read_only=True).tag(sync=True)
    high = traitlets.Tuple(read_only=True).tag(sync=True)
    background = traitlets.Bytes().tag(sync=True)
    path = traitlets.Tuple().tag(sync=True)
    marks = traitlets.Tuple().tag(sync=True)

    def __init__(self, low, high, value, *, description="latent plane", **traits):
        self.set_trait("low", _pair(low, "low"))
        self.set_trait("high", _pair(high, "high"))
        super().__init__(value=_pair(value, "value"), description=description, **traits)

    @traitlets.validate("value")
    def _clip(self, proposal):
        return tuple(np.clip(_pair(proposal["value"], "value"), self.low, self.high).tolist())


def _pair(value, name):
    """Return two finite numbers as a tuple of float."""
    if np.shape(value) != (2,):
        raise ValueError(f"{name} must be two numbers, not {value!r}")
    return tuple(check_number(number, f"{name}[{i}]") for i, number in enumerate(value))
