"""From one pattern to another along a straight line of a latent space."""

import numpy as np

from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_models, codes_of
from tp5lib.explorers.knobs import names_of, slider, snap
from tp5lib.explorers.panels import Plane, grid_of_panels
from tp5lib.explorers.points import reach


class Interpolation(Explorer):
    """Go from one pattern to another along a straight line in latent space.

    Of one model with two latent dimensions, the line is shown on a map of them. Of others, the
    images are shown side by side between the two patterns.

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
    pad : Pad
        The point on the map, if there is one; it is dragged along the line.
    start, end : Dropdown
    alpha : FloatSlider
        From 0, the first pattern, to 1, the second.

    Raises
    ------
    KeyError
        If no pattern is called `start` or `end`.
    TypeError, ValueError
        If a model or the patterns cannot be shown; the message says what is needed.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.explorers import Interpolation
    >>> Interpolation(Autoencoder([35, 17, 2, 17, 35]), load_letters(), start="a", end="o")
    Interpolation: run the notebook to move pad, start, end, alpha
    """

    def __init__(self, models, patterns, *, start=None, end=None, noun="pattern"):
        self._likeness = Likeness(patterns, noun)
        self._models = check_models(models, patterns, "encode", "decode")
        self._codes = {name: codes_of(model, patterns) for name, model in self._models.items()}
        self.start = names_of(patterns, "from", self._likeness.place_of(start, "start"))
        end = patterns.names[-1] if end is None else end
        self.end = names_of(patterns, "to", self._likeness.place_of(end, "end"))
        self.alpha = slider("alpha", 0.5, 0, 1)
        controls = {"start": self.start, "end": self.end, "alpha": self.alpha}
        self._name, model = next(iter(self._models.items()))
        self.pad = None
        if len(self._models) == 1 and model.latent == 2:
            codes = self._codes[self._name]
            titles = "decoded", f"nearest {noun}"
            self._picture = Plane(self._likeness, codes, reach(model, codes), titles)
            self.pad = self._picture.pad(self._code(self._name), path=self._line())
            controls = {"pad": self.pad, **controls}
        else:
            titles = ("from", *self._models, "to")
            self._picture, self._panels = grid_of_panels(
                titles, self._likeness, columns=6, width=3.1
            )
        super().__init__(controls)

    def _ends(self, name):
        return self._codes[name][[self.start.value, self.end.value]]

    def _code(self, name):
        """The latent point in the space of a model."""
        return interpolate(*self._ends(name), [self.alpha.value])[0]

    def _line(self):
        return tuple(map(tuple, self._ends(self._name).tolist()))

    def moved(self, control):
        if control is self.pad:
            start, end = self._ends(self._name)
            along = end - start
            share = along @ (np.array(self.pad.value) - start) / (along @ along or 1)
            self.alpha.value = snap(self.alpha, min(max(share, 0), 1))
        elif self.pad:
            self.pad.path, self.pad.value = self._line(), self._code(self._name).tolist()

    def draw(self):
        codes = {name: self._code(name) for name in self._models}
        images = [self._models[name].decode(code[np.newaxis])[0] for name, code in codes.items()]
        patterns, told = self._likeness.patterns, [self._likeness.describe(i) for i in images]
        if self.pad:
            ((code,), ((place, words),)) = codes.values(), told
            path = self._ends(self._name)
            self._picture.show(code, [*images, patterns.x[place]], path=path)
            return self._picture.png(whole=False), f"({code[0]:.2f}, {code[1]:.2f}): {words}"
        ends = [patterns.x[end.value] for end in (self.start, self.end)]
        for panel, image in zip(self._panels, [ends[0], *images, ends[1]], strict=True):
            panel.show(image)
        words = [f"{n}: {patterns.names[i]}" for n, (i, _) in zip(codes, told, strict=True)]
        nearest = f"nearest {self._likeness.noun} by {'; '.join(words)}"
        return self._picture.png(), f"alpha {self.alpha.value:.2f}, {nearest}"

    def still(self):
        return self._picture.png()
