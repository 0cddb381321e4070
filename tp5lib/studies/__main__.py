"""The command: see the package."""

import argparse
import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tp5lib import studies
from tp5lib.checks import require
from tp5lib.datasets.readers import DATA
from tp5lib.models.executors import here, settle_in
from tp5lib.models.progress import progress_bar
from tp5lib.studies.graph import LostRun, run_study
from tp5lib.studies.slides import STUDY

_STEPS = 1000  # of the progress bar
_FORM = "{percentage:3.0f} %|{bar:20}| {elapsed} spent, {remaining} left: {desc}"
_CONNECT = "10s"


def main(arguments=None, study=STUDY):
    """Train the runs of the study, and write results and weights."""
    options = _options(arguments)
    if options.seeds is not None:
        study = study.with_seeds(options.seeds)
    try:
        with _engine(options) as executor, progress_bar(_STEPS, form=_FORM) as bar:

            def progress(share, names):
                if bar is not None:
                    bar.set_description_str("; ".join(names), refresh=False)
                    bar.update(int(share * _STEPS) - bar.n)

            say = print if bar is None else bar.write
            given = {"missing": options.missing, "say": say, "progress": progress}
            run_study(study, executor, options.out, **given)
    except KeyboardInterrupt:
        print("interrupted: --missing goes on with what was not done", file=sys.stderr)
        return 130
    except LostRun as error:
        print(f"{error}\n--missing goes on with what was not done", file=sys.stderr)
        return 1
    return 0


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.studies", description=studies.__doc__.split("\n")[0]
    )
    parser.add_argument(
        "--missing", action="store_true", help="train only what the files do not hold yet"
    )
    parser.add_argument(
        "--seeds", type=_seeds, metavar="A:B", help="from A to B - 1, in place of the study's own"
    )
    parser.add_argument(
        "--out", type=Path, default=DATA, metavar="DIR", help="where results go; data/ unless given"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes of this machine; as many as it has cores unless given",
    )
    where.add_argument(
        "--scheduler", metavar="tcp://HOST:PORT", help="a Dask scheduler, whose workers are used"
    )
    options = parser.parse_args(arguments)
    if options.workers is not None and options.workers < 1:
        parser.error(f"--workers must be at least 1, not {options.workers}")
    if options.seeds is not None and options.out.resolve() == DATA.resolve():
        parser.error("--seeds needs --out: the notebooks read the results of the study's own seeds")
    return options


def _seeds(text):
    match = re.fullmatch(r"(\d+):(\d+)", text)
    if match is None or int(match[1]) >= int(match[2]):
        raise argparse.ArgumentTypeError(f"must be like 0:20, not {text!r}")
    return range(int(match[1]), int(match[2]))


@contextmanager
def _engine(options):
    if options.scheduler is None:
        # A fresh interpreter each: a fork of a process that has threads may hang.
        fresh, workers = multiprocessing.get_context("spawn"), options.workers or os.cpu_count()
        with ProcessPoolExecutor(workers, fresh, settle_in, (here(),)) as pool:
            yield pool
        return
    require("cluster", "distributed")
    from distributed import Client

    try:
        client = Client(options.scheduler, set_as_default=False, timeout=_CONNECT)
    except (OSError, ValueError) as error:
        raise SystemExit(f"no Dask scheduler at {options.scheduler}: {error}") from error
    with client:
        yield client.get_executor(pure=False)


if __name__ == "__main__":
    sys.exit(main())
