"""Live figures of the letters: their latent plane, and the denoisers."""

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np

from tp5lib import plots
from tp5lib.baselines import NearestPattern
from tp5lib.explorers.base import NONE, Explorer, Picture, slider
from tp5lib.latent import interpolate, plane
from tp5lib.metrics import nearest_patterns
from tp5lib.noise import salt_and_pepper


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
            options=[("none", NONE), *zip(patterns.names, range(len(patterns)), strict=True)],
            description="letter",
        )
        super().__init__(
            x=slider("latent 1", middle[0], low[0], high[0]),
            y=slider("latent 2", middle[1], low[1], high[1]),
            letter=letter,
        )

    def moved(self, control):
        if self.letter.value == NONE:
            return
        code = self._view.codes[self.letter.value]
        if control is self.letter:
            self.x.value, self.y.value = map(float, code)
        # A browser rounds a slider to its step; that is no move away from the letter.
        elif abs(self.x.value - code[0]) > self.x.step or abs(self.y.value - code[1]) > self.y.step:
            self.letter.value = NONE

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
            alpha=slider("alpha", 0.5, 0, 1),
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
            level=slider("noise p", level, 0, 0.5),
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
