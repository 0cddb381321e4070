"""Live figures of the emojis: their latent spaces, interpolation, and new ones."""

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np

from tp5lib import plots
from tp5lib.explorers.base import NONE, Explorer, Picture, slider
from tp5lib.generation import typical_distance
from tp5lib.latent import interpolate
from tp5lib.metrics import distances

# Which latent dimensions are drawn against each other, by their number.
_MAPS = {2: [(0, 1)], 3: [(0, 1), (2, 1)], 6: [(0, 1), (2, 3), (4, 5)]}
_STYLE = {"font.size": 15, "axes.titlesize": 16}


class EmojiPoint(Explorer):
    """Move a latent point, one slider a dimension, and see the face it decodes to.

    Parameters
    ----------
    model : VariationalAutoencoder
        Of one seed, with 2, 3 or 6 latent dimensions.
    patterns : Patterns
        The images it learned.

    Attributes
    ----------
    z1, z2, ... : FloatSlider
        The latent point.
    emoji : Dropdown
        Jumps to the mean code of an image.
    sample : Button
        Jumps to a draw of the prior.
    seed : int
        Of the next draw of the prior.
    """

    def __init__(self, model, patterns):
        if model.latent not in _MAPS or len(model.seeds) != 1:
            raise ValueError(
                f"model must have one seed and {', '.join(map(str, _MAPS))} latent dimensions, "
                f"not {model!r}; take one seed of several with model.for_seed(0)"
            )
        self._model, self._patterns = model, patterns
        self._codes = _mean_codes(model, patterns)
        self._typical = typical_distance(patterns.x)
        self.seed = 0
        with plt.rc_context(_STYLE):
            self._prepare()
        reach = np.maximum(np.abs(self._codes).max(axis=0), 3)
        self._sliders = [slider(f"latent {n + 1}", 0, -r, r) for n, r in enumerate(reach)]
        super().__init__(
            **{f"z{n + 1}": control for n, control in enumerate(self._sliders)},
            emoji=_choice("emoji", patterns, none=True),
            sample=widgets.Button(description="draw from the prior"),
        )

    def _prepare(self):
        maps = _MAPS[self._model.latent]
        self._picture = Picture((3.7 * len(maps) + 6, 4.1))
        axes = self._picture.figure.subplots(
            1, len(maps) + 2, width_ratios=[1.3] * len(maps) + [1, 1]
        )
        self._points = []
        for ax, (across, up) in zip(axes, maps, strict=False):
            plots.latent_map(
                self._codes[:, [across, up]],
                self._patterns.x,
                self._patterns.shape,
                zoom=2.4,
                color=None,
                ax=ax,
            )
            ax.set_xlabel(f"latent {across + 1}")
            ax.set_ylabel(f"latent {up + 1}")
            self._points += ax.plot(
                [], [], "o", mfc="none", mec=plots.ORANGE, mew=4, ms=26, zorder=5
            )
        self._images, frames = _panels(axes[-2:], ("decoded", "nearest emoji"), self._patterns)
        self._picture.freeze(*self._points, *self._images, *frames)

    def moved(self, control):
        if control is self.sample:
            self.emoji.value = NONE
            self._go(np.random.default_rng(self.seed).standard_normal(self._model.latent))
            self.seed += 1
        elif self.emoji.value == NONE:
            return
        elif control is self.emoji:
            self._go(self._codes[self.emoji.value])
        # A browser rounds a slider to its step; that is no move away from the emoji.
        elif any(
            abs(control.value - at) > control.step
            for control, at in zip(self._sliders, self._codes[self.emoji.value], strict=True)
        ):
            self.emoji.value = NONE

    def _go(self, code):
        for control, value in zip(self._sliders, code, strict=True):
            control.value = float(np.clip(value, control.min, control.max))

    def draw(self):
        code = np.array([control.value for control in self._sliders])
        image = self._model.decode(code[np.newaxis])[0]
        apart = distances(image[np.newaxis], self._patterns.x)[0] / self._typical
        nearest = int(apart.argmin())
        for point, pair in zip(self._points, _MAPS[self._model.latent], strict=True):
            point.set_data(*([value] for value in code[list(pair)]))
        for panel, values in zip(self._images, (image, self._patterns.x[nearest]), strict=True):
            panel.set_data(values.reshape(self._patterns.shape))
        place = ", ".join(f"{value:.2f}" for value in code)
        return self._picture.png(), (
            f"({place}): nearest emoji {self._patterns.names[nearest]}, {apart[nearest]:.2f} of "
            "the usual distance between neighbours"
        )


class EmojiInterpolation(Explorer):
    """Go from one emoji to another in several latent spaces at once.

    Parameters
    ----------
    models : dict
        Variational autoencoders of one seed, by what to call them.
    patterns : Patterns
    start, end : str
        Names of the emojis to begin with.

    Attributes
    ----------
    start, end : Dropdown
    alpha : FloatSlider
        From 0, the first emoji, to 1, the second.
    """

    def __init__(self, models, patterns, start="grinning face", end="smiling face with sunglasses"):
        if not models:
            raise ValueError("models is empty; it must name a model or more")
        self._models, self._patterns = dict(models), patterns
        self._codes = {name: _mean_codes(model, patterns) for name, model in models.items()}
        with plt.rc_context(_STYLE):
            self._picture = Picture((3.1 * (len(models) + 2), 3.7))
            axes = self._picture.figure.subplots(1, len(models) + 2)
            titles = ("from", *map(str, models), "to")
            self._images, frames = _panels(axes, titles, patterns)
            self._picture.freeze(*self._images, *frames)
        super().__init__(
            start=_choice("from", patterns, value=patterns.index(start)),
            end=_choice("to", patterns, value=patterns.index(end)),
            alpha=slider("alpha", 0.5, 0, 1),
        )

    def draw(self):
        ends, alpha = [self.start.value, self.end.value], self.alpha.value
        shown, words = [], []
        for name, model in self._models.items():
            image = model.decode(interpolate(*self._codes[name][ends], [alpha]))
            shown.append(image[0])
            nearest = distances(image, self._patterns.x).argmin()
            words.append(f"{name}: {self._patterns.names[nearest]}")
        images = [self._patterns.x[ends[0]], *shown, self._patterns.x[ends[1]]]
        for panel, image in zip(self._images, images, strict=True):
            panel.set_data(image.reshape(self._patterns.shape))
        return self._picture.png(), f"alpha {alpha:.2f}, nearest emoji by {'; '.join(words)}"


class PriorSamples(Explorer):
    """Draw new emojis from the prior, as many as wanted.

    Parameters
    ----------
    models : dict
        Variational autoencoders of one seed, by what to call them.
    patterns : Patterns
    seed : int
        Of the first draw; each press of the button takes the next.

    Attributes
    ----------
    model : Dropdown
    again : Button
        Draws new codes.
    """

    ROWS, COLUMNS = 2, 8

    def __init__(self, models, patterns, seed=0):
        if not models:
            raise ValueError("models is empty; it must name a model or more")
        self._models, self._patterns, self.seed = dict(models), patterns, seed
        self._typical = typical_distance(patterns.x)
        with plt.rc_context(_STYLE):
            self._picture = Picture((13, 3.6))
            axes = self._picture.figure.subplots(self.ROWS, self.COLUMNS).ravel()
            self._images, frames = _panels(axes, [""] * len(axes), patterns)
            self._picture.freeze(*self._images, *frames)
        super().__init__(
            model=widgets.Dropdown(
                options=[(str(name), name) for name in self._models], description="model"
            ),
            again=widgets.Button(description="draw new emojis"),
        )

    def moved(self, control):
        if control is self.again:
            self.seed += 1

    def draw(self):
        model = self._models[self.model.value]
        images = model.sample(self.ROWS * self.COLUMNS, rng=self.seed)
        for panel, image in zip(self._images, images, strict=True):
            panel.set_data(image.reshape(self._patterns.shape))
        nearest = distances(images, self._patterns.x).min(axis=1) / self._typical
        return self._picture.png(), (
            f"draw {self.seed}, {self.model.value}: the nearest emojis are at {nearest.min():.2f} "
            f"to {nearest.max():.2f} of the usual distance between neighbours"
        )


def _mean_codes(model, patterns):
    mu, _ = model.encode(patterns.x)
    return mu.reshape(len(patterns), model.latent)


def _choice(description, patterns, value=None, none=False):
    options = list(zip(patterns.names, range(len(patterns)), strict=True))
    if none:
        options, value = [("none", NONE), *options], NONE
    return widgets.Dropdown(options=options, value=value, description=description)


def _panels(axes, titles, patterns):
    """Empty images on the axes; returns them and their frames."""
    images, frames = [], []
    for ax, title in zip(axes, titles, strict=True):
        images.append(
            ax.imshow(
                np.zeros(patterns.shape), cmap="gray", vmin=0, vmax=1, interpolation="nearest"
            )
        )
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_title(title)
        frames += ax.spines.values()
    return images, frames
