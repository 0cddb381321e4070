"""Every control of an explorer, moved over its whole range."""

import ipywidgets as widgets
import numpy as np

from tp5lib.explorers.controls import Pad, PixelEditor


def sweep(explorer, steps):
    """Move each control and put it back; return how many different pictures each has shown.

    A button is pressed three times.
    """
    before = {n: c.value for n, c in explorer.controls.items() if hasattr(c, "value")}
    shown = {}
    for name, control in explorer.controls.items():
        pictures = set()
        for value in _values(control, steps):
            if isinstance(control, widgets.Button):
                control.click()
            else:
                control.value = value
            pictures.add(explorer.still())  # whole, where the live view shows a part only
        shown[name] = len(pictures)
        for other, value in before.items():
            if explorer.controls[other].value != value:
                explorer.controls[other].value = value
    return shown


def _values(control, steps):
    if isinstance(control, widgets.Button):
        return range(3)
    if isinstance(control, Pad):  # along both diagonals
        across, up = np.linspace(control.low, control.high, steps).T.tolist()
        return list(zip(across * 2, up + up[::-1], strict=True))
    if isinstance(control, PixelEditor):
        length = len(control.value)
        return [(1,) * round(n) + (0,) * (length - round(n)) for n in np.linspace(0, length, steps)]
    if isinstance(control, widgets.FloatLogSlider):
        return np.logspace(control.min, control.max, steps, base=control.base)
    if hasattr(control, "min"):
        return np.linspace(control.min, control.max, steps)
    return [option[1] if isinstance(option, tuple) else option for option in control.options]
