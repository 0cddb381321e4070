"""Weights on disk: NumPy's own archive, without pickle, replaced whole or not at all."""

import json
import os
import zipfile
from pathlib import Path

import numpy as np

from tp5lib.files import write_atomically

FORMAT = 3
_KINDS = "fiubU"  # of arrays: no Python object
_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def save_weights(path, config, arrays):
    """Write what a model is made of to `path`.

    The file is written beside `path` and then moved over it, so a crash on the way leaves
    an old file whole.

    Parameters
    ----------
    path : str or path
        The file; its folder must exist.
    config : dict
        What JSON can hold.
    arrays : dict of ndarray
        By name; "parameters", shape (seeds, parameters), is one of them.

    Raises
    ------
    FileNotFoundError
        If the folder does not exist.
    TypeError
        If an array holds Python's objects.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"cannot save {path}: there is no folder {path.parent}")
    for name, array in arrays.items():
        if array.dtype.kind not in _KINDS:
            raise TypeError(f"{name} cannot be saved: it is an array of {array.dtype}")
    text = json.dumps({"format": FORMAT, **config})
    write_atomically(path, lambda file: np.savez(file, configuration=text, **arrays))


def load_weights(path):
    """Read what `save_weights` wrote, in this format or an older one.

    Returns
    -------
    config : dict
    arrays : dict of ndarray

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is truncated, not a weights file, or of a later format; or cannot be read.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise FileNotFoundError
        with zipfile.ZipFile(path) as archive:
            members = {i.filename.removesuffix(".npy"): i for i in archive.infolist()}
            # Members may overlap in the file, so that together they claim what it has not.
            stored = [m for m in members.values() if m.compress_type == zipfile.ZIP_STORED]
            if sum(member.file_size for member in stored) > os.path.getsize(path):
                raise ValueError("its arrays claim to be larger than the file")
            arrays = {name: _read_array(archive, member) for name, member in members.items()}
        config = json.loads(str(arrays.pop("configuration")))
        _check(config, arrays)
    except FileNotFoundError:
        raise FileNotFoundError(f"no weights file {path}") from None
    except Exception as error:  # damage can make the readers below raise anything
        raise ValueError(
            f"{path} is not a weights file of this library, or is truncated: {error}"
        ) from error
    return _upgraded(config), arrays


def _read_array(archive, member):
    """Read one array, after making sure that it is no larger than the file."""
    if member.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{member.filename} is compressed")
    if member.file_size > os.path.getsize(archive.filename):
        raise ValueError(f"{member.filename} claims to be larger than the file")
    with archive.open(member) as file:
        header = _HEADERS[np.lib.format.read_magic(file)]
        shape, fortran, dtype = header(file)
        if fortran or dtype.kind not in _KINDS or any(size < 0 for size in shape):
            raise ValueError(f"{member.filename} is not a plain array")
        content = file.read()
    count = 1
    for size in shape:
        count *= size
    if count * dtype.itemsize != len(content):
        raise ValueError(f"{member.filename} has not the size that it claims")
    return np.frombuffer(content, dtype).reshape(shape).copy()


def _check(config, arrays):
    if not isinstance(config, dict):
        raise ValueError("its configuration is not an object")
    if config.get("format", 1) not in range(1, FORMAT + 1):
        raise ValueError(f"its format is {config['format']!r}; this version reads 1 to {FORMAT}")
    parameters = arrays["parameters"]
    if parameters.ndim != 2 or parameters.dtype not in (np.float32, np.float64):
        raise ValueError("its parameters are not a matrix of floats")
    if not np.isfinite(parameters).all():
        raise ValueError("its parameters are not finite")


def _upgraded(config):
    """Return a configuration as the present format has it."""
    version = config.pop("format", 1)
    if version == 1 and "hidden" in config:
        pixels, hidden, latent = (config.pop(name) for name in ("pixels", "hidden", "latent"))
        config["layers"] = [pixels, *hidden, latent, *reversed(hidden), pixels]
    if version < 3:  # which held both, one of them without a meaning
        config.pop("seeds" if config.get("seeds") is None else "seed", None)
    return config
