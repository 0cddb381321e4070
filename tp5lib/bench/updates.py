"""An update of each of the project's networks, beside the same one elsewhere."""

import time

import threadpoolctl

from tp5lib import Autoencoder, VariationalAutoencoder, load_emojis, load_letters
from tp5lib.bench.rivals import RIVALS
from tp5lib.models.executors import blas_kernel

LETTERS = {"x": load_letters().x, "layers": [35, 17, 2, 17, 35], "rate": 0.009, "batch_size": 32}
EMOJIS = {"x": load_emojis().x, "layers": [400, 300, 200, 100, 2, 100, 200, 300, 400], "rate": 1e-4}
ROWS = {
    "35-17-2-17-35, full batch, 1 seed": LETTERS | {"updates": 600, "seeds": 1},
    "the same, 16 seeds": LETTERS | {"updates": 100, "seeds": 16},
    "VAE 400-300-200-100-2, batch 56": EMOJIS | {"batch_size": 56, "updates": 28, "seeds": 1},
    "the same, batch 1": EMOJIS | {"batch_size": 1, "updates": 112, "seeds": 1},
}


def tp5lib(x, layers, rate, updates, batch_size, seeds, variational, dtype):
    """As a rival of `RIVALS`."""
    kind = VariationalAutoencoder if variational else Autoencoder
    model = kind(layers, seeds=range(seeds), dtype=dtype)
    settings = {} if variational else {"loss": "bce"}
    settings |= {"learning_rate": rate, "batch_size": batch_size, "progress": False}
    return lambda: model.fit(x, epochs=updates * batch_size // len(x), **settings)


def best_times(contestants, rounds):
    """Return the least seconds of each; they take turns, so that all have quiet moments."""
    times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: min(seconds) for name, seconds in times.items()}


def print_updates(rounds, rows=ROWS, rivals=RIVALS):
    """Print the microseconds an update and seed, and the ratio of ours to each rival's."""
    print(f"\nmicroseconds an update and seed, one thread each; {blas_kernel()}")
    print(f"{'':36}{'':9}" + "".join(f"{name:>10}" for name in ("tp5lib", *rivals)) + "   ratios")
    for title, row in rows.items():
        for dtype in ("float64", "float32"):
            given = row | {"variational": row["x"] is EMOJIS["x"], "dtype": dtype}
            with threadpoolctl.threadpool_limits(1):
                runs = {name: run(**given) for name, run in ({"tp5lib": tp5lib} | rivals).items()}
                times = best_times(runs, rounds)
            count = row["updates"] * row["seeds"] / 1e6
            each = "".join(f"{seconds / count:10.1f}" for seconds in times.values())
            ratios = [f"{times['tp5lib'] / times[name]:.2f}" for name in rivals]
            print(f"{title:36}{dtype:9}{each}   {', '.join(ratios)}", flush=True)
