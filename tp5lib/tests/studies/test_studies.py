"""Stored results: how they are written, and that today's settings are those they came from."""

import json

import numpy as np
import pytest

from tp5lib import Autoencoder, TrainingInterrupted, load_letters
from tp5lib.studies import __main__ as command
from tp5lib.studies import denoising, stage_1, study, variational
from tp5lib.studies.study import Study, read_results


@pytest.mark.parametrize("module", [denoising, stage_1, variational])
def test_the_settings_in_the_file_are_those_of_the_code(module):
    stored = json.loads(module.RESULTS.read_text(encoding="utf-8"))["runs"]
    assert list(stored) == list(module.RUNS)
    for name, run in stored.items():
        assert run["settings"] == module.STUDY.settings(name), name


def test_a_stored_model_of_the_emojis_gives_the_stored_results():
    x, (model,) = variational.load_data().x, variational.load_models([2]).values()
    known, result = (
        variational.load_results()["variational, latent 2"],
        variational.evaluate(model, x),
    )
    assert result["explained"][0] == pytest.approx(known["explained"][0], abs=2e-4)
    for key in ("samples", "paths"):
        for name, values in result[key].items():
            assert values[0] == pytest.approx(known[key][name][0], abs=3e-3), (key, name)


class Tiny(Study):
    def __init__(self, path, **settings):
        self.trained = []
        runs = {name: {"rate": 0.1} | settings for name in ("one", "two")}
        super().__init__(path, runs, {"seeds": 1}, {"one.npz": "one"})

    def train(self, name):
        self.trained.append(name)
        model = Autoencoder([35, 2, 35], seeds=[0])
        return model, model.fit(load_letters().x, epochs=1, learning_rate=0.1)

    def result(self, name, model, history):
        return {"loss": history.best_loss.tolist()}


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(study, "WEIGHTS", tmp_path / "weights")
    return tmp_path / "tiny.json"


def test_missing_trains_what_the_file_lacks(path):
    Tiny(path).run(missing=False, say=lambda line: None)
    whole = path.read_bytes()
    assert read_results(path)["two"]["loss"].shape == (1,)
    again = Tiny(path)
    again.run(missing=True, say=lambda line: None)
    assert again.trained == []
    runs = json.loads(whole)
    del runs["runs"]["two"]
    path.write_text(json.dumps(runs))
    again.run(missing=True, say=lambda line: None)
    assert again.trained == ["two"]
    assert path.read_bytes() == whole
    changed = Tiny(path, epochs=3)  # what other settings gave is not kept
    changed.run(missing=True, say=lambda line: None)
    assert changed.trained == ["one", "two"]


def test_an_interruption_ends_the_study_and_records_nothing(path, monkeypatch, capsys):
    tiny = Tiny(path)
    train = tiny.train

    def interrupted(name):
        if name == "two":
            raise TrainingInterrupted("the training was interrupted")
        return train(name)

    monkeypatch.setattr(tiny, "train", interrupted)
    monkeypatch.setattr(command, "STUDIES", {"tiny": tiny})
    assert command.main(["tiny"]) == 130
    assert "--missing goes on" in capsys.readouterr().err
    assert list(read_results(path)) == ["one"]
    assert np.isfinite(read_results(path)["one"]["loss"]).all()
