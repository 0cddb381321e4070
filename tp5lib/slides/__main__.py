"""Build the decks from the command line, and print them."""

import argparse
import sys

from tp5lib.files import write_atomically
from tp5lib.report.notebooks import ReportError, is_numbered, read_notebook
from tp5lib.report.project import Project
from tp5lib.slides.content import has_slides, is_executed, read_slides
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.page import render
from tp5lib.slides.pdf import find_browser, print_pdf
from tp5lib.slides.slide import SlidesError


def build(paths, together=False, project=None):
    """Write a deck for each notebook, or one for all.

    Parameters
    ----------
    paths : list of path
        Of executed notebooks.
    together : bool
        Whether to write one deck for all, named "deck.html".
    project : Project, optional
        In whose `build/slides/` the decks are written, those of foreign notebooks in `own/`
        there. It also keeps the libraries.

    Returns
    -------
    list of Path

    Raises
    ------
    ReportError, SlidesError
        If a file is no notebook; if it makes no deck, two decks would have one name, or the
        libraries cannot be had.
    OSError
        If a deck cannot be written.
    """
    project = Project() if project is None else project
    decks = {}
    for path in paths:
        folder = project.decks if project.holds(path) else project.decks / "own"
        deck = folder / f"{path.stem}.html"
        if deck in decks:
            raise SlidesError(f"two decks would be called {deck}: build one at a time")
        decks[deck] = read_slides(read_notebook(path), path.stem)
    if together:
        decks = {project.decks / "deck.html": [slide for deck in decks.values() for slide in deck]}
    libraries = fetch_libraries(project.decks / "libraries")
    for deck, slides in decks.items():
        deck.parent.mkdir(exist_ok=True)
        write_atomically(deck, render(slides[0].title, slides, libraries))
    return list(decks)


def present(project):
    """Return the paths of what is presented unless told otherwise.

    These are the series, and of a user's own notebooks those that have slides and were run.
    """
    own = []
    for path in project.own():
        notebook = read_notebook(path)
        if has_slides(notebook) and is_executed(notebook):
            own.append(path)
        elif has_slides(notebook):
            print(f"{path.name} is left out: it is not executed", file=sys.stderr)
    return [*filter(is_numbered, project.all()), *own]


def main(arguments=None, project=None):
    """Build from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.slides", description="Make reveal.js decks of the notebooks."
    )
    parser.add_argument(
        "notebooks",
        nargs="*",
        help="which to present, by number, name or path; the series and own ones unless given",
    )
    parser.add_argument("--together", action="store_true", help="make one deck of them")
    parser.add_argument(
        "--pdf", action="store_true", help="print each deck to a PDF as well, by Chromium or Chrome"
    )
    options = parser.parse_args(arguments)
    project = Project() if project is None else project
    try:
        names = options.notebooks
        paths = project.find(names) if names else present(project)
        if not paths:
            raise ReportError(f"no notebook to present in {project.notebooks}")
        browser = find_browser() if options.pdf else None
        for deck in build(paths, options.together, project):
            print(deck)
            if browser:
                print(print_pdf(deck, browser))
    except (ReportError, SlidesError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
