"""A set of small images with names."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Patterns:
    """A set of small images, one a row.

    Attributes
    ----------
    x : ndarray, shape (n, rows * columns)
        The pixels, float64 in [0, 1], each image row by row; read-only.
    names : tuple of str, length n
    shape : tuple of int
        (rows, columns) of an image.
    """

    x: np.ndarray
    names: tuple
    shape: tuple

    def __post_init__(self):
        self.x.setflags(write=False)

    def __len__(self):
        return len(self.names)

    def index(self, name):
        """Return the place of the image called `name`."""
        try:
            return self.names.index(name)
        except ValueError:
            raise KeyError(
                f"no image is called {name!r}; the names are: {self._listed_names()}"
            ) from None

    def __getitem__(self, name):
        """Return the image called `name`, or at that place, shape (rows, columns)."""
        place = self.index(name) if isinstance(name, str) else name
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
