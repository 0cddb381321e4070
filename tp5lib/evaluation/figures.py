"""Measured figures as text: one ≈ before a phrase, which the tests of the notebooks mask.

What is measured in training moves from machine to machine. `PHRASE` is all that
``notebooks/sanitize.cfg`` masks: a number after ≈, and what belongs to it.
"""

import re

import numpy as np

from tp5lib.evaluation.statistics import wilson

NUMBER = r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?"
PHRASE = (
    rf"≈ ?{NUMBER}(?: (?:to|±) {NUMBER})?"
    rf"(?:, from {NUMBER} to {NUMBER} by seed| in every seed)?"
)


def spread(values, form=".2f"):
    """Return the mean of a measure over seeds, with its lowest and highest value, as text.

    Parameters
    ----------
    values : array_like, shape (seeds,)
    form : str
        How a number is written, as in ``format``.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If `values` is not a row of finite numbers.

    Examples
    --------
    >>> from tp5lib.evaluation.figures import spread
    >>> spread([0.5, 0.75, 1])
    '≈ 0.75, from 0.50 to 1.00 by seed'
    >>> spread([0, 0, 0], ".0f")
    '≈ 0 in every seed'
    """
    values = _check_row(values)
    low, mean, high = (_write(value, form) for value in (values.min(), values.mean(), values.max()))
    return f"≈ {mean} in every seed" if low == high else f"≈ {mean}, from {low} to {high} by seed"


def between(values, form="d"):
    """Return the lowest and the highest value of a measure, as text.

    Parameters and errors are those of `spread`.

    Examples
    --------
    >>> from tp5lib.evaluation.figures import between
    >>> between([7, 2, 3]), between([0, 0])
    ('≈ 2 to 7', '≈ 0')
    """
    values = _check_row(values)
    low, high = (_write(value, form) for value in (values.min(), values.max()))
    return f"≈ {low}" if low == high else f"≈ {low} to {high}"


def count(hits, *, interval=True, stored=False):
    """Say how many runs have a property, and the 95 % interval of their share.

    Parameters
    ----------
    hits : array_like of bool, any shape
        Whether each run has it.
    interval : bool
        Whether to add the 95 % interval of `tp5lib.evaluation.statistics.wilson`.
    stored : bool
        Whether the runs are read from a file, which is the same on every machine: there is
        no ≈ then.

    Returns
    -------
    str

    Raises
    ------
    TypeError, ValueError
        If `hits` does not hold bools, or none.

    Examples
    --------
    >>> from tp5lib.evaluation.figures import count
    >>> count([True] * 17 + [False] * 3)
    '≈ 17 of 20 (95 % interval: ≈ 64 to 95 %)'
    >>> count([True] * 17 + [False] * 3, stored=True)
    '17 of 20 (95 % interval: 64 to 95 %)'
    """
    hits = np.asarray(hits)
    if hits.dtype != bool:
        raise TypeError(f"hits must be True or False for each run, not {hits.dtype}")
    if not hits.size:
        raise ValueError("hits is empty; it must hold a run or more")
    found, total = int(hits.sum()), hits.size
    text = f"≈ {found} of {total}"
    if interval:
        low, high = wilson(found, total)
        text += f" (95 % interval: {between([100 * low, 100 * high], '.0f')} %)"
    return text.replace("≈ ", "") if stored else text


def _check_row(values):
    values = np.asarray(values)
    if values.ndim != 1 or not values.size or values.dtype.kind not in "fiub":
        raise ValueError(f"values must be a row of numbers, one per seed, not {values!r}")
    if not np.isfinite(values).all():
        raise ValueError("values must be finite, but hold nan or inf")
    return values


def _write(value, form):
    """Write a number; never -0.00."""
    text = format(int(value) if form == "d" else float(value), form)
    return text.lstrip("-") if re.fullmatch(r"-[0.,]+", text) else text
