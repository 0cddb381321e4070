"""The runs of a study as a graph of tasks, some of which start from others' weights."""

import sys
import time
from concurrent.futures import FIRST_COMPLETED, wait

from tp5lib.models.executors import blas_kernel, here, settle_in
from tp5lib.studies.study import ResultFile, write_cost

_LOOK_SECONDS = 0.5


class LostRun(RuntimeError):
    """A run of which a part could not be trained; those that were done are kept."""


def run_study(study, executor, folder, *, missing=False, say=print, progress=None):
    """Train the runs of a study, each as soon as the run that it starts from is there.

    Parameters
    ----------
    study : Study
    executor : concurrent.futures.Executor
    folder : Path
        Of the results; the weights go to its folder "weights".
    missing : bool
        Whether to train only what the files do not hold yet, with today's settings.
    say : callable
        Takes a line for each run that is done.
    progress : callable, optional
        ``progress(share, names)``, twice a second: how many of the tasks are done, and which
        runs are under way.

    Raises
    ------
    LostRun
        If a part of a run failed: it names the run and its seeds. What was done is written.
    """
    (folder / "weights").mkdir(parents=True, exist_ok=True)
    file = ResultFile(folder, study)
    if missing:
        file.keep_known()
    needed, waiting = _runs_to_train(study, file, folder, missing)
    tasks = {name: _chunks(study, name) for name in waiting}
    parts, models, running = {name: {} for name in waiting}, {}, {}
    total = sum(map(len, tasks.values()))
    try:
        while waiting or running:
            for name in [n for n in waiting if study.start_of(n) in (None, *models)]:
                waiting.remove(name)
                start = study.start_of(name)
                for place, seeds in enumerate(tasks[name]):
                    own = start and _weights_of(study, start, models[start], seeds)
                    future = executor.submit(train_part, study, name, seeds, own, here())
                    running[future] = name, place
            for future in wait(running, _LOOK_SECONDS, FIRST_COMPLETED).done:
                name, place = running.pop(future)
                parts[name][place] = _outcome(future, study, name, tasks[name][place])
                if len(parts[name]) == len(tasks[name]):
                    done = [parts[name][place] for place in range(len(tasks[name]))]
                    models[name] = [model for model, *_ in done]
                    if name in needed:
                        _write(study, name, done, file, folder)
                    say(f"{study.name}, {name}: done")
            if progress is not None:
                names = dict.fromkeys(name for future, (name, _) in running.items())
                progress(sum(map(len, parts.values())) / total, [*names])
    finally:
        for future in running:
            future.cancel()
    say(f"{study.name}: {len(study.runs)} runs, {file.path.stat().st_size // 1024} kB")


def train_part(study, name, seeds, start, caller):
    """Train some seeds of a run; what a worker does, wherever it is.

    Returns
    -------
    model : Model
    records : list of dict
    made : dict
        "seconds" of a processor, "versions" and "BLAS".
    """
    settle_in(caller)
    began = time.process_time()
    model, records = study.part(name, seeds, start)
    seconds = time.process_time() - began
    versions = {"python": sys.version.split()[0], "numpy": sys.modules["numpy"].__version__}
    made = {"seconds": seconds, "versions": versions, "BLAS": blas_kernel()}
    # Without what it would take to go on, which is five times as much to send.
    return model.with_parameters(model.parameters), records, made


def _runs_to_train(study, file, folder, missing):
    """The runs that are asked for, and these with all that they start from, in order."""
    weights = folder / "weights"
    lacking = {name for kept, name in study.weights.items() if not (weights / kept).exists()}
    wanted = [n for n in study.runs if not missing or n not in file.runs or n in lacking]
    needed = set(wanted)
    for name in wanted:  # grows on the way: a start may have a start
        start = study.start_of(name)
        if start is not None and start not in wanted:
            wanted.append(start)
    awaited = {study.start_of(name) for name in wanted}
    return needed, sorted(wanted, key=lambda name: name not in awaited)


def _chunks(study, name):
    seeds, size = study.seeds_of(name), study.together(name)
    return [seeds[i : i + size] for i in range(0, len(seeds), size)]


def _weights_of(study, name, models, seeds):
    """A model with the trained weights of some seeds of a run."""
    rows = [row for model in models for row in model.parameters]
    own = dict(zip(study.seeds_of(name), rows, strict=True))
    return models[0].with_parameters([own[seed] for seed in seeds])


def _outcome(future, study, name, seeds):
    error = future.exception()
    if error is not None:
        lost = ", ".join(map(str, seeds))
        reason = f"{type(error).__name__}: {error}"
        raise LostRun(f"{study.name}, {name}: seeds {lost} were lost: {reason}") from error
    return future.result()


def _write(study, name, done, file, folder):
    """Write the results of a run, what it cost, and its weights if they are kept."""
    models, records, made = zip(*done, strict=True)
    file.write(name, [record for part in records for record in part])
    seconds = round(sum(part["seconds"] for part in made), 1)
    write_cost(folder, name, made[0] | {"seconds": seconds})
    for kept, source in study.weights.items():
        if source == name:
            seeds = study.kept_seeds(kept)
            one = len(seeds) == 1
            model = models[0].for_seed(seeds[0]) if one else _weights_of(study, name, models, seeds)
            model.save(folder / "weights" / kept)
