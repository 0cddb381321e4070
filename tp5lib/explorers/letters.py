"""Live figures of the letters: their latent plane, and the denoisers."""

import ipywidgets as widgets
import numpy as np

from tp5lib.datasets.noise import salt_and_pepper
from tp5lib.evaluation.denoising import NearestPattern
from tp5lib.evaluation.latent import interpolate
from tp5lib.evaluation.metrics import nearest_patterns, pixel_errors
from tp5lib.explorers.base import (
    NONE,
    Explorer,
    Picture,
    choices,
    named_models,
    path_controls,
    slider,
    snap,
)
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.panels import LatentMap, Panel, type_of


class _LatentView:
    """A point on the latent map, its decoded image, and the letter nearest to that.

    Parameters
    ----------
    model : Autoencoder
        Of one seed, with two latent dimensions.
    patterns : Patterns
    """

    def __init__(self, model, patterns):
        self.model, self.patterns = model, patterns
        with type_of(17):
            self.picture = Picture((12, 5.4))
            self._axes = self.picture.figure.subplots(1, 3, width_ratios=[2.1, 1, 1])
            self.map = LatentMap(self._axes[0], model, patterns)
            self._decoded = Panel(self._axes[1], patterns.shape, "decoded")
            self._nearest = Panel(self._axes[2], patterns.shape, "nearest letter")
            self.picture.freeze(*self.map.artists, *self._decoded.artists, *self._nearest.artists)
        # What is left to show beside a pad, which is a map itself.
        self.images = self.picture.part(*self._axes[1:])
        self.background = self.picture.background(self._axes[0])

    def draw(self, code, path=None, part=None):
        """Return (PNG bytes, text) for a code, and a path of codes on the map if given."""
        image = self.model.decode(code[np.newaxis])[0]
        (nearest,), (distance,) = nearest_patterns(image[np.newaxis], self.patterns.x)
        self.map.show(code, path)
        self._decoded.show(image)
        self._nearest.show(self.patterns.x[nearest])
        name = self.patterns.names[nearest]
        verdict = "it is that letter" if distance == 0 else f"wrong pixels: {distance}"
        text = f"({code[0]:.2f}, {code[1]:.2f}): nearest letter {name}, {verdict}"
        return self.picture.png(part), text


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
    pad : Pad
        The latent point, on the map of the letters.
    x, y : FloatSlider
        The same point, a slider for each number, rounded to its steps.
    letter : Dropdown
        Jumps to the code of a letter.
    """

    def __init__(self, model, patterns):
        self._view = _LatentView(model, patterns)
        low, high = self._view.map.low, self._view.map.high
        middle = (low + high) / 2
        super().__init__(
            pad=Pad(low, high, middle, background=self._view.background),
            x=slider("latent 1", middle[0], low[0], high[0]),
            y=slider("latent 2", middle[1], low[1], high[1]),
            letter=widgets.Dropdown(options=choices(patterns, none="none"), description="letter"),
        )

    def moved(self, control):
        if control is self.x:
            self.pad.x = self.x.value
        elif control is self.y:
            self.pad.y = self.y.value
        else:
            if control is self.letter and self.letter.value != NONE:
                self.pad.value = tuple(map(float, self._view.map.codes[self.letter.value]))
            self.x.value, self.y.value = snap(self.x, self.pad.x), snap(self.y, self.pad.y)
        if self.letter.value != NONE and not self._at_letter():
            self.letter.value = NONE

    def _at_letter(self):
        # A slider that is rounded to its step is no move away from the letter.
        away = np.abs(self.pad.value - self._view.map.codes[self.letter.value])
        return (away <= (self.x.step, self.y.step)).all()

    def draw(self):
        return self._view.draw(np.array(self.pad.value), part=self._view.images)

    def still(self):
        return self._view.picture.png()


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
        super().__init__(**path_controls(patterns, start, end))

    def draw(self):
        ends = self._view.map.codes[[self.start.value, self.end.value]]
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
        self._models, self._patterns = named_models(models), patterns
        self._nearest = NearestPattern(patterns.x)
        self._seed = seed
        with type_of(19):
            self._prepare()
        super().__init__(
            letter=widgets.Dropdown(
                options=choices(patterns), value=patterns.index(letter), description="letter"
            ),
            level=slider("noise p", level, 0, 0.5),
            model=widgets.Dropdown(
                options=[(name, name) for name in self._models], description="denoiser"
            ),
            again=widgets.Button(description="draw new noise"),
        )

    def _prepare(self):
        self._picture = Picture((11, 4.5))
        titles = ("letter", "with noise", "denoiser's answer", "nearest letter")
        axes = self._picture.figure.subplots(1, len(titles))
        shape = self._patterns.shape
        self._panels = [Panel(ax, shape, title) for ax, title in zip(axes, titles, strict=True)]
        self._picture.freeze(*(artist for panel in self._panels for artist in panel.artists))

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
        images = (letter, noisy, *answers)
        wrong = [int(pixel_errors(letter[np.newaxis], i[np.newaxis])[0]) for i in images]
        for panel, image, count in zip(self._panels, images, wrong, strict=True):
            panel.show(image, letter, "" if panel is self._panels[0] else f"wrong pixels: {count}")
        noise, answer, nearest = wrong[1:]
        text = (
            f"{self._patterns.names[self.letter.value]} at p = {self.level.value:.2f}: wrong "
            f"pixels {noise} with noise, {answer} after the denoiser, {nearest} by nearest letter"
        )
        return self._picture.png(), text
