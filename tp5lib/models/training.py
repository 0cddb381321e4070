"""The training loop that all models share."""

from functools import partial

import numpy as np

from tp5lib.datasets.noise import corrupt
from tp5lib.models.history import History, Recorder
from tp5lib.models.tasks import FINISHED, Active, Trained, epochs_done, of_seeds, some, take
from tp5lib.nn.objectives import Context, InParts
from tp5lib.nn.optimizers import OptimizerState

_VALIDATION = 2  # what a seed's generator is for; see `models.base` for the others


class Trainer:
    """Trains the networks of many seeds side by side, each as if it were alone.

    Parameters
    ----------
    training : Training
        Where it is resumed, all seeds must have been trained for as many epochs.
    interruption : Interruption
        Which is told what must not be interrupted.

    Notes
    -----
    A seed that has stopped is taken out of the buffers, so it costs nothing more.

    Under noise, or with a stochastic objective, a lower loss is a luckier draw, so the last
    weights are kept and not the best.
    """

    def __init__(self, training, interruption):
        self._interruption = interruption
        self._training, settings = training, training.settings
        self._settings = settings
        self._n = training.x.shape[-2]
        size = settings.batch_size
        self._batch_size = None if size is None or size >= self._n else size
        count, state = len(training.seeds), training.state
        self._rates = settings.learning_rate.start(count)
        if state is None:
            self._start = 0
            self._active = Active.at_the_start(training.parameters)
            moments, updates = None, 0
        else:
            self._start = epochs_done(state)
            self._active = Active.resumed(state, training.parameters)
            self._rates.epoch = self._start
            try:
                for name in self._rates.arrays():
                    setattr(self._rates, name, state[f"rates.{name}"].copy())
                moments = [state[f"moment.{i}"].copy() for i in range(settings.optimizer.moments)]
            except KeyError as error:
                raise ValueError(f"the training to resume lacks {error}") from None
            # Seeds that stopped earlier have fewer.
            updates = int(state["updates"].max())
        active = self._active
        self._initial_loss = active.loss.copy()
        self._optimizer = OptimizerState(
            settings.optimizer, active.parameters, active.gradients, moments, updates
        )
        self._epoch = self._start  # the last one that was finished
        self._context = Context(list(training.generators), self._start)
        self._recorder = Recorder(count)
        self._whole_epoch = False  # whether nothing is half done
        self._retired = []  # the states of seeds that have stopped

    @property
    def epoch(self):
        """The last epoch that was finished, those before a resumed training included."""
        return self._epoch

    @property
    def going(self):
        """True while a seed is still in training."""
        return self._active.places.size > 0

    def advance(self, until, after_epoch):
        """Train up to an epoch, or until no seed is left.

        Parameters
        ----------
        until : int
            The last epoch.
        after_epoch : callable
            Called with the epoch after each; a true answer ends the advance.
        """
        while self._epoch < until and self.going:
            self._run_epoch()
            if after_epoch(self._epoch):
                break

    def begin(self):
        """Make the buffers, and evaluate the initial weights."""
        self._interruption.hold()
        state = self._training.state
        if state is not None and (done := np.isin(state["stopped"], FINISHED)).any():
            rows = {name: array[done] for name, array in state.items()}
            kept = self._training.parameters[done]
            self._retired.append(rows | {"places": np.flatnonzero(done), "kept": kept})
            self._leave_out(done)
        if self.going:
            self._bind()
        if state is None:
            self._track(self._evaluate())
        self._whole_epoch = True
        self._interruption.release()

    def _run_epoch(self):
        if self._rates.advance():
            self._set_rate()
        self._whole_epoch = False
        self._context.epoch = self._epoch + 1
        loss = self._train_epoch()
        self._interruption.hold()
        self._track(loss)
        self._whole_epoch = True
        self._interruption.release()

    def keep_present(self):
        """Keep the weights that a callback has found good enough, whatever their loss."""
        active = self._active
        active.kept[:] = active.parameters
        active.kept_loss[:] = active.loss
        active.kept_epoch[:] = self._epoch

    def _bind(self):
        """Make what is sized by the number of active seeds."""
        active, training = self._active, self._training
        self._context.generators[:] = self._of_places(training.generators)
        self._parts, size = {}, self._batch_size  # the objective of a mini-batch, by its size
        if size is None:
            self._whole = self._make_objective(self._n)
        else:
            self._whole = InParts(self._part, self._n, size, active.parameters.shape[1])
        self._keep_last = self._settings.noise is not None or self._whole.stochastic
        if self._settings.noise is None:
            self._load(self._of_active(training.x))
        if training.validation is not None:
            self._validation_context = Context([], self._epoch)
            count = training.validation[0].shape[-2]
            make = partial(self._make_objective, context=self._validation_context)
            self._validation = InParts(make, count, size or count, active.parameters.shape[1])
            self._validation.load(*map(self._of_active, training.validation))
        self._improved = np.empty(len(active.places), dtype=bool)
        self._set_rate()
        self._set_deadline()

    def _of_places(self, items):
        return [items[place] for place in self._active.places]

    def _of_active(self, array):
        return of_seeds(array, self._active.places)

    def _make_objective(self, n, context=None):
        active = self._active
        context = context or self._context
        return self._training.objective(active.parameters, active.gradients, n, context)

    def _part(self, n):
        """The objective of a mini-batch."""
        if n not in self._parts:
            self._parts[n] = self._make_objective(n)
        return self._parts[n]

    def _load(self, x):
        self._whole.load(x, self._of_active(self._training.target))

    def _inputs(self):
        """The inputs of an epoch: the data, or what the noise makes of them for each seed."""
        x, noise = self._of_active(self._training.x), self._settings.noise
        if noise is None:
            return x
        clean = x if x.ndim == 3 else [x] * len(self._active.places)
        pairs = zip(clean, self._context.generators, strict=True)
        return np.stack([corrupt(noise, data, rng) for data, rng in pairs])

    def _train_epoch(self):
        """One pass over the data; returns the loss of each active seed after it.

        Under noise that is the loss on a fresh draw, which no update has seen.
        """
        if self._batch_size is None:
            self._optimizer.step(self._rate)
            return self._evaluate()
        x, target = self._inputs(), self._of_active(self._training.target)
        order = np.stack([rng.permutation(self._n) for rng in self._context.generators])
        for start in range(0, self._n, self._batch_size):
            batch = order[:, start : start + self._batch_size]
            part = self._part(batch.shape[1])
            part.load(take(x, batch), take(target, batch))
            part.descend()
            self._optimizer.step(self._rate)
        return self._evaluate()

    def _evaluate(self):
        """The loss of each active seed; of all at once, with the gradient of the next update."""
        if self._settings.noise is not None:
            self._load(self._inputs())
        return self._whole.evaluate() if self._batch_size is None else self._whole.value()

    def evaluate_anew(self):
        """Take the loss, and the next update's gradient, from the present weights and settings."""
        self._active.loss[:] = self._evaluate()

    def _track(self, loss):
        """Record the loss, keep the best weights, take out the seeds that are to stop."""
        active, self._epoch = self._active, self._context.epoch
        active.loss[:] = loss
        if self._epoch > self._start:
            self._record(loss)
            if self._rates.update(loss):
                self._set_rate()
        else:
            self._initial_loss[:] = loss
        if self._keep_last:
            np.isfinite(loss, out=self._improved)
        else:
            np.less(loss, active.kept_loss, out=self._improved)
        improvements = np.count_nonzero(self._improved)
        if improvements == len(loss):
            np.copyto(active.kept, active.parameters)
            np.copyto(active.kept_loss, loss)
            active.kept_epoch[:] = self._epoch
        else:
            if improvements:
                better = self._improved
                active.kept[better] = active.parameters[better]
                active.kept_loss[better] = loss[better]
                active.kept_epoch[better] = self._epoch
            finite = np.isfinite(loss)
            if not finite.all():
                self._retire(~finite, "diverged")
                loss = loss[finite]
        if self._settings.patience is not None and self._active.places.size:
            self._check_patience(loss)

    def _record(self, loss):
        row, places = self._epoch - self._start - 1, self._active.places
        write = self._recorder.write
        if len(places) == len(self._training.seeds):
            places = slice(None)  # quicker than a list of them all
        write(row, places, "loss", loss)
        write(row, places, "learning_rate", self._rates.rates)
        for name, term in self._whole.terms.items():
            write(row, places, name, term)
        if self._training.validation is not None:
            # The same draw each epoch, where there is one: the curve is not noisier for it,
            # and the training is what it would be without validation.
            seeds = self._of_places(self._training.seeds)
            context = self._validation_context
            context.epoch = self._epoch
            if self._whole.stochastic:
                context.generators[:] = [np.random.default_rng([s, _VALIDATION]) for s in seeds]
            write(row, places, "validation_loss", self._validation.value())

    def _check_patience(self, loss):
        active = self._active
        progress = loss < active.progress_loss
        if np.count_nonzero(progress):
            active.progress_loss[progress] = loss[progress] - self._settings.min_delta
            active.progress_epoch[progress] = self._epoch
        # No seed can run out of patience before the deadline, so it is seldom looked for.
        if self._epoch >= self._deadline:
            out = self._epoch - active.progress_epoch >= self._settings.patience
            if out.any():
                self._retire(out, "patience")
            self._set_deadline()

    def _set_rate(self):
        """Give the optimizer the learning rates: one number if they are all the same."""
        rates = self._rates.rates
        same = np.all(rates == rates[0])
        dtype = self._active.parameters.dtype
        self._rate = float(rates[0]) if same else rates[:, np.newaxis].astype(dtype)

    def _set_deadline(self):
        if self._settings.patience is not None and self._active.places.size:
            self._deadline = int(self._active.progress_epoch.min()) + self._settings.patience

    def _retire(self, out, reason):
        """Take the seeds `out` of the active ones out of training."""
        self._retired.append(self._state(out, reason))
        self._leave_out(out)
        if self._active.places.size:
            self._bind()

    def _leave_out(self, out):
        active = self._active = Active(**self._active.rows(~out))
        if active.places.size:
            self._optimizer.keep(~out, active.parameters, active.gradients)
            self._rates.keep(~out)

    def parameters_now(self):
        """Return the weights of all seeds: as they are, or as kept where training has ended."""
        parameters = np.empty_like(self._training.parameters)
        for state in self._retired:
            parameters[state["places"]] = state["kept"]
        parameters[self._active.places] = self._active.parameters
        return parameters

    def _state(self, mask, reason):
        """Where the training of some of the active seeds stands: arrays, first axis seeds."""
        count = np.count_nonzero(mask)
        state = self._active.rows(mask)
        state |= {
            "epoch": np.full(count, self._epoch),
            "updates": np.full(count, self._optimizer.updates),
            "stopped": np.full(count, reason, dtype="U11"),
        }
        state |= {f"moment.{i}": some(m, mask) for i, m in enumerate(self._optimizer.moments)}
        return state | {f"rates.{k}": some(v, mask) for k, v in self._rates.arrays().items()}

    def finish(self, reason, error):
        """End the training of all seeds, for this reason, and return what it gave, `Trained`."""
        if self._active.places.size:
            everyone = np.ones(len(self._active.places), dtype=bool)
            self._retired.append(self._state(everyone, reason))
        state = self._retired[0]
        if len(self._retired) > 1:
            state = {k: np.concatenate([s[k] for s in self._retired]) for k in state}
            order = np.argsort(state["places"])
            state = {name: rows[order] for name, rows in state.items()}
        del state["places"]
        before = np.zeros_like(state["epoch"])
        if self._training.state is not None:
            before = self._training.state["epoch"]
        epochs = state["epoch"] - before
        curves = self._recorder.curves(epochs.max())
        empty = np.empty((0, len(epochs)))
        history = History(
            loss=curves.pop("loss", empty),
            learning_rate=curves.pop("learning_rate", empty),
            validation_loss=curves.pop(
                "validation_loss", None if self._training.validation is None else empty
            ),
            terms=curves,
            initial_loss=self._initial_loss,
            best_loss=state["kept_loss"],
            best_epoch=state["kept_epoch"],
            start=before,
            epochs=epochs,
            stopped=tuple(map(str, state["stopped"])),
            seeds=self._training.seeds,
        )
        kept = state.pop("kept")
        state = state if self._whole_epoch else None
        return Trained(kept, self._training.generators, history, state, error)
