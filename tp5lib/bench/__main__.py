"""The command: see the package."""

import argparse
import sys

from tp5lib import bench
from tp5lib.bench.growth import print_growth
from tp5lib.bench.long import print_long_runs, table_of_explorers
from tp5lib.bench.playground import print_playground
from tp5lib.bench.sessions import print_sessions
from tp5lib.bench.updates import print_updates

TABLES = ("updates", "growth", "long", "explorers", "sessions", "playground", "room")


def _print_room():
    from tp5lib.bench.room import print_room  # here: it needs what the page needs

    print_room()


def main(arguments=None):
    """Run the benchmarks named, all unless some are, and print their tables."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.bench", description=bench.__doc__.split("\n")[0]
    )
    parser.add_argument("tables", nargs="*", metavar="table", help=f"{', '.join(TABLES)}")
    parser.add_argument("--rounds", type=int, default=10, help="rounds of which the best counts")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.tables if name not in TABLES]
    if unknown:
        parser.error(f"there is no table {unknown[0]!r}; the tables are: {', '.join(TABLES)}")
    print_table = {
        "updates": lambda: print_updates(options.rounds),
        "growth": print_growth,
        "long": print_long_runs,
        "explorers": table_of_explorers,
        "sessions": print_sessions,
        "playground": print_playground,
        "room": _print_room,
    }
    for name in options.tables or TABLES:
        print_table[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
