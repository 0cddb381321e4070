"""The autoencoder of the presentation: a multilayer perceptron that copies its input."""

import copy
import json
import os
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np

from tp5lib.checks import check_array, check_choice, check_integer, check_rng, check_sizes
from tp5lib.files import write_atomically
from tp5lib.models.history import DivergenceError, TrainingInterrupted, WorkerError
from tp5lib.models.progress import progress_bar
from tp5lib.models.training import Settings, Training, interruptions, join, run
from tp5lib.nn.layers import ACTIVATIONS, Dense, Workspace
from tp5lib.nn.losses import as_loss
from tp5lib.nn.objectives import Context, Reconstruction

# What a seed's random numbers are for; each use has its own stream. (2 is the validation's.)
_INITIAL_WEIGHTS, _TRAINING = 0, 1
# Parameters that are trained side by side: with their gradients and moments they then stay in
# the processor's cache from one update to the next.
_TOGETHER = 131_072
_FORMAT = 3  # of files


class Autoencoder:
    """A multilayer perceptron trained to give back its input through a narrow middle.

    Parameters
    ----------
    layers : sequence of int
        The sizes of all layers, input first, such as ``[35, 17, 2, 17, 35]``: an odd number
        of positive integers that read the same backwards. The middle one is the latent
        dimension.
    seed : int, optional
        Of the initial weights and the order of mini-batches; 0 unless given.
    seeds : iterable of int, optional
        Instead of `seed`: as many independent models, trained at once; each ends like the same
        seed trained alone.
    activation : str or sequence of str
        Of the hidden layers: "sigmoid", "tanh", "relu" or "identity"; a sequence gives one
        for each hidden layer, the middle one included.
    output : str
        The activation of the last layer.
    dtype : numpy dtype
        float64, or float32 for more speed.

    Attributes
    ----------
    layers, seeds : tuple of int
    latent : int
        The latent dimension.
    dtype : numpy.dtype
        Of the parameters and of all results.

    Notes
    -----
    Images have the shape (n, features) and codes (n, latent). With ``seeds=`` every result has a
    leading axis of seeds, and what is given may have one.

    Layer l computes ``x_l = f(W_l x_{l-1} + b_l)`` (slide 3, "Primera etapa").

    Source: D. Rumelhart, G. Hinton and R. Williams, "Learning internal representations by
    error propagation", 1986, which calls it the encoder problem.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> letters = load_letters()
    >>> model = Autoencoder([35, 17, 2, 17, 35], seeds=range(3))
    >>> history = model.fit(letters.x, epochs=100, learning_rate=0.01, loss="bce")
    >>> model.encode(letters.x).shape
    (3, 32, 2)
    """

    default_loss = "mse"
    _numbers_a_code = 1  # that the encoder gives for each latent dimension
    _kinds: ClassVar[dict] = {}  # by name, for `load_model`

    def __init_subclass__(cls):
        cls._kinds[cls.__name__] = cls

    def __init__(
        self,
        layers,
        *,
        seed=None,
        seeds=None,
        activation="sigmoid",
        output="sigmoid",
        dtype=np.float64,
    ):
        self.layers = check_layers(layers)
        middle, gaussian = len(self.layers) // 2, self._numbers_a_code == 2
        self.latent = self.layers[middle]
        self._activation = check_activations(activation, len(layers) - 2 - gaussian)
        self._output = check_choice(output, "output", ACTIVATIONS)
        names = [*self._activation, output]
        if gaussian:  # a mean may be any number
            names.insert(middle - 1, "identity")
        activations = [ACTIVATIONS[name] for name in names]
        sizes = self._sizes(self.layers)
        encoder = Dense(sizes[0], activations[:middle])
        decoder = Dense(sizes[1], activations[middle:], encoder.n_parameters)
        self._stacks = [encoder, decoder]
        self._single, self.seeds = seeds is None, _check_seeds(seed, seeds)
        if dtype not in ("float32", "float64", np.float32, np.float64):
            raise ValueError(f"dtype must be float32 or float64, not {dtype!r}")
        self.dtype = np.dtype(dtype)
        size = encoder.n_parameters + decoder.n_parameters
        self._parameters = np.empty((len(self.seeds), size), self.dtype)
        for row, own in zip(self._parameters, self.seeds, strict=True):
            rng = np.random.default_rng([own, _INITIAL_WEIGHTS])
            for stack in self._stacks:
                stack.initialise(row, rng)
        self._generators = _generators(self.seeds)
        self._run = None  # the rows of the Training that `resume` goes on with

    @classmethod
    def _sizes(cls, layers):
        """The sizes of the layers of the encoder, and of the decoder."""
        middle = len(layers) // 2
        return (*layers[:middle], cls._numbers_a_code * layers[middle]), layers[middle:]

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
    def config(self):
        """What shapes the model, without its weights: a dict that JSON can hold."""
        return {
            "model": type(self).__name__,
            "layers": list(self.layers),
            "activation": list(self._activation),
            "output": self._output,
            **({"seed": self.seeds[0]} if self._single else {"seeds": list(self.seeds)}),
        }

    def _objective(self, loss):
        """Return what is minimised, as a `Training` takes it; other models have others."""
        activations = [own for stack in self._stacks for own in stack.activations]
        return partial(Reconstruction, Dense(self.layers, activations), loss)

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
        x : array_like, shape (n, features)
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
        patience, min_delta : int and float, optional
            Stop a seed after so many epochs without an improvement of more than `min_delta`
            (slide 3: 8,000); never unless given. Small improvements add up.
        noise : float, pair of float or callable, optional
            Corrupts the inputs, afresh each epoch and for each seed, while the target stays
            clean (slide 22): a level of salt and pepper, a range from which a level is drawn
            each epoch (slide 36), or a function of ``(x, rng)``. The loss is that on a fresh
            draw after the epoch.
        validation_data : array_like, or tuple of two, optional
            Data that are not trained on, or (inputs, targets), whose loss after each epoch is
            recorded in the History; nothing depends on it.
        callback : callable, optional
            ``callback(epoch, model)``, with a copy of the model as it is then; a true answer
            stops the training with the weights that it saw.
        every : int
            After how many epochs the callback is called, each time; one that has a method
            ``wants(epoch)``, as `Snapshots` has, is asked instead.
        executor : concurrent.futures.Executor, optional
            Where the seeds are trained instead, in as many parts as it has workers: a pool of
            processes, a cluster (``client.get_executor()`` of Dask). In a script with a pool of
            processes the call must stand under ``if __name__ == "__main__":``.
        progress : bool, optional
            Whether to show a progress bar; unless given, where a person can see it.
        resume : bool
            Go on with the last run: 1,000 epochs and 2,000 more with the same settings give the
            bytes of 3,000. Data and settings may be others; moments, rates and the best loss
            begin anew where they do not fit them. Seeds that are out of patience or diverged
            stay as they are; those that are behind catch up first.

        Returns
        -------
        History
            The loss by epoch and seed, the best epoch, and why each seed stopped; of this call.

        Raises
        ------
        TrainingInterrupted
            At the end of the epoch in which it is interrupted (Ctrl-C, or the kernel's stop
            button), or at the second time at once. An executor ends what it has begun, which
            may take a minute.
        DivergenceError, WorkerError
            If the loss of a seed is not finite, or a worker was lost; after the others are
            trained to the end.

        Notes
        -----
        These errors have the ``.history`` of all seeds, and the weights are kept, as they are if
        a noise, a callback or a function of the epoch raises one. If an argument is wrong the
        model stays as it was.
        """
        epochs, every = check_integer(epochs, "epochs"), check_integer(every, "every")
        if callback is not None and not callable(callback):
            raise TypeError(f"callback must be a function of (epoch, model), not {callback!r}")
        if callback is not None and executor is not None:
            raise ValueError("callback needs the model in this process: leave out executor=")
        if executor is not None and not hasattr(executor, "submit"):
            raise TypeError(f"executor must be a concurrent.futures.Executor, not {executor!r}")
        loss = self.default_loss if loss is None else loss
        settings = Settings(
            loss, learning_rate, optimizer, batch_size, shuffle, patience, min_delta, noise
        )
        whole = self.training(x, settings, target=target, validation_data=validation_data)
        if resume:
            if self._run is None or not np.array_equal(self._run["kept"], self._parameters):
                raise ValueError(
                    "resume=True goes on with the last run, but there was none, or the weights "
                    "were changed since; without it a fit starts from them"
                )
            whole.restore(self._run)
        had_diverged = whole.rows["stopped"] == "diverged"
        parts = self._parts(whole, executor)
        start = min((part.epoch for part in parts if part.going), default=whole.epoch)
        until, errors, lost, taking_over = start + epochs, [], {}, False
        del whole  # which is the parts now

        def held():
            return taking_over or executor is not None or any(p.phase == "noting" for p in parts)

        with interruptions(held) as requests, progress_bar(epochs, progress) as bar:

            def look():
                if bar is not None:
                    done = sum(part.epoch - start for part in parts) // len(parts)
                    bar.update(max(done - bar.n, 0))
                return len(requests)

            try:
                if executor is None:
                    self._run_here(parts, start, until, look, callback, every)
                else:
                    from tp5lib.models.executors import run_on  # it takes time to import

                    errors, lost = run_on(executor, parts, until, look)
            except KeyboardInterrupt:
                requests.append(None)
            except BaseException as error:  # of a function that the caller gave
                errors = [error]
            taking_over = True
            kept = join(parts, self.seeds)
            self._parameters[:], self._generators = kept.rows["kept"], kept.rows.pop("generator")
            self._run = kept.rows if all(part.phase == "whole" for part in parts) else None
        reason = "interrupted" if requests else "failed" if errors else "lost"
        history = kept.history(until, reason)
        if self._single:
            history = history.for_seed(self.seeds[0])
        if errors:
            ran = kept.rows["epoch"].max()
            errors[0].add_note(f"The model keeps its weights after {ran:,} epochs of training.")
            raise errors[0]
        if requests:
            raise TrainingInterrupted(self._how_interrupted(kept, until), history)
        if lost:
            raise WorkerError(
                f"a worker was lost; seeds {sorted(lost)} are where they last came back from it: "
                f"{next(iter(lost.values()))!r} (In a script, what starts processes must stand "
                'under if __name__ == "__main__":)',
                history,
            )
        new = np.flatnonzero((kept.rows["stopped"] == "diverged") & ~had_diverged)
        if new.size:
            which = [f"seed {self.seeds[i]} at epoch {kept.rows['epoch'][i]}" for i in new]
            raise DivergenceError(
                f"the loss was not finite: {', '.join(which)}. Such a seed keeps the weights "
                "from before; a lower learning rate may help.",
                history,
            )
        return history

    def training(self, x, settings, *, target=None, validation_data=None):
        """Return the `Training` that ``fit`` would run, before its first epoch.

        ``step()`` makes one epoch of it and returns the losses; the model stays as it is.
        `settings` are `Settings`, the other arguments as in `fit`.
        """
        x, target = self._check_pair(x, target, settings.loss, "x", "target")
        if settings.noise is not None:
            check_array(x, "x, for noise,", features=x.shape[-1], low=0, high=1)
        if validation_data is not None:
            two = isinstance(validation_data, tuple) and len(validation_data) == 2
            pair, names = validation_data if two else (validation_data, None), "validation_data"
            validation_data = self._check_pair(*pair, settings.loss, names, "its target")
        return Training(
            self._objective(settings.loss),
            self._parameters,
            x,
            target,
            self.seeds,
            copy.deepcopy(self._generators),  # a run that fails draws no number of the next
            settings,
            validation_data,
        )

    def _parts(self, whole, executor):
        """Cut a run into seeds at one epoch, into groups that fit the cache, for workers."""
        groups = -(-len(whole.seeds) // max(1, _TOGETHER // self._parameters.shape[1]))
        if executor is not None:
            from tp5lib.models.executors import workers_of

            groups = max(groups, workers_of(executor))
        rows, parts = whole.rows, []
        state = np.stack([rows["epoch"], rows["updates"]])
        for own in np.unique(state, axis=1).T:
            places = np.flatnonzero((state == own[:, np.newaxis]).all(axis=0))
            parts += np.array_split(places, min(len(places), groups))
        return [whole.take(places) for places in parts] if len(parts) > 1 else [whole]

    def _run_here(self, parts, start, until, look, callback, every):
        """Run, and show the model to a callback at the epochs that it wants."""
        if callback is None:
            run(parts, until, look)
            return
        wants = getattr(callback, "wants", lambda epoch: epoch > start and epoch % every == 0)
        for epoch in range(start, until + 1):
            if run(parts, epoch, look):
                return
            if wants(epoch) and any(part.epoch == epoch for part in parts):
                weights = join(parts, self.seeds).weights_now()
                if callback(epoch, self.with_parameters(weights[0] if self._single else weights)):
                    for part in parts:
                        part.stop("callback")
            if not any(part.going for part in parts):
                return

    def _how_interrupted(self, kept, until):
        """Say where a run was interrupted, and how it goes on."""
        epoch = kept.rows["epoch"][kept.rows["stopped"] == ""].min(initial=until)
        said = f"interrupted after {epoch:,} of {until:,} epochs; the model keeps its weights"
        if self._run is None:
            said += "; it was in the midst of an epoch, so a further fit starts afresh"
        elif epoch < until:
            said += f", and fit(..., epochs={until - epoch}, resume=True) goes on"
        return said

    def for_seed(self, seed):
        """Return a model of one seed, one of `seeds`, with a copy of its weights."""
        if seed not in self.seeds:
            raise ValueError(f"seed must be one of {self.seeds}, not {seed!r}")
        place = self.seeds.index(seed)
        model = self.with_parameters(self._parameters[place])
        model.seeds = (self.seeds[place],)
        model._generators = [copy.deepcopy(self._generators[place])]
        model._run = self._run and {name: rows[[place]] for name, rows in self._run.items()}
        return model

    def with_parameters(self, parameters):
        """Return a model of the same architecture with a copy of other parameters.

        Parameters
        ----------
        parameters : array_like, shape (parameters,) or (k, parameters)
            One network, or one a row. The model has the seeds of this one, if it has as many,
            else 0 to k - 1. They must be finite, else there is a ValueError.
        """
        model, size = copy.copy(self), self._parameters.shape[1]
        model._single = np.ndim(parameters) == 1
        rows = self._check(np.atleast_2d(parameters), "parameters", size)
        model._parameters = rows.copy()
        if len(rows) != len(self.seeds):
            model.seeds = tuple(range(len(rows)))
        model._generators = _generators(model.seeds)
        model._run = None
        return model

    def copy_weights(self, other):
        """Take over the weights of another model, to train on from there; returns the model itself.

        Parameters
        ----------
        other : Autoencoder
            Of the same layers and activations, with as many seeds or with one, whose weights then
            go to every seed; else there is a ValueError.
        """
        alike = isinstance(other, type(self)) and all(
            getattr(self, name) == getattr(other, name)
            for name in ("layers", "_activation", "_output")
        )
        if not alike or len(other.seeds) not in (1, len(self.seeds)):
            raise ValueError(f"other must be like {self!r}, with as many seeds or one: {other!r}")
        self._parameters[:] = self._check(other._parameters, "other", self._parameters.shape[1])
        self._run = None
        return self

    def encode(self, x):
        """Return the latent codes of images; of a variational autoencoder, their means."""
        return self._apply(self._stacks[0], x, "x")[..., : self.latent]

    def decode(self, codes):
        """Return the images of latent codes."""
        return self._apply(self._stacks[1], codes, "codes")

    def reconstruct(self, x):
        """Return ``decode(encode(x))``."""
        return self.decode(self.encode(x))

    def loss(self, x, target=None, loss=None, rng=0):
        """Return the loss of each seed, a float or of shape (seeds,); see `loss_and_gradient`."""
        return self.loss_and_gradient(x, target, loss, rng)[0]

    def loss_and_gradient(self, x, target=None, loss=None, rng=0):
        """Return the loss, and its gradient with respect to all parameters.

        Parameters
        ----------
        x, target, loss
            As in `fit`.
        rng : int or numpy.random.Generator
            Of a variational autoencoder's draw of codes; an int gives every seed the same.

        Returns
        -------
        loss : float, or ndarray of shape (seeds,)
        gradient : ndarray, of the shape of `parameters`
        """
        loss = as_loss(self.default_loss if loss is None else loss)
        x, target = self._check_pair(x, target, loss, "x", "target")
        gradient, context = np.empty_like(self._parameters), Context([], np.inf)
        context.generators = [check_rng(rng) for _ in self.seeds]
        objective = self._objective(loss)(self._parameters, gradient, x.shape[-2], context)
        objective.load(x, target)
        with np.errstate(over="ignore", under="ignore"):
            value = objective.value()
            objective.gradient()
        return (value[0], gradient[0]) if self._single else (value, gradient)

    def _apply(self, stack, x, name):
        """Evaluate a stack of layers on (n, inputs) or (seeds, n, inputs)."""
        leading = None if self._single else len(self.seeds)
        x = self._check(x, name, stack.sizes[0], leading=leading)
        evaluation = Workspace(stack, self._parameters, x.shape[-2])
        evaluation.x[:] = np.swapaxes(x, -1, -2)
        with np.errstate(over="ignore", under="ignore"):
            result = np.swapaxes(evaluation.forward(), -1, -2)
        return np.ascontiguousarray(result[0] if self._single else result)

    def _check_pair(self, x, target, loss, x_name, target_name):
        """Return inputs and targets as arrays; the target must be what the output can reach."""
        (low, high), features = loss.target_range(self._output), self.layers[0]
        if target is None:
            x = self._check(x, x_name, features, low=low, high=high)
            return x, x
        x = self._check(x, x_name, features)
        target = self._check(target, target_name, features, low=low, high=high)
        if target.shape != x.shape:
            raise ValueError(
                f"{target_name} must have the shape of {x_name}, {x.shape}, not {target.shape}"
            )
        return x, target

    def _check(self, value, name, features, **limits):
        """Return `value` as a checked array of this model's type."""
        array = check_array(value, name, features=features, **limits)
        with np.errstate(over="ignore"):
            array = array.astype(self.dtype, copy=False)
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds numbers too large for {self.dtype.name}")
        return array

    def save(self, path, training=False):
        """Write the architecture and the weights of all seeds to a file, whole or not at all.

        Parameters
        ----------
        path : str or path
            The file, in NumPy's archive format without pickle; its folder must exist.
        training : bool
            Whether to keep where the last run stood as well, so that the model, once loaded,
            can be trained on with ``resume=True``; the file is then some five times as large.
            A ValueError if there is no such run.
        """
        path, arrays = Path(path), {"parameters": self._parameters}
        if not path.parent.is_dir():
            raise FileNotFoundError(f"cannot save {path}: there is no folder {path.parent}")
        if training:
            if self._run is None:
                raise ValueError("there is no run to save; leave out training=True")
            arrays |= {f"run.{name}": rows for name, rows in self._run.items()}
        states = [generator.bit_generator.state for generator in self._generators]
        text = json.dumps({"format": _FORMAT, **self.config, "generators": states})
        write_atomically(path, lambda file: np.savez(file, configuration=text, **arrays))

    def __repr__(self):
        seeds, names = self.seeds, self._activation
        row = range(seeds[0], seeds[-1] + 1)
        told = f"seeds={row if seeds == tuple(row) else list(seeds)}"
        told = f"seed={seeds[0]}" if self._single else told
        activation = names[0] if len(set(names)) == 1 else list(names)
        return (
            f"{type(self).__name__}({list(self.layers)}, {told}, activation={activation!r}, "
            f"output={self._output!r}, dtype={self.dtype.name})"
        )


def load_model(path):
    """Read a model of any kind that `Autoencoder.save` wrote.

    Without such a file there is a FileNotFoundError, if it is truncated or no model a ValueError.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_model
    >>> Autoencoder([35, 17, 2, 17, 35]).save("letters.npz")
    >>> load_model("letters.npz")
    Autoencoder([35, 17, 2, 17, 35], seed=0, activation='sigmoid', output='sigmoid', dtype=float64)
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no weights file {path}")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            members = archive.zip.infolist()
            # Members may be compressed, or overlap in the file, and so claim what it has not.
            if any(member.compress_type != zipfile.ZIP_STORED for member in members):
                raise ValueError("its arrays are compressed")
            if sum(member.file_size for member in members) > os.path.getsize(path):
                raise ValueError("its arrays claim to be larger than the file")
            arrays = dict(archive)
        config, parameters = json.loads(str(arrays.pop("configuration"))), arrays.pop("parameters")
        if (version := config.pop("format", None)) != _FORMAT:
            raise ValueError(f"its format is {version!r}, and {_FORMAT} can be read")
        kinds = {"Autoencoder": Autoencoder} | Autoencoder._kinds
        kind, layers = kinds[config.pop("model", None)], check_layers(config["layers"])
        # Their number is checked before any is made, since a file may claim billions.
        size = sum(Dense(sizes, ()).n_parameters for sizes in kind._sizes(layers))
        shape = len(config.get("seeds", [0])), size
        if parameters.shape != shape:
            raise ValueError(f"it holds weights of shape {parameters.shape}, and needs {shape}")
        generators = config.pop("generators", ())
        model = kind(**config, dtype=parameters.dtype)
        model._parameters[:] = model._check(parameters, "parameters", size)
        for generator, state in zip(model._generators, generators, strict=False):
            generator.bit_generator.state = state
        if arrays:
            model._run = {name.removeprefix("run."): rows for name, rows in arrays.items()}
            model.training(np.zeros((1, layers[0])), Settings("mse")).restore(model._run)  # it fits
    except Exception as error:  # damage can make the readers raise anything
        raise ValueError(
            f"{path} is not a weights file of this library, or is truncated: {error}"
        ) from error
    return model


def _generators(seeds):
    return [np.random.default_rng([seed, _TRAINING]) for seed in seeds]


def check_layers(layers):
    """Return the sizes of the layers of an autoencoder as a tuple of int."""
    wanted = (
        "layers must be an odd number of positive integers that read the same backwards, "
        "such as [35, 17, 2, 17, 35]"
    )
    sizes = check_sizes(layers, "layers", wanted)
    if len(sizes) < 3 or len(sizes) % 2 == 0 or sizes != sizes[::-1]:
        raise ValueError(f"{wanted}, not {list(sizes)}")
    return sizes


def check_activations(value, count):
    """Return the names of activations of so many layers; `value` is one for all, or one each."""
    names = (value,) * count if isinstance(value, str) else value
    if not isinstance(names, tuple | list):
        raise TypeError(f"activation must be a name, or one for each hidden layer, not {value!r}")
    if len(names) != count:
        raise ValueError(f"activation must name one for each of {count} layers, not {len(names)}")
    return tuple(check_choice(name, "activation", ACTIVATIONS) for name in names)


def _check_seeds(seed, seeds):
    """Return the seeds of a model, a tuple of int: `seed` alone where `seeds` is None."""
    if seeds is None:
        return (check_integer(0 if seed is None else seed, "seed", low=0),)
    if seed is not None:
        raise TypeError(f"give seed= or seeds=, not both: seed={seed!r}, seeds={seeds!r}")
    if not isinstance(seeds, Iterable):
        raise TypeError(f"seeds must be several integers, such as range(20), not {seeds!r}")
    seeds = tuple(check_integer(own, "each of seeds", low=0) for own in seeds)
    if not seeds or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be one integer or more, all different, not {seeds}")
    return seeds
