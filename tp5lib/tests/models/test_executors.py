"""Training in processes, and being interrupted, with them and without."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from tp5lib import Autoencoder, DivergenceError, TrainingInterrupted, VariationalAutoencoder
from tp5lib.models import executors, fitting
from tp5lib.models.executors import _one_thread_each
from tp5lib.models.history import WorkerError
from tp5lib.models.tasks import deal_out
from tp5lib.models.turns import train

ROOT = Path(__file__).resolve().parents[3]
LAYERS = [35, 9, 2, 9, 35]


def test_seeds_are_dealt_out_evenly():
    assert deal_out(range(5), 2) == [range(0, 2), range(2, 5)]
    assert deal_out(range(2), 2) == [range(0, 1), range(1, 2)]


def test_processes_train_as_one_does(letters):
    """Seeds with data of their own, patience, noise, mini-batches: and a second fit."""
    rng = np.random.default_rng(1)
    x = np.stack([rng.permuted(letters.x, axis=1) for _ in range(5)])
    settings = {"epochs": 40, "learning_rate": 0.05, "batch_size": 8, "noise": 0.05}
    settings |= {"patience": 4, "min_delta": 1e-3, "validation": x[:, :6]}
    one, two = (VariationalAutoencoder(LAYERS, seeds=range(5)) for _ in range(2))
    environment = dict(os.environ)
    a, b = one.fit(x, **settings), two.fit(x, **settings, workers=2)
    assert dict(os.environ) == environment
    np.testing.assert_allclose(a.loss, b.loss, rtol=1e-9)
    np.testing.assert_allclose(a.kl_by_dimension, b.kl_by_dimension, rtol=1e-9)
    np.testing.assert_allclose(a.validation_loss, b.validation_loss, rtol=1e-9)
    np.testing.assert_allclose(one.parameters, two.parameters, atol=1e-9)
    assert a.stopped == b.stopped
    # The generators come back too: the next training goes on as if in one process.
    a, b = one.fit(x, **settings), two.fit(x, **settings)
    np.testing.assert_allclose(a.loss, b.loss, rtol=1e-6)


def test_what_cannot_be_sent_is_named_before_anything_starts(letters, monkeypatch):
    model = Autoencoder(LAYERS, seeds=range(2))
    fit = {"epochs": 2, "learning_rate": 0.1, "workers": 2}
    monkeypatch.setattr(executors, "run_in_processes", None)
    with pytest.raises(TypeError, match="noise cannot be sent to worker processes"):
        model.fit(letters.x, **fit, noise=lambda x, rng: x)
    with pytest.raises(TypeError, match="learning_rate cannot be sent"):
        model.fit(letters.x, **fit | {"learning_rate": lambda epoch: 0.1})
    with pytest.raises(ValueError, match="callback needs the model in this process"):
        model.fit(letters.x, **fit, callback=print)


def test_a_function_of_a_notebook_cannot_be_sent(tmp_path):
    """As in a notebook, the code is in no file that a worker could import."""
    code = """
    from tp5lib import Autoencoder, load_letters
    def noise(x, rng):
        return x
    try:
        Autoencoder([35, 2, 35], seeds=range(2)).fit(
            load_letters().x, epochs=1, learning_rate=0.1, noise=noise, workers=2)
    except TypeError as error:
        print(error)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60
    )
    assert run.stdout.startswith("noise cannot be sent to worker processes"), run.stderr


def test_a_seed_that_diverges_in_a_worker_leaves_alone(letters):
    x = np.stack([letters.x, letters.x * 1e200])
    model = Autoencoder(LAYERS, seeds=[3, 4], activation="relu", output="identity")
    with pytest.raises(DivergenceError, match="seed 4") as caught:
        model.fit(x, epochs=20, learning_rate=0.01, workers=2)
    assert caught.value.history.stopped == ("epochs", "diverged")
    assert np.isfinite(model.parameters).all()


@pytest.mark.parametrize("batch_size", [None, 8])
@pytest.mark.parametrize("kind", [Autoencoder, VariationalAutoencoder])
def test_an_interruption_comes_at_the_end_of_an_epoch(letters, kind, batch_size, interrupt):
    model, whole = kind(LAYERS, seeds=range(2)), kind(LAYERS, seeds=range(2))
    settings = {"learning_rate": 0.01, "batch_size": batch_size}
    # The noise of epoch 6 is drawn in the midst of it.
    calls = []

    def noise(x, rng):
        calls.append(None)
        if len(calls) == 13 if batch_size is None else len(calls) == 23:
            interrupt()
        return x

    with pytest.raises(
        TrainingInterrupted, match=r"after 6 of 50.*epochs=44, resume=True"
    ) as error:
        model.fit(letters.x, epochs=50, **settings, noise=noise)
    history = error.value.history
    assert history.interrupted
    assert history.loss.shape == (6, 2)
    assert np.isfinite(history.loss).all()
    assert (history.epochs == 6).all()
    model.fit(letters.x, epochs=44, **settings, noise=noise, resume=True)
    whole.fit(letters.x, epochs=50, **settings, noise=noise)
    np.testing.assert_array_equal(model.parameters, whole.parameters)


def test_a_second_interruption_comes_at_once(letters, interrupt):
    calls = []

    def noise(x, rng):
        calls.append(None)
        if len(calls) == 8:
            interrupt()
            interrupt()
        return x

    model = Autoencoder(LAYERS)
    with pytest.raises(TrainingInterrupted, match=r"after 6 of 50.*midst of an epoch") as error:
        model.fit(letters.x, epochs=50, learning_rate=0.01, noise=noise)
    with pytest.raises(ValueError, match="there was none"):
        model.fit(letters.x, epochs=50, learning_rate=0.01, noise=noise, resume=True)
    history = error.value.history
    assert len(history.loss) == history.epochs == history.best_epoch == 6
    assert history.best_loss == history.loss[-1]
    assert model.loss(letters.x) == pytest.approx(history.best_loss)


def test_an_interruption_before_the_first_epoch(letters, interrupt):
    def noise(x, rng):
        interrupt()
        return x

    model = Autoencoder(LAYERS)
    before = model.loss(letters.x)
    with pytest.raises(TrainingInterrupted) as error:
        model.fit(letters.x, epochs=50, learning_rate=0.01, noise=noise)
    assert error.value.history.best_loss == pytest.approx(before)


def test_an_interruption_is_told_where_the_training_ends_by_itself(letters, interrupt):
    def stop(epoch, model):
        interrupt()
        return True

    with pytest.raises(TrainingInterrupted, match="after 1 of 50"):
        Autoencoder(LAYERS).fit(letters.x, epochs=50, learning_rate=0.01, callback=stop)


def test_an_interruption_at_the_very_end_loses_nothing(letters, interrupt, monkeypatch):
    monkeypatch.setattr(fitting.ProgressBar, "__exit__", interrupt)
    model, whole = Autoencoder(LAYERS), Autoencoder(LAYERS)
    with pytest.raises(TrainingInterrupted, match=r"after 20 of 20.*had come to its end") as error:
        model.fit(letters.x, epochs=20, learning_rate=0.01)
    assert len(error.value.history.loss) == 20
    monkeypatch.undo()
    whole.fit(letters.x, epochs=20, learning_rate=0.01)
    np.testing.assert_array_equal(model.parameters, whole.parameters)


def test_a_training_within_a_callback_passes_an_interruption_on(letters, interrupt):
    def train(epoch, model):
        inner = Autoencoder(LAYERS)
        with pytest.raises(TrainingInterrupted, match="after 1 of 9"):
            inner.fit(letters.x, epochs=9, learning_rate=0.01, callback=interrupt)

    with pytest.raises(TrainingInterrupted, match="after 1 of 50"):
        Autoencoder(LAYERS).fit(letters.x, epochs=50, learning_rate=0.01, callback=train)


@pytest.mark.parametrize("early", [None, "diverges"])
def test_an_interruption_reaches_the_workers(letters, interrupt, monkeypatch, early):
    """Those that are still training, where another has ended by itself."""
    sent = []

    def reach(bar, epoch):
        if epoch > 200 and not sent:
            sent.append(interrupt())

    monkeypatch.setattr(fitting.ProgressBar, "reach", reach)
    x = np.stack([letters.x * (1 if early is None else 1e200), letters.x])
    model = Autoencoder(LAYERS, seeds=range(2), activation="relu", output="identity")
    with pytest.raises(TrainingInterrupted) as error:
        model.fit(x, epochs=200_000, learning_rate=1e-4, workers=2)
    history = error.value.history
    assert history.stopped == ("diverged" if early else "interrupted", "interrupted")
    assert 200 < len(history.loss) == history.epochs[1] < 200_000
    if early is None:
        assert len(set(history.epochs)) == 1
        np.testing.assert_allclose(model.loss(x), history.best_loss, rtol=1e-6)


CALLS = []


def hang(x, rng):
    CALLS.append(None)
    if len(CALLS) > 3:
        time.sleep(40)
    return x


def test_seeds_that_came_to_different_epochs_go_on_each_alone(letters, monkeypatch):
    def uneven(trainings, report, interruption):
        interruption.requests = 1
        return [
            train(one, lambda epoch, end=end: epoch >= end)
            for one, end in zip(trainings, ends, strict=True)
        ]

    ends, settings = (7, 2), {"learning_rate": 0.02}
    monkeypatch.setattr(executors, "run_in_processes", uneven)
    model, whole = (Autoencoder(LAYERS, seeds=range(2)) for _ in range(2))
    with pytest.raises(TrainingInterrupted, match="after 2 to 7 epochs, go on each alone"):
        model.fit(letters.x, epochs=20, **settings, workers=2)
    with pytest.raises(ValueError, match="resume each alone"):
        model.fit(letters.x, epochs=1, **settings, resume=True)
    whole.fit(letters.x, epochs=20, **settings)
    for seed, end in enumerate(ends):
        alone = model.for_seed(seed)
        assert alone.fit(letters.x, epochs=20 - end, **settings, resume=True).start == end
        np.testing.assert_array_equal(alone.parameters, whole.for_seed(seed).parameters)


def test_a_second_interruption_ends_the_workers_at_once(letters, interrupt, monkeypatch):
    monkeypatch.setattr(
        fitting.ProgressBar, "reach", lambda bar, epoch: interrupt() if epoch > 0 else None
    )
    model = Autoencoder(LAYERS, seeds=range(2))
    before = model.parameters.copy()
    with pytest.raises(TrainingInterrupted, match="at once; seeds 0, 1 are as they were"):
        model.fit(letters.x, epochs=1000, learning_rate=0.01, noise=hang, workers=2)
    np.testing.assert_array_equal(model.parameters, before)


def test_an_error_in_a_worker_is_the_callers_own(letters):
    with pytest.raises(ValueError, match="noise must return") as caught:
        Autoencoder(LAYERS, seeds=range(2)).fit(
            letters.x, epochs=50, learning_rate=0.01, noise=too_bright_later, workers=2
        )
    assert "keeps its weights" in caught.value.__notes__[0]


def too_bright_later(x, rng):
    return x + 2 if rng.random() < 0.1 else x


def run_script(tmp_path, code, **more):
    """Run a program in a process of its own, as a user would, with this project's library."""
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(code))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        **more,
    )


def test_ctrl_c_reaches_workers_that_still_start(tmp_path):
    """A terminal sends it to all processes of a program, to those that import as well."""
    code = """
    import os, signal, time
    from tp5lib import Autoencoder, TrainingInterrupted, load_letters
    from tp5lib.models import executors

    def look(seconds, sleep=time.sleep):
        os.killpg(0, signal.SIGINT)
        executors.time.sleep = sleep

    if __name__ == "__main__":
        signal.signal(signal.SIGINT, signal.default_int_handler)
        executors.time.sleep = look
        try:
            Autoencoder([35, 9, 35], seeds=range(2)).fit(
                load_letters().x, epochs=1_000_000, learning_rate=0.01, workers=2)
        except TrainingInterrupted as error:
            print(error.history)
    """
    run = run_script(tmp_path, code, start_new_session=True)
    assert run.stderr == ""
    assert run.stdout.endswith("stopped: 2 by interrupted)\n")


def test_trainings_in_threads_leave_the_environment_as_it_was(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    seen, both = [], threading.Barrier(2, timeout=30)

    def train():
        both.wait()
        with _one_thread_each():
            seen.append(os.environ["OPENBLAS_NUM_THREADS"])

    threads = [threading.Thread(target=train) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["1", "1"]
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def die_on_a_blank(x, rng):
    if not x.any():
        os._exit(9)
    return x


def test_a_worker_that_dies_takes_its_own_seeds_only(letters):
    x = np.stack([letters.x, 0 * letters.x])
    model, alone = Autoencoder(LAYERS, seeds=range(2)), Autoencoder(LAYERS, seed=0)
    before = model.parameters[1].copy()
    settings = {"epochs": 300, "learning_rate": 0.01, "noise": die_on_a_blank}
    with pytest.raises(WorkerError, match="seeds 1 are as they were") as caught:
        model.fit(x, **settings, workers=2)
    kept = caught.value.history
    history = alone.fit(letters.x, **settings | {"epochs": int(kept.epochs[0])})
    assert kept.seeds == (0,)
    np.testing.assert_allclose(kept.loss[:, 0], history.loss, rtol=1e-9)
    np.testing.assert_allclose(model.parameters[0], alone.parameters, rtol=1e-6)
    np.testing.assert_array_equal(model.parameters[1], before)


def test_a_worker_that_dies_stops_the_others(letters):
    x = np.stack([letters.x, 0 * letters.x])
    model = Autoencoder(LAYERS, seeds=range(2))
    settings = {"epochs": 10_000_000, "learning_rate": 0.01, "noise": die_on_a_blank}
    with pytest.raises(WorkerError, match="seeds 1 are as they were") as caught:
        model.fit(x, **settings, workers=2)
    assert caught.value.history.stopped == ("interrupted",)


def test_workers_end_with_their_parent(tmp_path):
    code = """
    import os, signal, sys, threading, time
    from tp5lib import Autoencoder, load_letters
    from tp5lib.models import fitting

    def reach(bar, epoch):
        if epoch > 0:
            import multiprocessing
            print(*(p.pid for p in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    if __name__ == "__main__":
        fitting.ProgressBar.reach = reach
        Autoencoder([35, 9, 35], seeds=range(2)).fit(
            load_letters().x, epochs=1_000_000, learning_rate=0.01, workers=2)
    """
    run = run_script(tmp_path, code)
    assert run.returncode == -signal.SIGKILL, run.stderr
    # Whoever holds the pipes keeps run() waiting, so both workers have ended as well.
    assert len(run.stdout.split()) == 2
