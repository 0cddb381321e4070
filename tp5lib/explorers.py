"""Live figures: controls, a picture that follows them, and a line of text.

The picture is PNG bytes in an image widget, redrawn by ``observe``: this works in
JupyterLab, in Voila and without a front end, where setting a control's value in code takes
the same path as a hand on the slider. Where there is no kernel, a still picture stands in.
"""

import base64
import html
import io

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from tp5lib import plots
from tp5lib.baselines import NearestPattern
from tp5lib.latent import interpolate, plane
from tp5lib.metrics import nearest_patterns
from tp5lib.noise import salt_and_pepper

# The entry of a list that stands for no choice; a list shows None as a blank.
_NONE = -1


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


class _LatentView:
    """A point on the latent map, its decoded image, and the letter nearest to that.

    Parameters
    ----------
    model : Autoencoder
        Of one seed, with two latent dimensions.
    patterns : Patterns
    """

    def __init__(self, model, patterns):
        if model.latent != 2 or len(model.seeds) != 1:
            raise ValueError(
                f"model must have one seed and two latent dimensions, not {model!r}; "
                "take one seed of several with model.for_seed(0)"
            )
        self.model, self.patterns = model, patterns
        self.codes = np.atleast_2d(np.squeeze(model.encode(patterns.x)))
        self.low, self.high = plane(self.codes, margin=0.06)
        with plt.rc_context({"font.size": 15, "axes.titlesize": 16}):
            self._prepare()

    def _prepare(self):
        self._picture = Picture((12, 5.4))
        axes = self._picture.figure.subplots(1, 3, width_ratios=[2.1, 1, 1])
        plots.latent_map(self.codes, self.patterns.x, self.patterns.shape, zoom=1.3, ax=axes[0])
        axes[0].set_title("latent plane")
        (self._path,) = axes[0].plot([], [], "--", color=plots.BLUE, lw=2.5)
        (self._point,) = axes[0].plot(
            [], [], "o", color=plots.ORANGE, mec="black", mew=2, ms=15, alpha=0.85, zorder=5
        )
        blank = np.zeros(self.patterns.shape)
        self._images, frames = [], []
        for ax, title in zip(axes[1:], ("decoded", "nearest letter"), strict=True):
            self._images.append(
                ax.imshow(blank, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
            )
            ax.set_xticks([])
            ax.set_yticks([])
            ax.set_title(title)
            frames += ax.spines.values()
        self._picture.freeze(self._path, self._point, *self._images, *frames)

    def draw(self, code, path=None):
        """Return (PNG bytes, text) for a code, and a path of codes on the map if given."""
        image = self.model.decode(code[np.newaxis])[0]
        (nearest,), (distance,) = nearest_patterns(image[np.newaxis], self.patterns.x)
        self._point.set_data(code[:1], code[1:])
        self._path.set_data(*(np.empty((2, 0)) if path is None else np.asarray(path).T))
        self._images[0].set_data(image.reshape(self.patterns.shape))
        self._images[1].set_data(self.patterns[int(nearest)])
        name = self.patterns.names[nearest]
        verdict = "it is that letter" if distance == 0 else f"wrong pixels: {distance}"
        text = f"({code[0]:.2f}, {code[1]:.2f}): nearest letter {name}, {verdict}"
        return self._picture.png(), text


class LatentPoint(Explorer):
    """Move a point over the latent plane and see what it decodes to.

    Parameters
    ----------
    model : Autoencoder
        Of one seed, with two latent dimensions.
    patterns : Patterns
        The alphabet it learned.

    Attributes
    ----------
    x, y : FloatSlider
        The latent point.
    letter : Dropdown
        Jumps to the code of a letter.
    """

    def __init__(self, model, patterns):
        self._view = _LatentView(model, patterns)
        low, high = self._view.low, self._view.high
        middle = (low + high) / 2
        letter = widgets.Dropdown(
            options=[("none", _NONE), *zip(patterns.names, range(len(patterns)), strict=True)],
            description="letter",
        )
        super().__init__(
            x=_slider("latent 1", middle[0], low[0], high[0]),
            y=_slider("latent 2", middle[1], low[1], high[1]),
            letter=letter,
        )

    def moved(self, control):
        if self.letter.value == _NONE:
            return
        code = self._view.codes[self.letter.value]
        if control is self.letter:
            self.x.value, self.y.value = map(float, code)
        # A browser rounds a slider to its step; that is no move away from the letter.
        elif abs(self.x.value - code[0]) > self.x.step or abs(self.y.value - code[1]) > self.y.step:
            self.letter.value = _NONE

    def draw(self):
        return self._view.draw(np.array([self.x.value, self.y.value]))


class Interpolation(Explorer):
    """Go from one letter to another along a straight line in the latent plane.

    Parameters
    ----------
    model : Autoencoder
        Of one seed, with two latent dimensions.
    patterns : Patterns
    start, end : str
        Names of the letters to begin with.

    Attributes
    ----------
    start, end : Dropdown
    alpha : FloatSlider
        From 0, the first letter, to 1, the second.
    """

    def __init__(self, model, patterns, start="a", end="z"):
        self._view = _LatentView(model, patterns)
        choices = list(zip(patterns.names, range(len(patterns)), strict=True))
        super().__init__(
            start=widgets.Dropdown(
                options=choices, value=patterns.index(start), description="from"
            ),
            end=widgets.Dropdown(options=choices, value=patterns.index(end), description="to"),
            alpha=_slider("alpha", 0.5, 0, 1),
        )

    def draw(self):
        ends = self._view.codes[[self.start.value, self.end.value]]
        return self._view.draw(interpolate(*ends, [self.alpha.value])[0], path=ends)


class Denoiser(Explorer):
    """Put noise on a letter and see what denoisers make of it.

    Parameters
    ----------
    models : dict
        What to choose from, by name: objects with ``reconstruct(x)``.
    patterns : Patterns
    letter : str
        The letter to begin with.
    level : float
        The level of salt and pepper to begin with, in [0, 0.5].
    seed : int
        Of the noise; each press of the button takes the next.

    Attributes
    ----------
    letter, model : Dropdown
    level : FloatSlider
    again : Button
        Draws new noise.
    """

    def __init__(self, models, patterns, letter="a", level=0.1, seed=0):
        if not models:
            raise ValueError("models is empty; it must name a model or more")
        self._models, self._patterns = dict(models), patterns
        self._nearest = NearestPattern(patterns.x)
        self._seed = seed
        self._letters = list(zip(patterns.names, range(len(patterns)), strict=True))
        with plt.rc_context({"font.size": 15, "axes.titlesize": 17}):
            self._prepare()
        super().__init__(
            letter=widgets.Dropdown(
                options=self._letters, value=patterns.index(letter), description="letter"
            ),
            level=_slider("noise p", level, 0, 0.5),
            model=widgets.Dropdown(
                options=[(name, name) for name in self._models], description="denoiser"
            ),
            again=widgets.Button(description="draw new noise"),
        )

    def _prepare(self):
        self._picture = Picture((11, 4.5))
        axes = self._picture.figure.subplots(1, 4)
        self._images, self._crosses, self._captions, frames = [], [], [], []
        titles = ("letter", "with noise", "denoiser's answer", "nearest letter")
        rows, columns = self._patterns.shape
        for ax, title in zip(axes, titles, strict=True):
            ax.set_title(title)
            ax.set_xticks([])
            ax.set_yticks([])
            blank = np.zeros(self._patterns.shape)
            self._images.append(
                ax.imshow(blank, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
            )
            self._crosses += ax.plot([], [], "x", color=plots.RED, ms=16, mew=4)
            self._captions.append(ax.text(columns / 2 - 0.5, rows - 0.2, "", ha="center", va="top"))
            frames += ax.spines.values()
        # Room for the captions, which the layout leaves aside while they are empty.
        axes[0].set_xlabel(" ", fontsize=22)
        self._picture.freeze(*self._images, *self._crosses, *self._captions, *frames)

    def moved(self, control):
        if control is self.again:
            self._seed += 1

    def draw(self):
        letter = self._patterns.x[self.letter.value]
        # The same draw at every level, so that the slider alone changes the noise.
        rng = np.random.default_rng(self._seed)
        noisy = salt_and_pepper(letter, self.level.value, rng=rng)
        model = self._models[self.model.value]
        answers = [np.squeeze(m.reconstruct(noisy[np.newaxis])) for m in (model, self._nearest)]
        wrong_by_panel = []
        for panel, image in enumerate((letter, noisy, *answers)):
            wrong = (image > 0.5) != (letter > 0.5)
            wrong_by_panel.append(int(wrong.sum()))
            down, right = np.nonzero(wrong.reshape(self._patterns.shape))
            self._images[panel].set_data(image.reshape(self._patterns.shape))
            self._crosses[panel].set_data(right, down)
            self._captions[panel].set_text(f"wrong pixels: {wrong.sum()}" if panel else "")
        noise, answer, nearest = wrong_by_panel[1:]
        text = (
            f"{self._patterns.names[self.letter.value]} at p = {self.level.value:.2f}: wrong "
            f"pixels {noise} with noise, {answer} after the denoiser, {nearest} by nearest letter"
        )
        return self._picture.png(), text


def _slider(description, value, low, high):
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
