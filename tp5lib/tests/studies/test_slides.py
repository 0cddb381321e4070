"""The slides' own runs: a small one of each kind, the criteria, and what is stored."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tp5lib import load_letters, load_model, pixel_errors
from tp5lib.studies import claims, slides
from tp5lib.studies.slide_measures import LEVELS, emoji_measures
from tp5lib.studies.study import condensed

RUNS = slides.load_results()
KINDS = [
    "6: 35-18-6-2",
    "13: 35-17-2",
    "38: pretrained, random level",
    "42: first attempt",
    "plain, latent 2",
    "held out, plain, latent 2",
]


@pytest.mark.parametrize("name", KINDS)
def test_a_small_run_gives_what_is_stored(name, monkeypatch):
    monkeypatch.setattr(slides, "MARKS", [2])
    study = replace(slides.STUDY, runs={k: run | {"epochs": 3} for k, run in slides.RUNS.items()})
    model, *rest = study.trained(name, [0, 1])
    kept = json.loads(json.dumps(condensed(study.measure(study.runs[name], model, *rest))))
    assert set(kept) | {"settings", "seeds"} == set(RUNS[name])
    assert np.shape(kept["course"]["epoch"]) == (2, 30)
    if "errors" in kept:
        assert np.shape(kept["errors"]) == (2, 2, 32)
    if "worst" in kept:
        assert np.shape(kept["worst"]) == (2, len(LEVELS), 50)


def test_tests_on_the_way_change_no_letter_run(monkeypatch):
    settings = slides.FINAL | {"epochs": 5}
    whole, histories, _ = slides.train(settings, [0, 1])
    monkeypatch.setattr(slides, "MARKS", [2, 4])
    again, same, marks = slides.train(settings, [0, 1])
    np.testing.assert_array_equal(whole.parameters, again.parameters)
    np.testing.assert_array_equal(histories[1].loss, same[1].loss)
    assert [epoch for epoch, _ in marks] == [2, 4, 5]
    np.testing.assert_array_equal(marks[-1][1], again.reconstruct(load_letters().x))


def test_a_stored_network_of_the_emojis_gives_the_stored_results():
    for file in ("slide-44.npz", "slide-45.npz", "slide-53.npz", "plain-2.npz"):
        name = slides.WEIGHTS[file]
        found = emoji_measures(load_model(slides.DATA / "weights" / file), slides.emojis())
        assert found["explained"] == pytest.approx(RUNS[name]["explained"][0], abs=2e-4), file
        for key in ("prior", "fitted"):
            known = RUNS[name][key]["energy"][0]
            assert found[key]["energy"] == pytest.approx(known, abs=3e-3), (file, key)
    networks = slides.load_emoji_networks()
    assert [model.latent for model in networks.values()] == list(networks) == [2, 3, 6]


def test_every_run_is_stored_with_the_settings_of_the_code():
    assert list(RUNS) == list(slides.RUNS)
    for name, run in RUNS.items():
        head = {"settings": run["settings"], "seeds": run["seeds"].tolist()}
        assert head == slides.STUDY.head(name), name
    assert all((slides.DATA / "weights" / file).is_file() for file in slides.WEIGHTS)


def criterion(*tests, **more):
    made = tuple(claims.Test(*test) for test in tests)
    return claims.Criterion("1", "title", "says", "why", made, **more)


def test_a_criterion_can_be_true_false_and_undecided():
    runs = {"a": {"v": np.array([1.0, 2, 3, 2])}, "b": {"v": np.array([2.0, 3, 4, 3])}}
    mean, gap, share = "mean(of('a', 'v'))", "gap(of('a','v'), of('b','v'))", "share(of('a','v')>0)"
    for test, verdict in (
        ((mean, 0, 4), "holds"),
        ((mean, 4, 5), "does not hold"),
        ((mean, 2, 4), "undecided"),
        ((gap, -np.inf, 0), "holds"),
        ((gap, -1, 0), "does not hold"),  # no spread: the point -1 is not inside
        ((gap, 0, np.inf), "does not hold"),
        ((share, 0.5, 1), "holds"),
    ):
        assert criterion(test).judge(runs)[0] == verdict, test
    good, bad, open_ = (mean, 0, 4), (mean, 4, 5), (mean, 2, 4)
    for tests, every, some in (
        ((good, good), "holds", "holds"),
        ((good, bad), "does not hold", "holds"),
        ((bad, open_), "does not hold", "undecided"),
        ((good, open_), "undecided", "holds"),
        ((bad, bad), "does not hold", "does not hold"),
    ):
        assert criterion(*tests).judge(runs)[0] == every
        assert criterion(*tests, any=True).judge(runs)[0] == some


def test_arms_agree_differ_or_stay_undecided():
    def verdict(ours, theirs):
        about = "run", "run", "wrong", "clean"
        return claims.Arm(*about, np.array(ours), np.array(theirs), 1.0).verdict

    assert verdict([1.0, 1.1, 1.2], [1.0, 1.1, 1.3]) == "agrees"
    assert verdict([1.0, 1.1, 1.2], [5.0, 5.1, 5.2]) == "differs"
    assert verdict([1.0, 3.0, 5.0], [2.0, 4.0, 6.0]) == "undecided"
    assert verdict([1.0, 1.1], [1.0]) == "undecided"


def test_the_denoisers_to_try_are_those_of_the_stored_runs(tmp_path, monkeypatch):
    models = slides.load_denoisers()
    assert list(models) == list(slides.DENOISERS)
    for name, model in models.items():
        run = RUNS[slides.WEIGHTS[slides.DENOISERS[name]]]
        errors = pixel_errors(load_letters().x, model.reconstruct(load_letters().x))
        np.testing.assert_array_equal(errors, run["errors"][0, -1])
    monkeypatch.setattr(slides, "DATA", tmp_path)
    with pytest.raises(FileNotFoundError, match="no weights file"):
        slides.load_denoisers()
