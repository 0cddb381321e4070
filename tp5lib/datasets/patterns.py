"""A set of small images with names."""

from collections import Counter
from dataclasses import dataclass
from operator import index as as_index

import numpy as np

from tp5lib.checks import check_array, check_sizes


@dataclass(frozen=True, eq=False)
class Patterns:
    """A set of small images, one a row.

    Parameters
    ----------
    x : array_like, shape (n, rows, columns) or (n, rows * columns)
        The pixels, in [0, 1]; they are copied.
    names : sequence of str, length n, optional
        All different; "0", "1" and so on unless given.
    shape : tuple of int, optional
        (rows, columns) of an image; it may be left out where `x` has three axes.

    Attributes
    ----------
    x : ndarray, shape (n, rows * columns)
        The pixels, float64 in [0, 1], each image row by row; read-only.
    names : tuple of str, length n
    shape : tuple of int
        (rows, columns) of an image.

    Raises
    ------
    TypeError
        If `x` is not an array of numbers, a name is not a string, or `shape` is not two
        integers.
    ValueError
        If there is no image, a pixel is not a number in [0, 1], names are too few, too many
        or equal, or `shape` is missing or does not fit the pixels.

    Examples
    --------
    >>> import numpy as np
    >>> from tp5lib import Patterns
    >>> digits = Patterns(np.eye(4).reshape(2, 2, 4), names=["one", "two"])
    >>> digits
    Patterns(2 of 2 x 4 pixels: one two)
    >>> digits["two"]
    array([[0., 0., 1., 0.],
           [0., 0., 0., 1.]])
    """

    x: np.ndarray
    names: tuple | None = None
    shape: tuple | None = None

    def __post_init__(self):
        x, shape = _check_images(self.x, self.shape)
        names = tuple(map(str, range(len(x)))) if self.names is None else self.names
        x.setflags(write=False)
        for name, value in (("x", x), ("names", _check_names(names, len(x))), ("shape", shape)):
            object.__setattr__(self, name, value)

    def __array__(self, dtype=None, copy=None):
        """Return `x`: a set of patterns is as good as its array wherever one is wanted."""
        return np.array(self.x, dtype=dtype, copy=copy)

    def __len__(self):
        return len(self.names)

    def index(self, name):
        """Return the place of the image called `name`; raise KeyError if there is none."""
        try:
            return self.names.index(name)
        except ValueError:
            raise KeyError(
                f"no image is called {name!r}; the names are: {self._listed_names()}"
            ) from None

    def __getitem__(self, name):
        """Return the image called `name`, or at that place, shape (rows, columns).

        Raises
        ------
        KeyError, IndexError, TypeError
            If there is no such name or place, or it is neither a string nor an integer.
        """
        if isinstance(name, str):
            return self.x[self.index(name)].reshape(self.shape)
        try:
            place = as_index(name)
        except TypeError:
            raise TypeError(f"an image has a name or a place, an integer, not {name!r}") from None
        if not -len(self) <= place < len(self):
            raise IndexError(f"there are {len(self)} images, so none at place {place}")
        return self.x[place].reshape(self.shape)

    def _ipython_key_completions_(self):
        return list(self.names)

    def __repr__(self):
        rows, columns = self.shape
        names = self._listed_names()
        names = names if len(names) <= 80 else names[:77] + "..."
        return f"Patterns({len(self)} of {rows} x {columns} pixels: {names})"

    def _listed_names(self):
        separator = ", " if any(" " in name for name in self.names) else " "
        return separator.join(self.names)


def _check_images(x, shape):
    """Return a copy of the images, one a row, and the shape of one."""
    if shape is not None:
        shape = check_sizes(shape, "shape", "shape must be two integers, (rows, columns)")
        if len(shape) != 2:
            raise ValueError(f"shape must be two integers, (rows, columns), not {shape}")
    x = _as_array(x)
    if x.ndim == 3 and x.size:
        if shape not in (None, x.shape[1:]):
            raise ValueError(f"shape must be that of the images of x, {x.shape[1:]}, not {shape}")
        shape = x.shape[1:]
        x = x.reshape(len(x), -1)
    elif x.ndim == 2 and shape is None:
        raise ValueError(
            f"shape is missing: say which (rows, columns) the {x.shape[1]} pixels of an image are"
        )
    elif x.ndim != 2:
        raise ValueError(
            "x must have the shape (images, rows, columns), or (images, pixels) where shape is "
            f"given, not {x.shape}"
        )
    rows, columns = shape
    if x.shape[1] != rows * columns:
        raise ValueError(
            f"shape must fit the {x.shape[1]} pixels of an image of x, which {rows} x {columns} "
            "does not"
        )
    return np.array(check_array(x, "x", features=x.shape[1], low=0, high=1), np.float64), shape


def _as_array(x):
    try:
        array = np.asarray(x)
    except (TypeError, ValueError):
        array = None
    if array is None:
        raise TypeError("x must be an array of numbers; its images are not all of one shape")
    if array.dtype.kind not in "fiub":
        raise TypeError(f"x must be an array of numbers, not {type(x).__name__}")
    return array


def _check_names(names, n):
    """Return the names of `n` images as a tuple."""
    try:
        names = None if isinstance(names, str) else tuple(names)
    except TypeError:
        names = None
    if names is None or not all(isinstance(name, str) for name in names):
        raise TypeError("names must be strings, one for each image")
    if len(names) != n:
        raise ValueError(f"names must be one for each of {n} images, not {len(names)}")
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise ValueError(f"names must all be different, but {name!r} occurs {times} times")
    return tuple(map(str, names))
