"""Build the decks from the command line, and print them."""

import argparse
import shlex
import sys
from itertools import chain

from tp5lib.files import write_atomically
from tp5lib.report.notebooks import ReportError, code_cells, label, read_notebook
from tp5lib.report.project import Project
from tp5lib.slides import own
from tp5lib.slides.charts import notebook_in
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.page import render
from tp5lib.slides.pdf import find_browser, print_pdf
from tp5lib.slides.script import DEFAULT, LANGUAGES, load, read_script
from tp5lib.slides.slide import SlidesError


def read_slides(path, project, language=DEFAULT):
    """Return the slides of an executed notebook: by its script, or by its slide types.

    Raises ReportError or SlidesError if it makes no deck.
    """
    notebook, name = read_notebook(path), label(path)
    if not is_executed(notebook):
        asked = shlex.quote(name)
        raise SlidesError(f"{path.stem} is not executed: run `python -m tp5lib.report {asked}`")
    script = project.notebooks / "decks" / f"{name}.toml"
    lexicon = load(script.with_name("words.toml"))
    if not (script.is_file() and project.holds(path)):
        return own.read_slides(notebook, path, lexicon["deck"][language])
    if language != DEFAULT:
        kept = project.decks.with_name("notebooks") / language / path.name
        shown = {cell for entry in load(script)["slide"] for cell in entry.get("cells", [])}
        notebook = notebook_in(path, lexicon["charts"], kept, shown, tell)
    return read_script(script, notebook, language, lexicon)


def is_executed(notebook):
    """Say whether every cell of a notebook has been run."""
    return all(cell.execution_count is not None for cell in code_cells(notebook) if cell.source)


def build(paths, project, language=DEFAULT, together=False):
    """Write a deck for each notebook, or one for all; returns their paths."""
    ending, decks = "" if language == DEFAULT else f".{language}", {}
    for path in paths:
        folder = project.decks if project.holds(path) else project.decks / "own"
        deck = folder / f"{path.stem}{ending}.html"
        if deck in decks:
            raise SlidesError(f"two decks would be called {deck}: build one at a time")
        decks[deck] = read_slides(path, project, language)
    if together:
        decks = {project.decks / f"deck{ending}.html": [*chain(*decks.values())]}
    libraries = fetch_libraries(project.decks / "libraries")
    for deck, slides in decks.items():
        deck.parent.mkdir(exist_ok=True)
        write_atomically(deck, render(slides[0].title or deck.stem, slides, libraries))
    return list(decks)


def present(project):
    """Return the paths of the series, and of a user's own notebooks that have slides and ran."""
    found = project.series()
    for path in project.find()[len(project.all()) :]:  # a user's own are the last
        notebook = read_notebook(path)
        if own.has_slides(notebook) and is_executed(notebook):
            found.append(path)
        elif own.has_slides(notebook):
            tell(f"{path.name} is left out: it is not executed")
    return found


def tell(line):
    print(line, file=sys.stderr)


def main(arguments=None, project=None):
    """Build from the command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m tp5lib.slides", description=__doc__)
    parser.add_argument("notebooks", nargs="*", help="by number, name or path; all unless given")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT, help="of the decks")
    parser.add_argument("--together", action="store_true", help="make one deck of them")
    parser.add_argument("--pdf", action="store_true", help="print each by Chromium or Chrome too")
    options = parser.parse_args(arguments)
    project = Project() if project is None else project
    try:
        paths = project.find(options.notebooks) if options.notebooks else present(project)
        browser = find_browser() if options.pdf else None
        for deck in build(paths, project, options.language, options.together):
            print(deck)
            if browser:
                print(print_pdf(deck, browser))
    except (ReportError, SlidesError, OSError) as error:
        tell(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
