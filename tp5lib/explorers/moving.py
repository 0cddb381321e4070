"""The picture of a training at one moment: patterns on the plane, some images, errors, a curve."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator, NullFormatter
from matplotlib.transforms import Bbox

from tp5lib import plots
from tp5lib.explorers.base import Picture
from tp5lib.explorers.panels import type_of
from tp5lib.plots.latent import glyph, places_on_map, tell_share

TAIL = 6  # steps that are drawn behind a pattern
CURVE = 300  # points of a curve, at most
_MOST_WRONG = 10  # pixels; more are counted with these
_LEAST_KL = 1.2e-4  # nats; less is drawn at the lower end
_COLORS = (plots.BLUE, plots.RED, plots.GREEN, plots.ORANGE, "black")
_STYLES = ("-", "--", "-.", ":", "-")


class Glyphs(Artist):
    """Small images on axes, each at its place; drawn many times quicker than by ``imshow``.

    Those of the patterns `drawn`, `zoom` screen pixels a pixel; of binary ones, those that are
    shown beside the map as well are blue. They stand at `codes`, shape (n, 2).
    """

    def __init__(self, ax, likeness, drawn, zoom):
        super().__init__()
        self._images, self.codes = [], np.zeros((len(drawn), 2))
        for place in drawn:
            ink = plots.BLUE if place in likeness.shown else "black"
            rgba = glyph(likeness.patterns[int(place)], ink if likeness.binary else None)
            large = np.rint(255 * rgba).astype(np.uint8).repeat(zoom, axis=0).repeat(zoom, axis=1)
            self._images.append(np.ascontiguousarray(large[::-1]))  # Agg begins at the bottom
        self._half = np.array(self._images[0].shape[1::-1]) / 2
        ax.add_artist(self)

    def draw(self, renderer):
        context = renderer.new_gc()
        context.set_clip_rectangle(self.axes.bbox)
        corners = np.rint(self.axes.transData.transform(self.codes) - self._half)
        for (left, low), image in zip(corners, self._images, strict=True):
            renderer.draw_image(context, left, low, image)
        context.restore()


class TrainingView:
    """A figure of one training that is drawn anew for each moment, on axes that stand still.

    If `small` it has half the width of a page, for several side by side. The KL of so many
    latent dimensions as `kl` takes the place of the errors.
    """

    def __init__(self, likeness, *, title="", small=False, kl=0):
        self._likeness, self._kl = likeness, kl
        self._truth = likeness.patterns.x[likeness.shown]
        with type_of(11 if small else 14):
            self.picture = Picture((6.2, 3.85) if small else (10.4, 5.6))
            # Margins of our own: a layout that is computed takes longer than all else, and
            # would let the axes jump when a number on them grows.
            self.picture.figure.set_layout_engine("none")
            margins = {"left": 0.09, "right": 0.98, "top": 0.93, "bottom": 0.13}
            gaps = {"wspace": 0.32, "hspace": 0.95} if small else {"wspace": 0.28, "hspace": 0.75}
            ratios = {"width_ratios": [1.25, 1], "height_ratios": [1.15, 1, 1]}
            places = [["map", "sheet"], ["map", "middle"], ["map", "curve"]]
            axes = self.picture.figure.subplot_mosaic(places, gridspec_kw=margins | gaps, **ratios)
            self._map, sheet, self._middle, self._curve_axes = axes.values()
            self._map.set(xlabel="latent 1", ylabel="latent 2")
            self._map.set_title(title, parse_math=False)
            sheet.set(xticks=[], yticks=[], title=f"{likeness.noun}s; below: given back")
            sheet.set_frame_on(False)
            self._sheet = sheet.imshow(self._compose(self._truth), interpolation="nearest")
            moving = [*self._make_map(small), self._sheet]
            moving += self._make_kl() if kl else self._make_errors()
            self._curve_axes.set(xscale="log", xlabel="epochs")
            self._curve_axes.set_ylabel("loss", fontsize="small")
            (self._curve,) = self._curve_axes.plot([], [], color=plots.BLUE)
            (self._now,) = self._curve_axes.plot([], [], "o", color=plots.ORANGE, mec="black")
            self._time_axes = [self._curve_axes, self._middle] if kl else [self._curve_axes]
            self._cursors = [ax.axvline(1, color=plots.ORANGE, lw=2) for ax in self._time_axes]
        self._moving = [*moving, self._curve, *self._cursors, self._now]

    def _make_map(self, small):
        patterns, binary = self._likeness.patterns, self._likeness.binary
        large = max(patterns.shape) > 12
        if large:  # their codes have no borders, and long numbers would run together
            self._map.xaxis.set_major_locator(MaxNLocator(5))
        if not binary:
            self._map.set_facecolor("black")
        color = plots.GREY if binary else plots.ORANGE
        self._tails = LineCollection([], colors=color, alpha=0.7, lw=1 if small else 1.5)
        self._map.add_collection(self._tails, autolim=False)
        drawn = places_on_map(len(patterns), self._likeness.shown)
        tell_share(drawn, len(patterns), self._map)
        zoom = 1 if large else 2 if small else 3
        self._glyphs = Glyphs(self._map, self._likeness, drawn, zoom)
        return self._tails, self._glyphs

    def _make_errors(self):
        """The histogram of wrong pixels, as the slides have it, or of grey errors."""
        ax, noun = self._middle, self._likeness.noun
        if self._likeness.binary:
            self._edges = np.arange(_MOST_WRONG + 2) - 0.5
            ticks = range(0, _MOST_WRONG + 1, 2)
            ax.set_xticks(ticks, [*ticks[:-1], f"{_MOST_WRONG}+"])
            ax.set_xlabel("wrong pixels")
        else:
            self._edges = np.linspace(0, 0.5, 11)
            ax.set_xlabel("root mean square error")
        ax.set(xlim=self._edges[[0, -1]], ylabel=f"{noun}s")
        title = "Distribución de errores por letra" if noun == "letter" else "Errors by image"
        ax.set_title(title, loc="right", fontsize="medium")
        ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        width = self._edges[1] - self._edges[0]
        middles = self._edges[:-1] + width / 2
        self._bars = ax.bar(middles, np.zeros(len(middles)), 0.8 * width, color=plots.BLUE)
        return self._bars

    def _make_kl(self):
        ax = self._middle
        ax.set(xscale="log", yscale="log", ylabel="KL, nats", ylim=(1e-4, 30))
        ax.set_yticks([1e-4, 1e-2, 1])  # whatever the size of type: else one of them stands alone
        ax.set_title("KL of each dimension", fontsize="medium")
        self._kl_lines = [
            ax.plot([], [], color=_COLORS[i % 5], ls=_STYLES[i % 5], lw=2, label=f"z{i + 1}")[0]
            for i in range(self._kl)
        ]
        if self._kl <= 6:
            ax.legend(loc="upper center", ncols=3, fontsize="small", handlelength=1.6)
        return self._kl_lines

    def fix(self, corners, last, low, high, errors=None):
        """Fix the axes, and draw what stands still.

        `corners` are those of the plane, `low` and `high` those of the losses, both above 0.
        `errors` are all that will be drawn, so that the highest bar has room; without them all
        patterns could stand in one bar.
        """
        (left, bottom), (right, top) = corners
        self._map.set(xlim=(left, right), ylim=(bottom, top))
        for ax in self._time_axes:
            ax.set_xlim(0.8, max(1.3 * last, 10))
        ax = self._curve_axes
        if high / low < 10:  # an axis of less than a decade would have no number
            ax.set_yscale("linear")
            ax.yaxis.set_major_locator(MaxNLocator(3))
            room = 0.1 * (high - low or high)
            ax.set_ylim(low - room, high + room)
        else:
            ax.set_yscale("log")
            ax.yaxis.set_minor_formatter(NullFormatter())
            room = max(1.3, (high / low) ** 0.06)
            ax.set_ylim(low / room, high * room)
        if not self._kl:
            most = [self._count(each).max() for each in errors or ()]
            self._middle.set_ylim(0, 1.08 * max(most, default=len(self._likeness.patterns)))
        self.picture.freeze(*self._moving)

    @property
    def halves(self):
        """The parts of the picture: the plane, and what is right of it."""
        _, _, width, height = self.picture.figure.bbox.bounds
        middle = round((self._map.get_position().x1 + 0.012) * width)
        return Bbox([[0, 0], [middle, height]]), Bbox([[middle, 0], [width, height]])

    def show(self, moments, epochs, losses, kl_epochs=(), kl=()):
        """Move everything to the last of some moments; those before it are its tail.

        The curve may go on after the present moment; `kl` has the shape (epochs, latent).
        """
        now = moments[-1]
        places = np.array([moment.codes for moment in moments])
        self._tails.set_segments(list(places.transpose(1, 0, 2)))
        self._glyphs.codes = now.codes
        self._sheet.set_data(self._compose(now.images))
        epochs = np.maximum(epochs, 0.9)  # epoch 0 stands before the first
        at = max(now.epoch, 0.9)
        some = np.unique(np.geomspace(1, len(epochs), CURVE).astype(int)) - 1
        self._curve.set_data(epochs[some], np.asarray(losses)[some])
        self._now.set_data([at], [losses[np.searchsorted(epochs, at, side="right") - 1]])
        for cursor in self._cursors:
            cursor.set_xdata([at, at])
        if self._kl:
            for line, values in zip(self._kl_lines, np.transpose(kl), strict=True):
                line.set_data(np.maximum(kl_epochs, 0.9), np.maximum(values, _LEAST_KL))
        else:
            for bar, count in zip(self._bars, self._count(now.errors), strict=True):
                bar.set_height(count)

    def _count(self, errors):
        """How many patterns each bar stands for."""
        last = _MOST_WRONG if self._likeness.binary else self._edges[-1]
        return np.histogram(np.minimum(errors, last), self._edges)[0]

    def _compose(self, images):
        """The shown patterns above what is given back, as one colour image."""
        lines, framed = [], {"constant_values": 0.75}
        rows, columns = self._likeness.patterns.shape
        for values in (self._truth, images):
            grey = 1 - values if self._likeness.binary else values
            color = np.repeat(grey[..., np.newaxis], 3, axis=2)
            if self._likeness.binary:
                wrong = (values > 0.5) != (self._truth > 0.5)
                color[wrong] = 0.35 * color[wrong] + 0.65 * np.array(to_rgb(plots.RED))
            tiles = color.reshape(-1, rows, columns, 3)
            lines.append(np.hstack(np.pad(tiles, ((0, 0), (1, 0), (1, 0), (0, 0)), **framed)))
        return np.clip(np.pad(np.vstack(lines), ((0, 1), (0, 1), (0, 0)), **framed), 0, 1)
