"""Measures of samples, and the controls that they are shown with."""

import numpy as np
import pytest

from tp5lib.evaluation.samples import (
    IDEALS,
    control_measures,
    measures_table,
    sample_measures,
    shortfall,
    unbeaten,
    winning_controls,
)

X = np.random.default_rng(0).random((8, 12))
SHAPE = (3, 4)


def test_every_measure_has_a_best_score():
    assert set(sample_measures(X, X, SHAPE)) == set(IDEALS)
    for measure, best in IDEALS.items():
        assert shortfall(best, measure) == 0
        assert shortfall([best - 0.25, best + 0.5], measure).tolist() == [0.25, 0.5]
    with pytest.raises(ValueError, match="measure must be one of"):
        shortfall(1, "beauty")


def test_a_control_wins_where_it_is_as_near_to_the_best_score_as_the_best_model():
    models = [[0.2, 0.3], [0.9, 0.9]]  # 0.25 and 0.9 in the mean, so 0.25 and 0.4 off 1/2
    controls = {"low": {"data told": 0.25}, "high": {"data told": 0.8}, "none": {"data told": 1}}
    assert winning_controls(models, controls, "data told") == ["low"]
    assert winning_controls(models[1:], controls, "data told") == ["low", "high"]


def test_copies_win_what_knows_only_the_training_images():
    controls = control_measures(X, SHAPE, n=40)
    model = sample_measures(np.clip(X + 0.05, 0, 1), X, SHAPE)
    for measure in ("coverage", "recall", "precision"):
        assert "training images copied" in winning_controls([[model[measure]]], controls, measure)
    short = {f"one,{place}": found for place, found in enumerate(controls.values())}
    lines = measures_table({"net": model}, short)
    assert len(lines.splitlines()) == 2 + len(IDEALS)
    assert len({len(line) for line in lines.splitlines()}) == 1


def test_a_measure_is_unbeaten_where_no_control_wins_it_in_any_group():
    good, bad = ({key: [value] for key in IDEALS} for value in (0.6, 0.2))
    controls = {"copies": dict.fromkeys(IDEALS, 0.0) | {"new": 0.5}}
    assert "new" in unbeaten([{"net": good}], controls)
    assert "new" not in unbeaten([{"net": good}, {"net": bad}], controls)
    assert "distance" not in unbeaten([{"net": good}], controls)  # copies are at 0
