"""The command: see the package."""

import argparse

from tp5lib import bench
from tp5lib.bench.growth import print_growth
from tp5lib.bench.updates import print_updates


def main(arguments=None):
    """Print the tables that are named, or both."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.bench", description=bench.__doc__)
    parser.add_argument("tables", nargs="*", metavar="table", help="updates, growth; both if none")
    parser.add_argument("--rounds", type=int, default=10, help="of which the best counts (10)")
    options = parser.parse_args(arguments)
    tables = {"updates": lambda: print_updates(options.rounds), "growth": print_growth}
    for name in options.tables or tables:
        if name not in tables:
            parser.error(f"there is no table {name!r}; the tables are: {', '.join(tables)}")
        tables[name]()


if __name__ == "__main__":
    main()
