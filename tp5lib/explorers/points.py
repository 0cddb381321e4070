"""A point of a latent space, moved by hand, and what it decodes to."""

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_integer
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_model, codes_of
from tp5lib.explorers.knobs import NONE, names_of, slider, snap
from tp5lib.explorers.moments import corners_of
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
        Of the first draw of the prior; each press of the button takes the next.

    Attributes
    ----------
    pad : Pad
        The point on a map of the first two latent dimensions, if there are so many.
    z1, z2, ... : FloatSlider
        The same point, a slider for each dimension, rounded to its steps.
    pattern : Dropdown
        Jumps to the code of a pattern; in code, ``pattern.label = "k"``.
    sample : Button
        Of a model with a prior, as a `VariationalAutoencoder` is: jumps to a draw of it.
    code : ndarray, shape (latent,)
        The latent point itself.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.explorers import LatentPoint
    >>> LatentPoint(Autoencoder([35, 17, 2, 17, 35]), load_letters(), noun="letter")
    LatentPoint: run the notebook to move pad, z1, z2, pattern
    """

    def __init__(self, model, patterns, *, noun="pattern", seed=0):
        self._likeness = Likeness(patterns, noun)
        self._model = check_model(model, "model", patterns, "encode", "decode")
        self.seed = check_integer(seed, "seed", low=0)
        self._codes = codes_of(model, patterns)
        self._low, self._high = reach(model, self._codes)
        self.code = (self._low + self._high) / 2
        titles = "decoded", f"nearest {noun}"
        self._plane = Plane(self._likeness, self._codes, (self._low, self._high), titles)
        self._pad = self._plane.pad(self.code) if model.latent > 1 else None
        ends = zip(self.code, self._low, self._high, strict=True)
        self._sliders = [slider(f"latent {n}", *numbers) for n, numbers in enumerate(ends, 1)]
        controls = {"pad": self._pad} if self._pad else {}
        controls |= {f"z{n}": control for n, control in enumerate(self._sliders, 1)}
        controls["pattern"] = names_of(patterns, noun, none=True)
        if hasattr(model, "sample"):
            controls["sample"] = widgets.Button(description="from the prior")
        super().__init__(controls)

    def moved(self, control):
        if control is self._pad:
            self.code[:2] = control.value
        elif control in self._sliders:
            self.code[self._sliders.index(control)] = control.value
        elif control is not self.pattern:
            drawn = np.random.default_rng(self.seed).standard_normal(len(self.code))
            self.code = np.clip(drawn, self._low, self._high)
            self.seed += 1
        elif self.pattern.value != NONE:
            self.code = self._codes[self.pattern.value].copy()
        if control is not self.pattern:
            self.pattern.value = NONE
        for other, value in zip(self._sliders, self.code, strict=True):
            if other is not control:
                other.value = snap(other, value)
        if self._pad and control is not self._pad:
            self._pad.value = self.code[:2].tolist()

    def draw(self):
        image = self._model.decode(self.code[np.newaxis])[0]
        place, text = self._likeness.describe(image)
        self._plane.show(self.code, [image, self._likeness.patterns.x[place]])
        code = ", ".join(f"{value:.2f}" for value in self.code)
        return self._plane.png(whole=not self._pad), f"({code}): {text}"

    def still(self):
        return self._plane.png()


def reach(model, codes):
    """Return the lowest and the highest code that can be chosen: around those of the patterns.

    For a model with a prior they are symmetrical, at three of its standard deviations or more.
    """
    if hasattr(model, "sample"):
        high = np.maximum(1.15 * np.abs(codes).max(axis=0), 3)
        return -high, high
    return corners_of(codes, 0.06)
