"""Write the playground from the command line."""

import argparse
import sys
from pathlib import Path

from tp5lib.files import write_atomically
from tp5lib.playground.page import playground_html

OUT = Path("build", "playground.html")


def main(arguments=None):
    """Write the page; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.playground",
        description="Write the playground: one file that any browser opens, with no network.",
    )
    parser.add_argument("--out", type=Path, default=OUT, help=f"the file; {OUT} unless given")
    out = parser.parse_args(arguments).out
    try:
        page = playground_html()
        out.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out, page)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{out} ({len(page.encode()) / 1e6:.1f} MB): open it in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main())
