"""An update of each of the project's networks, beside the same one elsewhere."""

import time

import numpy as np
import threadpoolctl

from tp5lib import Autoencoder, VariationalAutoencoder, load_emojis, load_letters
from tp5lib.bench.rivals import RIVALS, available
from tp5lib.models.executors import blas_kernel

LAYERS = [35, 17, 2, 17, 35]
RATE = 0.009
VAE_LAYERS = [400, 300, 200, 100, 2, 100, 200, 300, 400]
VAE_RATE = 1e-4
SEEDS, LARGE_SEEDS = 16, 5
DTYPES = ("float64", "float32")


def best_times(contestants, rounds):
    """Return the best time of each contestant, in microseconds an update and model.

    They take turns, so that all have the machine at its quietest.

    Parameters
    ----------
    contestants : dict
        By name: (function, updates that a call of it makes, times models).
    rounds : int
    """
    best = dict.fromkeys(contestants, np.inf)
    for _ in range(rounds):
        for name, (run, count) in contestants.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], (time.perf_counter() - start) / count)
    return {name: seconds * 1e6 for name, seconds in best.items()}


def _ours(model, x, updates, **settings):
    epochs = updates // -(-len(x) // (settings.get("batch_size") or len(x)))

    def run():
        model.fit(x, epochs=epochs, progress=False, **settings)

    return run, updates * len(model.seeds)


def _small(dtype, seeds):
    updates = 600 if seeds == 1 else 100
    model = Autoencoder(LAYERS, seeds=range(seeds), dtype=dtype)
    x = load_letters().x
    yield "tp5lib", _ours(model, x, updates, learning_rate=RATE, loss="bce")
    for rival in _rivals(dtype):
        run = rival.autoencoder(x, LAYERS, RATE, updates, seeds)
        yield rival.name, (run, updates * seeds)


def _large(dtype, batch_size):
    updates = 28 if batch_size > 1 else 112
    x = load_emojis().x
    model = VariationalAutoencoder(VAE_LAYERS, dtype=dtype)
    settings = {"learning_rate": VAE_RATE, "batch_size": batch_size}
    yield "tp5lib", _ours(model, x, updates, **settings)
    for rival in _rivals(dtype):
        run = rival.variational(x, VAE_LAYERS, VAE_RATE, updates, batch_size)
        yield rival.name, (run, updates)


def _large_seeds(dtype, updates=10):
    x = load_emojis().x
    for name, seeds in (("tp5lib", LARGE_SEEDS), ("one model", 1)):
        model = VariationalAutoencoder(VAE_LAYERS, dtype=dtype, seeds=range(seeds))
        yield name, _ours(model, x, updates, learning_rate=VAE_RATE)


def _rivals(dtype):
    return [rival(dtype) for name, rival in RIVALS.items() if available(name)]


ROWS = {
    "35-17-2-17-35, full batch, 1 model": lambda dtype: _small(dtype, 1),
    f"the same, {SEEDS} seeds": lambda dtype: _small(dtype, SEEDS),
    "VAE 400-300-200-100-2, batch 56": lambda dtype: _large(dtype, 56),
    "the same, batch 8": lambda dtype: _large(dtype, 8),
    "the same, batch 1": lambda dtype: _large(dtype, 1),
    f"VAE, batch 56, {LARGE_SEEDS} seeds": _large_seeds,
}
_COLUMNS = ("tp5lib", "PyTorch", "JAX", "one model")


def print_updates(rounds, rows=ROWS):
    """Time all rows, and print them with the ratio of ours to each rival's."""
    print(f"\nmicroseconds an update and model, one thread each; {blas_kernel()}")
    print(f"{'':36}{'':9}{'tp5lib':>9}{'PyTorch':>10}{'JAX':>10}{'one model':>11}   tp5lib / each")
    for title, contestants in rows.items():
        for dtype in DTYPES:
            with threadpoolctl.threadpool_limits(1):
                times = best_times(dict(contestants(dtype)), rounds)
            cells = [f"{times[name]:.1f}" if name in times else "" for name in _COLUMNS]
            ratios = [f"{times['tp5lib'] / times[n]:.2f}" for n in _COLUMNS[1:] if n in times]
            line = f"{title:36}{dtype:9}{cells[0]:>9}{cells[1]:>10}{cells[2]:>10}{cells[3]:>11}"
            print(f"{line}   {', '.join(ratios)}", flush=True)
            title = ""
    missing = [name for name in RIVALS if not available(name)]
    if missing:
        print(f"not installed, so not compared with: {', '.join(missing)}")
