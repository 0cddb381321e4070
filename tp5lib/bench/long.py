"""Long runs, which must not slow down, and the live figures."""

import time

import numpy as np

from tp5lib import Autoencoder, VariationalAutoencoder, load_emojis, load_letters
from tp5lib.bench.updates import DTYPES, LAYERS, RATE, VAE_LAYERS, VAE_RATE


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
    from tp5lib.explorers import Denoiser, Interpolation, LatentPoint, LiveTraining
    from tp5lib.studies.slides import load_emoji_networks

    letters, emojis = load_letters(), load_emojis()
    model = Autoencoder(LAYERS)
    model.fit(letters.x, epochs=3000, learning_rate=RATE, loss="bce", progress=False)
    sliders = {
        "latent point": LatentPoint(model, letters).z1,
        "interpolation": Interpolation(model, letters).alpha,
        "noise": Denoiser({"a plain autoencoder": model}, letters).level,
        "learning rate of a training": LiveTraining(letters).rate,
        "emojis, latent 6": LatentPoint(load_emoji_networks()[6], emojis).z1,
    }
    print(f"\n{'one move of a slider':36}{'median, ms':>20}{'95 %, ms':>12}")
    for name, slider in sliders.items():
        times = []
        for value in np.linspace(slider.min, slider.max, moves):
            start = time.perf_counter()
            slider.value = value
            times.append(1e3 * (time.perf_counter() - start))
        print(f"{name:36}{np.median(times):20.1f}{np.percentile(times, 95):12.1f}")


def print_long_runs():
    """Time 100,000 epochs of the letters' network and 20,000 of the emojis'."""
    settings = {"epochs": 100_000, "learning_rate": RATE, "loss": "bce", "window": 2_000}
    for dtype in DTYPES:
        model = Autoencoder(LAYERS, dtype=dtype)
        title = f"100,000 epochs of one model, {dtype}"
        table_of_a_long_run(title, model, load_letters().x, **settings)
    emojis = load_emojis().x
    settings = {"epochs": 20_000, "learning_rate": VAE_RATE, "window": 500}
    model = VariationalAutoencoder(VAE_LAYERS, dtype="float32")
    title = f"20,000 epochs of the VAE, full batch of {len(emojis)}, float32"
    table_of_a_long_run(title, model, emojis, **settings)
