"""What every ``fit`` does: check what it is given, train, and keep what comes of it."""

import copy

import numpy as np

from tp5lib.models.base import Model
from tp5lib.models.executors import check_can_be_sent, deal_out, joined, run_in_processes
from tp5lib.models.history import DivergenceError, TrainingInterrupted, WorkerError
from tp5lib.models.progress import ProgressBar
from tp5lib.models.tasks import Settings, Training, digest
from tp5lib.models.training import Trainer
from tp5lib.nn.losses import as_loss
from tp5lib.validation import check_array, check_integer


class Trainable(Model):
    """A model with a `_fit`, from which a subclass makes its ``fit``.

    `_objective` of the subclass gives the trainer what is minimised; see `Training`.
    """

    def _fit(self, x, target, loss, more, *, validation, callback, every, workers, resume, **given):
        """Check what every `fit` takes, and train; arguments as in `Autoencoder.fit`.

        Parameters
        ----------
        more : dict
            What else `_objective` takes besides the loss.
        """
        loss, show = as_loss(loss), given.pop("progress")
        loss(self._stacks[-1].activations[-1], 1, 1)  # says now if it does not fit the output
        settings = Settings.checked(**given)
        workers = min(check_integer(workers, "workers"), len(self._seeds))
        x, target = self._check_pair(x, target, loss)
        if settings.noise is not None:
            check_array(x, "x, for noise,", features=x.shape[-1], leading=len(x), low=0, high=1)
        if validation is not None:
            pair = validation if isinstance(validation, tuple) else (validation, None)
            validation = self._check_pair(*pair, loss, "validation")
        described = {
            "loss": loss.name,
            **settings.described(),
            **{k: repr(v) for k, v in more.items()},
        }
        described["data"] = f"{x.shape}, {digest(x)}, {digest(target)}"
        training = Training(
            objective=self._objective(loss, **more),
            parameters=self._parameters,
            x=x,
            target=target,
            seeds=self._seeds,
            generators=self._generators,
            settings=settings,
            validation=validation,
            state=self._state_to_resume(described) if resume else None,
        )
        if callback is not None:
            callback = self._as_seen_by(callback, workers)
        every = check_integer(every, "every")
        with ProgressBar(settings.epochs, show) as bar:
            if workers > 1:
                trained = self._train_in_processes(training, workers, bar.reach)
            else:
                trained = Trainer(training).run(bar.reach, callback, every)
        return self._take_over(trained, described, settings.epochs)

    def _train_in_processes(self, training, workers, report):
        groups = deal_out(range(len(self._seeds)), workers)
        check_can_be_sent(training)
        try:
            parts = run_in_processes([training.part(group) for group in groups], report)
        except WorkerError as error:
            done = [(p, g) for p, g in zip(error.trained, groups, strict=True) if p is not None]
            self._training = None  # there is nothing to resume for the seeds that are lost
            for part, group in done:
                self._parameters[group] = part.parameters
            if done:
                error.history = joined(*zip(*done, strict=True)).history
            raise
        return joined(parts, groups)

    def _take_over(self, trained, described, epochs):
        """Keep what a training gave; return its History, or raise what ended it early."""
        self._parameters[:] = trained.parameters
        self._generators = trained.generators
        self._training = (described | {"weights": digest(self._parameters)}, trained.state)
        history = trained.history
        stopped, ran = np.array(history.stopped), int(history.epochs.max())
        result = history.for_seed(self._seeds[0]) if self._single else history
        if history.interrupted:
            raise TrainingInterrupted(
                f"the training was interrupted after {ran:,} of {epochs:,} epochs; the model keeps "
                f"its weights, and fit(..., epochs={max(epochs - ran, 1)}, resume=True) goes on",
                result,
            )
        if "diverged" in stopped:
            seeds = ", ".join(str(s) for s in np.array(self._seeds)[stopped == "diverged"])
            first = int(np.flatnonzero(stopped == "diverged")[0])
            at = int(history.epochs[first])
            rate = history.learning_rate[at - 1, first] if at else np.nan
            raise DivergenceError(
                f"the loss became {history.loss[at - 1, first] if at else np.nan} at epoch {at} of "
                f"seed {self._seeds[first]}, with learning rate {rate:g}; it keeps the weights "
                f"from before. Seeds that diverged: {seeds}. A lower learning rate may help.",
                result,
            )
        return result

    def _as_seen_by(self, callback, workers):
        """Return what the trainer calls for a caller's ``callback(epoch, model)``."""
        if not callable(callback):
            raise TypeError(f"callback must be a function of (epoch, model), not {callback!r}")
        if workers > 1:
            raise ValueError("callback needs the model in this process: leave out workers=")

        def call(epoch, parameters):
            model = copy.copy(self)
            parameters.setflags(write=False)
            model._parameters, model._training = parameters, None
            return callback(epoch, model)

        return call

    def _state_to_resume(self, described):
        """Return the state of the last training, after making sure that this one continues it."""
        if self._training is None:
            raise ValueError("resume=True goes on with an earlier training, but there was none")
        trained, state = self._training
        described = described | {"weights": digest(self._parameters)}
        for name, value in trained.items():
            if described.get(name) != value:
                raise ValueError(
                    f"resume=True goes on with the last training, so {name} must be what it was, "
                    f"{value}, not {described.get(name)}; without it a fit starts afresh"
                )
        return state
