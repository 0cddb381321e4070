"""Trainings that were kept, run forwards and backwards by an epoch slider."""

from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np

from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_model
from tp5lib.explorers.knobs import WIDE
from tp5lib.explorers.moments import corners_of, look
from tp5lib.explorers.moving import TAIL, TrainingView
from tp5lib.models.history import History
from tp5lib.models.snapshots import Snapshots

_MILLISECONDS = 120  # that a picture stays while the film plays


class LearningFilm(Explorer):
    """Watch one training, or several side by side: the patterns move over the latent plane.

    Parameters
    ----------
    runs : Snapshots or dict
        Of a training, or of several by name, which then share the slider: each shows the last
        epoch that it kept by then. Of several seeds, the first is shown.
    patterns : Patterns
        What should be given back. Eight are drawn beside what is given back; among binary
        patterns they are blue on the plane.
    histories : History or dict
        What ``fit`` returned, by the names of `runs`.
    noun : str
        As in `LatentPoint`.

    Attributes
    ----------
    play : Play
        Goes from one kept epoch to the next; by keys as any button.
    epoch : SelectionSlider
        The epochs that were kept.

    Notes
    -----
    All axes stand still over the film. Of a code of more than two dimensions, the first two
    are drawn. Of a variational autoencoder, the KL of each dimension takes the place of the
    errors.
    """

    def __init__(self, runs, patterns, *, histories, noun="pattern"):
        self._likeness = Likeness(patterns, noun)
        if isinstance(runs, Snapshots) or not isinstance(runs, Mapping):
            runs, histories = {"": runs}, {"": histories}
        if not runs or not isinstance(histories, Mapping):
            raise TypeError("runs and histories must be dicts by the same names, one or more")
        self._moments, self._curves = {}, {}
        for name, kept in runs.items():
            models = self._models(name, kept)
            self._moments[name] = [look(*pair, self._likeness) for pair in models.items()]
            self._curves[name] = curve_of(histories[name], models[min(models)].seeds[0])
        self._views = {name: self._view(name) for name in runs}
        epochs = sorted({m.epoch for moments in self._moments.values() for m in moments})
        last = len(epochs) - 1  # from where a press on play begins anew
        play = widgets.Play(last, max=last, interval=_MILLISECONDS, show_repeat=False)
        slider = widgets.SelectionSlider(
            options=[(f"{epoch:,}", epoch) for epoch in epochs],
            index=last,
            description="epoch",
            layout=WIDE,
        )
        super().__init__({"play": play, "epoch": slider}, pictures=len(runs))

    def _models(self, name, kept):
        """Return the models of a run by their epochs, of its first seed."""
        if not isinstance(kept, Snapshots):
            raise TypeError(f"runs must be Snapshots, one or several by name, not {kept!r}")
        if not kept:
            raise ValueError("these Snapshots are empty: pass them to fit(..., callback=snapshots)")
        models = {epoch: model.for_seed(model.seeds[0]) for epoch, model in kept.items()}
        first, patterns = models[min(models)], self._likeness.patterns
        check_model(first, f"the run {name!r}", patterns, "encode", "reconstruct")
        return models

    def _view(self, name):
        """Return the figure of a run, on the axes of all its moments."""
        moments, losses = self._moments[name], self._curves[name][1]
        small, kl = len(self._moments) > 1, moments[0].kl
        kl = 0 if kl is None else len(kl)
        view = TrainingView(self._likeness, title=str(name), small=small, kl=kl)
        every = [moment for some in self._moments.values() for moment in some]
        losses = losses[np.isfinite(losses) & (losses > 0)]
        ends = (losses.min(), losses.max()) if losses.size else (1e-3, 1)
        corners = corners_of([moment.codes for moment in moments])
        last = max(moment.epoch for moment in every)
        view.fix(corners, last, *ends, [moment.errors for moment in every])
        return view

    def moved(self, control):
        if control is self.play:
            self.epoch.index = self.play.value
        else:
            self.play.value = self.epoch.index

    def draw(self):
        epoch, told, drawn = self.epoch.value, [], []
        for name, view in self._views.items():
            every = self._moments[name]
            moments = [m for m in every if m.epoch <= epoch] or every[:1]
            kl = [m.epoch for m in every], [m.kl for m in every]
            view.show(moments[-TAIL:], *self._curves[name], *kl)
            drawn.append(view.picture.png())
            told.append(f"{name}: " * (len(self._views) > 1) + moments[-1].tell(self._likeness))
        return *drawn, f"epoch {epoch:,}; {'; '.join(told)}"


def curve_of(history, seed):
    """Return the epochs of a history, and the loss of a seed after each."""
    if not isinstance(history, History):
        raise TypeError(f"histories must be what fit returned, History, not {history!r}")
    history = history.for_seed(seed)
    losses = np.append(history.initial_loss, history.loss)
    return int(history.start) + np.arange(len(losses)), losses
