"""Controls of the panel of a run, and their layout."""

import math

import ipywidgets as widgets

from tp5lib.checks import check_choice, check_integer

_WIDE = "310px"


def wrapped(**more):
    """Return the layout of a row that goes on in the next line where it has no room."""
    return widgets.Layout(flex_flow="row wrap", overflow="visible", **more)


def row(controls, **more):
    """Return controls in a row."""
    box = widgets.HBox(controls, layout=wrapped(**more))
    box.add_class("tp5-controls")
    return box


def beside(*pictures):
    """Return pictures in a row, or below one another on a phone."""
    box = widgets.HBox(pictures, layout=wrapped())
    box.add_class("tp5-pictures")
    for picture in pictures:
        picture.add_class("tp5-answer")
    return box


def buttons(**names):
    """Return buttons by name, each with what is written on it."""
    wide = {"width": "110px"}
    return {k: widgets.Button(description=name, layout=wide) for k, name in names.items()}


def one_of(name, value, options):
    """Return a list of options; `value`, which must be one of them, is chosen."""
    value = check_choice(value, name, options)
    layout = widgets.Layout(width="220px")
    return widgets.Dropdown(options=options, value=value, description=name, layout=layout)


def whole(name, value, low, high, kind=widgets.IntSlider):
    """Return a control of a whole number; `value` must be one within `low` and `high`."""
    value = check_integer(value, name, low=low)
    if value > high:
        raise ValueError(f"{name} must be an integer from {low} to {high}, not {value}")
    width = _WIDE if kind is widgets.IntSlider else "180px"
    layout = widgets.Layout(width=width, max_width="100%")
    return kind(value, min=low, max=high, description=name, layout=layout)


def logarithmic(name, value):
    """Return a slider from 1e-4 to 1, of twenty steps a decade; one of them is `value`."""
    # A browser rounds a value between two steps, and would begin with another one.
    above = math.log10(value) + 4
    below = max(above - 0.05 * math.floor(above / 0.05 + 1e-9), 0.0)
    return widgets.FloatLogSlider(
        value=value,
        min=below - 4,
        max=0.0,
        step=0.05,
        description=name,
        readout_format=".2g",
        layout=widgets.Layout(width=_WIDE, max_width="100%"),
    )
