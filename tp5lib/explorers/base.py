"""Live figures: controls, a picture that follows them, and a line of text.

The picture is PNG bytes in an image widget, redrawn by ``observe``: this works in
JupyterLab, in Voila and without a front end, where setting a control's value in code takes
the same path as a hand on the slider. Where there is no kernel, a still picture stands in.
"""

import base64
import html
import io

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from tp5lib import plots

# The entry of a list that stands for no choice; a list shows None as a blank.
NONE = -1


class Picture:
    """A figure of which most stands still.

    What does not move is drawn once; each redraw copies it and draws the moving artists
    on top, which takes milliseconds where a whole figure takes a tenth of a second.

    Parameters
    ----------
    figsize : tuple of float
        Inches, at 100 dots an inch.
    """

    def __init__(self, figsize):
        self.figure = Figure(figsize=figsize, dpi=100, layout="constrained")
        self._canvas = FigureCanvasAgg(self.figure)
        self._moving, self._still = [], None

    def freeze(self, *moving):
        """Draw everything but the artists `moving`."""
        self._moving = moving
        for artist in moving:
            artist.set_animated(True)
        self._canvas.draw()
        self._still = self._canvas.copy_from_bbox(self.figure.bbox)

    def png(self):
        """Return the picture with the moving artists as they are now, as PNG bytes."""
        self._canvas.restore_region(self._still)
        for artist in self._moving:
            self.figure.draw_artist(artist)
        content = io.BytesIO()
        pixels = np.asarray(self._canvas.buffer_rgba())[..., :3]
        Image.fromarray(pixels).save(content, format="png", compress_level=1)
        return content.getvalue()


class Explorer:
    """Controls, a picture and a line of text; the base of all explorers.

    A subclass calls this constructor last, with its controls by name, and implements
    ``draw()``, which reads them and returns (PNG bytes, text).

    Parameters
    ----------
    **controls : Widget
        Sliders, lists and buttons; each becomes an attribute of that name.

    Notes
    -----
    An exception while drawing is shown in place of the text, since nobody sees those of a
    callback in a browser, and goes on to whoever set the control, such as a test.
    """

    def __init__(self, **controls):
        self.controls = controls
        self.picture = widgets.Image(format="png", layout=widgets.Layout(max_width="100%"))
        self.text = widgets.HTML()
        self._busy = False
        for name, control in controls.items():
            setattr(self, name, control)
            if isinstance(control, widgets.Button):
                control.on_click(self.press)
            else:
                control.observe(self._changed, "value")
        row = widgets.HBox(list(controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        self.view = widgets.VBox([row, self.picture, self.text])
        self.redraw()

    def draw(self):
        """Return the PNG bytes and the line of text for the present controls."""
        raise NotImplementedError

    def moved(self, control):
        """Set other controls that follow from this one; by default none do."""

    def redraw(self):
        """Draw the present state, and show an exception before it goes on."""
        try:
            self.picture.value, text = self.draw()
        except Exception as error:
            message = html.escape(f"{type(error).__name__}: {error}")
            self.text.value = f"<b style='color: {plots.RED}'>This cannot be drawn. {message}</b>"
            raise
        self.text.value = f"<span style='font-size: 16px'>{html.escape(text)}</span>"

    def press(self, button):
        """Do what a click on one of the buttons does; an error reaches the caller."""
        self.moved(button)
        self.redraw()

    def _changed(self, change):
        if self._busy:
            return
        self._busy = True
        try:
            self.moved(change["owner"])
        finally:
            self._busy = False
        self.redraw()

    def sweep(self, steps=11):
        """Move every control over its whole range, and put it back.

        Parameters
        ----------
        steps : int
            Positions of a slider; of a list, all choices are taken; a button is pressed
            three times.

        Returns
        -------
        dict
            How many different pictures each control has shown, by name.
        """
        shown = {}
        before = {n: c.value for n, c in self.controls.items() if hasattr(c, "value")}
        for name, control in self.controls.items():
            pictures = set()
            if isinstance(control, widgets.Button):
                for _ in range(3):
                    self.press(control)
                    pictures.add(self.picture.value)
            else:
                for value in _range(control, steps):
                    control.value = value
                    pictures.add(self.picture.value)
            shown[name] = len(pictures)
            for other, value in before.items():
                self.controls[other].value = value
        return shown

    def _repr_mimebundle_(self, include=None, exclude=None):
        # A front end takes the live view if it has one, else the picture, else the text.
        bundle = dict(self.view._repr_mimebundle_())
        bundle["image/png"] = base64.b64encode(self.picture.value).decode("ascii")
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self):
        names = ", ".join(self.controls)
        return f"{type(self).__name__}: run the notebook to move {names}"


def slider(description, value, low, high):
    """Return a slider of 200 steps from `low` to `high`."""
    return widgets.FloatSlider(
        value=float(value),
        min=float(low),
        max=float(high),
        step=float(high - low) / 200,
        description=description,
        readout_format=".2f",
        layout=widgets.Layout(width="340px"),
    )


def _range(control, steps):
    """Values that take a slider or a list over its whole range."""
    if hasattr(control, "min"):
        return np.linspace(control.min, control.max, steps).tolist()
    return [value for _, value in control.options]
