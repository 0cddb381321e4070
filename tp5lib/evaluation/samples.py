"""All measures of new images at once, for models and for the controls alike."""

import numpy as np

from tp5lib.checks import check_choice
from tp5lib.evaluation.controls import CONTROLS
from tp5lib.evaluation.generation import copy_share, quality, sharpness
from tp5lib.evaluation.manifold import (
    density_coverage,
    in_equal_numbers,
    nearest_neighbour_test,
    precision_recall,
)
from tp5lib.evaluation.metrics import check_matrix

# The best score of each measure. Of the nearest-neighbour test it is what samples of the data's
# own distribution have; copies lie below it, and blur above.
IDEALS = {
    "distance": 0,
    "new": 1,
    "near": 1,
    "coverage": 1,
    "copies": 0,
    "sharpness": 1,
    "precision": 1,
    "recall": 1,
    "density": 1,
    "ball coverage": 1,
    "equal recall": 1,
    "equal ball coverage": 1,
    "data told": 0.5,
    "samples told": 0.5,
}


def sample_measures(images, x, shape):
    """Measure new images by all that this package knows.

    Parameters
    ----------
    images : array_like, shape (n, pixels)
        As many as `x`, or more. Recall depends on how many: compare equally many only.
    x : array_like, shape (m, pixels)
        The training images, more than 5.
    shape : tuple of int
        (rows, columns) of an image.

    Returns
    -------
    dict of float
        What `quality` gives; "copies": `copy_share`; "sharpness": the mean over that of the
        data, 1 where they are as sharp; "precision", "recall" (k = 3), "density" and "ball
        coverage" (k = 5), from `manifold`; and `in_equal_numbers` "equal recall", "equal
        ball coverage", "data told" and "samples told", of `nearest_neighbour_test`.

    Raises
    ------
    TypeError, ValueError
        As those functions.
    """
    images, x = check_matrix(images, "images"), check_matrix(x, "x")
    balls = density_coverage(images, x)
    equal = in_equal_numbers(density_coverage, images, x)["coverage"]
    return {
        **quality(images, x),
        "copies": copy_share(images, x),
        "sharpness": float(sharpness(images, shape).mean() / sharpness(x, shape).mean()),
        **precision_recall(images, x),
        "density": balls["density"],
        "ball coverage": balls["coverage"],
        "equal recall": in_equal_numbers(precision_recall, images, x)["recall"],
        "equal ball coverage": equal,
        **in_equal_numbers(nearest_neighbour_test, images, x),
    }


def control_measures(x, shape, *, n=1000, rng=0):
    """Return `sample_measures` of each of `controls.CONTROLS`, by its name.

    Parameters
    ----------
    x, shape
        As in `sample_measures`.
    n : int
        Images of each control; as many as of the models that they are compared with.
    rng : int
        Each control begins with it.
    """
    return {name: sample_measures(draw(n, x, rng=rng), x, shape) for name, draw in CONTROLS.items()}


def shortfall(values, measure):
    """Return how far scores of a measure are from its ideal: less is better.

    Parameters
    ----------
    values : array_like
    measure : str
        Of `IDEALS`.

    Returns
    -------
    ndarray, of the shape of `values`

    Raises
    ------
    ValueError
        If there is no such measure.
    """
    check_choice(measure, "measure", IDEALS)
    return np.abs(np.asarray(values, dtype=np.float64) - IDEALS[measure])


def winning_controls(models, controls, measure):
    """Return the controls that do as well in a measure as the best model, or better.

    Where there is one, the measure cannot tell a good model from what is none.

    Parameters
    ----------
    models : sequence of array_like, shape (seeds,)
        The scores of each model; their means count.
    controls : dict
        By name, as `control_measures` gives them.
    measure : str
        Of `IDEALS`.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If there is no such measure.

    Examples
    --------
    >>> from tp5lib.evaluation.samples import winning_controls
    >>> controls = {"copies": {"new": 0.0}, "blur": {"new": 0.9}}
    >>> winning_controls([[0.6, 0.7], [0.8, 0.9]], controls, "new")
    ['blur']
    """
    best = min(shortfall(np.mean(scores), measure) for scores in models)
    return [name for name, found in controls.items() if shortfall(found[measure], measure) <= best]


def unbeaten(groups, controls):
    """Return the measures that no control wins against any of some groups of models.

    Parameters
    ----------
    groups : sequence of dict
        In each, by name, the measures of the models that are compared.
    controls : dict
        As in `winning_controls`.

    Returns
    -------
    list of str
        Of `IDEALS`, in its order.
    """
    return [
        measure
        for measure in IDEALS
        if not any(
            winning_controls([found[measure] for found in group.values()], controls, measure)
            for group in groups
        )
    ]


def measures_table(models, controls):
    """Return a table of measures: a line a measure, with what the models and controls score.

    Parameters
    ----------
    models : dict
        By a short name, the measures of a model, each an array_like, shape (seeds,); their
        means are shown.
    controls : dict
        By a short name, as `control_measures` gives them.

    Returns
    -------
    str
        Two lines of headings, in which a comma in a name breaks it, then the best score of
        each measure, the scores, and how many controls win it.

    Examples
    --------
    >>> from tp5lib.evaluation.samples import IDEALS, measures_table
    >>> net, blur = (dict.fromkeys(IDEALS, value) for value in ([0.6, 0.7], 0.9))
    >>> for line in measures_table({"net": net}, {"blur": blur}).splitlines()[1:4]:
    ...     print(line)
                                best     net    blur  won by
    distance                    0.00    0.65    0.90       0
    new                         1.00    0.65    0.90       1
    """
    names = ["", "best", *models, *controls, "won by"]
    above, below = zip(
        *(name.rsplit(",", 1) if "," in name else ("", name) for name in names), strict=True
    )
    lines = [
        "".join(f"{text:24}" if i == 0 else f"{text:>8}" for i, text in enumerate(texts))
        for texts in (above, below)
    ]
    for measure, best in IDEALS.items():
        scores = [np.mean(found[measure]) for found in (*models.values(), *controls.values())]
        won = winning_controls([found[measure] for found in models.values()], controls, measure)
        lines.append(
            f"{measure:24}" + "".join(f"{s:8.2f}" for s in (best, *scores)) + f"{len(won):8}"
        )
    return "\n".join(lines)
