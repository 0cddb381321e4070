"""From one pattern to another along a straight line of a latent space."""

import ipywidgets as widgets

from tp5lib.evaluation.latent import interpolate
from tp5lib.explorers.base import Explorer, choices, slider
from tp5lib.explorers.inputs import (
    Likeness,
    check_models,
    check_patterns,
    codes_of,
    place_of,
)
from tp5lib.explorers.panels import grid_of_panels
from tp5lib.explorers.points import LatentView, check_planes, reach


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
        self._path = kind(models, likeness)
        options = choices(patterns)
        super().__init__(
            start=widgets.Dropdown(options=options, value=ends["start"], description="from"),
            end=widgets.Dropdown(options=options, value=ends["end"], description="to"),
            alpha=slider("alpha", 0.5, 0, 1),
        )

    def draw(self):
        return self._path.draw([self.start.value, self.end.value], self.alpha.value)


class _PathOnMaps:
    """A path through the latent space of the one model there is."""

    def __init__(self, models, likeness):
        ((self._name, model),) = models.items()
        codes = codes_of(model, likeness.patterns)
        corners = reach(models, {self._name: codes})
        planes = check_planes(None, model.latent)
        self._view = LatentView(models, codes, likeness, planes, corners)

    def draw(self, ends, alpha):
        ends = self._view.codes[ends]
        return self._view.draw(interpolate(*ends, [alpha])[0], self._name, path=ends)


class _PathsInARow:
    """The paths of several models, side by side between the two patterns."""

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
        return self._picture.png(), f"alpha {alpha:.2f}, nearest {noun} by {'; '.join(words)}"
