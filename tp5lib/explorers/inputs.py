"""What explorers are given: patterns, with what compares images to them, and models by name."""

import reprlib
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from tp5lib.datasets.patterns import Patterns
from tp5lib.evaluation.generation import typical_distance
from tp5lib.evaluation.metrics import nearest, nearest_patterns

_SHOWN = 8  # patterns beside what is given back


class Likeness:
    """Compares images with patterns: in wrong pixels if these are binary, else by distance.

    The unit of distances is `tp5lib.evaluation.generation.typical_distance`. Binary patterns
    are drawn dark on white, as ink, others light on black. `shown` are the places of eight,
    spread evenly, for a figure that has no room for all.
    """

    def __init__(self, patterns, noun="pattern"):
        if not isinstance(patterns, Patterns):
            wanted = "a tp5lib.Patterns, such as load_letters(), or Patterns(x) of an array"
            raise TypeError(f"patterns must be {wanted}, not {reprlib.repr(patterns)}")
        self.patterns, self.noun = patterns, noun
        self.binary = bool(np.isin(patterns.x, (0, 1)).all())
        count = min(_SHOWN, len(patterns))
        self.shown = np.linspace(0, len(patterns) - 1, count).astype(int).tolist()

    @cached_property
    def _unit(self):
        try:
            return typical_distance(self.patterns.x), "of the usual distance between neighbours"
        except ValueError:  # a single image, or copies of one
            return 1.0, "root mean square"

    def nearest(self, images):
        """Return the place of the nearest pattern of each image, and how far it is."""
        if self.binary:
            return nearest_patterns(images, self.patterns.x)
        return nearest(images, self.patterns.x, self._unit[0])

    def error(self, image, truth):
        """Return the number of wrong pixels, or the root mean square error, as text."""
        if self.binary:
            return str(np.count_nonzero((image > 0.5) != (truth > 0.5)))
        return f"{np.sqrt(np.mean((image - truth) ** 2)):.3f}"

    def describe(self, image, code):
        """Return the place of the pattern nearest to what a code decodes to, and a text."""
        (place,), (distance,) = self.nearest(np.reshape(image, (1, -1)))
        numbers = ", ".join(f"{number:.2f}" for number in code)
        name = f"({numbers}): nearest {self.noun} {self.patterns.names[place]}"
        if not self.binary:
            return place, f"{name}, {self.tell(distance)}"
        same = f"it is that {self.noun}"
        return place, f"{name}, {same if distance == 0 else f'wrong pixels: {distance}'}"

    def tell(self, *numbers):
        """Return a distance to the nearest pattern, or the lowest and the highest, as text."""
        shown = " to ".join(f"{n:d}" if self.binary else f"{n:.2f}" for n in numbers)
        return f"{shown} {'pixels away' if self.binary else self._unit[1]}"


def check_models(models, patterns, *methods):
    """Return models, one or several by name, as a dict by name; each is checked as one is."""
    if not isinstance(models, Mapping):
        models = {type(models).__name__: models}
    if not models:
        raise ValueError("models is empty; it must name a model or more")
    for name, model in models.items():
        check_model(model, f"the model {str(name)!r}", patterns, *methods)
    return {str(name): model for name, model in models.items()}


def check_model(model, name, patterns, *methods):
    """Return `model`, which must have these methods, one seed, and the size of the patterns."""
    pixels = patterns.x.shape[1]
    for method in methods:
        if not callable(getattr(model, method, None)):
            raise TypeError(f"{name} must have {method}(), but it is {reprlib.repr(model)}")
    seeds, layers = getattr(model, "seeds", (0,)), getattr(model, "layers", (pixels,))
    if len(seeds) != 1:
        way_out = f"take one of them with model.for_seed({seeds[0]})"
        raise ValueError(f"{name} must have one seed, but it is {model!r}; {way_out}")
    if layers[0] != pixels:
        raise ValueError(f"{name} must take images of {pixels} pixels, but it is {model!r}")
    return model


def codes_of(model, patterns):
    """Return the latent codes of the patterns, shape (n, latent)."""
    codes = np.asarray(model.encode(patterns.x), dtype=np.float64)
    return codes.reshape(len(patterns), model.latent)
