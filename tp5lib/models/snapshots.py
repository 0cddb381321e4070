"""The weights of a training at chosen epochs, kept while it runs."""

from collections.abc import Iterable

import numpy as np

from tp5lib.checks import check_integer

_KEPT = 60  # about how many, unless the caller chooses


def geometric_epochs(last, count=_KEPT):
    """Return a list of epochs from 0 to `last` whose steps grow, as learning slows down.

    They are about `count`; the first ones are whole numbers apart, so there may be fewer.

    Examples
    --------
    >>> from tp5lib.models.snapshots import geometric_epochs
    >>> geometric_epochs(1000, 10)
    [0, 1, 2, 6, 13, 32, 75, 178, 422, 1000]
    """
    last, count = check_integer(last, "last"), check_integer(count, "count", low=2)
    return [0, *np.unique(np.rint(np.geomspace(1, last, count - 1)).astype(int)).tolist()]


class Snapshots(dict):
    """A callback of ``fit`` that keeps the weights at chosen epochs: a dict of models by epoch.

    The weights are those of *then*, where ``fit`` leaves the model with the best. They belong to
    one run, which may be resumed; if it ends early there are fewer than asked for.

    Parameters
    ----------
    epochs : int or iterable of int
        When: an integer is the last epoch of the training, up to which about 60 are spread
        in proportion (see `geometric_epochs`); else these. 0 is before the first update.

    Examples
    --------
    >>> from tp5lib import Autoencoder, Snapshots, load_letters
    >>> letters, snapshots = load_letters(), Snapshots([0, 10, 100])
    >>> model = Autoencoder([35, 17, 2, 17, 35])
    >>> history = model.fit(letters.x, epochs=100, learning_rate=0.01, callback=snapshots)
    >>> [*snapshots]
    [0, 10, 100]
    >>> snapshots[10].encode(letters.x).shape
    (32, 2)
    """

    def __init__(self, epochs=10_000):
        super().__init__()
        if isinstance(epochs, Iterable) and not isinstance(epochs, str | bytes):
            wanted = [check_integer(epoch, "each of epochs", low=0) for epoch in epochs]
            if not wanted:
                raise ValueError("epochs is empty; it must hold an epoch or more")
        else:
            wanted = geometric_epochs(check_integer(epochs, "epochs"))
        self._wanted = frozenset(wanted)

    def wants(self, epoch):
        """Say whether an epoch is to be kept; ``fit`` asks before it makes a model of it."""
        return epoch in self._wanted

    def __call__(self, epoch, model):
        """Keep `model`; a ValueError if those kept before are of another run."""
        last, former = next(reversed(self.items()), (epoch, model))
        if epoch < last or model.config != former.config:
            raise ValueError(
                f"these Snapshots hold another run, up to epoch {last}; make new ones for this"
            )
        self[epoch] = model

    def __missing__(self, epoch):
        near = min(self, key=lambda kept: abs(kept - epoch), default="none")
        raise KeyError(f"epoch {epoch} was not kept; the nearest is {near}")

    def __repr__(self):
        return f"Snapshots({len(self)} of {len(self._wanted)} wanted)"
