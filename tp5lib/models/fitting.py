"""What every ``fit`` does: check what it is given, train, and keep what comes of it."""

import copy
from itertools import zip_longest

import numpy as np

from tp5lib.models import executors
from tp5lib.models.base import Model
from tp5lib.models.history import DivergenceError, TrainingInterrupted, WorkerError
from tp5lib.models.interruption import Interruption
from tp5lib.models.progress import ProgressBar
from tp5lib.models.tasks import (
    Settings,
    Trained,
    Training,
    deal_out,
    described,
    digests,
    epochs_of,
    joined,
)
from tp5lib.models.turns import train
from tp5lib.nn.losses import as_loss
from tp5lib.validation import check_array, check_integer


class Trainable(Model):
    """A model with a `_fit`, from which a subclass makes its ``fit``.

    `_objective` of the subclass gives the trainer what is minimised; see `Training`.
    """

    def _fit(
        self,
        x,
        target,
        loss,
        more,
        *,
        validation,
        callback,
        every,
        workers,
        executor,
        resume,
        **given,
    ):
        """Check what every `fit` takes, and train; arguments as in `Autoencoder.fit`.

        Parameters
        ----------
        more : dict
            What else `_objective` takes besides the loss.
        """
        if not self._parameters.flags.writeable:
            raise ValueError("a callback's model is read-only; train a copy.deepcopy(model) of it")
        loss, show = as_loss(loss), given.pop("progress")
        settings = Settings.checked(**given)
        parts = self._check_parts(workers, executor)
        every = check_integer(every, "every")
        if callback is not None:
            callback = self._as_seen_by(callback, executor is None and parts == 1)
        training = self._training_on(x, target, loss, more, settings, validation)
        sides = {"x": training.x, "target": training.target}
        marks = {name: digests(array, len(self._seeds)) for name, array in sides.items()}
        what = {"loss": f"{loss.name} {described(loss)}", **settings.described()}
        what |= {name: repr(value) for name, value in more.items()}
        if resume:
            training.state = self._state_to_resume(what, marks)
        interruption, result = Interruption(), None
        try:
            with interruption, ProgressBar(settings.epochs, show) as bar:
                if executor is not None or parts > 1:
                    task = training, parts, executor, bar.reach, interruption
                    result = self._train_elsewhere(*task)
                else:
                    result = train(training, bar.reach, callback, every, interruption)
                interruption.hold()
                self._take_over(result, what, marks)
            return self._delivered(result, training, interruption)
        except TrainingInterrupted:
            raise
        except KeyboardInterrupt:  # at its very beginning or end
            if result is None:
                raise TrainingInterrupted(
                    "the training was interrupted before it began; the model is as it was"
                ) from None
            interruption.requests += 1
            return self._delivered(result, training, interruption)

    def _training_on(self, x, target, loss, more, settings, validation=None):
        """Return the `Training` of these data, after checking them; it begins afresh.

        Parameters
        ----------
        x, target, loss, validation
            As in `Autoencoder.fit`.
        more : dict
            As in `_fit`.
        settings : Settings
        """
        loss = as_loss(loss)
        loss(self._stacks[-1].activations[-1], 1, 1)  # says now if it does not fit the output
        x, target = self._check_pair(x, target, loss)
        if settings.noise is not None:
            check_array(x, "x, for noise,", features=x.shape[-1], leading=len(x), low=0, high=1)
        if validation is not None:
            validation = self._check_validation(validation, loss)
        return Training(
            objective=self._objective(loss, **more),
            parameters=self._parameters,
            x=x,
            target=target,
            seeds=self._seeds,
            # Copies: a training that fails draws no number of the next.
            generators=copy.deepcopy(self._generators),
            settings=settings,
            validation=validation,
        )

    def _check_parts(self, workers, executor):
        """Return in how many parts the seeds are trained."""
        workers = check_integer(workers, "workers")
        if executor is not None and not callable(getattr(executor, "submit", None)):
            raise TypeError(
                f"executor must be a concurrent.futures.Executor, not {executor!r}; with Dask, "
                "client.get_executor()"
            )
        if executor is not None and workers == 1:
            # As many as it has workers, where it tells; else each seed may go elsewhere.
            workers = getattr(executor, "_max_workers", None) or len(self._seeds)
        return min(workers, len(self._seeds))

    def _train_elsewhere(self, training, parts, executor, report, interruption):
        """Return what worker processes gave; raise if one of them has died."""
        groups = deal_out(range(len(self._seeds)), parts)
        trainings = [training.part(group) for group in groups]
        if executor is None:
            executors.check_can_be_sent(training)
            parts = executors.run_in_processes(trainings, report, interruption)
        else:
            from tp5lib.models import remote  # here: few need it, and it takes time to import

            remote.check_can_be_sent(training)
            parts = remote.run_on(executor, trainings, report, interruption)
        pairs = list(zip(parts, groups, strict=True))
        done = [(part, group) for part, group in pairs if isinstance(part, Trained)]
        if len(done) == len(pairs):
            return joined(parts, groups)
        self._training = None  # there is nothing to resume for the seeds that are lost
        for part, group in done:
            self._parameters[group] = part.parameters
            for place, generator in zip(group, part.generators, strict=True):
                self._generators[place] = generator
        history = joined(*zip(*done, strict=True)).history if done else None
        failures = [(part, group) for part, group in pairs if not isinstance(part, Trained)]
        lost = ", ".join(str(self._seeds[place]) for _, group in failures for place in group)
        if interruption.requests:
            raise TrainingInterrupted(
                f"the training was interrupted at once; seeds {lost} are as they were", history
            )
        first = failures[0][0]
        raise WorkerError(
            f"a worker process ended early, and seeds {lost} are as they were: {first} (In a "
            'script, what starts processes must stand under if __name__ == "__main__":)',
            history,
        ) from first

    def _take_over(self, trained, what, marks):
        """Keep the weights, and what it takes to resume."""
        self._parameters[:] = trained.parameters
        self._generators = trained.generators
        self._training = None
        if trained.state is not None:
            # By these marks a fit that resumes makes sure that it goes on with the same.
            marks = marks | {"weights": self._mark_of_weights()}
            marks = {f"mark.{name}": values for name, values in marks.items()}
            self._training = (what, trained.state | marks)

    def _delivered(self, trained, training, interruption):
        """Return the History, or raise what ended the training early."""
        history, epochs = trained.history, training.settings.epochs
        result = history.for_seed(self._seeds[0]) if self._single else history
        ran = int(history.epochs.max())
        if trained.error is not None:
            trained.error.add_note(f"The model keeps its weights after {ran:,} epochs of training.")
            raise trained.error
        if interruption.requests or history.interrupted:
            further = "it was in the midst of an epoch, so a further fit starts afresh"
            if not history.interrupted:
                further = "it had come to its end"
            elif trained.state is not None and len(apart := epochs_of(trained.state)) > 1:
                further = (
                    f"its seeds, interrupted after {min(apart)} to {max(apart)} epochs, go on each "
                    "alone: model.for_seed(seed).fit(..., resume=True)"
                )
            elif trained.state is not None:
                further = f"fit(..., epochs={max(epochs - ran, 1)}, resume=True) goes on"
            raise TrainingInterrupted(
                f"the training was interrupted after {ran:,} of {epochs:,} epochs; the model keeps "
                f"its weights, and {further}",
                result,
            )
        before = [] if training.state is None else training.state["stopped"].tolist()
        stopped = zip_longest(history.stopped, before)
        fresh = [i for i, (now, was) in enumerate(stopped) if now == "diverged" != was]
        if fresh:
            first, seeds = fresh[0], ", ".join(str(self._seeds[place]) for place in fresh)
            at = int(history.epochs[first])
            where = "from the start"
            if at:
                rate = history.learning_rate[at - 1, first]
                where = f"at epoch {history.start[first] + at}, with learning rate {rate:g}"
            raise DivergenceError(
                f"the loss of seed {self._seeds[first]} was not finite {where}; it keeps the "
                f"weights from before. Seeds that diverged: {seeds}. A lower learning rate may "
                "help.",
                result,
            )
        return result

    def _as_seen_by(self, callback, here):
        """Return what the trainer calls for a caller's ``callback(epoch, model)``."""
        if not callable(callback):
            raise TypeError(f"callback must be a function of (epoch, model), not {callback!r}")
        if not here:
            raise ValueError(
                "callback needs the model in this process: leave out workers= and executor="
            )

        def call(epoch, parameters):
            return bool(callback(epoch, self.seen_with(parameters)))

        call.wants = getattr(callback, "wants", None)
        return call

    def seen_with(self, parameters):
        """Return this model with other parameters, which are not copied and become read-only."""
        model = copy.copy(self)
        parameters.setflags(write=False)
        model._parameters, model._training = parameters, None
        model._generators = copy.deepcopy(self._generators)
        return model

    def _check_validation(self, validation, loss):
        """Return the inputs and the targets of what a caller gave as ``validation``."""
        pair = validation if isinstance(validation, tuple) else (validation, None)
        if isinstance(validation, list) or len(pair) != 2:
            raise TypeError(
                "validation must be an array, or a tuple of two, (inputs, targets), not "
                f"a {type(validation).__name__} of {len(validation)}"
            )
        return self._check_pair(*pair, loss, "validation")

    def _mark_of_weights(self):
        return digests(self._parameters[:, np.newaxis], len(self._seeds))

    def _state_to_resume(self, what, marks):
        """Return the state of the last training, after making sure that this one continues it."""
        if self._training is None:
            raise ValueError("resume=True goes on with an earlier training, but there was none")
        trained, state = self._training
        for name, value in trained.items():
            if what.get(name) != value:
                raise ValueError(
                    f"resume=True goes on with the last training, so {name} must be what it was, "
                    f"{value}, not {what.get(name)}; without it a fit starts afresh"
                )
        for name, values in (marks | {"weights": self._mark_of_weights()}).items():
            if not np.array_equal(state[f"mark.{name}"], values):
                raise ValueError(
                    f"resume=True goes on with the last training, so {name} must be what it was; "
                    "without it a fit starts afresh"
                )
        return {name: rows for name, rows in state.items() if not name.startswith("mark.")}
