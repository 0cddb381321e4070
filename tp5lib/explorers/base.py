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
from matplotlib.transforms import Bbox
from PIL import Image

from tp5lib import plots
from tp5lib.checks import check_integer
from tp5lib.explorers.controls import AccessibleNames, Control
from tp5lib.explorers.knobs import row


def png_of(pixels):
    """Return an array of colours as PNG bytes."""
    content = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(content, format="png", compress_level=1)
    return content.getvalue()


class Picture:
    """A figure, its size in inches, of which most stands still.

    What does not move is drawn once; each redraw draws the moving artists on a copy, in
    milliseconds where a whole figure takes a tenth of a second. A part of the picture is a Bbox
    in pixels, as of an axes' ``get_window_extent()``.
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

    def pngs(self, *parts):
        """Return parts of the picture with the moving artists as they are now, as PNG bytes."""
        self._canvas.restore_region(self._still)
        for artist in self._moving:
            self.figure.draw_artist(artist)
        return [self._cut(part) for part in parts]

    def png(self):
        """Return the whole picture as it is now, as PNG bytes."""
        return self.pngs(self.figure.bbox)[0]

    def part(self, *axes):
        """Return the part of the picture that holds `axes` with their labels."""
        renderer = self._canvas.get_renderer()
        return Bbox.union([ax.get_tightbbox(renderer) for ax in axes]).padded(6)

    def _cut(self, box):
        pixels = np.asarray(self._canvas.buffer_rgba())[..., :3]
        height, width, _ = pixels.shape
        left, right = np.clip([box.x0, box.x1], 0, width).round().astype(int)
        top, bottom = np.clip([height - box.y1, height - box.y0], 0, height).round().astype(int)
        return png_of(pixels[top:bottom, left:right])


class Explorer:
    """Controls, a picture or more, and a line of text; the base of all explorers.

    A subclass implements ``draw()``, which reads the controls, and calls this constructor last.

    Parameters
    ----------
    controls : dict of Widget
        Sliders, lists, buttons, and those of `controls`; each becomes an attribute of its name.
    pictures : int
        How many pictures there are.
    seed : int
        Of the first draw, of those that draw at random.

    Notes
    -----
    An exception of a callback is shown in place of the text, since nobody sees it in a
    browser otherwise, and goes on to whoever set the control, such as a test.

    A browser sends the next position of a control when the picture of the last is done, and
    leaves out what was passed in between, so that pictures do not lag behind the hand.
    """

    def __init__(self, controls, *, pictures=1, seed=0):
        self.controls, self.seed = controls, check_integer(seed, "seed", low=0)
        # A picture shrinks with the page, and is not enlarged.
        layout = {"max_width": "100%", "align_self": "flex-start"}
        self.pictures = [widgets.Image(format="png", layout=layout) for _ in range(pictures)]
        self.text = widgets.HTML()
        self._busy = False
        for name, control in controls.items():
            setattr(self, name, control)
            if isinstance(control, widgets.Button):
                control.on_click(self.redraw)
            else:
                control.observe(self._changed, "value")
        self.text.add_class("tp5-line")
        self.view = self._arrange()
        self.view.children = (*self.view.children, AccessibleNames())
        self.view.add_class("tp5-explorer")
        self.redraw()

    def _arrange(self):
        """Put large controls beside the picture, with the small ones below it.

        On a phone they follow each other in that order, so that the answer is seen while a
        finger drags. Without a large control, the small ones stand above the picture.
        """
        large = [c for c in self.controls.values() if isinstance(c, Control)]
        small = row([c for c in self.controls.values() if c not in large])
        seen = [*self._shown(), small] if large else [small, *self._shown()]
        rest = widgets.VBox(seen, layout={"flex": "1 1 320px", "min_width": "0"})
        return row([*large, rest], "tp5-parts")

    def _shown(self):
        """The pictures, below one another on a phone, and the text."""
        one, *others = self.pictures
        return [row(self.pictures, "tp5-pictures") if others else one, self.text]

    def draw(self):
        """Return the PNG bytes of each picture, then the text, for the present controls."""
        raise NotImplementedError

    def still(self):
        """Return the PNG bytes that stand in where there is no kernel, and no controls."""
        images = [np.asarray(Image.open(io.BytesIO(each.value))) for each in self.pictures]
        return png_of(np.hstack(images))

    def moved(self, control):
        """Set the controls that follow from this one; by default a button draws anew."""
        if isinstance(control, widgets.Button):
            self.seed += 1

    def redraw(self, control=None):
        """Let the other controls, the pictures and the text follow the one that moved, if any.

        An exception is shown, and goes on.
        """
        self._busy = True
        try:
            if control is not None:
                self.moved(control)
            *contents, text = self.draw()
            for picture, content in zip(self.pictures, contents, strict=True):
                picture.value = content
            self.text.value = f"<span style='font-size: 16px'>{html.escape(text)}</span>"
        except Exception as error:
            self.text.value = error_text("This cannot be drawn", error)
            raise
        finally:
            self._busy = False

    def _changed(self, change):
        if not self._busy:
            self.redraw(change["owner"])

    def _repr_mimebundle_(self, include=None, exclude=None):
        # A front end takes the live view if it has one, else the picture, else the text.
        bundle = dict(self.view._repr_mimebundle_())
        bundle["image/png"] = base64.b64encode(self.still()).decode("ascii")
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self):
        names = ", ".join(self.controls)
        return f"{type(self).__name__}: run the notebook to move {names}"


def error_text(begins, error):
    """Return an exception as a line of a page."""
    message = html.escape(f"{type(error).__name__}: {error}")
    return f"<b style='color: {plots.RED}'>{begins}. {message}</b>"
