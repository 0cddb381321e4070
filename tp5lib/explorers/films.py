"""Trainings that were kept, run forwards and backwards by an epoch slider."""

import io
from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np
from PIL import Image

from tp5lib.checks import check_array
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.inputs import Likeness, check_patterns
from tp5lib.explorers.knobs import beside, row
from tp5lib.explorers.moments import corners_of, look, tell
from tp5lib.explorers.moving import TAIL, TrainingView
from tp5lib.models.history import History
from tp5lib.models.snapshots import Snapshots

_MILLISECONDS = 120  # that a picture stays while the film plays
_SHOWN = 8  # patterns beside what is given back, unless the caller chooses


class EpochPlayer(Explorer):
    """The base of what is played by epochs: a play button, a slider, and the picture.

    Attributes
    ----------
    play : Play
        Goes from one kept epoch to the next; by keys as any button.
    epoch : SelectionSlider
        The epochs that were kept.
    """

    def __init__(self, epochs, **more):
        self._epochs = tuple(epochs)
        wide = widgets.Layout(width="460px", max_width="100%")
        last = len(self._epochs) - 1  # from where a press on play begins anew
        super().__init__(
            play=widgets.Play(
                last,
                max=last,
                interval=_MILLISECONDS,
                show_repeat=False,
                tooltip="play the training, or stop it",
            ),
            epoch=widgets.SelectionSlider(
                options=[(f"{epoch:,}", epoch) for epoch in self._epochs],
                value=self._epochs[-1],
                description="epoch",
                layout=wide,
            ),
            **more,
        )

    def moved(self, control):
        if control is self.play:
            self.epoch.value = self._epochs[self.play.value]
        elif control is self.epoch:
            self.play.value = self._epochs.index(self.epoch.value)


class LearningFilm(EpochPlayer):
    """Watch one training, or several side by side: the patterns move over the latent plane.

    Parameters
    ----------
    runs : Snapshots or dict
        Of a training, or of several by name, which then share the slider: each shows the last
        epoch that it kept by then.
    patterns : Patterns
        What should be given back.
    histories : History or dict, optional
        What ``fit`` returned, by the names of `runs`: the curve is then the loss; without it,
        the mean squared error of a pixel.
    sharey : bool
        Whether the curves of `histories` have one axis, as the same loss of two runs should;
        the squared errors always have.
    seed : int, optional
        Which of the seeds is shown; the first unless given.
    inputs : array_like or dict, optional
        What the networks are shown, such as noisy patterns; the patterns unless given.
    shown : sequence of str, optional
        The names of the patterns to be drawn beside what is given back; eight, spread
        evenly, unless given. Among dark patterns they are blue on the plane.
    noun, cmap
        As in `LatentPoint`.

    Attributes
    ----------
    play : Play
    epoch : SelectionSlider

    Raises
    ------
    KeyError
        If no pattern has one of the names `shown`, or `histories` lack a run.
    TypeError, ValueError
        If an argument is not as above; the message names it.

    Notes
    -----
    All axes stand still over the film. Of a code of more than two dimensions, the first two
    are drawn. Of a variational autoencoder, the KL of each dimension takes the place of the
    errors.

    Examples
    --------
    >>> from tp5lib import Autoencoder, Snapshots, load_letters
    >>> from tp5lib.explorers import LearningFilm
    >>> letters, snapshots = load_letters(), Snapshots(20)
    >>> model = Autoencoder([35, 17, 2, 17, 35])
    >>> history = model.fit(letters.x, epochs=20, learning_rate=0.01, callback=snapshots)
    >>> film = LearningFilm(snapshots, letters, histories=history, noun="letter")
    >>> film.epoch.value = 5
    >>> film
    LearningFilm: run the notebook to move play, epoch
    """

    def __init__(
        self,
        runs,
        patterns,
        *,
        histories=None,
        sharey=False,
        seed=None,
        inputs=None,
        shown=None,
        noun="pattern",
        cmap=None,
    ):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        runs = check_runs(runs, patterns, seed)
        self._names = list(runs)
        places = check_shown(shown, patterns)
        inputs = _by_run(inputs, runs, "inputs")
        curves = _by_run(histories, runs, "histories")
        self._moments, self._curves, self._views = {}, {}, {}
        for name, snapshots in runs.items():
            given = inputs[name]
            if given is not None:
                given = check_array(given, "inputs", features=patterns.x.shape[1])
                if given.shape != patterns.x.shape:
                    raise ValueError(
                        f"inputs must have one for each of patterns, {patterns.x.shape}, "
                        f"not {given.shape}"
                    )
            self._moments[name] = [
                look(epoch, model, self._likeness, places, given)
                for epoch, model in zip(snapshots.epochs, snapshots, strict=True)
            ]
            self._curves[name] = self._curve(name, curves[name], snapshots.seeds[0])
        last = max(moments[-1].epoch for moments in self._moments.values())
        alike = sharey or histories is None
        for name, moments in self._moments.items():
            values = self._curves.values() if alike else [self._curves[name]]
            values = np.concatenate([each[1] for each in values])
            values = values[np.isfinite(values) & (values > 0)]
            kl = moments[0].kl
            view = self._views[name] = TrainingView(
                self._likeness,
                places,
                title=name if len(runs) > 1 else "",
                small=len(runs) > 1,
                kl=0 if kl is None else len(kl),
                measure="squared error" if curves[name] is None else "loss",
            )
            corners = corners_of([moment.codes for moment in moments])
            ends = (values.min(), values.max()) if values.size else (1e-3, 1)
            errors = [m.errors for some in self._moments.values() for m in some]
            view.fix(corners, last, *ends, errors)
        super().__init__(sorted({m.epoch for some in self._moments.values() for m in some}))

    def _curve(self, name, history, seed):
        if history is None:
            moments = self._moments[name]
            return [m.epoch for m in moments], [m.squared for m in moments]
        if not isinstance(history, History):
            raise TypeError(f"histories must be what fit returned, History, not {history!r}")
        if np.ndim(history.loss) > 1:
            history = history.for_seed(seed)
        start = int(history.start)
        epochs = np.arange(start, start + len(history.loss) + 1)
        return epochs, np.append(history.initial_loss, history.loss)

    def _arrange(self):
        more = [widgets.Image(format="png", layout=self.picture.layout) for _ in self._names[1:]]
        self.pictures = [self.picture, *more]
        rows = [row(list(self.controls.values())), beside(*self.pictures), self.text]
        return self._framed(widgets.VBox(rows))

    def draw(self):
        epoch, told, drawn = self.epoch.value, [], []
        for name, view in self._views.items():
            moments = [m for m in self._moments[name] if m.epoch <= epoch]
            moments = moments or self._moments[name][:1]
            kl = None
            if moments[0].kl is not None:
                whole = self._moments[name]
                kl = [m.epoch for m in whole], [m.kl for m in whole]
            drawn.append(view.draw(moments[-TAIL:], self._curves[name], kl))
            many = len(self._views) > 1
            told.append(f"{name}: " * many + tell(moments[-1], self._likeness))
        for picture, content in zip(self.pictures[1:], drawn[1:], strict=True):
            picture.value = content
        return drawn[0], f"epoch {epoch:,}; {'; '.join(told)}"

    def still(self):
        if len(self.pictures) == 1:
            return self.picture.value
        images = [Image.open(io.BytesIO(picture.value)) for picture in self.pictures]
        width, height = images[0].size
        rows = -(-len(images) // 2)
        sheet = Image.new("RGB", (2 * width, rows * height), "white")
        for place, image in enumerate(images):
            sheet.paste(image, (place % 2 * width, place // 2 * height))
        content = io.BytesIO()
        sheet.save(content, format="png")
        return content.getvalue()


def check_runs(runs, patterns, seed):
    """Return snapshots of one seed each, by name."""
    if isinstance(runs, Snapshots):
        runs = {"training": runs}
    if not isinstance(runs, Mapping):
        raise TypeError(f"runs must be Snapshots, or several by name, not {runs!r}")
    if not runs:
        raise ValueError("runs is empty; it must name a training or more")
    checked = {}
    for name, snapshots in runs.items():
        check_run(f"the run {str(name)!r}", snapshots, patterns)
        own = snapshots.seeds[0] if seed is None else seed
        if own not in snapshots.seeds:
            raise ValueError(f"seed must be one of {snapshots.seeds}, of {name!r}, not {seed!r}")
        checked[str(name)] = snapshots.for_seed(own)
    return checked


def check_run(name, snapshots, patterns):
    """Raise unless `snapshots`, which are called `name`, are of a network for these patterns."""
    if not isinstance(snapshots, Snapshots):
        raise TypeError(f"{name} must be Snapshots, kept by fit(..., callback=), not {snapshots!r}")
    pixels = patterns.x.shape[1]
    if snapshots[0].layers[0] != pixels:  # which says so if they are empty
        raise ValueError(f"{name} must take images of {pixels} pixels, not be {snapshots!r}")


def check_shown(shown, patterns):
    """Return the places of the patterns to be shown, of the names `shown`."""
    if shown is None:
        count = min(_SHOWN, len(patterns))
        return np.linspace(0, len(patterns) - 1, count).astype(int).tolist()
    if isinstance(shown, str) and shown in patterns.names:
        shown = [shown]
    places = [patterns.index(name) for name in shown]
    if not places:
        raise ValueError("shown is empty; it must name a pattern or more")
    return places


def _by_run(given, runs, name):
    """Return what was given for each run, as a dict; None where nothing was."""
    if given is None:
        return dict.fromkeys(runs)
    if not isinstance(given, Mapping):
        return dict.fromkeys(runs, given) if name == "inputs" or len(runs) == 1 else _refuse(name)
    given = {str(key): value for key, value in given.items()}
    if missing := [key for key in runs if key not in given]:
        raise KeyError(f"{name} must have an entry for each of runs; {missing} are missing")
    return given


def _refuse(name):
    raise TypeError(f"{name} must be a dict by the names of runs, where these are several")
