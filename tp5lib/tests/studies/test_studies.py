"""Stored results: how they are written, and that today's settings are those they came from."""

import json
import multiprocessing
import pickle
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from tp5lib import Autoencoder, load_letters, load_model
from tp5lib.models.executors import here, settle_in
from tp5lib.studies import __main__ as command
from tp5lib.studies import slides
from tp5lib.studies.graph import LostRun, run_study
from tp5lib.studies.study import ResultFile, Study, read_results


def test_the_settings_in_the_file_are_those_of_the_code():
    """What a file lacks, `--missing` adds; what it holds is of today's settings."""
    stored = json.loads(slides.RESULTS.read_text(encoding="utf-8"))["runs"]
    assert list(stored) == [name for name in slides.RUNS if name in stored]
    for name, run in stored.items():
        assert run["settings"] == slides.STUDY.settings(name), name
        assert run["seeds"] == slides.STUDY.seeds_of(name)[: len(run["seeds"])], name


class Tiny(Study):
    """Three runs, of which one starts from another."""

    def __init__(self, **settings):
        one = {"learning_rate": 0.1, "epochs": 3} | settings
        runs = {"one": one, "two": one | {"start": "one"}, "three": one | {"seeds": [5, 9]}}
        super().__init__("tiny", runs, {"of": "letters"}, {"one.npz": "one"}, range(4))

    def train(self, settings, seeds, start):
        model = Autoencoder([35, 2, 35], seeds=seeds)
        if start is not None:
            model.parameters[:] = start.parameters
        return model, model.fit(load_letters().x, **settings)

    def records(self, name, model, history):
        return [{"loss": float(loss)} for loss in history.best_loss]

    def together(self, name):
        return 3


class Failing(Tiny):
    def train(self, settings, seeds, start):
        if start is not None and 3 in seeds:
            raise MemoryError("too large")
        return super().train(settings, seeds, start)


class Here:
    """An executor that does each task at once, and keeps what it was given."""

    def __init__(self):
        self.tasks = []

    def submit(self, function, study, name, seeds, *more):
        self.tasks.append((name, *seeds))
        future = Future()
        try:
            future.set_result(pickle.loads(pickle.dumps(function(study, name, seeds, *more))))
        except Exception as error:
            future.set_exception(error)
        return future


def run(study, folder, executor=None, **more):
    executor, lines = executor or Here(), []
    run_study(study, executor, folder, say=lines.append, **more)
    return executor, lines


def test_runs_start_from_the_weights_of_others(tmp_path):
    executor, lines = run(Tiny(), tmp_path)
    assert executor.tasks[:2] == [("one", 0, 1, 2), ("one", 3)]  # the one that is waited for
    assert executor.tasks[-2:] == [("two", 0, 1, 2), ("two", 3)]
    assert lines[-1] == "tiny: 3 runs, 0 kB"
    results = read_results(tmp_path / "tiny.json")
    assert list(results) == ["one", "two", "three"]
    assert results["three"]["seeds"].tolist() == [5, 9]
    # As if each seed had been trained alone, first and again.
    model = Autoencoder([35, 2, 35], seed=3)
    for name in ("one", "two"):
        history = model.fit(load_letters().x, epochs=3, learning_rate=0.1)
        assert results[name]["loss"][3] == pytest.approx(history.best_loss, rel=1e-3)
        if name == "one":
            model = Autoencoder([35, 2, 35], seed=3).with_parameters(model.parameters)
    known = Tiny().part("one", [0])[0].parameters
    np.testing.assert_array_equal([load_model(tmp_path / "weights/one.npz").parameters], known)
    costs = json.loads((tmp_path / "costs.json").read_text())
    assert set(costs["two"]) == {"seconds", "versions", "BLAS"}


def test_the_results_do_not_depend_on_the_workers(tmp_path):
    run(Tiny(), tmp_path / "a")
    with ThreadPoolExecutor(3) as pool:
        run(Tiny(), tmp_path / "b", pool)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, fresh, settle_in, (here(),)) as pool:
        run(Tiny(), tmp_path / "c", pool)
    files = [(tmp_path / name / "tiny.json").read_bytes() for name in "abc"]
    assert files[0] == files[1] == files[2]


def test_missing_trains_what_the_file_lacks(tmp_path):
    run(Tiny(), tmp_path)
    path = tmp_path / "tiny.json"
    whole = path.read_bytes()
    assert run(Tiny(), tmp_path, missing=True)[0].tasks == []
    runs = json.loads(whole)
    del runs["runs"]["two"]
    path.write_text(json.dumps(runs))
    # Its start is trained again, since its weights were not kept, and not written again.
    tasks = run(Tiny(), tmp_path, missing=True)[0].tasks
    assert {name for name, *_ in tasks} == {"one", "two"}
    assert path.read_bytes() == whole
    # What other settings or seeds gave is not kept.
    assert len(run(Tiny(epochs=4), tmp_path, missing=True)[0].tasks) == 5
    assert len(run(Tiny(epochs=4).with_seeds([8]), tmp_path, missing=True)[0].tasks) == 2


def test_a_part_that_is_lost_is_named_and_the_others_kept(tmp_path):
    with pytest.raises(LostRun, match="tiny, two: seeds 3 were lost: MemoryError: too large"):
        run(Failing(), tmp_path)
    assert {"one"} <= set(read_results(tmp_path / "tiny.json")) <= {"one", "three"}


def test_progress_counts_what_is_done(tmp_path):
    seen = []
    with ThreadPoolExecutor(1) as pool:
        run(Tiny(), tmp_path, pool, progress=lambda share, names: seen.append((share, names)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert {name for _, names in seen for name in names} <= {"one", "two", "three"}


def test_the_command_takes_seeds_and_a_folder(tmp_path, capsys):
    arguments = ["--seeds", "1:3", "--out", str(tmp_path / "new"), "--workers", "1"]
    assert command.main(arguments, Tiny()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "tiny: 3 runs, 0 kB"
    results = read_results(tmp_path / "new" / "tiny.json")
    assert results["one"]["seeds"].tolist() == [1, 2]
    assert results["three"]["seeds"].tolist() == [5, 9]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "3"], "must be like 0:20, not '3'"),
        (["--seeds", "3:3"], "must be like 0:20, not '3:3'"),
        (["--seeds", "0:2"], "--seeds needs --out"),
        (["--workers", "0"], "--workers must be at least 1"),
        (["--scheduler", "tcp://x:1", "--workers", "2"], "not allowed with"),
    ],
)
def test_the_command_tells_what_is_wrong(arguments, message, capsys):
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert message in capsys.readouterr().err


def test_an_interruption_ends_the_studies(tmp_path, interrupt, monkeypatch, capsys):
    def interrupted(*arguments, **more):
        interrupt()
        time.sleep(30)

    monkeypatch.setattr(command, "run_study", interrupted)
    assert command.main(["--out", str(tmp_path)]) == 130
    assert "--missing goes on" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [b"", b'{"runs": {', b"[" * 100_000, b"\xff", b"[]", b'{"runs": 3}', b'{"runs": {"one": {}}}'],
)
def test_a_damaged_file_of_results_is_named(tmp_path, content):
    path = tmp_path / "tiny.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"tiny\.json"):
        read_results(path)
    with pytest.raises(ValueError, match=r"tiny\.json"):
        ResultFile(tmp_path, Tiny()).keep_known()
    with pytest.raises(FileNotFoundError):
        read_results(tmp_path / "none.json")
