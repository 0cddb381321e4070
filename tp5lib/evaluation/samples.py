"""All measures of new images at once."""

from tp5lib.evaluation.generation import copy_share, quality, sharpness
from tp5lib.evaluation.manifold import (
    density_coverage,
    in_equal_numbers,
    nearest_neighbour_test,
    precision_recall,
)
from tp5lib.evaluation.metrics import check_matrix


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
