"""The study of the variational autoencoders, with trainings cut short."""

import numpy as np
import pytest

from tp5lib.evaluation.collapse import active_units, kl_by_dimension
from tp5lib.evaluation.generation import quality
from tp5lib.evaluation.samples import control_measures, sample_measures
from tp5lib.studies import measures, variational
from tp5lib.studies.study import ResultFile, read_results

SHORT = {"epochs": 12, "seeds": range(2), "progress": False}
VARIATIONAL = {"rate", "distortion", "bound", "code", "sigma", "active", "gradient"}


@pytest.fixture
def study(monkeypatch, tmp_path):
    """A function that runs some of the study, cut short; returns its models and its results."""
    monkeypatch.setattr(measures, "SAMPLES", 60)

    def run(*names, **settings):
        runs = {name: variational.RUNS[name] | SHORT | settings for name in names}
        tiny, models = variational._Variational("tiny", runs, {}, {}), {}
        file = ResultFile(tmp_path, tiny)
        for name in runs:
            models[name], records = tiny.part(name, tiny.seeds_of(name))
            file.write(name, records)
        return models, read_results(file.path)

    return run


def test_every_run_can_be_made():
    for name, settings in variational.RUNS.items():
        short = SHORT | {"epochs": 1}
        if "folds" in settings:
            short |= {"hidden": [5]}
        if "hidden" in settings or "folds" in settings:  # the small ones, and the odd ones
            model, history = variational.train(**settings | short)
            assert np.isfinite(history.loss).all(), name
            assert model.latent == settings["latent"]


def test_a_run_holds_what_is_measured_of_it_by_seed(study):
    models, results = study("second", "letters, plain", "letters, variational")
    for name, run in results.items():
        for key in ("explained", "own", "error", "samples", "fitted", "box", "paths", "spread"):
            values = run[key].values() if isinstance(run[key], dict) else [run[key]]
            for value in values:
                assert len(value) == 2, (name, key)
                assert np.isfinite(value).all(), (name, key)
        assert run["course"]["loss"].shape == (12, 2)
        assert ("plain" in name) != (run.keys() >= VARIATIONAL)
    run, model = results["second"], models["second"]
    assert run["course"]["kl_by_dimension"].shape == (12, 2, 2)
    assert run["gradient"]["kl"].shape == (2, 8)
    assert (run["gradient"]["kl"][:, 4:] == 0).all()  # the decoder's
    data = variational.load_data()
    mu, log_var = model.for_seed(1).encode_distribution(data.x)
    assert run["rate"][1] == pytest.approx(kl_by_dimension(mu, log_var).sum(), rel=1e-3)
    low = -(run["rate"] + run["distortion"])
    assert (low <= run["bound"]["cross-entropy"] + 1e-3).all()
    assert run["active"].tolist() == [active_units(m).sum() for m in model.encode(data.x)]


def test_paths_can_be_measured_alone(study):
    models, results = study("second")
    found = measures.measure_paths(models["second"].for_seed(1), variational.load_data().x)
    for key, value in found.items():
        assert value == pytest.approx(results["second"]["paths"][key][1], rel=1e-3)


def test_cross_fades_of_a_models_own_pictures_are_its_control():
    x = variational.load_data().x
    results, models = variational.load_results(seeds=[0]), variational.load_models()
    for latent, model in models.items():
        found = measures.measure_crossfades(model, x)
        stored = results[f"variational, latent {latent}"]["crossfades"]
        assert found == pytest.approx(stored[0], rel=1e-3)


def test_some_of_the_seeds_can_be_had():
    whole, few = variational.load_results(), variational.load_results(seeds=range(2))
    run, cut = whole["third"], few["third"]
    np.testing.assert_array_equal(cut["fall"], run["fall"][:2])
    np.testing.assert_array_equal(cut["samples"]["new"], run["samples"]["new"][:2])
    np.testing.assert_array_equal(cut["course"]["kl"], run["course"]["kl"][:, :2])
    np.testing.assert_array_equal(cut["course"]["epoch"], run["course"]["epoch"])
    held_out = "held out, plain, latent 2"
    np.testing.assert_array_equal(few[held_out]["error"], whole[held_out]["error"])
    with pytest.raises(ValueError, match="seeds must hold some of"):
        variational.load_results(seeds=[77])


def test_no_model_sees_the_images_that_it_is_judged_on(study):
    x = variational.load_data().x
    seen = [variational.left_out(seed, 8, 56) for seed in range(8)]
    assert np.sum(seen, axis=0).tolist() == [1] * 56
    name = "held out, variational, latent 2"
    settings = {"hidden": [5], "seeds": range(16)}
    models, results = study(name, "held out, plain, latent 2", **settings)
    run, model = results[name], models[name]
    for values in (run["error"], run["own"], *run["bound"].values()):
        assert values.shape == (2, 56)
    assert "bound" not in results["held out, plain, latent 2"]
    # Image 11 is of fold 3, and in the second repeat that of seed 11.
    again = model.for_seed(11).reconstruct(x)
    assert run["error"][1, 11] == pytest.approx(((again - x) ** 2).mean(axis=1)[11], rel=1e-3)
    assert (run["lower bound"]["density"] <= run["bound"]["density"] + 0.1).all()


def test_numbers_are_kept_by_their_significant_digits():
    values = {"a": np.array([0.000123456, 123.456]), "b": [1.0, -0.0], "c": np.array([True])}
    short = measures.rounded(values, 3)
    assert short == {"a": [0.000123, 123], "b": [1, 0], "c": [1]}


def test_all_measures_are_taken_of_all_controls():
    data = variational.load_data()
    found = control_measures(data.x, data.shape, n=100)
    copies = found["training images copied"]
    assert copies["copies"] == copies["precision"] == 1
    assert copies["distance"] == copies["new"] == 0
    assert copies["sharpness"] == pytest.approx(1, abs=0.1)
    assert found["one noisy copy"]["ball coverage"] < 0.5
    assert found["cross-fades"]["sharpness"] < 0.8
    assert copies["data told"] < 0.5
    assert found["mean image with noise"]["samples told"] > 0.9
    images = data.x * 0.9
    whole = sample_measures(images, data.x, data.shape)
    assert whole.items() >= quality(images, data.x).items()
