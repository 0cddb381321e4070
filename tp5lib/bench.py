"""Time the updates of a training, against PyTorch where it is installed.

    python -m tp5lib.bench [--rounds N]

Absolute times depend on the machine and on who else is using it; only the ratios within
one run mean something. Each figure is the best of several rounds, in which the
contestants take turns.
"""

import argparse
import time
from itertools import pairwise

import numpy as np

from tp5lib import Autoencoder, load_letters
from tp5lib.schedules import Constant

LAYERS = [35, 17, 2, 17, 35]
RATE = 0.009


def updates(model, x, epochs):
    """Return a function that makes `epochs` full-batch updates of a model, as `fit` does."""

    def run():
        model.fit(x, epochs=epochs, learning_rate=RATE, loss="bce", progress=False)

    return run


def torch_updates(x, epochs, dtype, threads):
    """The same in PyTorch, eager, with its fused Adam; None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    kind = getattr(torch, dtype)
    torch.manual_seed(0)
    steps = []
    for a, b in pairwise(LAYERS):
        steps += [torch.nn.Linear(a, b), torch.nn.Sigmoid()]
    net = torch.nn.Sequential(*steps[:-1]).to(kind)  # the loss takes logits
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE, fused=True)
    criterion = torch.nn.BCEWithLogitsLoss()
    data = torch.tensor(x, dtype=kind)

    def run():
        torch.set_num_threads(threads)
        for _ in range(epochs):
            optimiser.zero_grad()
            loss = criterion(net(data), data)
            loss.backward()
            optimiser.step()

    return run


def compare(contestants, count, rounds):
    """Return the best time of each contestant, in microseconds for each of `count`.

    Parameters
    ----------
    contestants : dict
        Functions by name.
    count : dict
        Updates of a model that one call makes, by name.
    rounds : int
    """
    best = dict.fromkeys(contestants, np.inf)
    for _ in range(rounds):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], (time.perf_counter() - start) / count[name])
    return {name: seconds * 1e6 for name, seconds in best.items()}


def table_of_updates(rounds, dtype):
    """Time an update of one model, of 16 at once, and of PyTorch; print a table."""
    x = load_letters().x
    epochs = 500
    contestants = {
        "tp5lib, 1 model": updates(Autoencoder(LAYERS, dtype=dtype), x, epochs),
        "tp5lib, 16 at once": updates(Autoencoder(LAYERS, seeds=range(16), dtype=dtype), x, epochs),
    }
    count = dict(zip(contestants, (epochs, 16 * epochs), strict=True))
    for threads in (1, 2):
        run = torch_updates(x, epochs, dtype, threads)
        if run is not None:
            name = f"PyTorch eager, fused Adam, {threads} thread{'s' * (threads > 1)}"
            contestants[name], count[name] = run, epochs
    times = compare(contestants, count, rounds)
    reference = min((t for name, t in times.items() if "PyTorch" in name), default=None)
    print(f"\n{'-'.join(map(str, LAYERS))}, full batch of {len(x)}, {dtype}")
    print(f"{'':36}{'us / update / model':>20}{'of PyTorch':>12}")
    for name, microseconds in times.items():
        ratio = "" if reference is None else f"{microseconds / reference:.3f}"
        print(f"{name:36}{microseconds:20.1f}{ratio:>12}")
    if reference is None:
        print("PyTorch is not installed, so there is nothing to compare with.")


def table_of_a_long_run(dtype, epochs=100_000, window=2_000):
    """Time updates at the start and at the end of one long training; print their ratio."""
    x = load_letters().x
    model = Autoencoder(LAYERS, dtype=dtype)
    marks = []
    model._train_here(
        *model._check_pair(x, None, "bce"),
        {"loss": "bce"},
        {"epochs": epochs, "schedule": Constant(RATE)},
        lambda epoch: marks.append((epoch, time.perf_counter())) and None,
    )
    epoch, moment = np.array(marks).T
    each = np.diff(moment) / np.diff(epoch) * 1e6
    share = window // int(epoch[1] - epoch[0])
    first, last = np.median(each[:share]), np.median(each[-share:])
    print(f"\n{epochs:,} epochs of one model, {dtype}")
    print(f"{'the first ' + format(window, ','):36}{first:20.1f}")
    print(f"{'the last ' + format(window, ','):36}{last:20.1f}{last / first:12.3f} of the first")


def table_of_explorers(moves=60):
    """Time a slider's move, from the new value to the new picture; print a table."""
    from tp5lib.explorers import Denoiser, Interpolation, LatentPoint

    letters = load_letters()
    model = Autoencoder(LAYERS)
    model.fit(letters.x, epochs=3000, learning_rate=RATE, loss="bce", progress=False)
    sliders = {
        "latent point": LatentPoint(model, letters).x,
        "interpolation": Interpolation(model, letters).alpha,
        "noise": Denoiser({"a plain autoencoder": model}, letters).level,
    }
    print(f"\n{'one move of a slider':36}{'median, ms':>20}{'95 %, ms':>12}")
    for name, slider in sliders.items():
        times = []
        for value in np.linspace(slider.min, slider.max, moves):
            start = time.perf_counter()
            slider.value = value
            times.append(1e3 * (time.perf_counter() - start))
        print(f"{name:36}{np.median(times):20.1f}{np.percentile(times, 95):12.1f}")


def main(arguments=None):
    """Run all benchmarks and print their tables."""
    parser = argparse.ArgumentParser(
        prog="python -m tp5lib.bench", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=10, help="rounds of which the best counts")
    rounds = parser.parse_args(arguments).rounds
    for dtype in ("float64", "float32"):
        table_of_updates(rounds, dtype)
        table_of_a_long_run(dtype)
    table_of_explorers()


if __name__ == "__main__":
    main()
