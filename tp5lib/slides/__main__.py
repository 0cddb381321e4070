"""Build the decks from the command line."""

import argparse
import sys

from tp5lib.report.notebooks import ROOT, ReportError, find_notebooks, is_numbered, read_notebook
from tp5lib.slides.content import SlidesError, read_slides
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.page import render

BUILD = ROOT / "build" / "slides"


def build(paths, together=False, folder=None):
    """Write a deck for each notebook, or one for all.

    Parameters
    ----------
    paths : list of path
        Of executed notebooks.
    together : bool
        Whether to write one deck for all, named "deck.html".
    folder : path, optional
        Where to; `build/slides/` unless given. It also keeps the libraries.

    Returns
    -------
    list of Path

    Raises
    ------
    ReportError, SlidesError
        If a file is no notebook; if it makes no deck, or the libraries cannot be had.
    """
    folder = BUILD if folder is None else folder
    decks = {path.stem: read_slides(read_notebook(path), path.stem) for path in paths}
    if together:
        decks = {"deck": [slide for slides in decks.values() for slide in slides]}
    libraries = fetch_libraries(folder / "libraries")
    written = []
    for name, slides in decks.items():
        written.append(folder / f"{name}.html")
        written[-1].write_text(render(slides[0].title, slides, libraries), encoding="utf-8")
    return written


def main(arguments=None):
    """Build from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.slides", description="Make reveal.js decks of the notebooks."
    )
    parser.add_argument(
        "notebooks",
        nargs="*",
        help="which to present, by number or name; the series unless given",
    )
    parser.add_argument("--together", action="store_true", help="make one deck of them")
    options = parser.parse_args(arguments)
    try:
        paths = find_notebooks(options.notebooks)
        if not options.notebooks:
            paths = list(filter(is_numbered, paths))
        for deck in build(paths, options.together):
            print(deck)
    except (ReportError, SlidesError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
