import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tp5lib.models import base, executors

ROOT = Path(__file__).resolve().parents[3]
LAYERS = [35, 9, 2, 9, 35]


def same(a, b):
    np.testing.assert_array_equal(a, b, strict=True)


@pytest.fixture(params=["all at once", "in groups"])
def groups(request, monkeypatch):
    """Whether seeds are trained all at once, or one after the other."""
    if request.param == "in groups":
        monkeypatch.setattr(base, "_TOGETHER", 1)


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
