"""Fidelity and variety of samples: balls around images that hold their nearest neighbours.

A set of images stands for the region that its balls cover, one around each image, out to its
k-th nearest other image of the set. Distances are those of pixels, which know nothing of
faces; the papers use the features of a network trained on photographs, which knows nothing
of 20 x 20 drawings.
"""

import numpy as np

from tp5lib.checks import check_integer
from tp5lib.evaluation.metrics import check_matrix, distance_blocks


def precision_recall(samples, x, k=3):
    """Return the precision and the recall of samples.

    Parameters
    ----------
    samples : array_like, shape (n, pixels)
        More than `k`.
    x : array_like, shape (m, pixels)
        The data; more than `k`.
    k : int
        3 in the paper.

    Returns
    -------
    dict of float
        "precision": the share of samples within a ball of the data; "recall": the share of
        the data within a ball of the samples.

    Raises
    ------
    TypeError, ValueError
        If these are not two finite matrices with as many pixels, or `k` is below 1 or not
        below the number of images of either.

    Notes
    -----
    An image lies in a ball where its distance is at most the radius. The balls of samples
    shrink as they become more, and noise makes them large: compare recalls of equally many
    samples, next to controls. Naeem et al. 2020 (`density_coverage`) show that one outlier
    among the data makes a large ball and precision easy, and one among the samples recall.

    Source: T. Kynkäänniemi, T. Karras, S. Laine, J. Lehtinen and T. Aila, "Improved precision
    and recall metric for assessing generative models", NeurIPS 2019, equations 1 and 2.

    Examples
    --------
    >>> from tp5lib.evaluation.manifold import precision_recall
    >>> precision_recall([[0.4], [0.5]], [[0.0], [0.3], [1.0]], k=1)
    {'precision': 1.0, 'recall': 0.3333333333333333}
    """
    of_data, of_samples = _radii(x, k, "x"), _radii(samples, k, "samples")
    precise, recalled = 0, np.zeros(len(of_data), dtype=bool)
    for rows, apart in distance_blocks(samples, x):
        precise += np.count_nonzero((apart <= of_data).any(axis=1))
        recalled |= (apart <= of_samples[rows, np.newaxis]).any(axis=0)
    return {"precision": float(precise / len(of_samples)), "recall": float(recalled.mean())}


def density_coverage(samples, x, k=5):
    """Return the density and the coverage of samples.

    Parameters
    ----------
    samples : array_like, shape (n, pixels)
    x : array_like, shape (m, pixels)
        The data; more than `k`.
    k : int
        5 in the paper.

    Returns
    -------
    dict of float
        "density": in how many balls of the data a sample lies, over k; it may exceed 1, and
        is about 1 for samples of the data's own distribution. "coverage": the share of the
        data's balls that hold a sample.

    Raises
    ------
    TypeError, ValueError
        As in `precision_recall`.

    Notes
    -----
    With balls B(x_i) out to the k-th nearest other image of the data::

        density  = 1 / (k n) sum over samples j of #{i : y_j in B(x_i)}
        coverage = 1 / m #{i : some y_j in B(x_i)}

    Source: M. Naeem, S. Oh, Y. Uh, Y. Choi and J. Yoo, "Reliable fidelity and diversity
    metrics for generative models", ICML 2020, section 3.

    Examples
    --------
    >>> from tp5lib.evaluation.manifold import density_coverage
    >>> density_coverage([[0.4], [0.5]], [[0.0], [0.3], [1.0]], k=1)
    {'density': 2.0, 'coverage': 0.6666666666666666}
    """
    of_data = _radii(x, k, "x")
    counts, covered = [], np.zeros(len(of_data), dtype=bool)
    for _, apart in distance_blocks(samples, x):
        inside = apart <= of_data
        counts.append(inside.sum(axis=1))
        covered |= inside.any(axis=0)
    return {
        "density": float(np.concatenate(counts).mean() / k),
        "coverage": float(covered.mean()),
    }


def nearest_neighbour_test(samples, x):
    """Return the accuracy of a 1-nearest-neighbour test of samples against the data.

    Parameters
    ----------
    samples : array_like, shape (n, pixels)
        As many as the data, or the test favours the more frequent: `in_equal_numbers`.
    x : array_like, shape (m, pixels)
        Two or more.

    Returns
    -------
    dict of float
        "data told", "samples told": the share of each whose nearest other image, among both
        together, is of the same kind. Both are about 1/2 for samples of the data's own
        distribution, and near 0 for copies of the data. Blurred samples, which lie between
        the data, are recognised, and the data among them are not.

    Raises
    ------
    TypeError, ValueError
        If these are not two finite matrices with as many pixels, or one has a single image.

    Notes
    -----
    Of two images equally near, one of the other kind counts, so a copy is never recognised.

    Sources: D. Lopez-Paz and M. Oquab, "Revisiting classifier two-sample tests", ICLR 2017;
    the shares apart: Q. Xu et al., "An empirical study on evaluation metrics of generative
    adversarial networks", arXiv:1806.07755, 2018.

    Examples
    --------
    >>> from tp5lib.evaluation.manifold import nearest_neighbour_test
    >>> nearest_neighbour_test([[0.4], [0.5]], [[0.0], [1.0]])
    {'data told': 0.0, 'samples told': 1.0}
    """
    of_data, of_samples = _radii(x, 1, "x"), _radii(samples, 1, "samples")
    other, told = np.full(len(of_data), np.inf), 0
    for rows, apart in distance_blocks(samples, x):
        other = np.minimum(other, apart.min(axis=0))
        told += np.count_nonzero(of_samples[rows] < apart.min(axis=1))
    return {
        "data told": float((of_data < other).mean()),
        "samples told": float(told / len(of_samples)),
    }


def in_equal_numbers(measure, samples, x):
    """Return a measure of samples in groups as large as the data, averaged over the groups.

    As in the papers, which compare equally many: more samples have smaller balls.

    Parameters
    ----------
    measure : callable
        Of this module: ``measure(samples, x)``, which gives a dict.
    samples : array_like, shape (n, pixels)
        As many as `x` or more; what is left over is not used.
    x : array_like, shape (m, pixels)

    Returns
    -------
    dict of float

    Raises
    ------
    ValueError
        If there are fewer samples than data.
    """
    if len(samples) < len(x):
        raise ValueError(f"samples must be {len(x)} or more, as x has, not {len(samples)}")
    starts = range(0, len(samples) - len(x) + 1, len(x))
    found = [measure(samples[start : start + len(x)], x) for start in starts]
    return {key: sum(group[key] for group in found) / len(found) for key in found[0]}


def _radii(images, k, name):
    """The distance of each image to its k-th nearest other one."""
    k, images = check_integer(k, "k"), check_matrix(images, name)
    if k >= len(images):
        raise ValueError(f"k must be below the {len(images)} images of {name}, not {k}")
    # The nearest of all is the image itself, at distance 0.
    blocks = distance_blocks(images, images)
    return np.concatenate([np.partition(apart, k, axis=1)[:, k].copy() for _, apart in blocks])
