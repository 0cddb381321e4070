"""The same epoch of all seeds, side by side."""

from tp5lib.checks import check_integer
from tp5lib.explorers.base import Picture
from tp5lib.explorers.films import EpochPlayer, check_run
from tp5lib.explorers.inputs import Likeness, check_patterns
from tp5lib.explorers.moments import corners_of, look
from tp5lib.explorers.moving import Glyphs
from tp5lib.explorers.panels import type_of


class SeedStrip(EpochPlayer):
    """Watch what luck does: the latent planes of all seeds at the same epoch, side by side.

    Parameters
    ----------
    snapshots : Snapshots
        Of a model with several seeds, trained with a code of two dimensions.
    patterns, noun, cmap
        As in `LatentPoint`.
    columns : int
        Planes side by side.

    Attributes
    ----------
    play : Play
    epoch : SelectionSlider

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above; the message names it.
    """

    def __init__(self, snapshots, patterns, *, noun="pattern", cmap=None, columns=5):
        self._likeness = likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = likeness.cmap == "gray_r"
        check_run("snapshots", snapshots, patterns)
        if snapshots[0].latent != 2:
            raise ValueError(f"snapshots must be of codes of two dimensions, not {snapshots!r}")
        columns = min(check_integer(columns, "columns"), len(snapshots.seeds))
        self._codes, self._told = [], []
        for epoch, model in zip(snapshots.epochs, snapshots, strict=True):
            networks = [model.for_seed(seed) for seed in snapshots.seeds]
            moments = [look(epoch, network, likeness) for network in networks]
            self._codes.append([moment.codes for moment in moments])
            self._told.append([float(moment.errors.mean()) for moment in moments])
        low, high = corners_of(self._codes)
        rows = -(-len(snapshots.seeds) // columns)
        with type_of(11):
            self._picture = Picture((2.3 * columns, 1.85 * rows))
            axes = self._picture.figure.subplots(rows, columns, squeeze=False).ravel()
            for ax in axes[len(snapshots.seeds) :]:
                ax.axis("off")
            self._glyphs, self._captions = [], []
            for ax, seed in zip(axes, snapshots.seeds, strict=False):
                ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[])
                ax.set_title(f"seed {seed}", loc="left")
                light = likeness.cmap == "gray"
                zoom = {"zoom": 2 - light, "light": light}
                self._glyphs.append(Glyphs(ax, patterns.x, patterns.shape, **zoom))
                at = {"transform": ax.transAxes, "ha": "right", "va": "bottom"}
                self._captions.append(ax.text(1, 1.04, "", **at))
            self._picture.figure.supxlabel("latent 1")
            self._picture.figure.supylabel("latent 2")
            self._picture.freeze(*self._glyphs, *self._captions)
        super().__init__(snapshots.epochs)

    def draw(self):
        place = self._epochs.index(self.epoch.value)
        means = self._told[place]
        for glyphs, codes in zip(self._glyphs, self._codes[place], strict=True):
            glyphs.place(codes)
        for caption, mean in zip(self._captions, means, strict=True):
            caption.set_text(f"{mean:.2f}")
        unit = f"wrong pixels a {self._likeness.noun}" if self._likeness.binary else "error"
        low, high = min(means), max(means)
        text = f"epoch {self.epoch.value:,}; {unit}, by seed: from {low:.2f} to {high:.2f}"
        return self._picture.png(), text
