"""What all models share: seeds, parameters, ``fit``, files."""

import copy
from itertools import pairwise
from typing import ClassVar

import numpy as np

from tp5lib.checks import (
    check_array,
    check_choice,
    check_integer,
    check_number,
    check_sizes,
)
from tp5lib.datasets.noise import as_noise
from tp5lib.models.history import DivergenceError, History, TrainingInterrupted, WorkerError
from tp5lib.models.progress import ProgressBar
from tp5lib.models.training import Interruption, Settings, Training, join, order_of, run, separate
from tp5lib.models.weights import load_weights, save_weights
from tp5lib.nn.layers import ACTIVATIONS, Workspace
from tp5lib.nn.losses import as_loss
from tp5lib.nn.objectives import Context
from tp5lib.nn.optimizers import as_optimizer
from tp5lib.nn.schedules import as_schedule

# What a seed's random numbers are for; each use has its own stream. (2 is the validation's.)
_INITIAL_WEIGHTS, _TRAINING = 0, 1
# Parameters that are trained side by side: with their gradients and moments they then stay in
# the processor's cache from one update to the next.
_TOGETHER = 131_072


class Model:
    """The networks of one or many seeds, in one buffer of parameters.

    A subclass lays its layers out in the buffer, describes its architecture by
    `_architecture`, and gives what is minimised by `_objective`.

    Parameters
    ----------
    layers : tuple of int
        The sizes of all layers.
    stacks : list of Dense
        The layers, one stack after the other in the buffer.
    seed : int, optional
        Of the one model; 0 unless given. Not together with `seeds`.
    seeds : iterable of int, optional
        Of each model.
    dtype : numpy dtype
        float32 or float64.
    """

    default_loss = "mse"
    _kinds: ClassVar[dict] = {}  # the subclasses by name, for `load`

    def __init_subclass__(cls):
        Model._kinds[cls.__name__] = cls

    def __init__(self, layers, stacks, seed, seeds, dtype):
        self._layers, self._stacks = layers, stacks
        self._single, self._seeds = seeds is None, _check_seeds(seed, seeds)
        self._dtype = _check_dtype(dtype)
        size = sum(stack.n_parameters for stack in stacks)
        self._parameters = np.empty((len(self._seeds), size), self._dtype)
        for place, seed in enumerate(self._seeds):
            rng = np.random.default_rng([seed, _INITIAL_WEIGHTS])
            for stack in stacks:
                stack.initialise(self._parameters[place], rng)
        self._generators = [np.random.default_rng([seed, _TRAINING]) for seed in self._seeds]
        self._run = None  # what `resume` needs: (settings, state)

    @property
    def layers(self):
        """The sizes of all layers, a tuple of int."""
        return self._layers

    @property
    def latent(self):
        """The latent dimension."""
        return self._layers[len(self._layers) // 2]

    @property
    def seeds(self):
        """The seeds, a tuple of int; of length one where the model was made with ``seed=``."""
        return self._seeds

    @property
    def parameters(self):
        """All weights, (seeds, parameters), or (parameters,) with ``seed=``; a view."""
        return self._parameters[0] if self._single else self._parameters

    @property
    def weights(self):
        """A list of (W, b) by layer, views; W is (outputs, inputs), after the seeds if any."""
        views = [view for stack in self._stacks for view in stack.views(self._parameters)]
        if self._single:
            views = [view[0] for view in views]
        return [(view[..., :-1], view[..., -1]) for view in views]

    @property
    def dtype(self):
        """The type of the parameters and of all results."""
        return self._dtype

    @property
    def config(self):
        """What shapes the model, without its weights: a dict that JSON can hold."""
        return {
            "model": type(self).__name__,
            "layers": list(self._layers),
            **self._architecture(),
            **({"seed": self._seeds[0]} if self._single else {"seeds": list(self._seeds)}),
        }

    def fit(
        self,
        x,
        *,
        target=None,
        epochs,
        learning_rate=1e-3,
        loss=None,
        optimizer="adam",
        batch_size=None,
        shuffle=True,
        patience=None,
        min_delta=1e-5,
        noise=None,
        validation_data=None,
        callback=None,
        every=1,
        executor=None,
        progress=None,
        resume=False,
    ):
        """Train, and keep the weights with the lowest loss.

        Under noise, and for a variational autoencoder, a lower loss is a luckier draw, so there
        the last weights are kept. Without `resume` a fit starts afresh from the present weights;
        only the streams of random numbers go on.

        Parameters
        ----------
        x : array_like, shape (n, features) or (seeds, n, features)
            The inputs.
        target : array_like, same shape, optional
            What to reconstruct, `x` unless given; within what the output can reach, [0, 1] for
            a sigmoid.
        epochs : int
            How many passes over the data, at most; with `resume`, how many more.
        learning_rate : float, callable or Schedule
            Positive; a function gives it by epoch, from 1; a schedule, such as
            ``Adaptive(0.009)``, watches the loss of each seed.
        loss : {"mse", "mae", "bce", "gaussian", "bernoulli"} or a subclass of `nn.losses.Loss`
            Mean over pixels of the squared error (slide 3), of the absolute error, or of the
            binary cross-entropy (slide 7), which needs ``output="sigmoid"``. "gaussian" and
            "bernoulli" are squared error and cross-entropy summed over pixels. Unless given,
            "mse" for an `Autoencoder` and "bernoulli" for a `VariationalAutoencoder`.
        optimizer : {"adam", "sgd"} or Optimizer
            An object sets what the name leaves at its default: ``SGD(momentum=0.9)``.
        batch_size : int, optional
            Samples an update; all of them unless given.
        shuffle : bool
            Whether mini-batches are drawn in a new order each epoch.
        patience : int, optional
            Stop a seed after so many epochs without an improvement of more than
            `min_delta` (slide 3: 8,000); never unless given. Small improvements add up.
        min_delta : float
            Not negative, in the unit of the loss.
        noise : float, pair of float or callable, optional
            Corrupts the inputs, afresh each epoch and for each seed, while the target stays
            clean (slide 22): a level of salt and pepper, a range from which a level is drawn
            each epoch (slide 36), or a function of ``(x, rng)``. The loss is that on a fresh
            draw after the epoch.
        validation_data : array_like, or pair of array_like, optional
            Data that are not trained on, or (inputs, targets), whose loss after each epoch is
            recorded in the History; nothing depends on it.
        callback : callable, optional
            ``callback(epoch, model)``, with the model as it is then, read-only; a true answer,
            for all or one for each seed, stops the training with the weights that it saw.
            It may have a method ``wants(epoch)``, which says when to call it, as `Snapshots` has.
        every : int
            After how many epochs a `callback` without ``wants`` is called, each time.
        executor : concurrent.futures.Executor, optional
            Where the seeds are trained instead, in as many parts as it has workers: a pool of
            processes, a cluster (``client.get_executor()`` of Dask). In a script with a pool of
            processes the call must stand under ``if __name__ == "__main__":``.
        progress : bool, optional
            Whether to show a progress bar; unless given, where a person can see it.
        resume : bool
            Go on with the last run: 1,000 epochs and 2,000 more with the same settings give the
            bytes of 3,000. Data and settings may be others; what one that has changed had left
            behind (moments, rates, the best loss) begins anew. Seeds that had run out of
            patience or diverged stay as they are; those that are behind catch up first.

        Returns
        -------
        History
            The loss by epoch and seed, the best epoch, and why each seed stopped; of this
            call. With `resume`, ``first + second`` is that of both.

        Raises
        ------
        TypeError, ValueError
            If an argument is not as above; the model is then as it was. Whatever a noise, a
            callback or a function of the epoch raises ends the training, and the model keeps
            the weights that it has by then.
        TrainingInterrupted
            If it is interrupted (Ctrl-C, or the kernel's stop button): at the end of the epoch,
            or at the second time at once. The model keeps its weights, and the error has the
            history. An executor ends what it has begun, which may take a minute.
        DivergenceError
            If the loss of a seed is not finite. That seed keeps the weights from before, the
            others are trained to the end first, and the error has the history of all.
        WorkerError
            If a worker was lost. Its seeds are where they last came back from it, the others
            are trained.
        """
        if not self._parameters.flags.writeable:
            raise ValueError("a callback's model is read-only; train a copy.deepcopy(model) of it")
        epochs, every = check_integer(epochs, "epochs"), check_integer(every, "every")
        self._check_callback(callback, executor)
        whole = self.training(
            x,
            target=target,
            learning_rate=learning_rate,
            loss=loss,
            optimizer=optimizer,
            batch_size=batch_size,
            shuffle=shuffle,
            patience=patience,
            min_delta=min_delta,
            noise=noise,
            validation_data=validation_data,
        )
        parts = self._resumed(whole) if resume else [whole]
        diverged = {seed for part in parts for seed in _seeds_that(part, "diverged")}
        start = min((part.epoch for part in parts if part.going), default=parts[0].epoch)
        until, reason, errors, lost, taking_over = start + epochs, "epochs", [], {}, False
        parts = [piece for part in parts for piece in self._pieces(part, executor)]

        def held():
            return taking_over or executor is not None or any(p.phase == "noting" for p in parts)

        with Interruption(held) as interruption, ProgressBar(epochs, progress) as bar:

            def look():
                done = sum(max(p.epoch - start, 0) * len(p.seeds) for p in parts)
                bar.reach(done // len(self._seeds))
                return interruption.requests

            try:
                if executor is None:
                    self._run_here(parts, until, look, callback, every)
                else:
                    from tp5lib.models.executors import run_on  # it takes time to import

                    errors, lost = run_on(executor, parts, until, look)
            except KeyboardInterrupt:
                interruption.requests += 1
            except Exception as error:  # of a function that the caller gave
                errors = [error]
            taking_over = True
            if interruption.requests:
                reason = "interrupted"
            elif errors or lost:
                reason = "failed" if errors else "lost"
            history = self._take_over(parts, until, reason)
        if errors:
            ran = int(np.max(history.epochs))
            errors[0].add_note(f"The model keeps its weights after {ran:,} epochs of training.")
            raise errors[0]
        self._raise_unless_ended(history, parts, until, interruption.requests, lost, diverged)
        return history

    def training(
        self,
        x,
        *,
        target=None,
        learning_rate=1e-3,
        loss=None,
        optimizer="adam",
        batch_size=None,
        shuffle=True,
        patience=None,
        min_delta=1e-5,
        noise=None,
        validation_data=None,
    ):
        """Return the `Training` that ``fit`` would run, before its first epoch.

        Its ``step()`` makes one epoch and returns the losses; the model stays as it is. Arguments
        and errors as in `fit`.
        """
        loss = as_loss(self.default_loss if loss is None else loss)
        x, target = self._check_pair(x, target, loss, "x", "target")
        if noise is not None:
            noise = as_noise(noise)
            check_array(x, "x, for noise,", features=x.shape[-1], leading=len(x), low=0, high=1)
        if batch_size is not None and check_integer(batch_size, "batch_size") >= x.shape[-2]:
            batch_size = None
        if patience is not None:
            check_integer(patience, "patience")
        if validation_data is not None:
            pair = validation_data
            if not isinstance(pair, tuple | list) or len(pair) != 2 or np.ndim(pair[0]) < 2:
                pair = pair, None
            validation_data = self._check_pair(*pair, loss, "validation_data", "its targets")
        return Training(
            self._objective(loss),
            self._parameters,
            x,
            target,
            self._seeds,
            # Copies: a run that fails draws no number of the next.
            copy.deepcopy(self._generators),
            Settings(
                loss,
                as_schedule(learning_rate),
                as_optimizer(optimizer),
                batch_size,
                bool(shuffle),
                patience,
                check_number(min_delta, "min_delta", low=0),
                noise,
            ),
            validation_data,
        )

    def _check_callback(self, callback, executor):
        if callback is not None and not callable(callback):
            raise TypeError(f"callback must be a function of (epoch, model), not {callback!r}")
        if callback is not None and executor is not None:
            raise ValueError("callback needs the model in this process: leave out executor=")
        if executor is not None and not callable(getattr(executor, "submit", None)):
            raise TypeError(
                f"executor must be a concurrent.futures.Executor, not {executor!r}; with Dask, "
                "client.get_executor()"
            )

    def _resumed(self, whole):
        """Return the parts of a run that goes on, each of seeds that stand at one epoch."""
        if self._run is None:
            raise ValueError("resume=True goes on with an earlier run, but there was none")
        settings, state = self._run
        if not np.array_equal(state["kept"], self._parameters):
            raise ValueError(
                "resume=True goes on with the last run, but the weights were changed since; "
                "without it a fit starts from them"
            )
        parts = []
        for epoch in np.unique(state["epoch"]):
            places = np.flatnonzero(state["epoch"] == epoch)
            parts.append(whole.take(places))
            parts[-1].restore({name: rows[places] for name, rows in state.items()}, settings)
            separate(parts, len(parts) - 1)
        return parts

    def _pieces(self, part, executor):
        """Cut a part into groups that fit the cache, and into as many as there are workers."""
        seeds = len(part.seeds)
        if not part.going:
            return [part]
        groups = -(-seeds // max(1, _TOGETHER // self._parameters.shape[1]))
        if executor is not None:
            from tp5lib.models.executors import workers_of

            groups = min(seeds, max(groups, workers_of(executor)))
        return [part] if groups == 1 else part.split(groups)

    def _run_here(self, parts, until, look, callback, every):
        if callback is None:
            run(parts, until, look)
            return
        wants = getattr(callback, "wants", None)
        epoch = min((part.epoch for part in parts if part.going), default=until)
        if wants is not None and wants(epoch):
            self._call(callback, epoch, parts)
        while epoch < until and any(part.going for part in parts):
            epoch = epoch + 1 if wants is not None else min(until, epoch - epoch % every + every)
            if run(parts, epoch, look):
                return
            due = wants(epoch) if wants is not None else epoch % every == 0
            if due and any(part.epoch == epoch for part in parts):
                self._call(callback, epoch, parts)

    def _call(self, callback, epoch, parts):
        """Show the model to a callback, and let the seeds stop of which it says so."""
        weights = np.concatenate([part.weights_now() for part in parts])
        answer = callback(epoch, self.seen_with(weights[order_of(parts, self._seeds)]))
        answer = np.asarray(answer, dtype=bool)
        if answer.shape not in ((), (len(self._seeds),)):
            raise ValueError(
                f"callback must return one truth, or one for each of {len(self._seeds)} seeds, "
                f"not an array of shape {answer.shape}"
            )
        if answer.any():
            ends = dict(zip(self._seeds, np.broadcast_to(answer, len(self._seeds)), strict=True))
            for part in parts:
                going = part.rows["stopped"] == ""
                part.stop(going & [ends[seed] for seed in part.seeds], "callback")

    def _take_over(self, parts, until, reason):
        """Keep weights, generators and what it takes to resume; return the history."""
        settings = parts[0].settings.described()
        state, self._generators = join(parts, self._seeds)
        self._parameters[:] = state["kept"]
        whole = all(part.phase == "whole" for part in parts)
        self._run = (settings, state) if whole else None
        ends = ["epochs" if part.epoch >= until else reason for part in parts]
        histories = [part.history(end) for part, end in zip(parts, ends, strict=True)]
        history = History.join(histories, order_of(parts, self._seeds))
        return history.for_seed(self._seeds[0]) if self._single else history

    def _raise_unless_ended(self, history, parts, until, requests, lost, diverged):
        """Raise what has ended a run before its time."""
        going = [part for part in parts if part.going and part.epoch < until]
        if requests and going:
            behind, ahead = min(p.epoch for p in going), max(p.epoch for p in going)
            after = f"{behind:,}" if behind == ahead else f"{behind:,} to {ahead:,}"
            further = f"fit(..., epochs={until - behind}, resume=True) goes on"
            if self._run is None:
                further = "it was in the midst of an epoch, so a further fit starts afresh"
            raise TrainingInterrupted(
                f"the training was interrupted after {after} of {until:,} epochs; the model keeps "
                f"its weights, and {further}",
                history,
            )
        if lost:
            seeds = ", ".join(map(str, sorted(lost)))
            raise WorkerError(
                f"a worker was lost; seeds {seeds} are where they last came back from it: "
                f"{next(iter(lost.values()))!r} (In a script, a pool of processes must stand under "
                'if __name__ == "__main__":)',
                history,
            )
        fresh = [s for part in parts for s in _seeds_that(part, "diverged") if s not in diverged]
        if fresh:
            first = history if self._single else history.for_seed(min(fresh))
            where = "from the start"
            if first.epochs:
                rate = first.learning_rate[-1]
                where = f"at epoch {first.start + first.epochs}, with learning rate {rate:g}"
            seeds = ", ".join(map(str, sorted(fresh)))
            raise DivergenceError(
                f"the loss of seed {min(fresh)} was not finite {where}; it keeps the weights from "
                f"before. Seeds that diverged: {seeds}. A lower learning rate may help.",
                history,
            )
        if requests:
            raise TrainingInterrupted(
                "the training was interrupted when it had come to its end; the model keeps its "
                "weights",
                history,
            )

    def for_seed(self, seed):
        """Return a model of one seed, one of `seeds`, with a copy of its weights."""
        if seed not in self._seeds:
            raise ValueError(f"seed must be one of {self._seeds}, not {seed!r}")
        place = self._seeds.index(seed)
        model = copy.copy(self)
        model._single, model._seeds = True, (self._seeds[place],)
        model._parameters = self._parameters[[place]]
        model._generators = [copy.deepcopy(self._generators[place])]
        if self._run is not None:
            settings, state = self._run
            model._run = settings, {name: rows[[place]] for name, rows in state.items()}
        return model

    def with_parameters(self, parameters):
        """Return a model of the same architecture with other parameters.

        Parameters
        ----------
        parameters : array_like, shape (k, parameters)
            One network a row. The model has the seeds of this one, if it has as many, else
            0 to k - 1.

        Raises
        ------
        ValueError
            If a parameter is not finite, or too large for `dtype`.
        """
        size = self._parameters.shape[1]
        parameters = self._cast(check_array(parameters, "parameters", features=size), "parameters")
        seeds = self._seeds if len(parameters) == len(self._seeds) else range(len(parameters))
        model = copy.copy(self)
        model._single, model._seeds, model._run = False, tuple(seeds), None
        model._parameters = parameters.copy()
        model._generators = [np.random.default_rng([seed, _TRAINING]) for seed in seeds]
        return model

    def seen_with(self, parameters):
        """Return this model with other parameters, which are not copied and become read-only."""
        model = copy.copy(self)
        parameters.setflags(write=False)
        model._parameters, model._run = parameters, None
        model._generators = copy.deepcopy(self._generators)
        return model

    def copy_weights(self, other):
        """Take over the weights of another model, to train on from there.

        Parameters
        ----------
        other : Model
            Of the same layers and activations, with the same number of seeds or with one, whose
            weights then go to every seed.

        Returns
        -------
        The model itself, so that ``Autoencoder(...).copy_weights(other)`` is one expression.

        Raises
        ------
        ValueError
            If the architecture or the number of seeds differs.
        """
        same = isinstance(other, type(self)) and other.layers == self.layers
        if not same or other._activations() != self._activations():
            raise ValueError(f"other must have the architecture of {self!r}, not be {other!r}")
        if len(other._seeds) not in (1, len(self._seeds)):
            raise ValueError(
                f"other must have one seed or {len(self._seeds)}, not {len(other._seeds)}"
            )
        self._parameters[:] = self._cast(other._parameters, "the weights of other")
        self._run = None
        return self

    def decode(self, codes):
        """Return the images of latent codes.

        Parameters
        ----------
        codes : array_like, shape (n, latent) or (seeds, n, latent)

        Returns
        -------
        ndarray, shape (n, features), or (seeds, n, features) with ``seeds=``
        """
        return self._apply(self._stacks[1], self._check(codes, "codes", features=self.latent))

    def _apply(self, stack, x):
        """Evaluate a stack of layers on (n, inputs) or (seeds, n, inputs)."""
        evaluation = Workspace(stack, self._parameters, x.shape[-2])
        evaluation.x[:] = np.swapaxes(x, -1, -2)
        with np.errstate(over="ignore", under="ignore"):
            result = np.swapaxes(evaluation.forward(), -1, -2)
        return np.ascontiguousarray(result[0] if self._single else result)

    def _loss_and_gradient(self, x, target, loss, generators):
        """The loss of each seed, and its gradient with respect to all parameters."""
        loss = as_loss(self.default_loss if loss is None else loss)
        x, target = self._check_pair(x, target, loss, "x", "target")
        gradient = np.empty_like(self._parameters)
        objective = self._objective(loss)(
            self._parameters, gradient, x.shape[-2], Context(generators, np.inf)
        )
        objective.load(x, target)
        with np.errstate(over="ignore", under="ignore"):
            value = objective.value()
            objective.gradient()
        return (value[0], gradient[0]) if self._single else (value, gradient)

    def _check_pair(self, x, target, loss, x_name, target_name):
        """Return inputs and targets as arrays; the target must be what the output can reach."""
        low, high = loss.target_range(self._output)
        if target is None:
            x = self._check(x, x_name, low=low, high=high)
            return x, x
        x = self._check(x, x_name)
        target = self._check(target, target_name, low=low, high=high)
        if target.shape[-2] != x.shape[-2]:
            raise ValueError(
                f"{target_name} must have a sample for each of {x_name}, shape {x.shape}, not "
                f"{target.shape}"
            )
        return x, target

    def _check(self, value, name, features=None, **limits):
        """Return `value` as an array of this model's type, (..., samples, features)."""
        features = self._layers[0] if features is None else features
        leading = None if self._single else len(self._seeds)
        array = check_array(value, name, features=features, leading=leading, **limits)
        return self._cast(array, name)

    def _cast(self, array, name):
        with np.errstate(over="ignore"):
            array = array.astype(self._dtype, copy=False)
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds numbers too large for {self._dtype.name}")
        return array

    def save(self, path, training=False):
        """Write the architecture and the weights of all seeds to a file.

        The file is NumPy's archive format without pickle; an older one at `path` stays
        whole until the new one is complete.

        Parameters
        ----------
        path : str or path
        training : bool
            Whether to keep where the last run stood as well, so that the model, once loaded,
            can be trained on with ``resume=True``; the file is then some five times as large.

        Raises
        ------
        FileNotFoundError
            If the folder does not exist.
        ValueError
            If there was no run to keep.
        """
        config, arrays = self.config, {"parameters": self._parameters}
        config["generators"] = [generator.bit_generator.state for generator in self._generators]
        if training:
            if self._run is None:
                raise ValueError("there is no run to save; leave out training=True")
            config["settings"], state = self._run
            arrays |= {f"run.{name}": rows for name, rows in state.items()}
        save_weights(path, config, arrays)

    @classmethod
    def load(cls, path):
        """Read a model that `save` wrote.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file is truncated, is no weights file or holds another kind of model.
        """
        config, arrays = load_weights(path)
        name, parameters = config.get("model"), arrays.pop("parameters")
        kind = Model._kinds.get(name) if isinstance(name, str) else None
        if kind is None or not issubclass(kind, cls):
            raise ValueError(f"{path} holds the weights of a {name}, not of a {cls.__name__}")
        generators, settings = config.pop("generators", None), config.pop("settings", None)
        try:
            model = Model.described_by(config, parameters)
            for generator, state in zip(model._generators, generators or (), strict=False):
                generator.bit_generator.state = state
            if settings is not None:
                state = {k.removeprefix("run."): rows for k, rows in arrays.items()}
                model.training(np.zeros((1, model.layers[0]))).check_state(state)
                model._run = dict(settings), state
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise ValueError(f"{path} does not describe a {name}: {error}") from error
        return model

    @staticmethod
    def described_by(config, parameters):
        """Return the model of a `config` with these parameters, (seeds, parameters)."""
        more = dict(config)
        kind = Model._kinds[more.pop("model")]
        # Their number is checked before any is made, since a file may claim billions.
        layers, seeds = check_layers(more["layers"]), more.get("seeds")
        pairs = [pair for sizes in kind._stack_sizes(layers) for pair in pairwise(sizes)]
        shape = (1 if seeds is None else len(seeds), sum((a + 1) * b for a, b in pairs))
        if parameters.shape != shape:
            raise ValueError(f"it holds weights of shape {parameters.shape}, and needs {shape}")
        model = kind(**more, dtype=parameters.dtype)
        model._parameters[:] = parameters
        return model

    def _activations(self):
        return {"activation": list(self._activation), "output": self._output}

    _architecture = _activations

    def __repr__(self):
        seeds, several = self._seeds, set(self._activation)
        activation = self._activation[0] if len(several) == 1 else list(self._activation)
        if self._single:
            described = f"seed={seeds[0]}"
        elif seeds == tuple(range(seeds[0], seeds[-1] + 1)):
            described = f"seeds=range({seeds[0]}, {seeds[-1] + 1})"
        else:
            described = f"seeds={list(seeds)}"
        return (
            f"{type(self).__name__}({list(self._layers)}, {described}, activation={activation!r}, "
            f"output={self._output!r}, dtype={self._dtype.name})"
        )


def load_model(path):
    """Read a model of any kind that `save` wrote; arguments and errors as in `Model.load`.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_model
    >>> Autoencoder([35, 17, 2, 17, 35]).save("letters.npz")
    >>> load_model("letters.npz")
    Autoencoder([35, 17, 2, 17, 35], seed=0, activation='sigmoid', output='sigmoid', dtype=float64)
    """
    return Model.load(path)


def _seeds_that(part, reason):
    """The seeds of a part that have stopped for a reason."""
    return [part.seeds[place] for place in np.flatnonzero(part.rows["stopped"] == reason)]


def check_layers(layers):
    """Return the sizes of the layers of an autoencoder as a tuple of int."""
    wanted = (
        "layers must be an odd number of positive integers that read the same backwards, "
        "such as [35, 17, 2, 17, 35]"
    )
    sizes = check_sizes(layers, "layers", wanted)
    if len(sizes) < 3 or len(sizes) % 2 == 0:
        raise ValueError(f"{wanted}, not {len(sizes)} layers, {list(sizes)}")
    if sizes != sizes[::-1]:
        raise ValueError(f"{wanted}; {list(sizes)} does not mirror")
    return sizes


def check_activations(value, count):
    """Return the names of activations of so many layers; `value` is one for all, or one each."""
    names = (value,) * count if isinstance(value, str) else value
    if not isinstance(names, tuple | list):
        raise TypeError(f"activation must be a name, or one for each hidden layer, not {value!r}")
    names = tuple(check_choice(name, "activation", ACTIVATIONS) for name in names)
    if len(names) != count:
        raise ValueError(
            f"activation must name one for each of {count} hidden layers, not {len(names)}"
        )
    return names


def _check_seeds(seed, seeds):
    """Return the seeds of a model, a tuple of int: `seed` alone where `seeds` is None."""
    if seeds is None:
        return (check_integer(0 if seed is None else seed, "seed", low=0),)
    if seed is not None:
        raise TypeError(f"give seed= or seeds=, not both: seed={seed!r}, seeds={seeds!r}")
    try:
        seeds = tuple(seeds)
    except TypeError:
        raise TypeError(
            f"seeds must be several integers, such as range(20), not {seeds!r}"
        ) from None
    if not seeds:
        raise ValueError("seeds is empty; it must hold an integer or more")
    seeds = tuple(check_integer(own, "each of seeds", low=0) for own in seeds)
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must differ from one another, not {seeds}")
    return seeds


def _check_dtype(dtype):
    """Return `dtype` as one of the two that models have, float32 or float64."""
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = None
    if name not in ("float32", "float64") or dtype is None:
        raise ValueError(f"dtype must be float32 or float64, not {dtype!r}")
    return np.dtype(name)
