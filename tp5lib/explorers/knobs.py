"""The controls of ipywidgets, as explorers use them, and rows of them."""

import math

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_choice, check_integer, check_number

# The entry of a list that stands for no choice; a list shows None as a blank.
NONE = -1
WIDE = {"width": "340px", "max_width": "100%"}


def row(controls, name="tp5-controls", **layout):
    """Return controls in a row, which goes on in the next line where it has no room."""
    layout = widgets.Layout(flex_flow="row wrap", overflow="visible", **layout)
    box = widgets.HBox(controls, layout=layout)
    box.add_class(name)
    return box


def slider(description, value, low, high):
    """Return a slider by hundredths, as its text shows them, over `low` to `high` or a bit more."""
    control = widgets.FloatSlider(
        min=math.floor(round(100 * low, 6)) / 100,
        max=math.ceil(round(100 * high, 6)) / 100,
        step=0.01,
        description=description,
        layout=WIDE,
    )
    control.value = snap(control, value)
    return control


def snap(control, value):
    """Return the step of a slider that is nearest to `value`.

    A browser rounds a slider that code has set and sends the rounded value back. By then the
    pad may have moved on, and would be thrown back. The arithmetic is that of noUiSlider,
    the slider of ipywidgets, to the last bit: then there is nothing to send.
    """
    span = control.max - control.min
    percent, step = (value - control.min) * 100 / span, control.step * 100 / span
    percent = np.floor(percent / step + 0.5) * step
    if percent >= 100:
        return control.max
    return max(control.min, float(percent * span / 100 + control.min))


def rate_slider(value):
    """Return a slider of the learning rate, 1e-4 to 1, twenty steps a decade; `value` is one."""
    # A browser rounds a value between two steps, and would begin with another one.
    above = math.log10(check_number(value, "learning_rate", low=1e-4, high=1)) + 4
    below = max(above - 0.05 * math.floor(above / 0.05 + 1e-9), 0.0)
    settings = {"min": below - 4, "max": 0.0, "step": 0.05, "readout_format": ".2g"}
    return widgets.FloatLogSlider(value=value, description="rate", layout=WIDE, **settings)


def whole(name, value, low, high):
    """Return a slider of a whole number; `value` must be one within `low` and `high`."""
    if check_integer(value, name, low=low) > high:
        raise ValueError(f"{name} must be an integer from {low} to {high}, not {value}")
    return widgets.IntSlider(value=value, min=low, max=high, description=name, layout=WIDE)


def one_of(name, options, value=None):
    """Return a list of options; `value`, which must be one of them, is chosen, or the first."""
    value = options[0] if value is None else check_choice(value, name, options)
    narrow = {"description": name, "layout": {"width": "220px"}}
    return widgets.Dropdown(options=options, value=value, **narrow)


def names_of(patterns, description, chosen=None, *, none=False):
    """Return a list of patterns, by name, or of "none" and these; one is `chosen`, or the first."""
    named = [("none", NONE)] if none else []
    named += zip(patterns.names, range(len(patterns)), strict=True)
    value = named[0][1] if chosen is None else patterns.index(chosen)
    return widgets.Dropdown(options=named, value=value, description=description)
