"""Run the report: execute the notebooks in place and write their figures.

    python -m tp5lib.report [NOTEBOOK ...]

A notebook is named by its number, its file name or its path; all of them unless given.
"""

import argparse
import sys

from tp5lib.report import readme
from tp5lib.report.notebooks import (
    FIGURES,
    ROOT,
    ReportError,
    find_notebooks,
    run_notebook,
    write_figures,
)


def main(arguments=None):
    """Run the report from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.report", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "notebooks", nargs="*", help="which to run, by number or name; all unless given"
    )
    names = parser.parse_args(arguments).notebooks
    try:
        for path in find_notebooks(names):
            notebook = run_notebook(path)
            figures = write_figures(path, notebook, FIGURES)
            print(f"{path.name}  saved, with {len(figures)} figures in {FIGURES.name}/")
        readme.refresh(ROOT / "README.md", find_notebooks(), FIGURES)
        print("README.md  its table of verdicts and its moving picture are up to date")
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
