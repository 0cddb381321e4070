"""From one pattern to another along a straight line of a latent space."""

import numpy as np

from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_models, codes_of
from tp5lib.explorers.knobs import names_of, slider
from tp5lib.explorers.panels import Plane, grid_of_panels


class Interpolation(Explorer):
    """Go from one pattern to another along a straight line in latent space.

    Of one model, the line is shown on the map of `LatentPoint`. Of several, the images are
    shown side by side between the two patterns.

    Parameters
    ----------
    models : model or dict
        As of `LatentPoint`, or several by name, which may differ in their latent dimension.
    patterns, noun
        As in `LatentPoint`.
    start, end : str, optional
        Names of the patterns to begin with; the first and the last unless given.

    Attributes
    ----------
    start, end : Dropdown
    alpha : FloatSlider
        From 0, the first pattern, to 1, the second.
    """

    def __init__(self, models, patterns, *, start=None, end=None, noun="pattern"):
        self._likeness = Likeness(patterns, noun)
        self._models = check_models(models, patterns, "encode", "decode")
        self._codes = {name: codes_of(model, patterns) for name, model in self._models.items()}
        self._plane = None
        if len(self._models) == 1:
            (model,) = self._models.values()
            self._plane = Plane(self._likeness, model, ["decoded", f"nearest {noun}"])
        else:
            titles = ("from", *self._models, "to")
            self._picture, self._panels = grid_of_panels(
                titles, self._likeness, columns=6, width=3.1
            )
        super().__init__(
            {
                "start": names_of(patterns, "from", start),
                "end": names_of(patterns, "to", patterns.names[-1] if end is None else end),
                "alpha": slider("alpha", 0.5, 0, 1),
            }
        )

    def draw(self):
        ends, alpha = [self.start.value, self.end.value], self.alpha.value
        names, x = self._likeness.patterns.names, self._likeness.patterns.x
        codes = [interpolate(*codes[ends], [alpha]) for codes in self._codes.values()]
        pairs = zip(self._models.values(), codes, strict=True)
        images = [model.decode(code)[0] for model, code in pairs]
        if self._plane:
            ((code,),), (image,), (line,) = codes, images, self._codes.values()
            place, text = self._likeness.describe(image, code)
            self._plane.show(code, [image, x[place]], path=line[ends])
            return self._plane.png(), text
        for panel, image in zip(self._panels, [x[ends[0]], *images, x[ends[1]]], strict=True):
            panel.show(image)
        places, _ = self._likeness.nearest(np.array(images))
        words = [f"{name}: {names[i]}" for name, i in zip(self._models, places, strict=True)]
        nearest = f"nearest {self._likeness.noun} by {'; '.join(words)}"
        return self._picture.png(), f"alpha {alpha:.2f}, {nearest}"
