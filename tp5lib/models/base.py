"""What all models share: seeds, parameters, what they give, files."""

import copy
from itertools import pairwise
from typing import ClassVar

import numpy as np

from tp5lib.models.tasks import check_state
from tp5lib.models.weights import load_weights, save_weights
from tp5lib.nn.layers import Workspace
from tp5lib.nn.losses import as_loss
from tp5lib.nn.objectives import Context
from tp5lib.validation import check_array, check_dtype, check_layers, check_seeds

# What a seed's random numbers are for; each use has its own stream. (2 is the validation's.)
_INITIAL_WEIGHTS, _TRAINING = 0, 1


class Model:
    """The networks of one or many seeds, in one buffer of parameters.

    A subclass lays its layers out in the buffer, describes its architecture by
    `_architecture`, and gives the trainer its loss by `_objective`.

    Parameters
    ----------
    layers : tuple of int
        The sizes of all layers.
    stacks : list of Dense
        The layers, one stack after the other in the buffer.
    seed : int
        Of the one model, if `seeds` is not given.
    seeds : iterable of int or None
        Of each model.
    dtype : numpy dtype
        float32 or float64.
    """

    _kinds: ClassVar[dict] = {}  # the subclasses by name, for `load`

    def __init_subclass__(cls):
        Model._kinds[cls.__name__] = cls

    def __init__(self, layers, stacks, seed, seeds, dtype):
        self._layers, self._stacks = layers, stacks
        self._single = seeds is None
        self._seeds = check_seeds(seed, seeds)
        self._dtype = check_dtype(dtype)
        size = sum(stack.n_parameters for stack in stacks)
        self._parameters = np.empty((len(self._seeds), size), self._dtype)
        for place, seed in enumerate(self._seeds):
            rng = np.random.default_rng([seed, _INITIAL_WEIGHTS])
            for stack in stacks:
                stack.initialise(self._parameters[place], rng)
        self._generators = [np.random.default_rng([seed, _TRAINING]) for seed in self._seeds]
        self._training = None  # what `resume` needs: (what was trained, its state)

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
            "seeds": None if self._single else list(self._seeds),
            "seed": self._seeds[0],
        }

    def for_seed(self, seed):
        """Return a model of one seed, with a copy of its weights.

        Parameters
        ----------
        seed : int
            One of `seeds`.
        """
        if seed not in self._seeds:
            raise ValueError(f"seed must be one of {self._seeds}, not {seed!r}")
        place = self._seeds.index(seed)
        model = copy.copy(self)
        model._single, model._seeds = True, (self._seeds[place],)
        model._parameters = self._parameters[[place]]
        model._generators = [copy.deepcopy(self._generators[place])]
        if self._training is not None:
            trained, state = self._training
            model._training = (trained, {name: rows[[place]] for name, rows in state.items()})
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
        model._single, model._seeds, model._training = False, tuple(seeds), None
        model._parameters = parameters.copy()
        model._generators = [np.random.default_rng([seed, _TRAINING]) for seed in seeds]
        return model

    def copy_weights(self, other):
        """Take over the weights of another model, to train on from there.

        Parameters
        ----------
        other : Model
            Of the same architecture, with the same number of seeds or with one, whose
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
        if not same or other._architecture() != self._architecture():
            raise ValueError(f"other must have the architecture of {self!r}, not be {other!r}")
        if len(other._seeds) not in (1, len(self._seeds)):
            raise ValueError(
                f"other must have one seed or {len(self._seeds)}, not {len(other._seeds)}"
            )
        self._parameters[:] = self._cast(other._parameters, "the weights of other")
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

    def _loss_and_gradient(self, x, target, loss, more, generators):
        """The loss of each seed, and its gradient by all parameters."""
        loss = as_loss(loss)
        x, target = self._check_pair(x, target, loss)
        gradient = np.empty_like(self._parameters)
        objective = self._objective(loss, **more)(
            self._parameters, gradient, x.shape[-2], Context(generators, np.inf)
        )
        objective.load(x, target)
        with np.errstate(over="ignore", under="ignore"):
            value = objective.evaluate()
        return (value[0], gradient[0]) if self._single else (value, gradient)

    def _check_pair(self, x, target, loss, name="x"):
        low, high = loss.target_range or (None, None)
        if target is None:
            x = self._check(x, name, low=low, high=high)
            return x, x
        x = self._check(x, name)
        target = self._check(target, "target", low=low, high=high)
        if target.shape[-2] != x.shape[-2]:
            raise ValueError(
                f"target must have a sample for each of x, shape {x.shape}, not {target.shape}"
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
            Whether to keep where the last training stood as well, so that the model, once
            loaded, can be trained on with ``resume=True``; the file is then some five times
            as large.

        Raises
        ------
        FileNotFoundError
            If the folder does not exist.
        ValueError
            If there was no training to keep.
        """
        config, arrays = self.config, {"parameters": self._parameters}
        config["generators"] = [generator.bit_generator.state for generator in self._generators]
        if training:
            if self._training is None:
                raise ValueError("there was no training to save; leave out training=True")
            config["training"], state = self._training
            arrays |= {f"training.{name}": rows for name, rows in state.items()}
        save_weights(path, config, arrays)

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
        config, arrays = load_weights(path)
        name, parameters = config.get("model"), arrays.pop("parameters")
        kind = Model._kinds.get(name) if isinstance(name, str) else None
        if kind is None or not issubclass(kind, cls):
            raise ValueError(f"{path} holds the weights of a {name}, not of a {cls.__name__}")
        generators, trained = config.pop("generators", None), config.pop("training", None)
        try:
            model = Model.described_by(config, parameters)
            for generator, state in zip(model._generators, generators or (), strict=False):
                generator.bit_generator.state = state
            if trained is not None:
                state = {k.removeprefix("training."): rows for k, rows in arrays.items()}
                check_state(state, parameters.shape)
                model._training = (dict(trained), state)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise ValueError(f"{path} does not describe a {name}: {error}") from error
        return model

    @staticmethod
    def described_by(config, parameters):
        """Return the model of a `config` with these parameters, (seeds, parameters)."""
        more = dict(config)
        kind = Model._kinds[more.pop("model")]
        kind._check_size(more, parameters)
        model = kind(**more, dtype=parameters.dtype)
        model._parameters[:] = parameters
        return model

    @classmethod
    def _check_size(cls, config, parameters):
        """Raise ValueError unless parameters are as many as layers need, before any is made."""
        layers = check_layers(config["layers"])
        seeds = config["seeds"]
        pairs = [pair for sizes in cls._stack_sizes(layers) for pair in pairwise(sizes)]
        shape = (1 if seeds is None else len(seeds), sum((a + 1) * b for a, b in pairs))
        if parameters.shape != shape:
            raise ValueError(f"it holds weights of shape {parameters.shape}, and needs {shape}")

    def _described_seeds(self):
        if self._single:
            return f"seed={self._seeds[0]}"
        low, high = self._seeds[0], self._seeds[-1]
        if self._seeds == tuple(range(low, high + 1)):
            return f"seeds=range({low}, {high + 1})"
        return f"seeds={list(self._seeds)}"

    def _described_activation(self):
        return self._activation[0] if len(set(self._activation)) == 1 else list(self._activation)

    def __repr__(self):
        return (
            f"{type(self).__name__}({list(self._layers)}, {self._described_seeds()}, "
            f"activation={self._described_activation()!r}, output={self._output!r}, "
            f"dtype={self._dtype.name})"
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
