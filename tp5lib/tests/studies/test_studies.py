"""A study: what it trains, here and on a cluster, what it writes, what it says of what is wrong."""

import json
import os
import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tp5lib import Autoencoder, load_letters, load_model
from tp5lib.studies import __main__ as command
from tp5lib.studies.study import LostRun, Study, read_results, run_study


def train(settings, seeds, start):
    model = Autoencoder([35, 2, 35], seeds=seeds)
    if start is not None:
        model.copy_weights(start)
    history = model.fit(load_letters().x, **settings)
    numbers = {"small": 0.000123456, "is": True, "row": np.array([12345, 1.0, -0.0])}
    return model, [{"loss": loss, "of": numbers} for loss in history.best_loss]


def interrupt_the_caller(settings, seeds, start):
    """Once the first run is written; the others would go on for an hour."""
    if "kept" in settings:
        while not os.path.exists(settings["kept"]):
            time.sleep(0.01)
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(3600)
    return train(settings, seeds, start)


def die_once(settings, seeds, start):
    died = Path(settings.pop("died", __file__))
    if not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return train(settings, seeds, start)


def tiny(epochs=3, train=train, **more):
    """Three runs, of which the second starts from another and the third has seeds of its own."""
    one = {"learning_rate": 0.1, "epochs": epochs}
    runs = {"one": one, "two": one | {"start": "one"} | more, "three": one | {"seeds": [5, 9]}}
    weights = {"one.npz": "one", "two.npz": "two"}
    return Study("tiny", runs, train, {"of": "x"}, weights, ("two.npz",), range(4))


def trained(study, folder, capsys):
    """The names of the runs that are trained, one after the other."""
    with ThreadPoolExecutor(1) as pool:
        run_study(study, pool, folder)
    return [line.split(":")[0] for line in capsys.readouterr().out.splitlines()[:-1]]


def kept(folder):
    """The bytes of all files by name, less what each run has cost."""
    files = {path.name: path.read_bytes() for path in folder.rglob("*.*")}
    return files | {"tiny.json": re.sub(rb'"made": {.*?}', b"", files["tiny.json"])}


def test_runs_start_from_the_weights_of_others(tmp_path, capsys):
    assert trained(tiny(), tmp_path, capsys) == ["tiny, one", "tiny, two", "tiny, three"]
    results = read_results(tmp_path / "tiny.json")
    assert list(results) == ["one", "two", "three"]
    assert results["three"]["seeds"].tolist() == [5, 9]
    assert results["two"]["settings"] == {"learning_rate": "0.1", "epochs": "3", "start": "'one'"}
    assert results["two"]["made"].keys() == {"seconds", "python", "numpy", "BLAS"}
    # As if each seed had been trained alone, first and again.
    model = Autoencoder([35, 2, 35], seed=3)
    for name in ("one", "two"):
        history = model.fit(load_letters().x, epochs=3, learning_rate=0.1)
        assert results[name]["loss"][3] == pytest.approx(history.best_loss, rel=1e-3)
        if name == "one":
            model = Autoencoder([35, 2, 35], seed=3).copy_weights(model)
    one, two = (load_model(tmp_path / "weights" / f"{name}.npz") for name in ("one", "two"))
    np.testing.assert_array_equal(two.parameters[3], model.parameters)
    assert (one.seeds, one.parameters.ndim, two.seeds) == ((0,), 1, (0, 1, 2, 3))
    # Numbers keep four significant digits.
    numbers = json.loads((tmp_path / "tiny.json").read_text())["runs"]["three"]["of"]
    assert numbers == {"small": [0.0001235] * 2, "is": [1, 1], "row": [[12340, 1, 0]] * 2}


@pytest.mark.program
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(tmp_path):
    distributed = pytest.importorskip("distributed", reason="dask is not installed")
    study = tiny(train=die_once, died=str(tmp_path / "died"))
    here, there = (Autoencoder([35, 9, 2, 9, 35], seeds=range(4)) for _ in range(2))
    settings = {"epochs": 20, "learning_rate": 0.01, "noise": 0.1}
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        scheduler = ["--scheduler", cluster.scheduler_address]
        assert command.main([*scheduler, "--out", str(tmp_path / "a")], study) == 0
        with distributed.Client(cluster, set_as_default=False) as client:
            there.fit(load_letters().x, **settings, executor=client.get_executor(pure=False))
    assert (tmp_path / "died").exists()
    assert command.main(["--workers", "2", "--out", str(tmp_path / "b")], study) == 0
    assert kept(tmp_path / "a") == kept(tmp_path / "b")
    here.fit(load_letters().x, **settings)
    np.testing.assert_array_equal(here.parameters, there.parameters)


def test_only_what_the_files_lack_is_trained(tmp_path, capsys):
    trained(tiny(), tmp_path, capsys)
    path, whole = tmp_path / "tiny.json", kept(tmp_path)
    runs = json.loads(path.read_bytes())
    del runs["runs"]["three"]
    runs["runs"]["one"]["made"] = made = {"seconds": 12345.6, "python": "of another machine"}
    path.write_text(json.dumps(runs))
    (tmp_path / "weights" / "two.npz").unlink()
    assert trained(tiny(), tmp_path, capsys) == ["tiny, two", "tiny, three"]
    assert kept(tmp_path) == whole
    assert read_results(path)["one"]["made"] == made
    assert trained(tiny(), tmp_path, capsys) == []
    # What other settings or seeds gave is not kept.
    assert len(trained(tiny(epochs=4), tmp_path, capsys)) == 3
    assert len(trained(replace(tiny(epochs=4), seeds=[8]), tmp_path, capsys)) == 2


def test_a_run_that_is_lost_is_named_and_the_others_are_kept(tmp_path, capsys):
    with pytest.raises(LostRun, match="tiny, two was lost: ValueError: batch_size must"):
        trained(tiny(batch_size=0), tmp_path, capsys)
    assert "one" in read_results(tmp_path / "tiny.json")


def test_an_interruption_ends_the_command_at_once_and_what_was_done_is_kept(
    tmp_path, interrupt, capsys
):
    path = tmp_path / "tiny.json"
    study = tiny(train=interrupt_the_caller, kept=str(path))
    given = ["--out", str(tmp_path), "--workers", "1", "--seeds", "10:12"]
    assert command.main(given, study) == 130
    assert "the same command goes on" in capsys.readouterr().err
    ((name, run),) = read_results(path).items()
    assert (name, run["seeds"].tolist()) == ("one", [10, 11])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--workers", "0"], "max_workers must be greater than 0"),
        (["--scheduler", "tcp://x:1", "--workers", "2"], "not allowed with"),
        (["--seeds", "0:20"], "--seeds needs --out"),
        (["--seeds", "9:9", "--out", "there"], "invalid _seeds value: '9:9'"),
        (
            ["--scheduler", "tcp://127.0.0.1:9", "--out", "there"],
            "no Dask scheduler at tcp://127.0.0.1:9",
        ),
    ],
)
def test_the_command_tells_what_is_wrong(arguments, message, capsys, monkeypatch):
    monkeypatch.setattr(command, "_CONNECT", "1s")
    with pytest.raises(SystemExit) as ended:
        sys.exit(command.main(arguments))
    assert message in f"{capsys.readouterr().err} {ended.value}"


def test_a_damaged_file_of_results_is_named(tmp_path, capsys):
    path = tmp_path / "tiny.json"
    path.write_text('{"runs": {"one": {}}}')
    assert command.main(["--out", str(tmp_path), "--workers", "1"], tiny()) == 1
    assert "tiny.json holds no results" in capsys.readouterr().err
    assert path.read_text() == '{"runs": {"one": {}}}'
    with pytest.raises(FileNotFoundError, match="writes it"):
        read_results(tmp_path / "none.json")
