"""A point of a latent space, moved by hand, and what it decodes to."""

import ipywidgets as widgets
import numpy as np

from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_model
from tp5lib.explorers.knobs import NONE, names_of, slider, snap
from tp5lib.explorers.moments import on_plane
from tp5lib.explorers.panels import Plane


class LatentPoint(Explorer):
    """Move a point of a latent space, by hand on a map or by sliders, and see what it decodes to.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Or what else has ``encode`` and ``decode``, such as `PCA`; of one seed.
    patterns : Patterns
        The images it learned, of any size. Binary ones are drawn dark on white, others light
        on black.
    noun : str
        What to call a pattern, such as "letter".
    seed : int
        Of the first draw; each press of the button takes the next.

    Attributes
    ----------
    pad : Pad
        The point on a map of the first two latent dimensions.
    z1, z2, ... : FloatSlider
        The same point, a slider for each dimension, rounded to its steps.
    pattern : Dropdown
        Jumps to the code of a pattern; in code, ``pattern.label = "k"``.
    sample : Button
        Of a model with a prior, as a `VariationalAutoencoder` is: each press jumps to a draw of it.
    code : ndarray, shape (latent,)
        The latent point itself.
    """

    def __init__(self, model, patterns, *, noun="pattern", seed=0):
        self._likeness = Likeness(patterns, noun)
        self._model = check_model(model, "model", patterns, "encode", "decode")
        self._plane = Plane(self._likeness, model, ["decoded", f"nearest {noun}"])
        low, high = self._plane.corners
        self.code = (low + high) / 2
        ends = zip(self.code, low, high, strict=True)
        self._sliders = [slider(f"latent {n}", *numbers) for n, numbers in enumerate(ends, 1)]
        controls = {f"z{n}": control for n, control in enumerate(self._sliders, 1)}
        controls = {"pad": self._plane.pad(self.code, description="latent plane")} | controls
        controls["pattern"] = names_of(patterns, noun, none=True)
        if hasattr(model, "sample"):
            controls["sample"] = widgets.Button(description="from the prior")
        super().__init__(controls, seed=seed)

    def moved(self, control):
        if control is self.pad:
            self.code[:2] = control.value[: len(self.code)]
        elif control in self._sliders:
            self.code[self._sliders.index(control)] = control.value
        elif control is not self.pattern:
            drawn = np.random.default_rng(self.seed).standard_normal(len(self.code))
            self.code = np.clip(drawn, *self._plane.corners)
            self.seed += 1
        elif self.pattern.value != NONE:
            self.code = self._plane.codes[self.pattern.value].copy()
        if control is not self.pattern:
            self.pattern.value = NONE
        for other, value in zip(self._sliders, self.code, strict=True):
            if other is not control:
                other.value = snap(other, value)
        self.pad.value = on_plane([self.code])[0].tolist()

    def draw(self):
        image = self._model.decode(self.code[np.newaxis])[0]
        place, text = self._likeness.describe(image, self.code)
        self._plane.show(self.code, [image, self._likeness.patterns.x[place]])
        return self._plane.png(whole=False), text

    def still(self):
        return self._plane.png()
