"""The command: ``python -m tp5lib.tests.attack [--seconds N] [--seed S]``."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

_LONGEST = 300.0  # seconds after which a round of the tests counts as hung


def main(arguments=None):
    """Attack with one seed after the other; returns 1 if anything went wrong that must not."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.tests.attack", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long, at least (60)")
    parser.add_argument("--seed", type=int, help="the first one; a random one unless given")
    given = parser.parse_args(arguments)
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    end, rounds, failed = time.monotonic() + given.seconds, 0, 0
    tests = [sys.executable, "-m", "pytest", Path(__file__).parent, "-q", "-n2"]
    tests += ["-o", "addopts=", "-p", "no:cacheprovider"]
    while not rounds or time.monotonic() < end:
        own = seed + rounds
        print(f"seed {own}: ", end="", flush=True)
        done = subprocess.run(
            [*tests, f"--hypothesis-seed={own}"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TP5LIB_ATTACK": str(own)},
            timeout=_LONGEST,
        )
        print(done.stdout if done.returncode else done.stdout.splitlines()[-1], flush=True)
        rounds, failed = rounds + 1, failed + (done.returncode != 0)
    print(f"{rounds} rounds; something went wrong, which must not, in {failed}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
