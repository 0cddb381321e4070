"""The command: see the package."""

import argparse
import sys

from tp5lib import studies
from tp5lib.models.history import TrainingInterrupted
from tp5lib.studies import denoising, stage_1, variational

STUDIES = {
    "stage_1": stage_1.STUDY,
    "denoising": denoising.STUDY,
    "variational": variational.STUDY,
}


def main(arguments=None):
    """Train the studies named, and write results and weights."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.studies", description=studies.__doc__.split("\n")[0]
    )
    parser.add_argument(
        "studies", nargs="*", metavar="study", help=f"{' or '.join(STUDIES)}; all unless given"
    )
    parser.add_argument(
        "--missing", action="store_true", help="train only what the files do not hold yet"
    )
    options = parser.parse_args(arguments)
    unknown = [name for name in options.studies if name not in STUDIES]
    if unknown:
        parser.error(f"there is no study {unknown[0]!r}; the studies are: {', '.join(STUDIES)}")
    try:
        for name in options.studies or STUDIES:
            STUDIES[name].run(missing=options.missing, say=lambda line: print(line, flush=True))
    except TrainingInterrupted as error:
        # The run that it ended is not recorded.
        print(f"{error}\n--missing goes on with the run that was interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
