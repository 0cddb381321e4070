"""``python -m tp5lib.page``: serve the page, to this machine or to a classroom."""

import argparse

from tp5lib.checks import require

require("page", "voila", "matplotlib", "ipywidgets", "anywidget")

from tp5lib.page import server  # noqa: E402


def parse(arguments=None):
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(prog="python -m tp5lib.page", description=__doc__)
    add = parser.add_argument
    add("notebook", nargs="?", default=server.NOTEBOOK, help="another one to serve")
    add("--ip", default="127.0.0.1", help="where to listen; 0.0.0.0 for the whole network")
    add("--port", type=int, default=8866, help="8866 unless given; the next free one if taken")
    add("--visitors", type=int, default=12, help="at most, each with a kernel (12)")
    add("--megabytes", type=int, default=600, help="of memory for each kernel (600)")
    add("--token", help="what visitors must know; drawn at random beyond this machine")
    add("--patience", type=float, default=20, help="seconds to keep a closed page's kernel (20)")
    add("--name", action="append", default=[], dest="names", help="the server's, as of a proxy")
    add("--no-browser", action="store_false", dest="browser", help="open none")
    return parser.parse_args(arguments)


def main(arguments=None):
    """Say where the page is, and serve it."""
    chosen = vars(parse(arguments))
    server.serve(server.settings(chosen.pop("notebook"), **chosen))


if __name__ == "__main__":
    main()
