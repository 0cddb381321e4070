"""Weights on disk: NumPy's own archive, no pickle, replaced whole or not at all."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

import numpy as np


def save_weights(path, configuration, parameters):
    """Write a model's configuration and parameters to `path`.

    The file is written beside `path` and then moved over it, so a crash on the way leaves
    an old file whole.

    Parameters
    ----------
    path : str or path
        The file; its folder must exist.
    configuration : dict
        What JSON can hold.
    parameters : ndarray, shape (seeds, parameters)
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"cannot save {path}: there is no folder {path.parent}")
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            np.savez(file, configuration=json.dumps(configuration), parameters=parameters)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def load_weights(path):
    """Read what `save_weights` wrote.

    Returns
    -------
    configuration : dict
    parameters : ndarray, shape (seeds, parameters)

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is truncated, or not a weights file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            if not hasattr(archive, "files"):
                raise ValueError("it holds a single array")
            configuration = json.loads(str(archive["configuration"]))
            parameters = archive["parameters"]
        if not isinstance(configuration, dict):
            raise ValueError("its configuration is not an object")
        if parameters.ndim != 2 or parameters.dtype not in (np.float32, np.float64):
            raise ValueError("its parameters are not a matrix of floats")
        if not np.isfinite(parameters).all():
            raise ValueError("its parameters are not finite")
    except FileNotFoundError:
        raise FileNotFoundError(f"no weights file {path}") from None
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, TypeError, AttributeError) as error:
        raise ValueError(
            f"{path} is not a weights file of this library, or is truncated: {error}"
        ) from error
    return configuration, parameters


class WeightStore:
    """Keeps the last weights of each configuration, for a later run to start from.

    A configuration is all that shapes a model: its kind, layers, activations, seeds and
    dtype. Another one never picks up its weights.

    Parameters
    ----------
    folder : str or path
        Made when the first weights are saved.

    Examples
    --------
    >>> store = WeightStore("weights")
    >>> model.fit(letters.x, epochs=5000, learning_rate=0.009, store=store)
    >>> model.fit(letters.x, epochs=5000, learning_rate=0.009, store=store, resume=True)
    """

    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, model):
        """Return the file for the configuration of `model`, which need not exist."""
        configuration = json.dumps([model.configuration(), model.dtype.name], sort_keys=True)
        digest = hashlib.sha256(configuration.encode()).hexdigest()[:10]
        return self.folder / f"{model.label()}-{digest}.npz"

    def save(self, model):
        """Save the weights of `model`; returns the file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(model)
        model.save(path)
        return path

    def restore(self, model):
        """Give `model` the weights of its configuration; returns their file.

        Raises
        ------
        FileNotFoundError
            If this configuration has no weights here.
        ValueError
            If the file is damaged, or holds another configuration.
        """
        path = self.path(model)
        if not path.exists():
            known = ", ".join(sorted(file.name for file in self.folder.glob("*.npz"))) or "none"
            raise FileNotFoundError(
                f"{self.folder} has no weights of {model!r}; train it once with store=. "
                f"Weights there: {known}"
            )
        stored = type(model).load(path)
        if stored.configuration() != model.configuration():
            raise ValueError(f"{path} holds {stored!r}, not {model!r}")
        model.parameters[...] = stored.parameters
        return path

    def __contains__(self, model):
        return self.path(model).exists()

    def __repr__(self):
        return f"WeightStore({str(self.folder)!r}, {len(list(self.folder.glob('*.npz')))} files)"
