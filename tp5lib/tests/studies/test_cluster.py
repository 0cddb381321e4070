"""A study on a cluster: a Dask scheduler and two workers, processes of their own, over TCP."""

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tp5lib import Autoencoder
from tp5lib.studies import __main__ as command
from tp5lib.studies.study import run_study
from tp5lib.tests.studies.test_studies import kept, tiny, train

pytestmark = [pytest.mark.program, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def cluster():
    """The address of a scheduler, and its two worker processes."""
    pytest.importorskip("distributed", reason="dask is not installed: no cluster is started")
    processes = []

    def start(kind, *arguments, shows):
        code = f"import sys; from distributed.cli import dask_{kind}; dask_{kind}.main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments, "--no-dashboard"],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        processes.append(process)
        for line in process.stderr:
            if found := re.search(shows, line):
                # Whoever writes to a pipe that nobody reads is stopped by it.
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return found[1]
        pytest.fail(f"dask {kind} ended with {process.wait()}")

    alarm = threading.Timer(60, lambda: [p.kill() for p in processes])
    alarm.start()
    try:
        address = start("scheduler", "--port", "0", shows=r"Scheduler at:\s+(tcp://\S+)")
        for _ in range(2):
            start("worker", address, "--nthreads", "1", "--no-nanny", shows="(Registered to)")
        yield address, processes[1:]
    finally:
        alarm.cancel()
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_fit_trains_on_a_cluster(cluster, letters):
    from distributed import Client

    address, _ = cluster
    here, there = (Autoencoder([35, 9, 2, 9, 35], seeds=range(4)) for _ in range(2))
    settings = {"epochs": 20, "learning_rate": 0.01, "noise": 0.1}
    here.fit(letters.x, **settings)
    with Client(address, set_as_default=False) as client:
        there.fit(letters.x, **settings, executor=client.get_executor(pure=False))
    assert (here.parameters == there.parameters).all()


def die_once(settings, seeds, start):
    died = Path(settings.pop("died", __file__))
    if not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return train(settings, seeds, start)


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(cluster, tmp_path):
    address, workers = cluster
    study, there = tiny(train=die_once, died=str(tmp_path / "died")), tmp_path / "there"
    assert command.main(["--scheduler", address, "--out", str(there)], study) == 0
    assert sorted((worker.poll() for worker in workers), key=str) == [-signal.SIGKILL, None]
    with ThreadPoolExecutor(1) as pool:
        run_study(study, pool, tmp_path / "here")
    assert kept(tmp_path / "here") == kept(there)


def test_a_scheduler_that_is_not_there_is_told(monkeypatch, tmp_path):
    pytest.importorskip("distributed")
    monkeypatch.setattr(command, "_CONNECT", "1s")
    with pytest.raises(SystemExit, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        command.main(["--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path)])
