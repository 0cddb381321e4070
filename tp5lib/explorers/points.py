"""A point of a latent space, moved by hand, and what it decodes to."""

import ipywidgets as widgets
import numpy as np

from tp5lib.explorers.base import NONE, Explorer, choices, slider, snap
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.inputs import (
    Likeness,
    check_models,
    check_one_latent,
    check_patterns,
    codes_of,
    seeds_from,
)
from tp5lib.explorers.panels import LatentMap, Panel, beside_maps, type_of

_MOST_MAPS = 3


class LatentView:
    """A code on maps of a model's latent space, its decoded images, and the nearest pattern.

    Parameters
    ----------
    models : dict
        By name; each decodes the code.
    codes : ndarray, shape (n, latent)
        Those of the patterns in the model whose space is mapped.
    likeness : Likeness
        With the patterns.
    planes : sequence of pair of int
        The dimensions of each map.
    corners : pair of ndarray, shape (latent,)
        The lowest and the highest code of the maps.
    """

    def __init__(self, models, codes, likeness, planes, corners):
        self.models, self.codes, self._likeness = models, codes, likeness
        patterns, cmap = likeness.patterns, likeness.cmap
        titles = list(models) if len(models) > 1 else ["decoded"]
        titles.append(f"nearest {likeness.noun}")
        with type_of(16):
            self.picture, maps, panels = beside_maps(len(planes), len(titles))
            self._maps = [
                LatentMap(ax, codes, patterns, axes=plane, corners=corners, cmap=cmap)
                for ax, plane in zip(maps, planes, strict=True)
            ]
            self._panels = [
                Panel(ax, patterns.shape, title, cmap=cmap)
                for ax, title in zip(panels, titles, strict=True)
            ]
            moving = [a for part in (*self._maps, *self._panels) for a in part.artists]
            self.picture.freeze(*moving)
        # What is left to show beside pads, which are maps themselves.
        self.images = self.picture.part(*panels)
        self.backgrounds = [self.picture.background(ax) for ax in maps]

    def draw(self, code, name, path=None, part=None):
        """Return PNG bytes and text for a code and the model `name`, whose nearest is shown."""
        told = {}
        images = {key: model.decode(code[np.newaxis])[0] for key, model in self.models.items()}
        for key, image in images.items():
            place, told[key] = self._likeness.describe(image)
            if key == name:
                nearest = self._likeness.patterns.x[place]
        for latent_map in self._maps:
            latent_map.show(code, path)
        for panel, image in zip(self._panels, (*images.values(), nearest), strict=True):
            panel.show(image)
        many = len(told) > 1
        words = "; ".join(f"{key}: {text}" if many else text for key, text in told.items())
        place = ", ".join(f"{value:.2f}" for value in code)
        return self.picture.png(part), f"({place}): {words}"


class LatentPoint(Explorer):
    """Move a point of a latent space, by hand on maps or by sliders, and see what it decodes to.

    Parameters
    ----------
    models : model or dict
        An `Autoencoder` or `VariationalAutoencoder` of one seed, or several by name, which
        then decode the same point side by side; they must share the latent dimension.
    patterns : Patterns
        The images they learned, of any size, binary or grey.
    planes : sequence of pair of int, optional
        The dimensions across and up each map, counted from 0; unless given, pairs of
        neighbours on three maps at most. Every dimension has a slider.
    noun : str
        What to call a pattern, such as "letter".
    cmap : {"gray_r", "gray"}, optional
        Whether 1 is drawn dark or light; unless given, dark where all pixels are 0 or 1.
    rng : int or numpy.random.Generator
        Of the draws of the prior; an integer is the seed of the first, and each press of the
        button takes the next.

    Attributes
    ----------
    pad : Pad
        The point on a map of the patterns; pad1, pad2, ... where there are several.
    z1, z2, ... : FloatSlider
        The same point, a slider for each dimension, rounded to its steps.
    pattern : Dropdown
        Jumps to the code of a pattern; in code, ``pattern.label = "k"``.
    model : Dropdown
        Where there are several models: whose space is mapped, and the nearest pattern shown.
    sample : Button
        Where all models have a prior, as a `VariationalAutoencoder` has: jumps to a draw of it.
    code : ndarray, shape (latent,)
        The latent point itself.

    Raises
    ------
    TypeError, ValueError
        If a model or the patterns cannot be shown; the message says what is needed.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.explorers import LatentPoint
    >>> LatentPoint(Autoencoder([35, 17, 2, 17, 35]), load_letters(), noun="letter")
    LatentPoint: run the notebook to move pad, z1, z2, pattern
    """

    def __init__(self, models, patterns, *, planes=None, noun="pattern", cmap=None, rng=0):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        self._models = check_models(models, patterns, "encode", "decode")
        latent = check_one_latent(self._models)
        self._planes = check_planes(planes, latent)
        self._draws = seeds_from(rng)
        self._codes = {name: codes_of(model, patterns) for name, model in self._models.items()}
        self._low, self._high = reach(self._models, self._codes)
        self.code = (self._low + self._high) / 2
        self._views = {}
        super().__init__(**self._make_controls(patterns))

    def _make_controls(self, patterns):
        first = next(iter(self._models))
        view = self._view(first)
        self._pads = [
            Pad(
                self._low[list(plane)],
                self._high[list(plane)],
                self.code[list(plane)],
                background=background,
                description=self._title(plane),
                marks=marks_of(self._codes[first], plane, patterns),
            )
            for plane, background in zip(self._planes, view.backgrounds, strict=True)
        ]
        ends = zip(self.code, self._low, self._high, strict=True)
        self._sliders = [slider(f"latent {n}", *numbers) for n, numbers in enumerate(ends, 1)]
        one = len(self._pads) == 1
        controls = {"pad" if one else f"pad{n}": pad for n, pad in enumerate(self._pads, 1)}
        controls |= {f"z{n}": control for n, control in enumerate(self._sliders, 1)}
        if len(self._models) > 1:
            controls["model"] = widgets.Dropdown(options=list(self._models), description="model")
        controls["pattern"] = widgets.Dropdown(
            options=choices(patterns, none="none"), description=self._likeness.noun
        )
        if all(hasattr(model, "sample") for model in self._models.values()):
            controls["sample"] = widgets.Button(description="from the prior")
        return controls

    def moved(self, control):
        if control is self.controls.get("sample"):
            drawn = np.random.default_rng(next(self._draws)).standard_normal(len(self.code))
            self.code = np.clip(drawn, self._low, self._high)
        elif control is self.pattern:
            if self.pattern.value != NONE:
                self.code = self._pattern_code.copy()
        elif control in self._pads:
            self.code[list(self._planes[self._pads.index(control)])] = control.value
        elif control in self._sliders:
            self.code[self._sliders.index(control)] = control.value
        else:
            self._show_map_of(control.value)
        self._let_follow(control)

    def _let_follow(self, control):
        for other, value in zip(self._sliders, self.code, strict=True):
            if other is not control:
                other.value = snap(other, value)
        for pad, plane in zip(self._pads, self._planes, strict=True):
            if pad is not control:
                pad.value = tuple(self.code[list(plane)].tolist())
        if self.pattern.value != NONE:
            # A slider that is rounded to its step is no move away from the pattern.
            steps = [control.step for control in self._sliders]
            if (np.abs(self.code - self._pattern_code) > steps).any():
                self.pattern.value = NONE

    def _show_map_of(self, name):
        view = self._view(name)
        for pad, background, plane in zip(self._pads, view.backgrounds, self._planes, strict=True):
            pad.background, pad.description = background, self._title(plane)
            pad.marks = marks_of(self._codes[name], plane, self._likeness.patterns)

    def draw(self):
        view = self._view(self._name)
        return view.draw(self.code, self._name, part=view.images)

    def still(self):
        return self._view(self._name).picture.png()

    @property
    def _name(self):
        """Of the model whose space is mapped."""
        return self.model.value if "model" in self.controls else next(iter(self._models))

    @property
    def _pattern_code(self):
        return self._codes[self._name][self.pattern.value]

    def _view(self, name):
        """The view of one model's space, which is made when it is first looked at."""
        if name not in self._views:
            corners = self._low, self._high
            settings = self._likeness, self._planes, corners
            self._views[name] = LatentView(self._models, self._codes[name], *settings)
        return self._views[name]

    def _title(self, plane):
        if len(self.code) == 2:
            return "latent plane"
        return f"across latent {plane[0] + 1}, up latent {plane[1] + 1}"


def marks_of(codes, plane, patterns):
    """Return where the patterns lie on a map, with their names, as the marks of a `Pad`."""
    places = np.asarray(codes)[:, list(plane)].tolist()
    return tuple((*place, name) for place, name in zip(places, patterns.names, strict=True))


def check_planes(planes, latent):
    """Return the pairs of dimensions that are mapped; neighbours unless `planes` says which."""
    if planes is None:
        pairs = [(n, n + 1) for n in range(0, latent - 1, 2)]
        if latent > 1 and latent % 2:
            pairs.append((latent - 1, latent - 2))
        return pairs[:_MOST_MAPS]
    message = f"planes must be pairs of different dimensions from 0 to {latent - 1}, not {planes!r}"
    try:
        pairs = [(int(across), int(up)) for across, up in planes]
    except (TypeError, ValueError):
        raise TypeError(message) from None
    if any(across == up or not {across, up} <= set(range(latent)) for across, up in pairs):
        raise ValueError(message)
    return pairs


def reach(models, codes):
    """Return the corners of sliders and maps: all codes of the patterns.

    For a model with a prior they are symmetrical, at three of its standard deviations or more.

    Parameters
    ----------
    models : dict
    codes : dict
        By the same names, those of the patterns, shape (n, latent).

    Returns
    -------
    low, high : ndarray, shape (latent,)
    """
    lows, highs = [], []
    for name, model in models.items():
        low, high = codes[name].min(axis=0), codes[name].max(axis=0)
        if hasattr(model, "sample"):
            high = np.maximum(1.15 * np.abs(codes[name]).max(axis=0), 3)
            low = -high
        else:
            # A dimension that hardly varies is given a tenth of the width of the widest.
            width = np.maximum(high - low, 0.1 * (high - low).max() or 1)
            middle, half = (low + high) / 2, 0.56 * width
            low, high = middle - half, middle + half
        lows.append(low)
        highs.append(high)
    return np.min(lows, axis=0), np.max(highs, axis=0)
