"""From one pattern to another along a straight line of a latent space."""

import ipywidgets as widgets
import numpy as np

from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers.base import Explorer, choices, slider, snap
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.inputs import (
    Likeness,
    check_models,
    check_patterns,
    codes_of,
    place_of,
)
from tp5lib.explorers.panels import grid_of_panels
from tp5lib.explorers.points import LatentView, check_planes, marks_of, reach


class Interpolation(Explorer):
    """Go from one pattern to another along a straight line in latent space.

    Of one model, the line is shown on maps of its latent space. Of several, which may differ
    in their latent dimension, the images are shown side by side between the two patterns.

    Parameters
    ----------
    models, patterns, noun, cmap
        As in `LatentPoint`.
    start, end : str, optional
        Names of the patterns to begin with; the first and the last unless given.

    Attributes
    ----------
    start, end : Dropdown
    alpha : FloatSlider
        From 0, the first pattern, to 1, the second.
    pad : Pad or None
        Of one model with two latent dimensions: the same point on the map, where it is dragged
        along the line.

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
    Interpolation: run the notebook to move start, end, alpha
    """

    def __init__(self, models, patterns, *, start=None, end=None, noun="pattern", cmap=None):
        likeness = Likeness(check_patterns(patterns), noun, cmap)
        models = check_models(models, patterns, "encode", "decode")
        kind = _PathOnMaps if len(models) == 1 else _PathsInARow
        ends = {
            "start": place_of(patterns, start, "start"),
            "end": place_of(patterns, end, "end", default=-1),
        }
        self.ink = likeness.cmap == "gray_r"
        self._path = kind(models, likeness)
        self.pad = self._path.pad
        options = choices(patterns)
        super().__init__(
            start=widgets.Dropdown(options=options, value=ends["start"], description="from"),
            end=widgets.Dropdown(options=options, value=ends["end"], description="to"),
            alpha=slider("alpha", 0.5, 0, 1),
        )

        if self.pad is not None:
            self.moved(self.alpha)
            self.pad.observe(self._changed, "value")

    def _arrange(self):
        large = [] if self.pad is None else [self.pad]
        return self._lay_out(large, list(self.controls.values()))

    def moved(self, control):
        if self.pad is None:
            return
        ends = self._path.codes[[self.start.value, self.end.value]]
        if control is self.pad:
            along = ends[1] - ends[0]
            share = along @ (np.array(self.pad.value) - ends[0]) / (along @ along or 1)
            self.alpha.value = snap(self.alpha, min(max(share, 0), 1))
        else:
            self.pad.path = tuple(map(tuple, ends.tolist()))
            self.pad.value = tuple(interpolate(*ends, [self.alpha.value])[0].tolist())

    def draw(self):
        return self._path.draw([self.start.value, self.end.value], self.alpha.value)

    def still(self):
        return self._path.still()


class _PathOnMaps:
    """A path through the latent space of the one model there is."""

    def __init__(self, models, likeness):
        ((self._name, model),) = models.items()
        self.codes = codes_of(model, likeness.patterns)
        low, high = reach(models, {self._name: self.codes})
        planes = check_planes(None, model.latent)
        self._view = LatentView(models, self.codes, likeness, planes, (low, high))
        self.pad = self._part = None
        if model.latent == 2:  # the map is a control; what is left to show are the images
            self._part = self._view.images
            marks = marks_of(self.codes, planes[0], likeness.patterns)
            self.pad = Pad(low, high, background=self._view.backgrounds[0], marks=marks)

    def draw(self, ends, alpha):
        ends = self.codes[ends]
        code = interpolate(*ends, [alpha])[0]
        return self._view.draw(code, self._name, path=ends, part=self._part)

    def still(self):
        return self._view.picture.png()


class _PathsInARow:
    """The paths of several models, side by side between the two patterns."""

    pad = None

    def __init__(self, models, likeness):
        self._models, self._likeness = models, likeness
        self._codes = {name: codes_of(model, likeness.patterns) for name, model in models.items()}
        self._picture, self._panels = grid_of_panels(
            ("from", *models, "to"), likeness, columns=6, width=3.1
        )

    def draw(self, ends, alpha):
        patterns = self._likeness.patterns
        shown, words = [], []
        for name, model in self._models.items():
            (image,) = model.decode(interpolate(*self._codes[name][ends], [alpha]))
            place, _ = self._likeness.describe(image)
            shown.append(image)
            words.append(f"{name}: {patterns.names[place]}")
        images = [patterns.x[ends[0]], *shown, patterns.x[ends[1]]]
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image)
        noun = self._likeness.noun
        return self.still(), f"alpha {alpha:.2f}, nearest {noun} by {'; '.join(words)}"

    def still(self):
        return self._picture.png()
