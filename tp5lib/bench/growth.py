"""How time and memory grow with seeds, samples and parameters."""

import json
import subprocess
import sys

_TRAIN = """
import json, sys, time, tracemalloc
import numpy as np, threadpoolctl
from tp5lib import Autoencoder
threadpoolctl.threadpool_limits(1)
layers, seeds, samples, batch_size, epochs = json.loads(sys.argv[1])
x = np.random.default_rng(0).random((samples, layers[0]))
def train(epochs):
    start = time.perf_counter()
    model = Autoencoder(layers, seeds=range(seeds))
    model.fit(x, epochs=epochs, loss="bce", batch_size=batch_size, progress=False)
    return (time.perf_counter() - start) / epochs
train(1)
seconds = train(epochs)
tracemalloc.start()  # which costs time: a training of its own
train(1)
print(json.dumps([seconds, tracemalloc.get_traced_memory()[1]]))
"""


def measure(layers, seeds=1, samples=32, batch_size=32, epochs=1):
    """Train in a process of its own; returns seconds an epoch, and bytes beside the data."""
    arguments = json.dumps([layers, seeds, samples, batch_size, epochs])
    return json.loads(subprocess.check_output([sys.executable, "-c", _TRAIN, arguments]))


def print_growth(sizes=(1_000, 10_000, 100_000)):
    """Print both for so many samples and parameters, and for a hundredth of it of seeds."""
    small = {"layers": [35, 17, 2, 17, 35]}
    tables = {
        "seeds": [(n // 100, small | {"seeds": n // 100, "epochs": 100}) for n in sizes],
        "samples": [(n, small | {"samples": n, "epochs": 100_000 // n}) for n in sizes],
        "parameters": [(n, {"layers": [35, n // 74, 2, n // 74, 35], "epochs": 20}) for n in sizes],
    }
    for what, rows in tables.items():
        print(f"\n{what:>12}{'seconds an epoch':>20}{'MB':>10}   times those of the row above")
        before = ()
        for size, settings in rows:
            now = measure(**settings)
            times = ", ".join(f"{b / a:.1f}" for a, b in zip(before, now, strict=False))
            print(f"{size:12,}{now[0]:20.5f}{now[1] / 1e6:10.2f}   {times}")
            before = now
