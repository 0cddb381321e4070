"""The command: ``python -m tp5lib.tests.attack [--seconds N] [--seed S]``."""

import argparse
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tp5lib.tests.attack.tally import Tally

LANES = (  # side by side; in each, one part after the other, with its share of the time
    {"interruptions of workers": 0.95},
    {"dead workers": 0.1, "dead parents": 0.2, "kills": 0.4, "header": 0.1, "study": 0.1},
    {"messages": 0.6, "interruptions": 0.03, "weights": 0.13, "sheet": 0.13, "letters": 0.04},
)
_LONGER = 240.0  # seconds that a part may take beyond its time before it counts as hung


def find_part(name):
    """Return a part: a function of when it is to end, by the clock, and of a seed."""
    if name == "messages":  # the only one to need the explorers, which take long to import
        from tp5lib.tests.attack import messages

        return messages.attack
    from tp5lib.tests.attack import deaths, malformed, signals

    if name in malformed.READERS:
        return partial(malformed.attack, name)
    return {
        "kills": deaths.kills,
        "dead parents": deaths.dead_parents,
        "dead workers": signals.dead_workers,
        "interruptions": partial(signals.interruptions, 1),
        "interruptions of workers": partial(signals.interruptions, 2),
    }[name]


def run_part(name, seconds, seed):
    """Run a part of the attack in a process of its own, which cannot hang this one."""
    command = [sys.executable, "-m", "tp5lib.tests.attack", "--part", name]
    process = subprocess.Popen(
        [*command, "--seconds", str(seconds), "--seed", str(seed)],
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
    tallies = [Tally(**json.loads(line)) for line in out.splitlines() if line.startswith("{")]
    tallies = tallies or [Tally(name)]
    if process.returncode or told:
        last = " / ".join(told.strip().splitlines()[-3:])
        tallies[0].fail(f"it ended with {process.returncode}: {last}")
    return tallies


def main(arguments=None):
    """Run the attack and print its table; returns 1 if anything went wrong that must not."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.tests.attack", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long, about (60)")
    parser.add_argument("--seed", type=int, help="of all that is drawn; a fresh one unless given")
    parser.add_argument("--part", help="one part only, whose counts are printed as JSON")
    given = parser.parse_args(arguments)
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    if given.part is not None:
        attack = find_part(given.part)
        for tally in attack(time.monotonic() + given.seconds, seed):
            print(json.dumps(vars(tally)))
        return 0
    print(f"seed {seed}", flush=True)

    def run_lane(place, lane):
        parts = lane.items()
        return [t for n, share in parts for t in run_part(n, given.seconds * share, seed + place)]

    with ThreadPoolExecutor(len(LANES)) as lanes:
        tallies = [t for lane in lanes.map(run_lane, range(len(LANES)), LANES) for t in lane]
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
