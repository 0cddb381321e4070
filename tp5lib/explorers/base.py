"""Live figures: controls, a picture that follows them, and a line of text.

The picture is PNG bytes in an image widget, redrawn by ``observe``: this works in
JupyterLab, in Voila and without a front end, where setting a control's value in code takes
the same path as a hand on the slider. Where there is no kernel, a still picture stands in.
"""

import base64
import html
import io
from contextlib import contextmanager

import ipywidgets as widgets
import numpy as np
from anywidget import AnyWidget
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from tp5lib import plots
from tp5lib.explorers.knobs import row, wrapped

# Under which a notebook keeps what an explorer is, for programs that read it.
MIME_TYPE = "application/vnd.tp5lib.explorer+json"
# The entry of a list that stands for no choice; a list shows None as a blank.
NONE = -1
# A picture shrinks with the page, and is not enlarged.
_AS_IT_IS = {"max_width": "100%", "align_self": "flex-start"}


class Picture:
    """A figure of which most stands still.

    What does not move is drawn once; each redraw draws the moving artists on a copy, in
    milliseconds where a whole figure takes a tenth of a second.

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

    def png(self, part=None):
        """Return the picture with the moving artists as they are now, as PNG bytes.

        Parameters
        ----------
        part : tuple of int, optional
            What to cut out, as from `part`; the whole unless given.
        """
        (content,) = self.pngs(part)
        return content

    def pngs(self, *parts):
        """Return several parts of the picture as it is now, as `png` does one."""
        self._canvas.restore_region(self._still)
        for artist in self._moving:
            self.figure.draw_artist(artist)
        return [self._cut(part) for part in parts]

    def part(self, *axes):
        """Return the part of the picture that holds `axes` with their labels.

        Returns
        -------
        tuple of int
            left, top, right, bottom, in pixels from the upper left.
        """
        renderer = self._canvas.get_renderer()
        boxes = [ax.get_tightbbox(renderer) for ax in axes]
        return self._pixels(Bbox.union(boxes).padded(6))

    def background(self, ax):
        """Return what stands still within the frame of `ax`, as PNG bytes."""
        self._canvas.restore_region(self._still)
        return self._cut(self._pixels(ax.get_window_extent()))

    def _pixels(self, box):
        width, height = self._canvas.get_width_height()
        left, right = np.clip([box.x0, box.x1], 0, width).round().astype(int)
        top, bottom = np.clip([height - box.y1, height - box.y0], 0, height).round().astype(int)
        return left, top, right, bottom

    def _cut(self, part):
        pixels = np.asarray(self._canvas.buffer_rgba())[..., :3]
        if part is not None:
            left, top, right, bottom = part
            pixels = pixels[top:bottom, left:right]
        content = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels)).save(content, format="png", compress_level=1)
        return content.getvalue()


class Explorer:
    """Controls, a picture and a line of text; the base of all explorers.

    A subclass calls this constructor last, with its controls by name, and implements
    ``draw()``, which reads them and returns (PNG bytes, text).

    Parameters
    ----------
    **controls : Widget
        Sliders, lists, buttons, and those of `controls`; each becomes an attribute
        of that name.

    Notes
    -----
    An exception of a callback is shown in place of the text, since nobody sees it in a
    browser otherwise, and goes on to whoever set the control, such as a test.

    A browser sends the next position of a control when the picture of the last is done, and
    leaves out what was passed in between, so that pictures do not lag behind the hand.
    """

    ink = True  # whether pictures are dark on white, and may be the reverse on a dark page

    def __init__(self, **controls):
        self.controls = controls
        self.picture = widgets.Image(format="png", layout=_AS_IT_IS)
        self.text = widgets.HTML()
        self._busy = False
        for name, control in controls.items():
            setattr(self, name, control)
            if isinstance(control, widgets.Button):
                control.on_click(self.press)
            else:
                control.observe(self._changed, "value")
        self.view = self._arrange()
        self.redraw()

    def _arrange(self):
        """Put large controls beside the picture, with the small ones below it.

        On a phone they follow each other in that order, so that the answer is seen while a
        finger drags. Without a large control, the small ones stand above the picture.
        """
        large = [c for c in self.controls.values() if isinstance(c, AnyWidget)]
        small = [c for c in self.controls.values() if not isinstance(c, AnyWidget)]
        return self._lay_out(large, small)

    def _lay_out(self, large, small):
        below = row(small)
        parts = [self.picture, self.text, below] if large else [below, self.picture, self.text]
        rest = widgets.VBox(parts)
        rest.layout = widgets.Layout(flex="1 1 320px", min_width="0")
        return self._framed(widgets.HBox([*large, rest], layout=wrapped()))

    def _framed(self, view):
        """Return the view, with the classes of the page's style sheet."""
        for widget, name in ((self.picture, "tp5-answer"), (self.text, "tp5-line")):
            widget.add_class(name)
        view.add_class("tp5-explorer")
        if self.ink:
            view.add_class("tp5-ink")
        return view

    def draw(self):
        """Return the PNG bytes and the line of text for the present controls."""
        raise NotImplementedError

    def still(self):
        """Return the PNG bytes that stand in where there is no kernel, and no controls."""
        return self.picture.value

    def moved(self, control):
        """Set the controls that follow from this one; by default none do."""

    def redraw(self):
        """Draw the present state, and show an exception before it goes on."""
        with self._errors_shown():
            self.picture.value, text = self.draw()
            self.text.value = f"<span style='font-size: 16px'>{html.escape(text)}</span>"

    def press(self, button):
        """Do what a click on one of the buttons does; an error reaches the caller."""
        buttons = {k: c for k, c in self.controls.items() if isinstance(c, widgets.Button)}
        if not any(button is own for own in buttons.values()):
            raise TypeError(
                f"button must be one of this explorer's, {list(buttons)}, not {button!r}"
            )
        self._follow(button)

    def _changed(self, change):
        if not self._busy:
            self._follow(change["owner"])

    def _follow(self, control):
        """Let the other controls, the picture and the text follow the one that moved."""
        self._busy = True
        try:
            with self._errors_shown():
                self.moved(control)
        finally:
            self._busy = False
        self.redraw()

    @contextmanager
    def _errors_shown(self):
        try:
            yield
        except Exception as error:
            message = html.escape(f"{type(error).__name__}: {error}")
            self.text.value = f"<b style='color: {plots.RED}'>This cannot be drawn. {message}</b>"
            raise

    def _repr_mimebundle_(self, include=None, exclude=None):
        # A front end takes the live view if it has one, else the picture, else the text.
        bundle = dict(self.view._repr_mimebundle_())
        bundle["image/png"] = base64.b64encode(self.still()).decode("ascii")
        bundle["text/plain"] = repr(self)
        bundle[MIME_TYPE] = {"explorer": type(self).__name__, "controls": list(self.controls)}
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
        layout=widgets.Layout(width="340px", max_width="100%"),
    )


def snap(control, value):
    """Return the step of a slider that is nearest to `value`.

    A browser rounds a slider that code has set and sends the rounded value back. By then the
    pad may have moved on, and would be thrown back. The arithmetic is that of noUiSlider,
    the slider of ipywidgets, to the last bit: then there is nothing to send.
    """
    span = control.max - control.min
    percent, step = (value - control.min) * 100 / span, control.step * 100 / span
    percent = np.floor(percent / step + 0.5) * step
    return control.max if percent >= 100 else float(percent * span / 100 + control.min)


def choices(patterns, none=None):
    """Return the names of patterns as the options of a list, after one called `none` if given."""
    named = list(zip(patterns.names, range(len(patterns)), strict=True))
    return named if none is None else [(none, NONE), *named]
