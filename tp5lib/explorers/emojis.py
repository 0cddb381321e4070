"""Live figures of the emojis: their latent spaces, interpolation, and new ones."""

import ipywidgets as widgets
import numpy as np

from tp5lib import plots
from tp5lib.evaluation.generation import typical_distance
from tp5lib.evaluation.latent import interpolate
from tp5lib.evaluation.metrics import distances
from tp5lib.explorers.base import (
    NONE,
    Explorer,
    Picture,
    choices,
    named_models,
    path_controls,
    slider,
    snap,
)
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.panels import Panel, type_of

# Which latent dimensions are drawn against each other, by their number.
_MAPS = {2: [(0, 1)], 3: [(0, 1), (2, 1)], 6: [(0, 1), (2, 3), (4, 5)]}


class EmojiPoint(Explorer):
    """Move a latent point, by sliders or on maps of the emojis, and see its face.

    Parameters
    ----------
    model : VariationalAutoencoder
        Of one seed, with 2, 3 or 6 latent dimensions.
    patterns : Patterns
        The images it learned.
    seed : int
        Of the first draw of the prior; each press of the button takes the next.

    Attributes
    ----------
    pad1, pad2, ... : Pad
        The latent point on maps of the emojis, two dimensions each.
    z1, z2, ... : FloatSlider
        The same point, a slider for each dimension, rounded to its steps.
    emoji : Dropdown
        Jumps to the mean code of an image.
    sample : Button
        Jumps to a draw of the prior.
    code : ndarray, shape (latent,)
        The latent point itself.
    """

    def __init__(self, model, patterns, seed=0):
        if model.latent not in _MAPS or len(model.seeds) != 1:
            raise ValueError(
                f"model must have one seed and {', '.join(map(str, _MAPS))} latent dimensions, "
                f"not {model!r}; take one seed of several with model.for_seed(0)"
            )
        self._model, self._patterns = model, patterns
        self._pairs = _MAPS[model.latent]
        self._codes = _mean_codes(model, patterns)
        self._typical = typical_distance(patterns.x)
        self._reach = np.maximum(1.15 * np.abs(self._codes).max(axis=0), 3)
        self.code, self._next = np.zeros(model.latent), seed
        with type_of(16):
            axes = self._prepare()
        self._pads = [
            Pad(
                -self._reach[list(pair)],
                self._reach[list(pair)],
                background=self._picture.background(ax),
                description=f"across latent {pair[0] + 1}, up latent {pair[1] + 1}",
            )
            for ax, pair in zip(axes, self._pairs, strict=True)
        ]
        self._sliders = [slider(f"latent {n + 1}", 0, -r, r) for n, r in enumerate(self._reach)]
        super().__init__(
            **{f"pad{n + 1}": pad for n, pad in enumerate(self._pads)},
            **{f"z{n + 1}": control for n, control in enumerate(self._sliders)},
            emoji=widgets.Dropdown(options=choices(patterns, none="none"), description="emoji"),
            sample=widgets.Button(description="from the prior"),
        )

    def _prepare(self):
        count = len(self._pairs)
        self._picture = Picture((4.2 * count + 6.6, 4.2))
        axes = self._picture.figure.subplots(1, count + 2, width_ratios=[1.4] * count + [1, 1])
        self._points = []
        for ax, pair in zip(axes, self._pairs, strict=False):
            glyphs = self._codes[:, pair], self._patterns.x, self._patterns.shape
            corner = self._reach[list(pair)]
            plots.latent_map(*glyphs, zoom=2, color=None, corners=(-corner, corner), ax=ax)
            ax.set(xlabel=f"latent {pair[0] + 1}", ylabel=f"latent {pair[1] + 1}")
            self._points += ax.plot([], [], "o", mfc="none", mec=plots.ORANGE, mew=4, ms=24)
        titles = zip(axes[count:], ("decoded", "nearest emoji"), strict=True)
        self._panels = [Panel(ax, self._patterns.shape, title, cmap="gray") for ax, title in titles]
        moving = [artist for panel in self._panels for artist in panel.artists]
        self._picture.freeze(*self._points, *moving)
        self._images = self._picture.part(*axes[count:])
        return axes[:count]

    def moved(self, control):
        if control is self.sample:
            self.code = np.random.default_rng(self._next).standard_normal(len(self.code))
            self.code = np.clip(self.code, -self._reach, self._reach)
            self._next += 1
        elif control is self.emoji:
            if self.emoji.value != NONE:
                self.code = self._codes[self.emoji.value].astype(float)
        elif control in self._pads:
            self.code[list(self._pairs[self._pads.index(control)])] = control.value
        else:
            self.code[self._sliders.index(control)] = control.value
        for axis, other in enumerate(self._sliders):
            if other is not control:
                other.value = snap(other, self.code[axis])
        for pad, pair in zip(self._pads, self._pairs, strict=True):
            if pad is not control:
                pad.value = tuple(map(float, self.code[list(pair)]))
        if self.emoji.value != NONE and not np.allclose(self.code, self._codes[self.emoji.value]):
            self.emoji.value = NONE

    def draw(self):
        image = self._model.decode(self.code[np.newaxis])[0]
        apart = distances(image[np.newaxis], self._patterns.x)[0] / self._typical
        nearest = int(apart.argmin())
        for point, pair in zip(self._points, self._pairs, strict=True):
            point.set_data(*([value] for value in self.code[list(pair)]))
        for panel, values in zip(self._panels, (image, self._patterns.x[nearest]), strict=True):
            panel.show(values)
        place = ", ".join(f"{value:.2f}" for value in self.code)
        return self._picture.png(self._images), (
            f"({place}): nearest emoji {self._patterns.names[nearest]}, {apart[nearest]:.2f} of "
            "the usual distance between neighbours"
        )

    def still(self):
        return self._picture.png()


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
        self._models, self._patterns = named_models(models), patterns
        self._codes = {name: _mean_codes(model, patterns) for name, model in models.items()}
        titles = ("from", *map(str, models), "to")
        self._picture, self._panels = _row_of_panels((1, len(titles)), titles, patterns)
        super().__init__(**path_controls(patterns, start, end))

    def draw(self):
        ends, alpha = [self.start.value, self.end.value], self.alpha.value
        shown, words = [], []
        for name, model in self._models.items():
            image = model.decode(interpolate(*self._codes[name][ends], [alpha]))
            shown.append(image[0])
            nearest = distances(image, self._patterns.x).argmin()
            words.append(f"{name}: {self._patterns.names[nearest]}")
        images = [self._patterns.x[ends[0]], *shown, self._patterns.x[ends[1]]]
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image)
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
        self._models, self._patterns, self.seed = named_models(models), patterns, seed
        self._typical = typical_distance(patterns.x)
        titles = [""] * (self.ROWS * self.COLUMNS)
        self._picture, self._panels = _row_of_panels((self.ROWS, self.COLUMNS), titles, patterns)
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
        for panel, image in zip(self._panels, images, strict=True):
            panel.show(image)
        nearest = distances(images, self._patterns.x).min(axis=1) / self._typical
        return self._picture.png(), (
            f"draw {self.seed}, {self.model.value}: the nearest emojis are at {nearest.min():.2f} "
            f"to {nearest.max():.2f} of the usual distance between neighbours"
        )


def _mean_codes(model, patterns):
    mu, _ = model.encode(patterns.x)
    return mu.reshape(len(patterns), model.latent)


def _row_of_panels(grid, titles, patterns):
    """A picture of nothing but panels, in rows and columns; returns both."""
    rows, columns = grid
    with type_of(16):
        picture = Picture((1.7 * columns if rows > 1 else 3.1 * columns, 3.7))
        axes = picture.figure.subplots(rows, columns).ravel()
        panels = [
            Panel(ax, patterns.shape, title, cmap="gray")
            for ax, title in zip(axes, titles, strict=True)
        ]
        picture.freeze(*(artist for panel in panels for artist in panel.artists))
    return picture, panels
