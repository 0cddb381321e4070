"""A pattern that the reader draws, and what models make of it."""

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_rng
from tp5lib.explorers.base import NONE, Explorer, choices
from tp5lib.explorers.controls import Pad, PixelEditor
from tp5lib.explorers.inputs import (
    Likeness,
    check_models,
    check_patterns,
    codes_of,
    place_of,
)
from tp5lib.explorers.panels import LatentMap, Panel, beside_maps, type_of
from tp5lib.explorers.points import reach

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
    noun : str
        As in `LatentPoint`.
    rng : int or numpy.random.Generator
        Of the damage.

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

    Raises
    ------
    KeyError
        If no pattern is called `pattern`.
    TypeError, ValueError
        If a model or the patterns cannot be shown; the message says what is needed.
    """

    def __init__(self, models, patterns, *, pattern=None, noun="pattern", rng=0):
        self._likeness = Likeness(check_patterns(patterns), noun)
        if not self._likeness.binary:
            raise ValueError(
                f"patterns must hold 0 and 1 only, which can be drawn, not shades: {patterns!r}"
            )
        self._patterns = patterns
        self._models = check_models(models, patterns, "reconstruct")
        self._first = self._check_first()
        self._rng = check_rng(rng)
        place = place_of(patterns, pattern, "pattern")
        low, high, background = self._prepare()
        drawing = PixelEditor(patterns[place], patterns.shape, description=f"your {noun}")
        super().__init__(
            drawing=drawing,
            code=Pad(
                low,
                high,
                self._encode(drawing),
                background=background,
                description=f"its code: {next(iter(self._models))}",
                layout={"order": "1"},  # on a phone the answers come before it
            ),
            pattern=widgets.Dropdown(
                options=choices(patterns, none="none"), value=place, description=noun
            ),
            damage=widgets.Button(description=f"damage {_DAMAGE} pixels"),
        )

    def _check_first(self):
        name, model = next(iter(self._models.items()))
        check_models({name: model}, self._patterns, "encode", "decode")
        if model.latent != 2:
            raise ValueError(
                f"the first model, {name!r}, must have two latent dimensions, not {model!r}"
            )
        return model

    def _prepare(self):
        """Make the figure; return the corners and the picture of its map."""
        noun = self._likeness.noun
        titles = [f"your {noun}", *self._models, f"nearest {noun}"]
        codes = {"first": codes_of(self._first, self._patterns)}
        corners = reach({"first": self._first}, codes)
        with type_of(17):
            self._picture, maps, axes = beside_maps(1, len(titles))
            self._map = LatentMap(maps[0], codes["first"], self._patterns, corners=corners)
            self._panels = [
                Panel(ax, self._patterns.shape, title, cross=8)
                for ax, title in zip(axes, titles, strict=True)
            ]
            moving = [artist for part in (self._map, *self._panels) for artist in part.artists]
            self._picture.freeze(*moving)
        self._images = self._picture.part(*axes)
        return *corners, self._picture.background(maps[0])

    def moved(self, control):
        if control is self.code:
            (image,) = self._first.decode(np.array([self.code.value]))
            self.drawing.pixels = image.reshape(self._patterns.shape) > 0.5
            self.pattern.value = NONE
            return
        if control is self.pattern and self.pattern.value != NONE:
            self.drawing.pixels = self._patterns[self.pattern.value]
        elif control is self.damage:
            pixels = self.drawing.pixels
            turned = min(_DAMAGE, pixels.size)
            chosen = self._rng.choice(pixels.size, turned, replace=False)
            pixels.flat[chosen] = 1 - pixels.flat[chosen]
            self.drawing.pixels = pixels
        if not self.drawing.pixels.any():  # a fresh start
            self.pattern.value = NONE
        self.code.value = self._encode(self.drawing)

    def draw(self):
        drawn = self.drawing.pixels.reshape(1, -1)
        place = self.pattern.value
        truth = drawn[0] if place == NONE else self._patterns.x[place]
        (nearest,), (distance,) = self._likeness.nearest(drawn)
        answers = [np.ravel(model.reconstruct(drawn)) for model in self._models.values()]
        images = [drawn[0], *answers, self._patterns.x[nearest]]
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image, truth, f"{self._likeness.error(image, truth)} wrong")
        self._map.show(np.array(self.code.value))
        noun, names = self._likeness.noun, self._patterns.names
        against = "your drawing" if place == NONE else f"the {noun} {names[place]}"
        text = (
            f"nearest {noun} {names[nearest]}, differing pixels: {distance}; "
            f"wrong pixels are counted against {against}"
        )
        return self._picture.png(self._images), text

    def still(self):
        return self._picture.png()

    def _encode(self, drawing):
        return tuple(np.ravel(self._first.encode(drawing.pixels.reshape(1, -1))).tolist())
