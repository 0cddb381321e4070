"""How time and memory grow with seeds, samples and parameters."""

import json
import subprocess
import sys

import numpy as np

SEEDS = [1, 4, 16, 64, 256]
SAMPLES = [32, 320, 3_200, 32_000, 100_000]
WIDTHS = {1_000: 14, 10_000: 140, 100_000: 1_400, 1_000_000: 14_000}  # hidden units
_BATCH = 32
_TRAINING = """
import json, sys, time, tracemalloc
import numpy as np
from tp5lib import Autoencoder
layers, seeds, samples, batch_size, epochs = json.loads(sys.argv[1])
settings = {"learning_rate": 1e-3, "loss": "bce", "batch_size": batch_size, "progress": False}
def train(epochs):
    x = np.random.default_rng(0).random((samples, layers[0]))
    model = Autoencoder(layers, seeds=range(seeds))
    start = time.perf_counter()
    model.fit(x, epochs=epochs, **settings)
    return time.perf_counter() - start, x.nbytes + 3 * model.parameters.nbytes
train(1)
seconds, needed = train(epochs)
tracemalloc.start()  # which costs time: a training of its own
train(1)
print(json.dumps([seconds, tracemalloc.get_traced_memory()[1], needed]))
"""


def measure(layers, seeds=1, samples=32, batch_size=None, epochs=1):
    """Train in a process of its own.

    Returns
    -------
    seconds : float
    memory : int
        Bytes at the peak, the data and the model included.
    needed : int
        Bytes of the data, the parameters and their two moments.
    """
    arguments = json.dumps([layers, seeds, samples, batch_size, epochs])
    command = [sys.executable, "-c", _TRAINING, arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def print_growth():
    """Measure and print; what grows faster than linearly is marked."""
    small = [35, 17, 2, 17, 35]
    _table("seeds", SEEDS, [measure(small, seeds=n, epochs=300) for n in SEEDS])
    _table(
        f"samples, batches of {_BATCH}",
        SAMPLES,
        [measure(small, samples=n, batch_size=_BATCH, epochs=-(-3_200 // n)) for n in SAMPLES],
        per=[-(-3_200 // n) for n in SAMPLES],
    )
    _table(
        f"parameters, batches of {_BATCH}",
        list(WIDTHS),
        [
            measure([35, width, 2, width, 35], samples=320, batch_size=_BATCH, epochs=2)
            for width in WIDTHS.values()
        ],
    )


def _table(what, sizes, results, per=None):
    seconds, memory, needed = map(np.array, zip(*results, strict=True))
    seconds = seconds / (1 if per is None else per)
    print(
        f"\n{what:>28}{'seconds':>12}{'growth':>9}{'peak, MB':>11}{'of data, weights, moments':>28}"
    )
    for i, size in enumerate(sizes):
        growth = ""
        if i:
            growth = f"{np.log(seconds[i] / seconds[i - 1]) / np.log(size / sizes[i - 1]):.2f}"
        share = f"{memory[i] / needed[i]:.1f}"
        print(f"{size:28,}{seconds[i]:12.4f}{growth:>9}{memory[i] / 1e6:11.1f}{share:>28}")
    print(f"{'growth: 1 is linear':>28}")
