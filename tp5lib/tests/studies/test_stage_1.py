"""The stored networks of stage 1 do what the stored results say."""

import numpy as np
import pytest

from tp5lib import pixel_errors
from tp5lib.evaluation.baselines import taken_for
from tp5lib.studies import stage_1


def test_stored_results_are_by_seed_and_as_many_as_asked_for():
    for which in ("seeds", "fresh"):
        for run in stage_1.load_results(which=which, seeds=range(3)).values():
            assert run["errors"].shape == run["nearest"].shape == (3, 32)
    for run in stage_1.load_results().values():
        assert run["loss"].shape == (len(run["epoch"]), 20)
        assert (run["best"] <= run["half"]).all()
        ended = run["epochs"] < run["epoch"][-1]
        assert (run["stopped"][ended]).all()
        assert (np.isnan(run["loss"][-1]) == ended).all()
    with pytest.raises(FileNotFoundError):
        stage_1.load_results("nowhere.json")


def test_the_stored_network_makes_the_stored_errors(letters):
    output = stage_1.load_network().reconstruct(letters.x)
    known = stage_1.load_results()[stage_1.SLIDE_6]
    np.testing.assert_array_equal(pixel_errors(letters.x, output), known["errors"][0])
    np.testing.assert_array_equal(taken_for(output, letters.x), known["nearest"][0])


def test_what_is_trained_afresh_is_evaluated_alike(monkeypatch):
    name = "35-12-2, 0.0024"
    monkeypatch.setitem(stage_1.NETWORKS, name, ([35, 12, 2, 12, 35], 0.0024, 6))
    run = stage_1.evaluate(*stage_1.train(name, range(2)))
    assert set(run) == set(stage_1.load_results()[name])
    assert run["epoch"].tolist() == [1, 2, 3, 4, 5, 6]
    assert run["loss"].shape == (6, 2)
    assert (run["half"] == run["loss"][:3].min(axis=0)).all()
