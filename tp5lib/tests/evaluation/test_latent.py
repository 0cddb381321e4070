"""Codes: between two of them, and whether they are used."""

import numpy as np

from tp5lib.evaluation.collapse import kl_by_dimension
from tp5lib.evaluation.latent import interpolate


def test_interpolation_goes_straight_from_one_to_the_other():
    codes = interpolate([0, 1], [1, 3], [0, 0.25, 1])
    np.testing.assert_allclose(codes, [[0, 1], [0.25, 1.5], [1, 3]])


def test_a_silent_dimension_has_no_kl():
    mu = [[3.0, 0.0], [-3.0, 0.0], [9.0, 0.0], [-9.0, 0.0]]
    found = kl_by_dimension(mu, [[-6.0, 0.0]] * 4)
    np.testing.assert_allclose(found, [(45 + np.exp(-6) - 1 + 6) / 2, 0], atol=1e-12)
