"""What all models share: seeds, parameters, training, files."""

import copy
from functools import partial

import numpy as np

from tp5lib.datasets.noise import as_noise
from tp5lib.models.executors import train_in_workers
from tp5lib.models.history import OWN_WEIGHTS
from tp5lib.models.progress import ProgressBar
from tp5lib.models.training import Moment, Trainer
from tp5lib.models.weights import load_weights, save_weights
from tp5lib.nn.layers import Pass
from tp5lib.nn.losses import LOSSES
from tp5lib.nn.schedules import as_schedule
from tp5lib.validation import check_array, check_choice, check_integer, check_number

# What a seed's random numbers are for; each use has its own stream.
_INITIAL_WEIGHTS, _TRAINING = 0, 1


class Model:
    """The networks of one or many seeds, in one buffer of parameters.

    A subclass describes its architecture by `_architecture`, lays its layers out in the
    buffer, and gives the trainer its loss by `_objective`.

    Parameters
    ----------
    stacks : list of Dense
        The layers, one stack after the other in the buffer.
    features : int
        Pixels of an image.
    seed : int
        Of the one model, if `seeds` is not given.
    seeds : iterable of int or None
        Of each model.
    dtype : numpy dtype
        float32 or float64.
    """

    def __init__(self, stacks, features, seed, seeds, dtype):
        self._stacks = stacks
        self._features = features
        self._single = seeds is None
        self._seeds = _check_seeds(seed, seeds)
        self._dtype = _check_dtype(dtype)
        size = sum(stack.n_parameters for stack in stacks)
        self._parameters = np.empty((len(self._seeds), size), self._dtype)
        for place, seed in enumerate(self._seeds):
            rng = np.random.default_rng([seed, _INITIAL_WEIGHTS])
            for stack in stacks:
                stack.initialise(self._parameters[place], rng)
        self._generators = [np.random.default_rng([seed, _TRAINING]) for seed in self._seeds]

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

    def for_seed(self, seed):
        """Return a model of one seed, with a copy of its weights.

        Parameters
        ----------
        seed : int
            One of `seeds`.
        """
        if seed not in self._seeds:
            raise ValueError(f"seed must be one of {self._seeds}, not {seed!r}")
        return self._subset([self._seeds.index(seed)], single=True)

    def start_from(self, other):
        """Take over the weights of another model, to train on from there.

        Parameters
        ----------
        other : Model
            Of the same architecture, with the same number of seeds or with one, whose
            weights then go to every seed.

        Returns
        -------
        The model itself, so that ``Autoencoder(...).start_from(other)`` is one expression.

        Raises
        ------
        ValueError
            If the architecture or the number of seeds differs.
        """
        if type(other) is not type(self) or other._architecture() != self._architecture():
            raise ValueError(f"other must have the architecture of {self!r}, not be {other!r}")
        if len(other._seeds) not in (1, len(self._seeds)):
            raise ValueError(
                f"other must have one seed or {len(self._seeds)}, not {len(other._seeds)}"
            )
        self._parameters[:] = other._parameters
        return self

    def _subset(self, places, single=False):
        model = copy.copy(self)
        model._single = single
        model._seeds = tuple(self._seeds[place] for place in places)
        model._parameters = self._parameters[places]
        model._generators = [copy.deepcopy(self._generators[place]) for place in places]
        return model

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
        evaluation = Pass(stack, self._parameters, x.shape[-2])
        evaluation.x[:] = np.swapaxes(x, -1, -2)
        with np.errstate(over="ignore", under="ignore"):
            result = np.swapaxes(evaluation.forward(), -1, -2)
        return np.ascontiguousarray(result[0] if self._single else result)

    def _train(self, x, target, goal, *, progress, workers, store, resume, **settings):
        """Check what every `fit` takes, and train.

        Parameters
        ----------
        x, target, progress, workers, store, resume
            As in `Autoencoder.fit`.
        goal : dict
            ``loss``, a name, and what else `_objective` takes.
        settings : dict
            ``epochs``, ``learning_rate``, ``batch_size``, ``patience``, ``min_delta``,
            ``noise``.
        """
        check_choice(goal["loss"], "loss", LOSSES)
        settings["epochs"] = check_integer(settings["epochs"], "epochs")
        settings["schedule"] = as_schedule(settings.pop("learning_rate"))
        for name in ("batch_size", "patience"):
            if settings[name] is not None:
                settings[name] = check_integer(settings[name], name)
        settings["noise"] = as_noise(settings["noise"])
        settings["min_delta"] = check_number(settings["min_delta"], "min_delta", low=0)
        workers = min(check_integer(workers, "workers"), len(self._seeds))
        x, target = self._check_pair(x, target, goal["loss"])
        if settings["noise"] is not None:
            check_array(x, "x, for noise,", features=x.shape[-1], leading=len(x), low=0, high=1)
        self._loss_of(goal["loss"], 1)  # says now if the loss does not fit the output

        if resume and store is None:
            raise ValueError("resume needs a store to take the weights from, not store=None")
        origin = store.restore(self).name if resume else OWN_WEIGHTS

        with ProgressBar(settings["epochs"], progress) as bar:
            if workers > 1:
                history = train_in_workers(self, (x, target, goal), settings, workers, bar.reach)
            else:
                history = self._train_here(x, target, goal, settings, bar.reach)
        history.started_from = origin
        if store is not None:
            store.save(self)
        return history.for_seed(self._seeds[0]) if self._single else history

    def _train_here(self, x, target, goal, settings, report):
        return Trainer(
            partial(self._objective, **goal),
            self._parameters,
            x,
            target,
            seeds=self._seeds,
            generators=self._generators,
            **settings,
        ).run(report)

    def _loss_and_gradient(self, x, target, goal, noise_seed=0):
        """The loss of each seed, and its gradient by all parameters."""
        check_choice(goal["loss"], "loss", LOSSES)
        x, target = self._check_pair(x, target, goal["loss"])
        gradient = np.empty_like(self._parameters)
        objective = self._loaded(self._parameters, gradient, x, target, goal, noise_seed)
        with np.errstate(over="ignore", under="ignore"):
            value = objective.evaluate()
        return (value[0], gradient[0]) if self._single else (value, gradient)

    def _loss_at(self, parameters, x, target, goal, place, noise_seed=0):
        """The loss that other parameters, one a row, would have on the data of a seed."""
        x, target = self._check_pair(x, target, goal["loss"])
        x, target = (a[place] if a.ndim == 3 else a for a in (x, target))
        gradient = np.empty_like(parameters)
        objective = self._loaded(parameters, gradient, x, target, goal, noise_seed)
        with np.errstate(over="ignore", under="ignore"):
            return objective.value()

    def _loaded(self, parameters, gradient, x, target, goal, noise_seed):
        # Every row of parameters is given the same noise, if it is a matter of noise.
        generators = [np.random.default_rng(noise_seed) for _ in parameters]
        objective = self._objective(parameters, gradient, x.shape[-2], Moment(generators), **goal)
        objective.load(x, target)
        return objective

    def _check_pair(self, x, target, loss):
        low, high = LOSSES[loss].target_range or (None, None)
        if target is None:
            target = x = self._check(x, "x", low=low, high=high)
        else:
            x = self._check(x, "x")
            target = self._check(target, "target", low=low, high=high)
            if target.shape[-2] != x.shape[-2]:
                raise ValueError(
                    f"target must have a sample for each of x, shape {x.shape}, not {target.shape}"
                )
        return x, target

    def _check(self, value, name, features=None, **limits):
        """Return `value` as an array of this model's type, (..., samples, features)."""
        features = self._features if features is None else features
        leading = None if self._single else len(self._seeds)
        array = check_array(value, name, features=features, leading=leading, **limits)
        return array.astype(self._dtype, copy=False)

    def save(self, path):
        """Write the architecture and the weights of all seeds to a file.

        The file is NumPy's archive format without pickle; an older one at `path` stays
        whole until the new one is complete.

        Parameters
        ----------
        path : str or path

        Raises
        ------
        FileNotFoundError
            If the folder does not exist.
        """
        save_weights(path, self.configuration(), self._parameters)

    def configuration(self):
        """Return what shapes the model, without its weights, as a dict that JSON can hold."""
        return {
            "model": type(self).__name__,
            **self._architecture(),
            "seeds": None if self._single else list(self._seeds),
            "seed": self._seeds[0],
        }

    @classmethod
    def load(cls, path):
        """Read a model that `save` wrote.

        Parameters
        ----------
        path : str or path

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file is truncated, is no weights file or holds another kind of model.
        """
        configuration, parameters = load_weights(path)
        kind = configuration.pop("model", None)
        if kind != cls.__name__:
            raise ValueError(f"{path} holds the weights of a {kind}, not of a {cls.__name__}")
        try:
            model = cls(**configuration, dtype=parameters.dtype)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path} does not describe a {cls.__name__}: {error}") from error
        if parameters.shape != model._parameters.shape:
            raise ValueError(
                f"{path} holds weights of shape {parameters.shape}, but its architecture, "
                f"{model!r}, needs {model._parameters.shape}"
            )
        model._parameters[:] = parameters
        return model

    def _described_seeds(self):
        if self._single:
            return f"seed={self._seeds[0]}"
        low, high = self._seeds[0], self._seeds[-1]
        if self._seeds == tuple(range(low, high + 1)):
            return f"seeds=range({low}, {high + 1})"
        return f"seeds={list(self._seeds)}"


def _check_seeds(seed, seeds):
    if seeds is None:
        return (check_integer(seed, "seed", low=0),)
    try:
        seeds = tuple(seeds)
    except TypeError:
        raise TypeError(
            f"seeds must be several integers, such as range(20), not {seeds!r}"
        ) from None
    if not seeds:
        raise ValueError("seeds is empty; it must hold an integer or more")
    seeds = tuple(check_integer(s, "each of seeds", low=0) for s in seeds)
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must differ from one another, not {seeds}")
    return seeds


def _check_dtype(dtype):
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = None
    if name not in ("float32", "float64") or dtype is None:
        raise ValueError(f"dtype must be float32 or float64, not {dtype!r}")
    return np.dtype(name)
