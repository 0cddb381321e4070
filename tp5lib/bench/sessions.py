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

from tp5lib import Autoencoder, VariationalAutoencoder, load_emojis, load_letters

LAYERS = [35, 17, 2, 17, 35]
RATE = 0.009
HIDDEN, LATENT = [300, 200, 100], 2
VAE_LAYERS = [400, *HIDDEN, LATENT, *reversed(HIDDEN), 400]


def updates(model, x, epochs):
    """Return a function that makes `epochs` full-batch updates of a model, as `fit` does."""

    def run():
        model.fit(x, epochs=epochs, learning_rate=RATE, loss="bce", progress=False)

    return run


def torch_updates(net, criterion, x, epochs, rate, batch_size=None):
    """The same in PyTorch, eager, with its fused Adam.

    Parameters
    ----------
    net : torch.nn.Module
    criterion : callable
        ``criterion(net(batch), batch)`` is the loss.
    x : torch.Tensor
    """
    import torch

    optimiser = torch.optim.Adam(net.parameters(), lr=rate, fused=True)

    def run():
        for _ in range(epochs):
            batches = [x] if batch_size is None else x[torch.randperm(len(x))].split(batch_size)
            for batch in batches:
                optimiser.zero_grad()
                criterion(net(batch), batch).backward()
                optimiser.step()

    return run


def torch_contestants(make, updates_of_one):
    """PyTorch with one thread and with two, or none where it is not installed.

    Parameters
    ----------
    make : callable
        ``make(torch)`` returns a function that makes updates.
    updates_of_one : int
        How many a call of it makes.

    Returns
    -------
    contestants, count : dict
        As `compare` takes them.
    """
    try:
        import torch
    except ImportError:
        return {}, {}
    contestants = {}
    for threads in (1, 2):
        torch.manual_seed(0)
        name = f"PyTorch eager, fused Adam, {threads} thread{'s' * (threads > 1)}"
        contestants[name] = _with_threads(torch, threads, make(torch))
    return contestants, dict.fromkeys(contestants, updates_of_one)


def _with_threads(torch, threads, run):
    def limited():
        torch.set_num_threads(threads)
        run()

    return limited


def torch_autoencoder(x, epochs, dtype):
    """Return what `torch_contestants` takes, for the letters' autoencoder."""

    def make(torch):
        steps = []
        for a, b in pairwise(LAYERS):
            steps += [torch.nn.Linear(a, b), torch.nn.Sigmoid()]
        net = torch.nn.Sequential(*steps[:-1]).to(getattr(torch, dtype))  # the loss takes logits
        data = torch.tensor(x, dtype=getattr(torch, dtype))
        return torch_updates(net, torch.nn.BCEWithLogitsLoss(), data, epochs, RATE)

    return make


def torch_variational(x, epochs, batch_size):
    """Return what `torch_contestants` takes, for the emojis' variational autoencoder."""

    def make(torch):
        nn = torch.nn

        def layers(*sizes):
            steps = []
            for a, b in pairwise(sizes):
                steps += [nn.Linear(a, b), nn.ReLU()]
            return nn.Sequential(*steps[:-1])

        class Variational(nn.Module):
            def __init__(self):
                super().__init__()
                self.encoder = layers(x.shape[1], *HIDDEN, 2 * LATENT)
                self.decoder = layers(LATENT, *reversed(HIDDEN), x.shape[1])

            def forward(self, batch):
                mu, log_var = self.encoder(batch).chunk(2, dim=1)
                z = mu + torch.exp(log_var / 2) * torch.randn_like(mu)
                return self.decoder(z), mu, log_var

        def criterion(result, batch):
            logits, mu, log_var = result
            bce = nn.functional.binary_cross_entropy_with_logits(logits, batch, reduction="sum")
            return (bce + (mu**2 + log_var.exp() - 1 - log_var).sum() / 2) / len(batch)

        data = torch.tensor(x, dtype=torch.float32)
        return torch_updates(Variational(), criterion, data, epochs, 1e-4, batch_size)

    return make


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


def table(title, contestants, count, rounds):
    """Time the contestants and print a table, with shares of PyTorch's better time."""
    times = compare(contestants, count, rounds)
    reference = min((t for name, t in times.items() if "PyTorch" in name), default=None)
    print(f"\n{title}")
    print(f"{'':36}{'us / update / model':>20}{'of PyTorch':>12}")
    for name, microseconds in times.items():
        ratio = "" if reference is None else f"{microseconds / reference:.3f}"
        print(f"{name:36}{microseconds:20.1f}{ratio:>12}")
    if reference is None:
        print("PyTorch is not installed, so there is nothing to compare with.")


def table_of_updates(rounds, dtype):
    """Time an update of one model, of 16 at once, and of PyTorch; print a table."""
    x = load_letters().x
    epochs = 500
    contestants = {
        "tp5lib, 1 model": updates(Autoencoder(LAYERS, dtype=dtype), x, epochs),
        "tp5lib, 16 at once": updates(Autoencoder(LAYERS, seeds=range(16), dtype=dtype), x, epochs),
    }
    count = dict(zip(contestants, (epochs, 16 * epochs), strict=True))
    others, counts = torch_contestants(torch_autoencoder(x, epochs, dtype), epochs)
    title = f"{'-'.join(map(str, LAYERS))}, full batch of {len(x)}, {dtype}"
    table(title, contestants | others, count | counts, rounds)


def table_of_variational_updates(rounds, batch_size):
    """Time an update of the emojis' variational autoencoder, and of PyTorch's; print a table."""
    x = load_emojis().x
    epochs = 10
    count = epochs * -(-len(x) // batch_size)
    model = VariationalAutoencoder(VAE_LAYERS, dtype="float32")

    def run():
        model.fit(x, epochs=epochs, learning_rate=1e-4, batch_size=batch_size, progress=False)

    contestants, counts = torch_contestants(torch_variational(x, epochs, batch_size), count)
    title = (
        f"VAE {x.shape[1]}-{'-'.join(map(str, HIDDEN))}-{LATENT}, batch of {batch_size}, float32"
    )
    table(title, {"tp5lib": run} | contestants, {"tp5lib": count} | counts, rounds)


def table_of_a_long_run(title, model, x, window, **settings):
    """Time updates at the start and at the end of one long training; print their ratio.

    Parameters
    ----------
    title : str
    model : Model
    x : ndarray
    window : int
        Epochs at either end, of which the median counts.
    **settings
        As in the model's `fit`.
    """
    marks, every = [], 50
    model.fit(
        x,
        **settings,
        progress=False,
        callback=lambda epoch, model: marks.append(time.perf_counter()),
        every=every,
    )
    each = np.diff(marks) / every * 1e6
    share = max(1, window // every)
    first, last = np.median(each[:share]), np.median(each[-share:])
    print(f"\n{title}, us / epoch")
    print(f"{'the first ' + format(window, ','):36}{first:20.1f}")
    print(f"{'the last ' + format(window, ','):36}{last:20.1f}{last / first:12.3f} of the first")


def table_of_explorers(moves=60):
    """Time a slider's move, from the new value to the new picture; print a table."""
    from tp5lib.explorers import Denoiser, Interpolation, LatentPoint
    from tp5lib.studies.variational import load_models

    letters, emojis = load_letters(), load_emojis()
    model = Autoencoder(LAYERS)
    model.fit(letters.x, epochs=3000, learning_rate=RATE, loss="bce", progress=False)
    sliders = {
        "latent point": LatentPoint(model, letters).z1,
        "interpolation": Interpolation(model, letters).alpha,
        "noise": Denoiser({"a plain autoencoder": model}, letters).level,
        "emojis, latent 6": LatentPoint(load_models([6])[6], emojis).z1,
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
        settings = {"epochs": 100_000, "learning_rate": RATE, "loss": "bce", "window": 2_000}
        model = Autoencoder(LAYERS, dtype=dtype)
        title = f"100,000 epochs of one model, {dtype}"
        table_of_a_long_run(title, model, load_letters().x, **settings)

    emojis = load_emojis().x
    for batch_size in (8, len(emojis)):
        table_of_variational_updates(rounds, batch_size)
    settings = {"epochs": 20_000, "learning_rate": 1e-4, "window": 500}
    model = VariationalAutoencoder(VAE_LAYERS, dtype="float32")
    title = f"20,000 epochs of the VAE, full batch of {len(emojis)}, float32"
    table_of_a_long_run(title, model, emojis, **settings)
    table_of_explorers()


if __name__ == "__main__":
    main()
