"""Noise on a pattern, and what denoisers make of it."""

from functools import wraps

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
        ``noise(x, level, rng=)`` such as `salt_and_pepper`, which returns images in [0, 1].
    level : float
        The level to begin with, from 0 to 0.5.
    rng : int or numpy.random.Generator
        Of the noise; an integer is the seed of the first, and each press of the button takes
        the next.

    Attributes
    ----------
    pattern, model : Dropdown
        In code, ``pattern.label = "k"``.
    level : FloatSlider
        From 0 to 0.5.
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
        level=0.1,
        noun="pattern",
        cmap=None,
        rng=0,
    ):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        self._models = check_models(models, patterns, "reconstruct")
        if not callable(noise):
            raise TypeError(f"noise must be a function of (x, level, rng=), not {noise!r}")
        level = check_number(level, "level", low=0, high=0.5)
        self._noise, self._draws = noise, seeds_from(rng)
        self._seed = next(self._draws)
        place = place_of(patterns, pattern, "pattern")
        titles = (noun, "with noise", "denoised", f"nearest {noun}")
        self._picture, self._panels = grid_of_panels(
            titles, self._likeness, columns=4, width=2.75, caption=True, size=21
        )
        super().__init__(
            pattern=widgets.Dropdown(options=choices(patterns), value=place, description=noun),
            level=slider("noise p", level, 0, 0.5),
            model=widgets.Dropdown(options=list(self._models), description="denoiser"),
            again=widgets.Button(description="draw new noise"),
        )

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
        text = (
            f"{name} at p = {self.level.value:.2f}: {counted} {noise} with noise, "
            f"{answer} after the denoiser, {nearest} by nearest {self._likeness.noun}"
        )
        return self._picture.png(), text

    def _with_noise(self, image):
        """Return an image with noise of the present level and draw.

        The draw is the same at every level, so that the slider alone changes the noise.
        """

        @wraps(self._noise)  # by its name in an error
        def noise(x, rng):
            return self._noise(x, self.level.value, rng=rng)

        return corrupt(noise, image[np.newaxis], np.random.default_rng(self._seed))[0]
