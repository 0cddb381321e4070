"""The command: ``python -m tp5lib.tests.attack [--seconds N] [--seed S]``."""

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tp5lib.tests.attack.part import LANES
from tp5lib.tests.attack.tally import Tally

_LONGER = 90.0  # seconds that a part may take beyond its time before it counts as hung


def run_part(name, seconds, seed):
    """Run a part of the attack in a process of its own, which cannot hang this one."""
    command = [sys.executable, "-m", "tp5lib.tests.attack.part", name, str(seconds), str(seed)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that a Ctrl-C for it reaches it and its children only
    )
    try:
        out, told = process.communicate(timeout=seconds + _LONGER)
    except subprocess.TimeoutExpired:
        out, told = "", f"it hung for {_LONGER:.0f} s"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    tallies = [Tally.received(line) for line in out.splitlines() if line.startswith("{")]
    tallies = tallies or [Tally(name)]
    if process.returncode or told:
        last = " / ".join(told.strip().splitlines()[-3:])
        tallies[0].fail(f"it ended with {process.returncode}: {last}")
    return tallies


def together(tallies):
    """Return a tally for each kind of harm: those of one kind are added up."""
    sums = {}
    for tally in tallies:
        if tally.what in sums:
            sums[tally.what].add(tally)
        else:
            sums[tally.what] = tally
    return list(sums.values())


def main(arguments=None):
    """Run the attack and print its table; returns 1 if anything went wrong that must not."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.tests.attack", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long, about (60)")
    parser.add_argument("--seed", type=int, help="of all that is drawn; a fresh one unless given")
    given = parser.parse_args(arguments)
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)

    def run_lane(place, lane):
        parts = lane.items()
        return [t for n, share in parts for t in run_part(n, given.seconds * share, seed + place)]

    with ThreadPoolExecutor(len(LANES)) as lanes:
        found = [t for lane in lanes.map(run_lane, range(len(LANES)), LANES) for t in lane]
    tallies = together(found)
    print("| what | tried | must be zero | longest |\n|---|---|---|---|")
    for tally in tallies:
        print(tally)
    for tally in tallies:
        for reason in tally.told:
            print(f"{tally.what}: {reason}")
    if bare := [tally.what for tally in tallies if not tally.tried]:
        print(f"not tried: {', '.join(bare)}")
    return int(bool(bare) or any(tally.bad for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
