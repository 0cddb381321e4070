"""Weights on disk: NumPy's own archive, without pickle, replaced whole or not at all."""

import json
import os
import zipfile
from pathlib import Path

import numpy as np

from tp5lib.files import write_atomically

_FORMAT = 3


def save_weights(path, config, arrays):
    """Write what a model is made of to `path`, whole or not at all.

    Parameters
    ----------
    path : str or path
        The file; its folder must exist, else there is a FileNotFoundError.
    config : dict
        What JSON can hold.
    arrays : dict of ndarray
        By name; "parameters", shape (seeds, parameters), is one of them.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"cannot save {path}: there is no folder {path.parent}")
    text = json.dumps({"format": _FORMAT, **config})
    write_atomically(path, lambda file: np.savez(file, configuration=text, **arrays))


def load_weights(path):
    """Return what `save_weights` wrote, config and arrays.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is truncated, not a weights file, or of another format; or cannot be read.
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
        config, parameters = json.loads(str(arrays.pop("configuration"))), arrays["parameters"]
        if (version := config.pop("format", None)) != _FORMAT:
            raise ValueError(f"its format is {version!r}, and {_FORMAT} can be read")
        if parameters.ndim != 2 or parameters.dtype not in (np.float32, np.float64):
            raise ValueError("its parameters are not a matrix of floats")
        if not np.isfinite(parameters).all():
            raise ValueError("its parameters are not finite")
        return config, arrays
    except Exception as error:  # damage can make the readers above raise anything
        raise ValueError(
            f"{path} is not a weights file of this library, or is truncated: {error}"
        ) from error
