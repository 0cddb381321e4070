"""One part of the attack, in a process of its own: ``NAME SECONDS SEED``."""

import sys
import time

LANES = (  # side by side; in each, one part after the other, with its share of the time
    {"interruptions 2": 0.95},
    {"dead_workers": 0.14, "dead_parents": 0.14, "kills": 0.66},
    {
        "messages": 0.52,
        "interruptions 1": 0.04,
        "weights": 0.14,
        "header": 0.09,
        "sheet": 0.09,
        "study": 0.06,
    },
)
NAMES = {name: share for lane in LANES for name, share in lane.items()}


def run(name, seconds, seed):
    """Run a part for some seconds; returns what it counted, a list of Tally."""
    if name == "messages":  # the only one to need the explorers, which take long to import
        from tp5lib.tests.attack import messages

        return [messages.attack(time.monotonic() + seconds, seed)]
    from tp5lib.tests.attack import deaths, malformed, signals

    end = time.monotonic() + seconds
    if name.startswith("interruptions"):
        return [signals.interruptions(int(name[-1]), end, seed)]
    if name == "dead_workers":
        return [signals.dead_workers(end, seed)]
    if name == "dead_parents":
        return [deaths.dead_parents(end, seed)]
    if name == "kills":
        return list(deaths.kills(end, seed))
    return [malformed.attack(name, end, seed)]


if __name__ == "__main__":
    for tally in run(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])):
        tally.send()
