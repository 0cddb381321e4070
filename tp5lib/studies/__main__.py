"""The command: see the package."""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tp5lib import studies
from tp5lib.checks import require
from tp5lib.datasets.readers import DATA
from tp5lib.studies.slides import STUDY
from tp5lib.studies.study import LostRun, run_study

_CONNECT = "10s"


def main(arguments=None, study=STUDY):
    """Train the runs that a folder lacks, from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        "python -m tp5lib.studies",
        description=studies.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out", type=Path, default=DATA, metavar="DIR", help="where results go, if not to data/"
    )
    parser.add_argument(
        "--seeds", type=_seeds, metavar="A:B", help="from A to B - 1, in place of the study's own"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=int, metavar="N", help="processes; one a core unless given"
    )
    where.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="Dask's, whose workers train")
    options = parser.parse_args(arguments)
    if options.seeds is not None:
        if options.out.resolve() == DATA.resolve():
            parser.error("--seeds needs --out: the notebooks read what the study's own seeds gave")
        study = replace(study, seeds=options.seeds)
    try:
        with _executor(options) as executor:
            run_study(study, executor, options.out)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on with what was not done", file=sys.stderr)
        return 130
    except (LostRun, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _seeds(text):
    first, end = map(int, text.split(":"))
    if not 0 <= first < end:
        raise ValueError
    return range(first, end)


@contextmanager
def _executor(options):
    if options.scheduler is None:
        # A fresh interpreter each: a fork of a process that has threads may hang.
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(options.workers, fresh) as pool:
            try:
                yield pool
            except BaseException:  # what is under way takes minutes, and nobody waits for it
                for process in multiprocessing.active_children():
                    process.terminate()
                raise
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
