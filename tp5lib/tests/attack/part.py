"""One part of the attack, in a process of its own: ``NAME SECONDS SEED``."""

import sys
import time

LANES = (  # side by side; in each, one part after the other, with its share of the time
    {"interruptions 2": 0.95},
    {
        "dead_workers": 0.1,
        "dead_parents": 0.2,
        "kills": 0.34,
        "interruptions 2": 0.12,  # once more: each takes seconds
        "header": 0.1,
        "study": 0.08,
    },
    {"messages": 0.64, "interruptions 1": 0.03, "weights": 0.14, "sheet": 0.13},
)


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
