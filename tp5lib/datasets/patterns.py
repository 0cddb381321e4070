"""A set of small images with names."""

import operator
from collections import Counter
from dataclasses import dataclass

import numpy as np

from tp5lib.checks import check_array, check_sizes

_ROWS_OF_BITS = (
    "; if each number is a row of 5 bits, give Patterns(pixels, names) with pixels = "
    "np.unpackbits(np.uint8(rows)[..., None], axis=-1)[..., -5:]"
)


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

    They are attributes as well: `x` of shape (n, rows * columns), float64 and read-only, each
    image row by row; `names` and `shape` as tuples.

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
    >>> digits[1:]
    Patterns(1 of 2 x 4 pixels: two)
    """

    x: np.ndarray
    names: tuple | None = None
    shape: tuple | None = None

    def __post_init__(self):
        x, shape = _check_images(self.x, self.shape)
        x.setflags(write=False)
        names = map(str, range(len(x))) if self.names is None else self.names
        vars(self).update(x=x, names=_check_names(names, len(x)), shape=shape)

    def __array__(self, dtype=None, copy=None):
        """Return `x`: a set of patterns is as good as its array wherever one is wanted."""
        return np.array(self.x, dtype=dtype, copy=copy)

    def __len__(self):
        return len(self.names)

    def __contains__(self, name):
        return isinstance(name, str) and name in self.names

    def index(self, name):
        """Return the place of the image called `name`; raise KeyError if there is none."""
        if name not in self:
            raise KeyError(f"no image is called {name!r}; the names are: {self._listed_names()}")
        return self.names.index(name)

    def __getitem__(self, name):
        """Return the image called `name`, or at that place, or the Patterns of a slice."""
        if isinstance(name, slice):
            return Patterns(self.x[name], self.names[name], self.shape)
        place = self.index(name) if isinstance(name, str) else operator.index(name)
        return self.x[place].reshape(self.shape)

    def __repr__(self):
        rows, columns = self.shape
        names = self._listed_names()
        names = names if len(names) <= 80 else names[:77] + "..."
        return f"Patterns({len(self)} of {rows} x {columns} pixels: {names})"

    def _listed_names(self):
        separator = ", " if any(" " in name for name in self.names) else " "
        return separator.join(self.names)


def check_shape(value, name):
    """Return `value` as a tuple of (rows, columns)."""
    shape = check_sizes(value, name, wanted := f"{name} must be two integers, (rows, columns)")
    if len(shape) != 2:
        raise ValueError(f"{wanted}, not {value!r}")
    return shape


def _check_images(x, shape):
    """Return a copy of the images, one a row, and the shape of one."""
    try:
        given = np.asarray(list(x.values()) if isinstance(x, dict) else x)
    except (TypeError, ValueError):  # of several shapes, for one
        given = np.empty(0, object)
    if given.dtype.kind not in "fiub":
        kind = type(x).__name__
        raise TypeError(f"x must be an array of numbers, its images of one shape, not {kind}")
    few = given.ndim < 3 and given.dtype.kind in "iu" and given.shape[-1:] <= (16,)
    hint = _ROWS_OF_BITS if few and given.max(initial=0) > 1 else ""
    if isinstance(x, dict):
        way = "give Patterns(list(x.values()), names=list(x))"
        raise TypeError(f"x must be an array, not a dict: {way}{hint}")
    if given.ndim not in (2, 3) or not given.size:
        wanted = "(images, rows, columns), or (images, pixels) with shape=(rows, columns)"
        raise ValueError(f"x must have the shape {wanted}, not {given.shape}{hint}")
    if shape is None and given.ndim == 2:
        raise ValueError(f"shape=(rows, columns) is missing for {given.shape[1]} pixels{hint}")
    shape = given.shape[1:] if shape is None else check_shape(shape, "shape")
    if given.shape[1:] not in (shape, (shape[0] * shape[1],)):
        pixels = " x ".join(map(str, given.shape[1:]))
        raise ValueError(f"shape must fit the {pixels} pixels of an image, not be {shape}{hint}")
    x = np.array(given, np.float64).reshape(len(given), -1)
    return check_array(x, "x", features=x.shape[1], low=0, high=1), shape


def _check_names(names, n):
    """Return the names of `n` images as a tuple."""
    names = tuple(names) if np.iterable(names) and not isinstance(names, str) else (None,)
    if not all(isinstance(name, str) for name in names):
        raise TypeError("names must be strings, one for each image")
    if len(names) != n:
        raise ValueError(f"names must be one for each of {n} images, not {len(names)}")
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        what = f"names must all be different, but {name!r} occurs {times} times"
        raise ValueError(f"{what}; number them, or leave names out")
    return tuple(map(str, names))
