"""The weights of a training at chosen epochs, kept while it runs."""

from collections.abc import Iterable

import numpy as np

from tp5lib.models.base import Model
from tp5lib.models.weights import load_weights, save_weights
from tp5lib.validation import check_integer

_KEPT = 60  # about how many, unless the caller chooses


def geometric_epochs(last, count=_KEPT):
    """Return epochs from 0 to `last` whose steps grow in proportion, as learning slows down.

    Parameters
    ----------
    last : int
    count : int
        About how many; the first ones are whole numbers apart, so there may be fewer.

    Returns
    -------
    list of int
        Beginning with 0 and ending with `last`.

    Examples
    --------
    >>> from tp5lib.models.snapshots import geometric_epochs
    >>> geometric_epochs(1000, 10)
    [0, 1, 2, 6, 13, 32, 75, 178, 422, 1000]
    """
    last, count = check_integer(last, "last"), check_integer(count, "count", low=2)
    return [0, *np.unique(np.rint(np.geomspace(1, last, count - 1)).astype(int)).tolist()]


class Snapshots:
    """A callback of ``fit`` that keeps the weights at chosen epochs, as models of then.

    Parameters
    ----------
    epochs : int or iterable of int
        When: an integer is the last epoch of the training, up to which about 60 are spread
        in proportion (see `geometric_epochs`); else these. 0 is before the first update.

    Attributes
    ----------
    epochs : tuple of int
        Those kept so far, in order. Where a training ends early, also by an interruption,
        there are fewer than were asked for.

    Raises
    ------
    TypeError, ValueError
        If `epochs` is not as above.

    Notes
    -----
    They hold the weights *as they were then*, where ``fit`` leaves the model with the best.

    Each keeps ``seeds * parameters`` numbers: 60 of [35, 17, 2, 17, 35] take 0.6 MB a seed in
    float64, 60 of a variational autoencoder of 400,000 parameters 97 MB a seed in float32.
    `nbytes` tells.

    Like every callback they need the training in this process: ``fit`` refuses them together
    with ``workers=`` or ``executor=``. All seeds of the model are kept. They belong to one
    training, which may be resumed.

    Examples
    --------
    >>> from tp5lib import Autoencoder, Snapshots, load_letters
    >>> letters, snapshots = load_letters(), Snapshots([0, 10, 100])
    >>> model = Autoencoder([35, 17, 2, 17, 35])
    >>> history = model.fit(letters.x, epochs=100, learning_rate=0.01, callback=snapshots)
    >>> snapshots.epochs, snapshots.nbytes
    ((0, 10, 100), 31896)
    >>> snapshots.at(10).encode(letters.x).shape
    (32, 2)
    """

    def __init__(self, epochs=10_000):
        if isinstance(epochs, Iterable) and not isinstance(epochs, str | bytes):
            wanted = [check_integer(epoch, "each of epochs", low=0) for epoch in epochs]
            if not wanted:
                raise ValueError("epochs is empty; it must hold an epoch or more")
        else:
            wanted = geometric_epochs(check_integer(epochs, "epochs"))
        self._wanted = frozenset(wanted)
        self._model = None  # the first one seen
        self._epochs, self._parameters = [], []

    def wants(self, epoch):
        """Say whether an epoch is to be kept; ``fit`` asks before it makes a model of it."""
        return epoch in self._wanted

    def __call__(self, epoch, model):
        """Keep the weights of `model`, if the epoch is wanted.

        Raises
        ------
        ValueError
            If those kept before are of another training.
        """
        if not self.wants(epoch):
            return
        if self._epochs and (epoch < self._epochs[-1] or model.config != self._model.config):
            raise ValueError(
                f"these Snapshots hold another training, up to epoch {self._epochs[-1]}; "
                "make new ones for this"
            )
        if self._epochs and epoch == self._epochs[-1]:
            return  # where a resumed training begins, the first one has ended
        if self._model is None:
            self._model = model
        self._epochs.append(epoch)
        self._parameters.append(np.atleast_2d(model.parameters).copy())

    @property
    def epochs(self):
        return tuple(self._epochs)

    @property
    def seeds(self):
        """Of the model."""
        return self._first().seeds

    @property
    def nbytes(self):
        """The memory that the weights take."""
        return sum(parameters.nbytes for parameters in self._parameters)

    def __len__(self):
        return len(self._epochs)

    def __getitem__(self, place):
        """Return the model of the epoch ``epochs[place]``, read-only; several by a slice."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        return self._first().seen_with(self._parameters[place])

    def at(self, epoch):
        """Return the model of an epoch, read-only.

        Raises
        ------
        KeyError
            If this epoch was not kept; the message names the nearest that was.
        """
        epoch = check_integer(epoch, "epoch", low=0)
        if epoch not in self._epochs:
            near = min(self._epochs, key=lambda kept: abs(kept - epoch), default="none")
            raise KeyError(f"epoch {epoch} was not kept; the nearest is {near}")
        return self[self._epochs.index(epoch)]

    def for_seed(self, seed):
        """Return the snapshots of one seed, with a copy of their weights."""
        model = self._first().for_seed(seed)
        place = self.seeds.index(seed)
        return self._made(model, self._epochs, [rows[[place]] for rows in self._parameters])

    @classmethod
    def _made(cls, model, epochs, parameters):
        made = cls(epochs)
        made._model, made._epochs, made._parameters = model, list(epochs), parameters
        return made

    def _first(self):
        if self._model is None:
            raise ValueError(
                "these Snapshots are empty; pass them to a training: fit(..., callback=snapshots)"
            )
        return self._model

    def save(self, path):
        """Write them to a file, in the format of `Model.save`: whole or not at all.

        Raises
        ------
        FileNotFoundError
            If the folder does not exist.
        ValueError
            If there are none yet.
        """
        config = {"model": type(self).__name__, "of": self._first().config}
        arrays = {"parameters": np.concatenate(self._parameters), "epochs": np.array(self._epochs)}
        save_weights(path, config, arrays)

    @classmethod
    def load(cls, path):
        """Read what `save` wrote.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file is truncated, is no file of this library or holds something else.
        """
        config, arrays = load_weights(path)
        if config.get("model") != cls.__name__:
            raise ValueError(f"{path} holds a {config.get('model')}, not {cls.__name__}")
        try:
            epochs, rows = arrays["epochs"], arrays["parameters"]
            steps = np.diff(epochs, prepend=-1)
            if epochs.ndim != 1 or epochs.dtype.kind != "i" or not len(epochs) or steps.min() < 1:
                raise ValueError("its epochs are no rising row of integers from 0")
            if len(rows) % len(epochs):
                raise ValueError(f"{len(rows)} rows of weights are not as many for each epoch")
            parts = np.split(rows, len(epochs))
            model = Model.described_by(config["of"], parts[0])
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise ValueError(f"{path} does not describe {cls.__name__}: {error}") from error
        return cls._made(model, epochs.tolist(), parts)

    def __repr__(self):
        if self._model is None:
            return f"Snapshots(none of {len(self._wanted)} wanted)"
        first, last = self._epochs[0], self._epochs[-1]
        return f"Snapshots({len(self)} from epoch {first:,} to {last:,}, {self._model!r})"
