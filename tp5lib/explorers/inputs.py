"""Checks of what explorers are given: patterns, and models by name."""

from collections.abc import Mapping
from itertools import count
from numbers import Integral

import numpy as np

from tp5lib.checks import check_choice, check_rng
from tp5lib.datasets.patterns import Patterns
from tp5lib.evaluation.generation import typical_distance
from tp5lib.evaluation.metrics import nearest, nearest_patterns

_CALLS = {"encode": "encode(x)", "decode": "decode(codes)", "reconstruct": "reconstruct(x)"}
_CALLS["sample"] = "sample(n, rng=)"


def check_patterns(patterns):
    """Return `patterns`, which must be a `Patterns`."""
    if not isinstance(patterns, Patterns):
        raise TypeError(
            "patterns must be a tp5lib.Patterns, such as load_letters(), or "
            f"Patterns(x, names, shape) of an array, not {_described(patterns)}"
        )
    return patterns


def check_models(models, patterns, *methods):
    """Return models as a dict by name.

    Parameters
    ----------
    models : object or mapping
        One model, which is then named after its type, or several by name.
    patterns : Patterns
        Whose size the models must have.
    methods : str
        Which each model must have.

    Raises
    ------
    TypeError
        If a model lacks one of the methods.
    ValueError
        If there is no model, or one has several seeds or takes images of another size.
    """
    if isinstance(models, list | tuple):
        raise TypeError(
            'several models must be passed by name, such as {"first": model, "second": other}'
        )
    if not isinstance(models, Mapping):
        models = {type(models).__name__: models}
    if not models:
        raise ValueError("models is empty; it must name a model or more")
    for name, model in models.items():
        _check_model(f"the model {str(name)!r}", model, patterns, methods)
    return {str(name): model for name, model in models.items()}


def _check_model(name, model, patterns, methods):
    for method in methods:
        if not callable(getattr(model, method, None)):
            raise TypeError(f"{name} must have {_CALLS[method]}, but it is {_described(model)}")
    seeds = getattr(model, "seeds", (0,))
    if len(seeds) != 1:
        raise ValueError(
            f"{name} must have one seed, but it is {model!r}; "
            f"take one of them with model.for_seed({seeds[0]})"
        )
    pixels, layers = patterns.x.shape[1], getattr(model, "layers", None)
    if layers is not None and layers[0] != pixels:
        rows, columns = patterns.shape
        raise ValueError(
            f"{name} takes images of {layers[0]} pixels, but those of patterns have "
            f"{rows} x {columns} = {pixels}: {model!r}, {patterns!r}"
        )


def check_one_latent(models):
    """Return the latent dimension, which all models must share."""
    sizes = {name: model.latent for name, model in models.items()}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{name!r} {size}" for name, size in sizes.items())
        raise ValueError(f"models must share one latent dimension, but they have: {told}")
    return next(iter(sizes.values()))


def codes_of(model, patterns):
    """Return the latent codes of the patterns, shape (n, latent)."""
    codes = np.asarray(model.encode(patterns.x), dtype=np.float64)
    return codes.reshape(len(patterns), model.latent)


def place_of(patterns, name, argument, default=0):
    """Return the place of the pattern called `name`, or `default` where it is None."""
    if name is None:
        return range(len(patterns))[default]
    if not isinstance(name, str):
        raise TypeError(f"{argument} must be the name of a pattern, not {_described(name)}")
    return patterns.index(name)


def seeds_from(rng):
    """Return an iterator over seeds: those from an integer on, or drawn by a Generator."""
    generator = check_rng(rng)
    if isinstance(rng, Integral):
        return count(int(rng))
    return iter(lambda: int(generator.integers(2**32)), None)


class Likeness:
    """Compares images with patterns: in wrong pixels if these are binary, else by distance.

    The unit of distances is `tp5lib.evaluation.generation.typical_distance`.

    Parameters
    ----------
    patterns : Patterns
    noun : str
        What to call one of them.
    cmap : {"gray_r", "gray"}, optional
        How to draw them; unless given, binary ones dark on white, as ink, and grey ones light
        on black.

    Attributes
    ----------
    binary : bool
        Whether every pixel of the patterns is 0 or 1.
    """

    def __init__(self, patterns, noun="pattern", cmap=None):
        if not isinstance(noun, str):
            raise TypeError(f"noun must be what to call a pattern, not {_described(noun)}")
        self.patterns, self.noun = patterns, noun
        self.binary = bool(np.isin(patterns.x, (0, 1)).all())
        usual = "gray_r" if self.binary else "gray"
        self.cmap = usual if cmap is None else check_choice(cmap, "cmap", ("gray_r", "gray"))
        if not self.binary:
            self._unit, self._in = _unit_of(patterns.x)

    def nearest(self, images):
        """Return the place of the nearest pattern of each image, and how far it is."""
        if self.binary:
            return nearest_patterns(images, self.patterns.x)
        place, distance = nearest(images, self.patterns.x)
        return place, distance / self._unit

    def error(self, image, truth):
        """Return the number of wrong pixels, or the root mean square error, as text."""
        if self.binary:
            return str(np.count_nonzero((image > 0.5) != (truth > 0.5)))
        return f"{np.sqrt(np.mean((image - truth) ** 2)):.3f}"

    @property
    def counted(self):
        """What `error` counts."""
        return "wrong pixels" if self.binary else "error"

    def describe(self, image):
        """Return the place of the pattern nearest to an image, and a text that names it."""
        (place,), (distance,) = self.nearest(np.reshape(image, (1, -1)))
        name = f"nearest {self.noun} {self.patterns.names[place]}"
        if not self.binary:
            return place, f"{name}, {self.tell(distance)}"
        same = f"it is that {self.noun}"
        return place, f"{name}, {same if distance == 0 else f'wrong pixels: {distance}'}"

    def tell(self, *numbers):
        """Return a distance to the nearest pattern, or the lowest and the highest, as text."""
        shown = " to ".join(f"{n:d}" if self.binary else f"{n:.2f}" for n in numbers)
        return f"{shown} {'pixels away' if self.binary else self._in}"


def _unit_of(x):
    """Return the unit in which distances to patterns are told, and what to call it."""
    try:
        return typical_distance(x), "of the usual distance between neighbours"
    except ValueError:  # a single image, or copies of one
        return 1.0, "root mean square"


def _described(value):
    text = " ".join(repr(value).split())
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
