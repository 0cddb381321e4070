"""A pattern that the reader draws, and what models make of it."""

import ipywidgets as widgets
import numpy as np

from tp5lib.explorers.base import Explorer
from tp5lib.explorers.controls import PixelEditor
from tp5lib.explorers.inputs import Likeness, check_model, check_models
from tp5lib.explorers.knobs import NONE, names_of
from tp5lib.explorers.panels import Plane

_DAMAGE = 3


class DrawnLetter(Explorer):
    """Draw a letter or another binary image, or damage one, and see what models make of it.

    Wrong pixels are counted against the pattern that was taken from the list; where there
    is none, against the drawing itself.

    Parameters
    ----------
    models : object or dict
        What has a ``reconstruct(x)``, one or several by name; the first is an autoencoder of
        one seed with two latent dimensions, whose latent plane is shown.
    patterns : Patterns
        Binary: every pixel is 0 or 1.
    pattern : str, optional
        Name of the pattern to begin with; the first unless given.
    noun, seed
        As in `LatentPoint`.

    Attributes
    ----------
    drawing : PixelEditor
    code : Pad
        The code of the drawing; where it is dragged, the drawing becomes what the code
        decodes to.
    pattern : Dropdown
        Draws a pattern.
    damage : Button
        Flips three pixels.
    """

    def __init__(self, models, patterns, *, pattern=None, noun="pattern", seed=0):
        self._likeness = Likeness(patterns, noun)
        if not self._likeness.binary:
            raise ValueError(f"patterns must hold 0 and 1 only, to be drawn: {patterns!r}")
        self._models = check_models(models, patterns, "reconstruct")
        name, self._first = next(iter(self._models.items()))
        check_model(self._first, f"the first model, {name!r},", patterns, "encode", "decode")
        if self._first.latent != 2:
            raise ValueError(f"{name!r} must have two latent dimensions, not {self._first!r}")
        pattern = patterns.names[0] if pattern is None else pattern
        names = names_of(patterns, noun, pattern, none=True)
        titles = [f"your {noun}", *self._models, f"nearest {noun}"]
        self._plane = Plane(self._likeness, self._first, titles, cross=8, size=17)
        below = {"order": "1"}  # on a phone the answers come before it
        super().__init__(
            {
                "drawing": PixelEditor(patterns[names.value], description=f"your {noun}"),
                "code": self._plane.pad(
                    self._plane.codes[names.value], description=f"its code: {name}", layout=below
                ),
                "pattern": names,
                "damage": widgets.Button(description=f"damage {_DAMAGE} pixels"),
            },
            seed=seed,
        )

    def moved(self, control):
        if control is self.code:
            (image,) = self._first.decode(np.array([self.code.value]))
            self.drawing.pixels = image.reshape(self.drawing.shape) > 0.5
            self.pattern.value = NONE
            return
        if control is self.pattern and self.pattern.value != NONE:
            self.drawing.pixels = self._likeness.patterns[self.pattern.value]
        elif control is self.damage:
            pixels, rng = self.drawing.pixels, np.random.default_rng(self.seed)
            chosen = rng.choice(pixels.size, min(_DAMAGE, pixels.size), replace=False)
            pixels.flat[chosen] = 1 - pixels.flat[chosen]
            self.drawing.pixels = pixels
            self.seed += 1
        if not self.drawing.pixels.any():  # a fresh start
            self.pattern.value = NONE
        code = self._first.encode(self.drawing.pixels.reshape(1, -1))
        self.code.value = np.ravel(code).tolist()

    def draw(self):
        drawn, patterns = self.drawing.pixels.reshape(1, -1), self._likeness.patterns
        chosen = self.pattern.value != NONE
        truth = patterns.x[self.pattern.value] if chosen else drawn[0]
        (nearest,), (distance,) = self._likeness.nearest(drawn)
        answers = [np.ravel(model.reconstruct(drawn)) for model in self._models.values()]
        images = [drawn[0], *answers, patterns.x[nearest]]
        captions = [f"{self._likeness.error(image, truth)} wrong" for image in images]
        self._plane.show(self.code.value, images, truth, captions)
        noun = self._likeness.noun
        against = f"the {noun} {self.pattern.label}" if chosen else "your drawing"
        return self._plane.png(whole=False), (
            f"nearest {noun} {patterns.names[nearest]}, differing pixels: {distance}; "
            f"wrong pixels are counted against {against}"
        )

    def still(self):
        return self._plane.png()
