"""Noise on a pattern, and what denoisers make of it."""

from functools import wraps
from inspect import signature

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_number
from tp5lib.datasets.noise import corrupt, salt_and_pepper
from tp5lib.explorers.base import Explorer, choices, slider
from tp5lib.explorers.inputs import Likeness, check_models, check_patterns, place_of, seeds_from
from tp5lib.explorers.panels import grid_of_panels


class Denoiser(Explorer):
    """Put noise on a pattern and see what denoisers make of it.

    Parameters
    ----------
    models : object or dict
        What has a ``reconstruct(x)``: an `Autoencoder` of one seed, say, or several by name.
    patterns, noun, cmap
        As in `LatentPoint`.
    pattern : str, optional
        Name of the pattern to begin with; the first unless given.
    noise : callable
        ``noise(x, level, rng=)`` such as `salt_and_pepper`, which returns images in [0, 1];
        where `levels` is None, ``noise(x, rng)`` as `Autoencoder.fit` takes it.
    levels : pair of float or None
        The lowest and the highest level of the noise.
    level : float
        The level to begin with.
    rng : int or numpy.random.Generator
        Of the noise; an integer is the seed of the first, and each press of the button takes
        the next.

    Attributes
    ----------
    pattern, model : Dropdown
    level : FloatSlider
        Not there where `levels` is None.
    again : Button
        Draws new noise.

    Raises
    ------
    KeyError
        If no pattern is called `pattern`.
    TypeError, ValueError
        If a model, the patterns or the noise cannot be shown; the message says what is
        needed.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.explorers import Denoiser
    >>> model = Autoencoder([35, 17, 2, 17, 35])
    >>> Denoiser({"untrained": model}, load_letters(), pattern="k", level=0.2)
    Denoiser: run the notebook to move pattern, level, model, again
    """

    def __init__(
        self,
        models,
        patterns,
        *,
        pattern=None,
        noise=salt_and_pepper,
        levels=(0, 0.5),
        level=0.1,
        noun="pattern",
        cmap=None,
        rng=0,
    ):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        self._models = check_models(models, patterns, "reconstruct")
        _check_noise(noise, levels)
        self._noise, self._draws = noise, seeds_from(rng)
        self._seed = next(self._draws)
        place = place_of(patterns, pattern, "pattern")
        controls = {"pattern": widgets.Dropdown(options=choices(patterns), value=place)}
        controls["pattern"].description = noun
        if levels is not None:
            low, high = _check_levels(levels)
            level = check_number(level, "level", low=low, high=high)
            controls["level"] = slider("noise p", level, low, high)
        controls["model"] = widgets.Dropdown(options=list(self._models), description="denoiser")
        controls["again"] = widgets.Button(description="draw new noise")
        titles = (noun, "with noise", "denoised", f"nearest {noun}")
        self._picture, self._panels = grid_of_panels(
            titles, self._likeness, columns=4, width=2.75, caption=True, size=21
        )
        super().__init__(**controls)

    def moved(self, control):
        if control is self.again:
            self._seed = next(self._draws)

    def draw(self):
        truth = self._likeness.patterns.x[self.pattern.value]
        noisy = self._with_noise(truth)
        (place,), _ = self._likeness.nearest(noisy[np.newaxis])
        answer = self._models[self.model.value].reconstruct(noisy[np.newaxis])
        images = noisy, np.reshape(answer, truth.shape), self._likeness.patterns.x[place]
        errors = [self._likeness.error(image, truth) for image in images]
        counted = self._likeness.counted
        self._panels[0].show(truth)
        crossed = truth if self._likeness.binary else None
        for panel, image, error in zip(self._panels[1:], images, errors, strict=True):
            panel.show(image, crossed, f"{counted}: {error}")
        noise, answer, nearest = errors
        name = self._likeness.patterns.names[self.pattern.value]
        at = f" at p = {self.level.value:.2f}" if "level" in self.controls else ""
        text = (
            f"{name}{at}: {counted} {noise} with noise, {answer} after the denoiser, "
            f"{nearest} by nearest {self._likeness.noun}"
        )
        return self._picture.png(), text

    def _with_noise(self, image):
        """Return an image with noise of the present level and draw.

        The draw is the same at every level, so that the slider alone changes the noise.
        """
        rng = np.random.default_rng(self._seed)

        @wraps(self._noise)
        def noise(x, rng):
            if "level" in self.controls:
                return self._noise(x, self.level.value, rng=rng)
            return self._noise(x, rng)

        return corrupt(noise, image[np.newaxis], rng)[0]


def _check_noise(noise, levels):
    """Raise TypeError unless a noise can be called as its levels want it."""
    wanted = "(x, level, rng=)" if levels is not None else "(x, rng)"
    try:
        if levels is None:
            signature(noise).bind(0, 0)
        else:
            signature(noise).bind(0, 0, rng=0)
    except TypeError:
        hint = "; for one of (x, rng) pass levels=None" if levels is not None else ""
        raise TypeError(f"noise must be a function of {wanted}, not {noise!r}{hint}") from None
    except ValueError:
        pass  # no signature is known, as of some functions written in C


def _check_levels(levels):
    """Return the lowest and the highest level as two numbers, the second above the first."""
    message = f"levels must be a pair (low, high) with low below high, or None, not {levels!r}"
    try:
        low, high = levels
    except (TypeError, ValueError):
        raise TypeError(message) from None
    low, high = check_number(low, "levels[0]"), check_number(high, "levels[1]")
    if low >= high:
        raise ValueError(message)
    return low, high
