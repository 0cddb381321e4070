"""A training that runs while it is watched, and obeys its controls at once."""

import asyncio
import math
import time

import ipywidgets as widgets
import numpy as np

from tp5lib.checks import check_integer
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.controls import Clock
from tp5lib.explorers.inputs import Likeness
from tp5lib.explorers.knobs import one_of, rate_slider, row, slider, whole
from tp5lib.explorers.moments import look, room_for
from tp5lib.explorers.moving import CURVE, TAIL, TrainingView
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.training import Settings, run

_LAST = 100_000  # the epoch at which it pauses for good
_SLICE = 0.03  # seconds of training between two pictures, at most
_MOST_AT_ONCE, _BATCH = 1_000, 128  # patterns an update
# By how much of what is done a picture goes on: all times of a training are then seen alike.
_PACES = [("slowly", 0.01), ("steadily", 0.03), ("as fast as it can", math.inf)]
_SQUARES = {"sigmoid": ([-0.06, -0.06], [1.06, 1.06]), "tanh": ([-1.1, -1.1], [1.1, 1.1])}


class LiveTraining(Explorer):
    """Train an `Autoencoder` and watch it, with the controls of the training at hand.

    Learning rate, loss, optimiser and noise act at once on the running training; hidden units,
    activation, latent dimension and seed start it anew, at first with two latent dimensions,
    sigmoids, Adam, no noise and seed 0.

    Parameters
    ----------
    patterns : Patterns
        What it learns. Of more than 1,000 an update takes 128, and the map shows 1,000.
    hidden : int
        Units of the hidden layer on either side, from 2 to 128.
    learning_rate : float
        From 0.0001 to 1.
    loss : {"bce", "mse", "mae"}
        As in ``fit``.
    noun : str
        As in `LatentPoint`.

    Attributes
    ----------
    start, pause, one, reset : Button
        `one` makes one epoch; `reset` goes back to the initial weights, and waits there.
    pace : Dropdown
        How much of the training lies between two pictures: a share of the epochs done, so that
        the quick beginning is seen as well as the long end, or as much as there is time for.
    rate : FloatLogSlider
    loss, optimizer, activation : Dropdown
    noise : FloatSlider
        The level of salt and pepper on the inputs, from 0 to 0.5.
    hidden, latent : IntSlider
    seed : BoundedIntText

    Notes
    -----
    It runs in slices on the kernel's event loop, each when the page has shown the picture of the
    last: controls are heard in between, and a page that is hidden or closed trains nothing. It
    pauses for good at epoch 100,000. `step` trains without a clock; the numbers are those of
    ``fit``.

    Examples
    --------
    >>> from tp5lib import load_letters
    >>> from tp5lib.explorers import LiveTraining
    >>> live = LiveTraining(load_letters(), noun="letter")
    >>> live.step(500)
    >>> live.loss.value = "mse"
    >>> live.epoch
    500
    """

    def __init__(self, patterns, *, hidden=17, learning_rate=0.009, loss="bce", noun="pattern"):
        self._likeness = Likeness(patterns, noun)
        written = {"start": "start", "pause": "pause", "one": "one epoch", "reset": "reset"}
        narrow = {"layout": {"width": "110px"}}
        controls = {k: widgets.Button(description=v, **narrow) for k, v in written.items()}
        seed = {"min": 0, "max": 999, "layout": {"width": "180px"}}
        controls |= {
            "pace": widgets.Dropdown(options=_PACES, value=0.03, description="pace"),
            "rate": rate_slider(learning_rate),
            "loss": one_of("loss", ("bce", "mse", "mae"), loss),
            "optimizer": one_of("optimizer", ("adam", "sgd")),
            "noise": slider("noise p", 0, 0, 0.5),
            "hidden": whole("hidden", hidden, 2, 128),
            "activation": one_of("activation", ("sigmoid", "tanh", "relu", "identity")),
            "latent": whole("latent", 2, 1, 6),
            "seed": widgets.BoundedIntText(0, description="seed", **seed),
        }
        vars(self).update(controls)  # which `_begin` reads
        self.clock = Clock()
        self._task, self._seen = None, asyncio.Event()
        self._view, self._axes = TrainingView(self._likeness), ()
        self._begin()
        super().__init__(controls, pictures=2)
        self.clock.observe(self._was_seen, "seen")

    def _arrange(self):
        """Put what is set beside what is seen, or below it where there is no room."""
        buttons = [c for c in self.controls.values() if isinstance(c, widgets.Button)]
        others = [c for c in self.controls.values() if c not in buttons]
        seen = [row(buttons), *self._shown()]
        seen = widgets.VBox(seen, layout={"flex": "10 1 640px", "min_width": "0"})
        return row([seen, row(others, flex="1 1 320px"), self.clock], "tp5-parts")

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
        return self._task is not None and not self._task.done()

    def step(self, epochs=1):
        """Train for so many epochs at once, without a clock, and show what came of it."""
        self._advance(check_integer(epochs, "epochs"))
        self.redraw()

    def _advance(self, epochs, enough=lambda: False):
        """Train for so many epochs, or until there are enough, and write down the losses."""

        def after_an_epoch():
            self._losses.append(float(self._training.rows["loss"][0]))
            return enough()

        run([self._training], self.epoch + epochs, after_an_epoch)

    def _begin(self):
        """Begin anew, with the network that the controls describe."""
        pixels, hidden = self._likeness.patterns.x.shape[1], self.hidden.value
        layers = [pixels, hidden, self.latent.value, hidden, pixels]
        self._network = Autoencoder(layers, activation=self.activation.value, seed=self.seed.value)
        self._training = self._set()
        self._training.begin()
        self._losses = [float(self._training.rows["loss"][0])]
        self._trail, self._corners = [], _SQUARES.get(self.activation.value)

    def _set(self):
        """Return a run of the network with what is set at present."""
        x = self._likeness.patterns.x
        settings = Settings(
            loss=self.loss.value,
            learning_rate=self.rate.value,
            optimizer=self.optimizer.value,
            noise=self.noise.value or None,
            batch_size=_BATCH if len(x) > _MOST_AT_ONCE else None,
        )
        return self._network.training(x, settings)

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
            self._training.restore(former.rows)

    def draw(self):
        if not self._trail or self._trail[-1].epoch != self.epoch:
            moment = look(self.epoch, self.model, self._likeness)
            self._trail = [*self._trail[1 - TAIL :], moment]
        some = np.unique(np.geomspace(1, len(self._losses), CURVE).astype(int)) - 1
        losses = np.array(self._losses)[some]
        self._make_room(losses)
        self._view.show(self._trail, some, losses)
        told = f"epoch {self.epoch:,}, {self.loss.value} {losses[-1]:.4f} "
        told += f"at rate {self.rate.value:.2g}; {self._trail[-1].tell(self._likeness)}"
        if not self._training.going:
            told = f"the loss was not finite after epoch {self.epoch:,}: reset, at a lower rate"
        elif self.epoch >= _LAST:
            told += "; this is the end"
        return *self._view.picture.pngs(*self._view.halves), told

    def _make_room(self, losses):
        """Fix the axes anew where something has left them, which takes a tenth of a second."""
        if self.activation.value not in _SQUARES:
            self._corners = room_for(self._trail[-1].codes, self._corners)
        seen = losses[np.isfinite(losses) & (losses > 0)]
        low, high = np.log10([seen.min(), seen.max()]) if seen.size else (0, 0)
        last = max(3, math.ceil(math.log10(max(self.epoch, 1))))
        ends = 10**last, 10.0 ** math.floor(low), 10.0 ** math.ceil(high)
        axes = (*np.ravel(self._corners), *ends)
        if axes != self._axes:
            self._axes = axes
            self._view.fix(self._corners, *ends)

    # The clock.

    def _start(self):
        if not self.running and self._goes_on():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def _stop(self):
        if self.running:
            self._task.cancel()
            self._task = None

    def _goes_on(self):
        return self._training.going and self.epoch < _LAST

    async def _run(self):
        """Train, draw, and wait until the picture was seen; again and again."""
        while self._goes_on():
            self._train_a_slice()
            self.redraw()
            self._seen = asyncio.Event()
            self.clock.drawn += 1
            await self._seen.wait()

    def _was_seen(self, change):
        if change["new"] >= self.clock.drawn:
            self._seen.set()

    def _train_a_slice(self):
        end = time.perf_counter() + _SLICE
        epochs = min(max(1, self.pace.value * self.epoch), _LAST - self.epoch)
        self._advance(math.ceil(epochs), lambda: time.perf_counter() > end)
