"""The slides' own runs: a small one of each kind, the criteria, and what is stored."""

from dataclasses import replace

import numpy as np
import pytest

from tp5lib import load_emojis, load_letters, pixel_errors
from tp5lib.studies import claims, slides
from tp5lib.studies.slide_measures import emoji_measures
from tp5lib.studies.study import stacked

RUNS = slides.load_results()
KINDS = ["38: pretrained, random level", "42: first attempt", "held out, plain, latent 2"]


@pytest.mark.parametrize("name", KINDS)
def test_a_small_run_gives_what_is_stored(name):
    small = {"epochs": 3} | ({"hidden": [5]} if "kind" in slides.RUNS[name] else {})
    study = replace(slides.STUDY, runs={k: run | small for k, run in slides.RUNS.items()})
    results = stacked(study.trained(name, [0, 1])[1])
    assert {*results} | {"settings", "seeds", "made"} == {*RUNS[name]}
    assert results["course"]["epoch"].shape == (2, 30)
    if "noise" in slides.RUNS[name]:
        assert results["errors"].shape == (2, 1, 32)
        assert results["worst"].shape == (2, 3, 50)


def test_tests_on_the_way_change_no_letter_run(monkeypatch):
    settings = slides.FINAL | {"epochs": 5}
    whole, known = slides.train(settings, [0, 1])
    monkeypatch.setattr(slides, "MARKS", [2, 4])
    again, found = slides.train(settings, [0, 1])
    np.testing.assert_array_equal(whole.parameters, again.parameters)
    assert (known[1]["epoch"], found[1]["epoch"]) == ([5], [2, 4, 5])
    np.testing.assert_array_equal(known[1]["errors"][-1], found[1]["errors"][-1])
    np.testing.assert_array_equal(known[1]["course"]["loss"], found[1]["course"]["loss"])


def test_a_stored_network_of_the_emojis_gives_the_stored_results():
    networks = slides.load_emoji_networks()
    assert [model.latent for model in networks.values()] == list(networks) == [2, 3, 6]
    found = emoji_measures(networks[2], load_emojis().x)
    stored = RUNS[slides.WEIGHTS["slide-45.npz"]]
    assert found["explained"] == pytest.approx(stored["explained"][0], abs=2e-4)
    for key in ("prior", "fitted"):
        assert found[key]["energy"] == pytest.approx(stored[key]["energy"][0], abs=3e-3), key


def test_every_run_is_stored_with_the_settings_of_the_code():
    assert list(RUNS) == list(slides.RUNS)
    for name, run in RUNS.items():
        head = {"settings": run["settings"], "seeds": run["seeds"].tolist()}
        assert head == slides.STUDY.head(name), name
    assert all((slides.DATA / "weights" / file).is_file() for file in slides.WEIGHTS)


def test_a_run_that_the_program_does_not_give_differs():
    arm = claims.Arm("a", None, "wrong", "clean", np.array([1.0, 1.2]), np.array([5.0, 5.2]), 1.0)
    assert arm.verdict == "differs"  # the other verdicts, a notebook holds


def test_the_denoisers_to_try_are_those_of_the_stored_runs(tmp_path, monkeypatch):
    models = slides.load_denoisers()
    assert list(models) == list(slides.DENOISERS)
    for name, model in models.items():
        run = RUNS[slides.WEIGHTS[slides.DENOISERS[name]]]
        errors = pixel_errors(load_letters().x, model.reconstruct(load_letters().x))
        np.testing.assert_array_equal(errors, run["errors"][0, -1])
    monkeypatch.setattr(slides, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match="no weights file"):
        slides.load_denoisers()
