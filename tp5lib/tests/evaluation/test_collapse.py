"""The KL of a code, by dimension."""

import numpy as np
import pytest

from tp5lib.evaluation.collapse import kl_by_dimension

MU = np.array([[3.0, 0.0], [-3.0, 0.0], [9.0, 0.0], [-9.0, 0.0]])
LOG_VAR = np.tile([-6.0, 0.0], (4, 1))


def test_a_silent_dimension_has_no_kl():
    known = [(45 + np.exp(-6) - 1 + 6) / 2, 0]
    np.testing.assert_allclose(kl_by_dimension(MU, LOG_VAR), known, atol=1e-12)


def test_what_is_no_code_is_named():
    with pytest.raises(ValueError, match="log_var must have the shape of mu"):
        kl_by_dimension(MU, LOG_VAR[:2])
