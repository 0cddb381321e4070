"""The README's moving picture: how the alphabet spreads over a plane while it is learned."""

import functools
import io

from PIL import Image

from tp5lib.datasets.letters import load_letters
from tp5lib.explorers import LearningFilm
from tp5lib.files import write_atomically
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.snapshots import Snapshots, geometric_epochs

WIDTH = 760  # pixels
_STAY, _HOLD = 90, 1500  # milliseconds, of each frame and of the last


def write_animation(path, epochs=5_000, frames=60):
    """Train slide 13's network of seed 0, and write about so many frames of it as a GIF."""
    letters, snapshots = load_letters(), Snapshots(geometric_epochs(epochs, frames))
    settings = {"learning_rate": 0.009, "loss": "bce", "callback": snapshots}
    history = Autoencoder([35, 17, 2, 17, 35]).fit(letters.x, epochs=epochs, **settings)
    film, shown = LearningFilm(snapshots, letters, histories=history, noun="letter"), []
    for epoch in snapshots:
        film.epoch.value = epoch
        frame = Image.open(io.BytesIO(film.still())).convert("RGB")
        shown.append(frame.resize((WIDTH, round(frame.height * WIDTH / frame.width))))
    # One palette for all, so that what stands still stays the same and is stored once; one
    # that has every colour there is, lest the few orange pixels of a point turn grey.
    palette = shown[0].quantize(160, method=Image.Quantize.MAXCOVERAGE)
    first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in shown]
    times = [*[_STAY] * len(others), _HOLD]
    more = {"save_all": True, "append_images": others, "duration": times, "loop": 0}
    write_atomically(path, functools.partial(first.save, format="gif", **more))
