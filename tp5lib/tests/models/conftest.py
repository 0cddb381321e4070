import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tp5lib import Autoencoder, VariationalAutoencoder
from tp5lib.models import executors

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=[Autoencoder, VariationalAutoencoder])
def kind(request):
    return request.param


@pytest.fixture
def short_slices(monkeypatch):
    """Executors that are sent one epoch at a time."""
    monkeypatch.setattr(executors, "_FIRST", 0)


@pytest.fixture
def threads(short_slices):
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def script(tmp_path):
    """A function that starts a program in a process group of its own, as a terminal does."""
    started = []

    def start(code):
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(code))
        process = subprocess.Popen(
            [sys.executable, path],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
