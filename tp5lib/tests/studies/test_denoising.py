"""The stored denoisers do what the stored results say."""

import numpy as np
import pytest

from tp5lib.studies import denoising as studies


def test_the_denoisers_start_from_stored_weights(tmp_path):
    models = studies.load_denoisers()
    assert list(models) == list(studies.DENOISERS)
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_denoisers(tmp_path)


def test_stored_runs_hold_shares_by_level_and_seed(tmp_path):
    runs = studies.load_results()
    for run in runs.values():
        assert run["perfect"].shape == (len(studies.LEVELS), len(run["seeds"]))
        assert (run["perfect"] <= run["within one"]).all()
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_results(tmp_path / "denoising.json")


def test_stored_weights_do_what_the_stored_runs_say():
    for name, model in studies.load_denoisers().items():
        run = studies.load_results()[studies.DENOISERS[name]]
        again = studies.evaluate(model)["perfect"][:, 0]
        np.testing.assert_allclose(again, run["perfect"][:, 0], atol=0.005)


def test_the_networks_of_the_slides_do_what_the_stored_runs_say():
    models, runs = studies.load_networks(seeds=range(3)), studies.load_results(seeds=range(3))
    assert {rule for rule, _, _ in models} == set(studies.RULES)
    for (rule, level, start), model in models.items():
        run = runs[f"each letter, {rule}, {level}, {start}"]
        assert run["perfect"].shape == (len(studies.LEVELS), 3) == (7, len(model.seeds))
        again = studies.evaluate(model, [0.1])["perfect"][0]
        np.testing.assert_allclose(again, run["perfect"][studies.LEVELS.index(0.1)], atol=0.005)


def test_the_networks_of_fresh_seeds_are_those_of_the_fresh_runs():
    models, runs = studies.load_networks(fresh=True), studies.load_results()
    for (rule, level, start), model in models.items():
        assert [*model.seeds] == [*studies.FRESH]
        told = runs[f"fresh, each letter, {rule}, {level}, {start}"]["perfect"]
        again = studies.evaluate(model, [0.1])["perfect"][0]
        np.testing.assert_allclose(again, told[studies.LEVELS.index(0.1)], atol=0.005)


def test_fresh_seeds_are_others_and_were_looked_at_closer():
    runs = studies.load_results()
    for name, run in runs.items():
        fresh = name.startswith("fresh")
        assert list(run["seeds"]) == [*(studies.FRESH if fresh else range(20))]
        closer = "each letter" in name and "plain" not in name
        assert not (fresh and closer) or run["told"].shape == (20,)
    assert runs["each letter, as run, 0.1, random"]["told"].shape == (20,)


def test_a_closer_look_finds_no_letter_told_where_all_answers_are_one():
    class Blank:
        def reconstruct(self, x):
            return np.zeros_like(x)

    found = studies.closer_look(Blank(), 0.1)
    assert found["told"] == pytest.approx(1 / 32)
    assert found["eight or more"] > 0.8
