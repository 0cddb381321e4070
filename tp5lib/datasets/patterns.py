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
    TypeError, ValueError
        If `x` is not an array of numbers in [0, 1], or empty, names are not strings, or too
        few, too many or equal, or `shape` is missing, not two integers or not that of the
        pixels.

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
    >>> "three" in digits
    False
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
            names = self._listed_names()
            raise KeyError(f"no image is called {name!r}; the names are: {names}")
        return self.names.index(name)

    def __getitem__(self, name):
        """Return the image called `name`, or at that place, or the Patterns of a slice.

        Raises KeyError for an unknown name, IndexError for a place, ValueError for a slice
        without images, and TypeError for anything else.
        """
        if isinstance(name, slice):
            return Patterns(self.x[name], self.names[name], self.shape)
        try:
            place = self.index(name) if isinstance(name, str) else as_index(name)
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
    given = _as_array(x)
    if given.ndim not in (2, 3) or not given.size:
        raise ValueError(
            "x must have the shape (images, rows, columns), or (images, pixels) where shape is "
            f"given, not {given.shape}{_bits_to_pixels(given)}"
        )
    wanted = "shape must be two integers, (rows, columns)"
    if shape is None and given.ndim == 2:
        raise ValueError(
            f"shape is missing: say which (rows, columns) the {given.shape[1]} pixels of an image "
            f"are{_bits_to_pixels(given)}"
        )
    shape = given.shape[1:] if shape is None else check_sizes(shape, "shape", wanted)
    if len(shape) != 2:
        raise ValueError(f"{wanted}, not {shape}")
    if given.shape[1:] not in (shape, (shape[0] * shape[1],)):
        pixels = " x ".join(map(str, given.shape[1:]))
        raise ValueError(
            f"shape must fit the {pixels} pixels of an image of x, which {shape[0]} x {shape[1]} "
            f"does not{_bits_to_pixels(given)}"
        )
    x = np.array(given, np.float64).reshape(len(given), -1)
    check_array(x, "x", features=x.shape[1])
    outside = (x < 0) | (x > 1)
    if outside.any():
        where = tuple(map(int, np.unravel_index(outside.argmax(), given.shape)))
        wrong = f"x must lie in [0, 1], but at {where} it is {given[where]:g}"
        raise ValueError(wrong + _into_range(x))
    return x, shape


def _as_array(x):
    if isinstance(x, dict):
        values = _as_array(list(x.values()))
        way = _bits_to_pixels(values) or "; give its values as a list, and names=list(x)"
        raise TypeError(f"x must be an array, not a dict{way}")
    try:
        array = np.asarray(x)
    except (TypeError, ValueError):
        raise TypeError(
            "x must be an array of numbers; its images are not all of one shape"
        ) from None
    if array.dtype.kind not in "fiub":
        raise TypeError(f"x must be an array of numbers, not {type(x).__name__}")
    return array


def _bits_to_pixels(x):
    """Return how rows of bits become pixels, where an array looks like a font of them, or ""."""
    if x.dtype.kind not in "iu" or x.ndim > 2 or x.max(initial=0) <= 1 or x.shape[-1] > 16:
        return ""
    return (
        "; if each number is a row of 5 bits, give Patterns(pixels, names) with pixels = "
        "np.unpackbits(np.array(rows, np.uint8)[..., np.newaxis], axis=-1)[..., -5:]"
    )


def _into_range(x):
    """Return what brings pixels of another usual range into [0, 1], or ""."""
    low, high = x.min(), x.max()
    if -1 <= low < 0 and high <= 1:
        return "; for pixels from -1 to 1, give (x + 1) / 2"
    whole = low >= 0 and (x == np.floor(x)).all()
    most = next((most for most in (16, 255, 65535) if whole and high <= most), None)
    return f"; for pixels from 0 to {most}, divide by {most}" if most else ""


def _check_names(names, n):
    """Return the names of `n` images as a tuple."""
    names = tuple(names) if np.iterable(names) and not isinstance(names, str) else (None,)
    if not all(isinstance(name, str) for name in names):
        raise TypeError("names must be strings, one for each image")
    if len(names) != n:
        raise ValueError(f"names must be one for each of {n} images, not {len(names)}")
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise ValueError(f"names must all be different, but {name!r} occurs {times} times")
    return tuple(map(str, names))
