"""Run the report: execute the notebooks in place and write their figures.

    python -m tp5lib.report [--check] [NOTEBOOK ...]

A notebook is named by its number, its file name or its path; all of them unless given, those
in ``notebooks/own/`` last. The figures of one that is not the project's go to ``figures/``
beside it. With ``--check`` nothing is run: it tells of pictures without a description, and of
figures in prose that no cell has printed.
"""

import argparse
import sys

from tp5lib.files import write_atomically
from tp5lib.report.animation import write_animation
from tp5lib.report.check import check_notebook
from tp5lib.report.notebooks import ReportError, label
from tp5lib.report.project import Project
from tp5lib.report.running import run_notebook
from tp5lib.report.series import link_series, put_tables


def run(paths, project):
    """Run notebooks; then bring the links of the series and the README up to date."""
    ours = [path for path in paths if project.holds(path)]
    for path in paths:
        folder = project.figures if path in ours else path.parent / "figures"
        count = run_notebook(path, folder, label(path) if path in ours else path.stem)
        print(f"{path.name}  saved, with {count} figures in {folder}/")
    if ours:
        link_series(project.series())
        text = project.readme.read_text(encoding="utf-8")
        write_atomically(project.readme, put_tables(text, project.series()))
        write_animation(project.animation)
        print("README.md  its tables and its moving picture are up to date")


def main(arguments=None, project=None):
    """Run the report from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        "python -m tp5lib.report",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    project = project or Project()
    try:
        paths = project.find(options.notebooks)
        if not options.check:
            run(paths, project)
            return 0
        found = [line for path in paths for line in check_notebook(path)]
    except (ReportError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; the notebook that was running is as it was", file=sys.stderr)
        return 130  # what a shell calls a command that was interrupted
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
