"""Noise on a pattern, and what denoisers make of it."""

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_number
from tp5lib.datasets.noise import salt_and_pepper
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_models
from tp5lib.explorers.knobs import names_of, slider
from tp5lib.explorers.panels import grid_of_panels


class Denoiser(Explorer):
    """Put salt and pepper on a pattern and see what denoisers make of it.

    Parameters
    ----------
    models : object or dict
        What has a ``reconstruct(x)``: an `Autoencoder` of one seed, say, or several by name.
    patterns, noun, seed
        As in `LatentPoint`.
    pattern : str, optional
        Name of the pattern to begin with; the first unless given.
    level : float
        The probability of noise to begin with, from 0 to 0.5.

    Attributes
    ----------
    pattern, model : Dropdown
        In code, ``pattern.label = "k"``.
    level : FloatSlider
        From 0 to 0.5.
    again : Button
        Draws new noise.
    """

    def __init__(self, models, patterns, *, pattern=None, level=0.1, noun="pattern", seed=0):
        self._likeness = Likeness(patterns, noun)
        self._models = check_models(models, patterns, "reconstruct")
        level = check_number(level, "level", low=0, high=0.5)
        titles = (noun, "with noise", "denoised", f"nearest {noun}")
        self._picture, self._panels = grid_of_panels(
            titles, self._likeness, columns=4, width=2.75, caption=True, size=21
        )
        super().__init__(
            {
                "pattern": names_of(patterns, noun, pattern),
                "level": slider("noise p", level, 0, 0.5),
                "model": widgets.Dropdown(options=list(self._models), description="denoiser"),
                "again": widgets.Button(description="draw new noise"),
            },
            seed=seed,
        )

    def draw(self):
        truth = self._likeness.patterns.x[self.pattern.value]
        # The draw is the same at every level, so that the slider alone changes the noise.
        rng = np.random.default_rng(self.seed)
        noisy = salt_and_pepper(truth[np.newaxis], self.level.value, rng=rng)
        answer = np.ravel(self._models[self.model.value].reconstruct(noisy))
        (place,), _ = self._likeness.nearest(noisy)
        images = noisy[0], answer, self._likeness.patterns.x[place]
        errors = [self._likeness.error(image, truth) for image in images]
        counted, crossed = ("wrong pixels", truth) if self._likeness.binary else ("error", None)
        self._panels[0].show(truth)
        for panel, image, error in zip(self._panels[1:], images, errors, strict=True):
            panel.show(image, crossed, f"{counted}: {error}")
        return self._picture.png(), (
            f"{self.pattern.label} at p = {self.level.value:.2f}: {counted} {errors[0]} with "
            f"noise, {errors[1]} after the denoiser, {errors[2]} by nearest {self._likeness.noun}"
        )
