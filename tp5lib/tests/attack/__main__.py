"""The command: ``python -m tp5lib.tests.attack [--seconds N] [--seed S]``."""

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

_LONGEST = 300.0  # seconds after which a round of the tests counts as hung


def attack_once(seed):
    """Run the tests once with a seed; returns whether all went well, and what they said."""
    options = ["-q", "-n2", "-o", "addopts=", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, Path(__file__).parent],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TP5LIB_ATTACK": str(seed)},
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        said = f"it hung for {_LONGEST:.0f} s"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode == 0, said


def main(arguments=None):
    """Attack with one seed after the other; returns 1 if anything went wrong that must not."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.tests.attack", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long, at least (60)")
    parser.add_argument("--seed", type=int, help="the first one; a random one unless given")
    given = parser.parse_args(arguments)
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    end, rounds, failed = time.monotonic() + given.seconds, 0, 0
    while not rounds or time.monotonic() < end:
        well, said = attack_once(seed + rounds)
        last = said.strip().splitlines()[-1] if said.strip() else "nothing was said"
        print(f"seed {seed + rounds}: {last if well else said}", flush=True)
        rounds, failed = rounds + 1, failed + (not well)
    print(f"{rounds} rounds; something went wrong, which must not, in {failed}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
