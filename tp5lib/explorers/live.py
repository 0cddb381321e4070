"""A training that runs while it is watched, and obeys its controls at once."""

import asyncio
import math
import time

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_integer, check_number
from tp5lib.explorers.base import Explorer, slider
from tp5lib.explorers.controls.clock import Clock
from tp5lib.explorers.films import check_shown
from tp5lib.explorers.inputs import Likeness, check_patterns
from tp5lib.explorers.knobs import beside, buttons, logarithmic, one_of, row, whole, wrapped
from tp5lib.explorers.moments import corners_of, look, room_for, rounded, tell
from tp5lib.explorers.moving import TAIL, TrainingView
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.training import Settings, run
from tp5lib.models.variational import VariationalAutoencoder

_RATES = {"low": 1e-4, "high": 1}
_SLICE = 0.03  # seconds of training between two pictures, at most
_CURVE = 300  # points
_MOST_AT_ONCE, _BATCH = 1_000, 128  # patterns an update
# By how much of what is done a picture goes on: all times of a training are then seen alike.
_PACES = {"slowly": 0.01, "steadily": 0.03, "as fast as it can": math.inf}
_ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
_SQUARES = {"sigmoid": ([-0.06, -0.06], [1.06, 1.06]), "tanh": ([-1.1, -1.1], [1.1, 1.1])}
_LOSSES = {False: ("bce", "mse", "mae"), True: ("bernoulli", "gaussian")}
_AT_ONCE = {
    "rate": "learning_rate",
    "loss": "loss",
    "optimizer": "optimizer",
    "noise": "noise",
}


class LiveTraining(Explorer):
    """Train a network and watch it, with the controls of the training at hand.

    Learning rate, loss, optimiser, noise and beta act at once on the running training; the
    number of hidden units, the activation, the latent dimension and the seed start it anew.

    Parameters
    ----------
    patterns : Patterns
        What it learns. Of more than 1,000 an update takes 128, and the map shows 1,000.
    variational : bool
        Whether the network is a `VariationalAutoencoder`; else an `Autoencoder`.
    hidden, latent : int
        Units of the hidden layer on either side, from 2 to 128, and of the code, from 1 to 6.
    activation : {"sigmoid", "tanh", "relu", "identity"}, optional
        "sigmoid", or "relu" of a variational autoencoder, unless given.
    seed : int
        From 0 to 999.
    learning_rate : float
        From 0.0001 to 1.
    loss : str, optional
        As in ``fit``: "bce", "mse" or "mae"; of a variational autoencoder "bernoulli" or
        "gaussian". The first unless given.
    optimizer : {"adam", "sgd"}
    noise : float
        The level of salt and pepper on the inputs, from 0 to 0.5.
    beta : float
        The weight of the KL divergence, from 0 to 10; of a variational autoencoder.
    shown, noun, cmap
        As in `LearningFilm`.
    last : int
        The epoch at which it pauses for good.

    Attributes
    ----------
    start, pause, one, reset : Button
        `one` makes one epoch; `reset` goes back to the initial weights, and waits there.
    pace : Dropdown
        How much of the training lies between two pictures: a share of the epochs done, so that
        the quick beginning is seen as well as the long end, or as much as there is time for.
    rate : FloatLogSlider
    noise, beta : FloatSlider
    loss, optimizer, activation : Dropdown
    hidden, latent : IntSlider
    seed : BoundedIntText

    Raises
    ------
    KeyError
        If no pattern has one of the names `shown`.
    TypeError, ValueError
        If an argument is not as above; the message names it.

    Notes
    -----
    It runs in slices on the kernel's own event loop, and begins the next when the page has shown
    the picture of the last: what the controls say comes in between, and a page that is hidden
    or closed trains nothing. From code, `step` does the same without a clock; the numbers are
    those of ``fit``.

    Examples
    --------
    >>> from tp5lib import load_letters
    >>> from tp5lib.explorers import LiveTraining
    >>> live = LiveTraining(load_letters(), noun="letter")
    >>> live.step(500)
    >>> live.loss.value = "mse"
    >>> live.step(500)
    >>> live.epoch
    1000
    """

    def __init__(
        self,
        patterns,
        *,
        variational=False,
        hidden=17,
        latent=2,
        activation=None,
        seed=0,
        learning_rate=0.009,
        loss=None,
        optimizer="adam",
        noise=0.0,
        beta=1.0,
        shown=None,
        noun="pattern",
        cmap=None,
        last=100_000,
    ):
        self._likeness = Likeness(check_patterns(patterns), noun, cmap)
        self.ink = self._likeness.cmap == "gray_r"
        self._shown = check_shown(shown, patterns)
        self._variational = bool(variational)
        self._last = check_integer(last, "last")
        losses = _LOSSES[self._variational]
        activation = ("relu" if variational else "sigmoid") if activation is None else activation
        controls = {
            **buttons(start="start", pause="pause", one="one epoch", reset="reset"),
            "pace": widgets.Dropdown(options=list(_PACES.items()), value=0.03, description="pace"),
            "rate": logarithmic("rate", check_number(learning_rate, "learning_rate", **_RATES)),
            "loss": one_of("loss", losses[0] if loss is None else loss, losses),
            "optimizer": one_of("optimizer", optimizer, ("adam", "sgd")),
            "noise": slider("noise p", check_number(noise, "noise", low=0, high=0.5), 0, 0.5),
        }
        if variational:
            controls["beta"] = slider("beta", check_number(beta, "beta", low=0, high=10), 0, 10)
        controls |= {
            "hidden": whole("hidden", hidden, 2, 128),
            "activation": one_of("activation", activation, _ACTIVATIONS),
            "latent": whole("latent", latent, 1, 6),
            "seed": whole("seed", seed, 0, 999, widgets.BoundedIntText),
        }
        self.clock = Clock()
        self._task, self._seen = None, None
        self._view, self._drawn = None, None
        for name, control in controls.items():  # before they are attributes, `_begin` reads them
            setattr(self, name, control)
        self._begin()
        super().__init__(**controls)
        self.clock.observe(self._hear, "seen")

    def _arrange(self):
        """Put what is set beside what is seen, or below it where there is no room."""
        self.side = widgets.Image(format="png", layout=self.picture.layout)
        above = [c for c in self.controls.values() if isinstance(c, widgets.Button)]
        others = [c for c in self.controls.values() if c not in above]
        seen = [row(above), beside(self.picture, self.side), self.text]
        seen = widgets.VBox(seen, layout=widgets.Layout(flex="10 1 640px", min_width="0"))
        settings = row(others, flex="1 1 320px")
        return self._framed(widgets.HBox([seen, settings, self.clock], layout=wrapped()))

    @property
    def epoch(self):
        """The last epoch that was finished."""
        return self._training.epoch

    @property
    def model(self):
        """The model as it is now, read-only."""
        return self._network.with_parameters(self._training.weights_now()[0])

    @property
    def running(self):
        """Whether the clock is ticking."""
        return self._task is not None

    def step(self, epochs=1):
        """Train for so many epochs at once, without a clock, and show what came of it."""
        self._advance(check_integer(epochs, "epochs"))
        self.redraw()

    def _advance(self, epochs, enough=lambda: False):
        """Train for so many epochs, or until there are enough, and write down the losses."""

        def look():
            self._losses.append(float(self._training.rows["loss"][0]))
            return enough()

        run([self._training], self.epoch + epochs, look)

    def _begin(self):
        """Begin anew, with the network that the controls describe."""
        pixels, hidden = self._likeness.patterns.x.shape[1], self.hidden.value
        kind = VariationalAutoencoder if self._variational else Autoencoder
        layers = [pixels, hidden, self.latent.value, hidden, pixels]
        self._network = kind(layers, activation=self.activation.value, seed=self.seed.value)
        self._training = self._set()
        self._training.begin()
        self._losses = [float(self._training.rows["loss"][0])]
        self._trail, self._kls = [], []
        self._fixed = None
        kl = self.latent.value if self._variational else 0
        if self._view is None or kl != self._kl:
            self._view = TrainingView(self._likeness, self._shown, kl=kl)
            self._kl, self._drawn = kl, None

    def _set(self):
        """Return a run of the network with what is set at present."""
        settings = {argument: getattr(self, name).value for name, argument in _AT_ONCE.items()}
        settings["noise"] = self.noise.value or None
        if len(self._likeness.patterns) > _MOST_AT_ONCE:
            settings["batch_size"] = _BATCH
        if self._variational:
            self._network.beta = self.beta.value
        return self._network.training(self._likeness.patterns.x, Settings(**settings))

    def moved(self, control):
        if control is self.start:
            self._start()
        elif control is self.pause:
            self._stop()
        elif control is self.one:
            self._advance(1)
        elif control is self.reset:
            self._stop()
            self._begin()
        elif control in (self.hidden, self.activation, self.latent, self.seed):
            self._begin()
        elif control is not self.pace:
            former, self._training = self._training, self._set()
            self._training.restore(former)

    def draw(self):
        if not self._trail or self._trail[-1].epoch != self.epoch:
            moment = look(self.epoch, self.model, self._likeness, self._shown)
            self._trail = [*self._trail[1 - TAIL :], moment]
            self._kls = [*self._kls[-_CURVE:], (moment.epoch, moment.kl)]
        losses = self._losses
        some = np.unique(np.geomspace(1, len(losses), _CURVE).astype(int)) - 1
        values = [losses[i] for i in some]
        self._make_room(values)
        kl = zip(*self._kls, strict=True) if self._kl else None
        self._view.show(self._trail, (some, values), kl)
        picture, self.side.value = self._view.picture.pngs(*self._view.halves)
        said = f"epoch {self.epoch:,}, {self.loss.value} {values[-1]:.4f} "
        said += f"at rate {self.rate.value:.2g}; "
        said += tell(self._trail[-1], self._likeness)
        if not self._training.going:
            said = f"the loss was not finite after epoch {self.epoch:,}: reset, at a lower rate"
        elif self.epoch >= self._last:
            said += "; this is the end"
        elif self._waits_in_vain:
            said += "; no clock runs here: step(n) trains from code"
        return picture, said

    def still(self):
        return self._view.picture.png()

    def _make_room(self, values):
        """Fix the axes anew where something has left them."""
        codes = self._trail[-1].codes
        values = [v for v in values if np.isfinite(v) and v > 0] or [1]
        square = None if self._variational else _SQUARES.get(self.activation.value)
        if self._fixed is None:
            corners, last = square or corners_of(codes), 1_000
            low, high = rounded(min(values) / 20), 0
        else:
            corners, last, low, high = self._fixed
        if square is None:
            corners = room_for(codes, corners)
        while last < self.epoch:
            last *= 10
        while low > min(values):
            low /= 10
        high = max(high, rounded(max(values)))
        fixed = corners, last, low, high
        if self._fixed is None or not _same(fixed, self._fixed):
            self._fixed = fixed
        if self._drawn is None or not _same(fixed, self._drawn):  # which takes a tenth of a second
            self._drawn = fixed
            self._view.fix(*fixed)

    # The clock.

    _waits_in_vain = False

    def _start(self):
        if self.running or not self._goes_on():
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._waits_in_vain = True
            return
        self._waits_in_vain = False
        self._task = loop.create_task(self._run())

    def _stop(self):
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _goes_on(self):
        return self._training.going and self.epoch < self._last

    def _hear(self, change):
        if self._seen is not None:
            self._seen.set()

    async def _run(self):
        """Train, draw, and wait until the picture was seen; again and again."""
        task = asyncio.current_task()
        try:
            while self._goes_on():
                self._seen = asyncio.Event()
                self._train_a_slice()
                self.redraw()
                self.clock.drawn += 1
                while self.clock.seen < self.clock.drawn:
                    await self._seen.wait()
                    self._seen.clear()
                await asyncio.sleep(0)
        finally:
            if self._task is task:
                self._task = None

    def _train_a_slice(self):
        end = time.perf_counter() + _SLICE
        epochs = min(max(1, self.pace.value * self.epoch), self._last - self.epoch)
        self._advance(math.ceil(epochs), lambda: time.perf_counter() > end)


def _same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
