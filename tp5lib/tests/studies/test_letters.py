"""The stored trainings of the letters, and the function that made them."""

import json

import numpy as np
import pytest

from tp5lib import Adaptive, Autoencoder, pixel_errors
from tp5lib.studies import letters as study
from tp5lib.studies import stage_1

SETTINGS = {"layers": [35, 4, 2, 4, 35], "loss": "bce", "learning_rate": 0.01, "epochs": 12}


@pytest.mark.parametrize("size", [32, 8])
def test_tests_on_the_way_change_nothing(letters, size):
    settings = SETTINGS | {"batch_size": size, "seeds": range(2)}
    model, course = study.train(**settings, marks=[3, 5, 50])
    assert course["epoch"].tolist() == [3, 5, 12]
    for epochs, errors, loss in zip(*(course[k] for k in ("epoch", "errors", "loss")), strict=True):
        alone = Autoencoder(SETTINGS["layers"], seeds=range(2), dtype="float32")
        history = alone.fit(
            letters.x, epochs=int(epochs), learning_rate=0.01, loss="bce", batch_size=size
        )
        np.testing.assert_array_equal(errors, pixel_errors(letters.x, alone.reconstruct(letters.x)))
        np.testing.assert_array_equal(loss, history.best_loss)
    np.testing.assert_array_equal(model.parameters, alone.parameters)


def test_a_seed_that_ran_out_of_patience_stays_as_it_was():
    settings = SETTINGS | {"patience": 2, "min_delta": 1.0, "seeds": range(2)}
    _, course = study.train(**settings, marks=[6])
    assert course["stopped"].all()
    assert (course["epochs"] < 6).all()
    np.testing.assert_array_equal(course["errors"][0], course["errors"][1])


def test_details_are_the_outputs_before_the_sigmoid(letters):
    model, course = study.train(**SETTINGS, seeds=range(2))
    kept = json.loads(json.dumps(study.result(model, course, detailed=True)))
    given = 1 / (1 + np.exp(-np.array(kept["logits"])))
    np.testing.assert_allclose(given, model.reconstruct(letters.x), atol=0.002)
    np.testing.assert_allclose(kept["codes"], model.encode(letters.x), atol=1e-4)
    assert "logits" not in study.result(model, course)


def test_stored_runs_hold_errors_by_epoch_seed_and_letter(tmp_path):
    runs = study.load_results()
    assert list(runs) == list(study.RUNS)
    for name, run in runs.items():
        assert run["settings"] == study.STUDY.settings(name), name
        assert run["errors"].shape == (len(run["epoch"]), 20, 32)
        assert run["epoch"][-1] == study.RUNS[name]["epochs"]
        assert (np.diff(run["loss"], axis=0) <= 0).all()
        assert ((run["epochs"] == run["epoch"][-1]) | run["stopped"]).all()
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        study.load_results(tmp_path / "letters.json")


def test_runs_that_are_compared_differ_in_one_thing():
    runs = study.RUNS

    def differ(a, b):
        return {k for k in runs[a] | runs[b] if runs[a].get(k) != runs[b].get(k)} - {"epochs"}

    for stage in ("stage 1", "stage 2"):
        for size in (8, 1):
            pair = f"{stage}, batches of 32", f"{stage}, batches of {size}"
            assert differ(*pair) == {"batch_size"}
    assert differ("stage 2, batches of 1", "stage 2, batches of 1, mse") == {"loss"}
    assert differ("seven layers, mse", "seven layers, bce") == {"loss"}
    for latent in (1, 2, 3):
        assert differ(f"latent {latent}, mse", f"latent {latent}, bce") == {"loss"}
    assert differ("latent 1, bce", "latent 3, bce") == {"layers"}
    for rate in study.RATES:
        pair = "stage 1, batches of 32", f"stage 1, rate {rate}"
        assert differ(*pair) <= {"learning_rate", "batch_size"}
    assert runs["stage 2, batches of 32"]["learning_rate"] == Adaptive(0.009)


def test_stored_logits_are_those_of_the_stored_errors(letters):
    run = study.load_results()["stage 1, batches of 32"]
    wrong = pixel_errors(letters.x, 1 / (1 + np.exp(-run["logits"])))
    # A logit near 0 may have been rounded to the other side.
    assert np.abs(wrong - run["errors"][-1]).sum() <= 2
    assert run["codes"].shape == (20, 32, 2)


def test_some_of_the_seeds_can_be_had():
    run, few = (study.load_results(seeds=s)["stage 1, batches of 32"] for s in (range(20), [2, 5]))
    for name in ("epochs", "stopped", "codes", "logits"):
        np.testing.assert_array_equal(few[name], run[name][[2, 5]])
    after = study.errors_after(few, 1_000)
    np.testing.assert_array_equal(after, run["errors"][list(run["epoch"]).index(1_000), [2, 5]])
    with pytest.raises(ValueError, match="epochs must be one of"):
        study.errors_after(run, 7)
    for seeds in ([], [20], [-1]):
        with pytest.raises(ValueError, match="seeds must be some of 0 to 19"):
            study.load_results(seeds=seeds)


def test_stage_1_is_that_of_notebook_1():
    run = study.load_results()["stage 1, batches of 32"]
    known = stage_1.load_results()[stage_1.SLIDE_6]
    np.testing.assert_array_equal(run["errors"][-1], known["errors"])
    np.testing.assert_array_equal(run["epochs"], known["epochs"])
    np.testing.assert_array_equal(run["stopped"], known["stopped"])
