"""New images from the prior."""

import ipywidgets as widgets

from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_models, check_patterns, seeds_from
from tp5lib.explorers.panels import grid_of_panels


class PriorSamples(Explorer):
    """Draw new images from the prior, sixteen at a time, as often as wanted.

    Parameters
    ----------
    models : model or dict
        A `VariationalAutoencoder` of one seed, or several by name: what has a
        ``sample(n, rng=)``.
    patterns, noun, cmap
        As in `LatentPoint`.
    rng : int or numpy.random.Generator
        Of the draws; an integer is the seed of the first, and each press of the button takes
        the next.

    Attributes
    ----------
    model : Dropdown
    again : Button
        Draws new images.
    seed : int
        Of the draw that is shown.

    Raises
    ------
    TypeError, ValueError
        If a model or the patterns cannot be shown; the message says what is needed.
    """

    ROWS, COLUMNS = 2, 8

    def __init__(self, models, patterns, *, noun="pattern", cmap=None, rng=0):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        self._models = check_models(models, patterns, "sample")
        self._draws = seeds_from(rng)
        self.seed = next(self._draws)
        self._picture, self._panels = grid_of_panels(
            [""] * (self.ROWS * self.COLUMNS), self._likeness, columns=self.COLUMNS, width=1.7
        )
        super().__init__(
            model=widgets.Dropdown(options=list(self._models), description="model"),
            again=widgets.Button(description=f"draw new {noun}s"),
        )

    def moved(self, control):
        if control is self.again:
            self.seed = next(self._draws)

    def draw(self):
        model = self._models[self.model.value]
        images = model.sample(len(self._panels), rng=self.seed)
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image)
        _, distance = self._likeness.nearest(images)
        return self._picture.png(), (
            f"draw {self.seed}, {self.model.value}: the nearest {self._likeness.noun}s are "
            f"{self._likeness.tell(distance.min(), distance.max())}"
        )
