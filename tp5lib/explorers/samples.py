"""New images from the prior."""

import ipywidgets as widgets

from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_models
from tp5lib.explorers.panels import grid_of_panels


class PriorSamples(Explorer):
    """Draw new images from the prior, sixteen at a time, as often as wanted.

    Parameters
    ----------
    models : model or dict
        A `VariationalAutoencoder` of one seed, or several by name: what has a
        ``sample(n, rng=)``.
    patterns, noun, seed
        As in `LatentPoint`.

    Attributes
    ----------
    model : Dropdown
    again : Button
        Draws new images.
    """

    ROWS, COLUMNS = 2, 8

    def __init__(self, models, patterns, *, noun="pattern", seed=0):
        self._likeness = Likeness(patterns, noun)
        self._models = check_models(models, patterns, "sample")
        self._picture, self._panels = grid_of_panels(
            [""] * (self.ROWS * self.COLUMNS), self._likeness, columns=self.COLUMNS, width=1.7
        )
        controls = {"model": widgets.Dropdown(options=list(self._models), description="model")}
        controls["again"] = widgets.Button(description=f"draw new {noun}s")
        super().__init__(controls, seed=seed)

    def draw(self):
        images = self._models[self.model.value].sample(len(self._panels), rng=self.seed)
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image)
        _, distance = self._likeness.nearest(images)
        return self._picture.png(), (
            f"draw {self.seed}, {self.model.value}: the nearest {self._likeness.noun}s are "
            f"{self._likeness.tell(distance.min(), distance.max())}"
        )
