"""A live figure around a letter that the reader draws."""

import textwrap

import ipywidgets as widgets
import numpy as np

from tp5lib.evaluation.metrics import nearest_patterns, pixel_errors
from tp5lib.explorers.base import NONE, Explorer, Picture, choices, named_models
from tp5lib.explorers.controls import Pad, PixelEditor
from tp5lib.explorers.panels import LatentMap, Panel, type_of


class DrawnLetter(Explorer):
    """Draw a letter, or damage one, and see what several models make of it.

    Wrong pixels are counted against the letter that was taken from the list; where there
    is none, against the drawing itself.

    Parameters
    ----------
    models : dict
        By name, objects with ``reconstruct(x)``; the first is an `Autoencoder` of one seed
        with two latent dimensions, whose latent plane is shown.
    patterns : Patterns
    letter : str
        The letter to begin with.
    seed : int
        Of the damage.

    Attributes
    ----------
    drawing : PixelEditor
    code : Pad
        The code of the drawing; where it is dragged, the drawing becomes what the code
        decodes to.
    letter : Dropdown
        Draws a letter.
    damage : Button
        Turns three pixels into their opposites.
    """

    def __init__(self, models, patterns, letter="a", seed=0):
        self._models, self._patterns = named_models(models), patterns
        self._first = next(iter(self._models.values()))
        self._rng = np.random.default_rng(seed)
        with type_of(13):
            axes = self._prepare()
        drawing = PixelEditor(patterns[letter], patterns.shape, description="your letter")
        super().__init__(
            drawing=drawing,
            code=Pad(
                self._map.low,
                self._map.high,
                self._encode(drawing),
                background=self._picture.background(axes["map"]),
                description=f"its code: {next(iter(self._models))}",
                layout={"order": "1"},  # on a phone the answers come before it
            ),
            letter=widgets.Dropdown(
                options=choices(patterns, none="none"),
                value=patterns.index(letter),
                description="letter",
            ),
            damage=widgets.Button(description="damage 3 pixels"),
        )

    def _prepare(self):
        self._picture = Picture((11.4, 5.6))
        titles = ["your letter", *self._models, "nearest letter"]
        columns = -(-len(titles) // 2)
        places = [*titles, "."][: 2 * columns]
        axes = self._picture.figure.subplot_mosaic(
            [["map", *places[:columns]], ["map", *places[columns:]]],
            width_ratios=[4 - columns / 3, *[1] * columns],
        )
        self._map = LatentMap(axes["map"], self._first, self._patterns)
        self._panels = [
            Panel(axes[title], self._patterns.shape, textwrap.fill(title, 14), cross=8)
            for title in titles
        ]
        moving = [artist for part in (self._map, *self._panels) for artist in part.artists]
        self._picture.freeze(*moving)
        self._images = self._picture.part(*(axes[title] for title in titles))
        return axes

    def moved(self, control):
        if control is self.code:
            image = self._first.decode(np.array([self.code.value]))[0]
            self.drawing.pixels = image.reshape(self._patterns.shape) > 0.5
            self.letter.value = NONE
            return
        if control is self.letter and self.letter.value != NONE:
            self.drawing.pixels = self._patterns[self.letter.value]
        elif control is self.damage:
            pixels = self.drawing.pixels
            chosen = self._rng.choice(pixels.size, 3, replace=False)
            pixels.flat[chosen] = 1 - pixels.flat[chosen]
            self.drawing.pixels = pixels
        if not self.drawing.pixels.any():  # a fresh start
            self.letter.value = NONE
        self.code.value = self._encode(self.drawing)

    def draw(self):
        drawn = self.drawing.pixels.reshape(1, -1)
        place = self.letter.value
        truth = drawn if place == NONE else self._patterns.x[place][np.newaxis]
        (nearest,), (distance,) = nearest_patterns(drawn, self._patterns.x)
        answers = [np.squeeze(model.reconstruct(drawn)) for model in self._models.values()]
        images = [drawn[0], *answers, self._patterns.x[nearest]]
        for panel, image in zip(self._panels, images, strict=True):
            wrong = pixel_errors(truth, image[np.newaxis])[0]
            panel.show(image, truth, f"{wrong} wrong")
        self._map.show(np.array(self.code.value))
        against = "your drawing" if place == NONE else f"the letter {self._patterns.names[place]}"
        text = (
            f"nearest letter {self._patterns.names[nearest]}, differing pixels: {distance}; "
            f"wrong pixels are counted against {against}"
        )
        return self._picture.png(self._images), text

    def still(self):
        return self._picture.png()

    def _encode(self, drawing):
        return tuple(map(float, np.squeeze(self._first.encode(drawing.pixels.reshape(1, -1)))))
