"""Measures of the code, on codes whose use is known."""

import numpy as np
import pytest

from tp5lib import VariationalAutoencoder
from tp5lib.evaluation.collapse import (
    active_units,
    code_information,
    gradient_parts,
    kl_by_dimension,
    learning_state,
    learning_states,
    loss_fall,
)

MU = np.array([[3.0, 0.0], [-3.0, 0.0], [9.0, 0.0], [-9.0, 0.0]])
LOG_VAR = np.tile([-6.0, 0.0], (4, 1))


def test_a_silent_dimension_is_not_active_and_has_no_kl():
    assert active_units(MU).tolist() == [True, False]
    np.testing.assert_allclose(
        kl_by_dimension(MU, LOG_VAR), [(45 + np.exp(-6) - 1 + 6) / 2, 0], atol=1e-12
    )


def test_codes_far_apart_tell_the_image_and_no_more():
    found = code_information(MU, LOG_VAR, rng=0)
    assert found["information"] == pytest.approx(np.log(4), abs=1e-6)
    whole = kl_by_dimension(MU, LOG_VAR).sum()
    assert sum(found.values()) == pytest.approx(whole, rel=0.02)


def test_codes_that_are_the_prior_tell_nothing():
    found = code_information(np.zeros((4, 2)), np.zeros((4, 2)), rng=0)
    assert found == pytest.approx({"information": 0, "mismatch": 0}, abs=1e-12)


def test_information_keeps_its_digits_where_codes_are_certain():
    found = code_information(MU * 100, LOG_VAR - 20, rng=0)
    assert found["information"] == pytest.approx(np.log(4), abs=1e-6)


def test_the_gradient_of_a_layer_is_that_of_its_weights():
    x = np.random.default_rng(0).random((5, 6))
    model = VariationalAutoencoder([6, 4, 2, 4, 6], seeds=[0, 1], activation="sigmoid")
    found = gradient_parts(model, x, rng=3)
    assert found["kl"].shape == found["reconstruction"].shape == (2, 4)
    np.testing.assert_array_equal(found["kl"][:, 2:], 0)
    model.beta = 0
    data = model.loss_and_gradient(x, rng=3)[1]
    for layer, part in ((0, data[:, : 7 * 4]), (-1, data[:, -5 * 6 :])):
        size = np.sqrt((part**2).mean(axis=1))
        np.testing.assert_allclose(found["reconstruction"][:, layer], size)
    alone = gradient_parts(model.for_seed(1), x, rng=3)
    np.testing.assert_allclose(alone["kl"], found["kl"][1])


def test_the_fall_of_a_loss_is_that_of_its_end():
    assert loss_fall(np.arange(100.0)[::-1]) == pytest.approx(10)
    assert loss_fall(np.ones((25, 3))).tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="ten epochs or more"):
        loss_fall(np.ones(9))


@pytest.mark.parametrize(
    ("kl", "explained", "fall", "state"),
    [
        ([2.0, 0.0], 0.55, 0.0, "learned"),
        ([0.001, 0.2], -0.16, 9.0, "untrained"),
        ([0.001, 0.002], 0.0, 0.02, "collapsed"),
        ([0.001, 0.002], 0.0, 2.0, "slow"),
        ([1.8, 0.0], 0.19, 3.0, "slow"),
        ([30.0, 0.0], 0.29, 0.0, "slow"),
    ],
)
def test_the_states_of_learning_are_told_apart(kl, explained, fall, state):
    assert learning_state(kl, explained, fall) == state


def test_the_state_is_told_of_every_seed():
    kl, explained = np.array([[2.0, 0.1], [0.0, 0.0]]), np.array([0.5, 0.0])
    assert learning_states(kl, explained, np.zeros(2)) == ["learned", "collapsed"]
    with pytest.raises(ValueError, match="argument 3"):
        learning_states(kl, explained, np.zeros(1))


def test_what_is_no_code_is_named():
    with pytest.raises(ValueError, match="log_var must have the shape of mu"):
        code_information(MU, LOG_VAR[:2], rng=0)
    with pytest.raises(ValueError, match="fall must"):
        learning_state([1.0], 0.5, fall=np.nan)
