"""The fixture that interrupts: what it sends ends one test, never the run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).with_name("conftest.py")
TESTS = """
import time

def test_a_signal_that_nobody_catches(interrupt):
    interrupt()
    time.sleep(30)

def test_a_signal_whose_time_never_comes(interrupt):
    interrupt(lambda: False)

def test_a_test_after_these():
    pass
"""


# As under nohup: a child inherits that it is deaf to SIGINT.
DEAF = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


def test_an_interruption_fails_its_own_test_alone(tmp_path):
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:nbval"]
    done = subprocess.run(
        [*DEAF, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CONFTEST.parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    assert "the KeyboardInterrupt was not caught" in done.stdout
