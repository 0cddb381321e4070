"""A study on a cluster: a Dask scheduler and two workers, processes of their own, over TCP."""

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tp5lib import Autoencoder, load_letters
from tp5lib.studies import __main__ as command
from tp5lib.studies.graph import run_study
from tp5lib.studies.study import Study

pytest.importorskip("distributed", reason="dask is not installed: no cluster is started")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


class Small(Study):
    """Six runs, each of a second or so, and six that start from them."""

    def __init__(self):
        settings = {"epochs": 150, "learning_rate": 0.01}
        runs = {f"run {i}": settings | {"loss": loss} for i, loss in enumerate(["bce", "mse"] * 3)}
        for name in [*runs]:
            runs[f"{name}, again"] = runs[name] | {"start": name}
        super().__init__("small", runs, {}, {"first.npz": "run 0"}, range(6))

    def train(self, settings, seeds, start):
        model = Autoencoder([35, 17, 2, 17, 35], seeds=seeds)
        if start is not None:
            model.parameters[:] = start.parameters
        return model, model.fit(load_letters().x, **settings)

    def records(self, name, model, history):
        return [{"loss": float(loss)} for loss in history.best_loss]

    def together(self, name):
        return 2


@pytest.fixture
def cluster():
    """The address of a scheduler, and its two worker processes."""
    processes = []

    def start(*arguments, shows):
        code = "import sys; from distributed.cli import dask_{0}; dask_{0}.main()".format(
            arguments[0]
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments[1:]],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        processes.append(process)
        for line in process.stderr:
            found = re.search(shows, line)
            if found:
                # Whoever writes to a pipe that nobody reads is stopped by it.
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return process, found[1]
        pytest.fail(f"dask {arguments[0]} ended with {process.wait()}")

    alarm = threading.Timer(60, lambda: [p.kill() for p in processes])
    alarm.start()
    try:
        _, address = start(
            "scheduler",
            "--port",
            "0",
            "--no-dashboard",
            shows=r"Scheduler at:\s+(tcp://127\S+|tcp://\S+)",
        )
        flags = ("--nthreads", "1", "--no-dashboard", "--no-nanny")
        workers = [start("worker", address, *flags, shows=r"(Registered to)") for _ in range(2)]
        yield address, [process for process, _ in workers]
    finally:
        alarm.cancel()
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(
    cluster, tmp_path, monkeypatch, capsys
):
    address, workers = cluster
    done, real = [], command.run_study

    def watched(*arguments, say, **more):
        def kill_one(line):
            say(line)
            done.append(line)
            if len(done) == 3:
                workers[0].kill()

        real(*arguments, say=kill_one, **more)

    monkeypatch.setattr(command, "run_study", watched)
    assert command.main(["--scheduler", address, "--out", str(tmp_path / "there")], Small()) == 0
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None
    with ThreadPoolExecutor(2) as pool:
        run_study(Small(), pool, tmp_path / "here", say=print)
    for name in ("small.json", "weights/first.npz"):
        here, there = (tmp_path / place / name for place in ("here", "there"))
        assert here.read_bytes() == there.read_bytes()


def test_fit_trains_on_a_cluster(cluster, letters):
    from distributed import Client

    address, _ = cluster
    here, there = (Autoencoder([35, 9, 2, 9, 35], seeds=range(4)) for _ in range(2))
    settings = {"epochs": 60, "learning_rate": 0.01, "noise": 0.1}
    here.fit(letters.x, **settings)
    with Client(address, set_as_default=False) as client:
        there.fit(letters.x, **settings, executor=client.get_executor(pure=False))
    assert (here.parameters == there.parameters).all()


def test_a_scheduler_that_is_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "_CONNECT", "1s")
    with pytest.raises(SystemExit, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        command.main(["--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path)])
