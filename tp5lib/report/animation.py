"""The README's moving picture: a film of a training, frame by frame."""

import io

from PIL import Image

from tp5lib.explorers import LearningFilm
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.snapshots import Snapshots, geometric_epochs

FRAMES, WIDTH = 60, 760  # pixels


def unfolding(patterns, epochs, frames=FRAMES):
    """Train slide 13's network of seed 0, and return how the patterns spread over its plane.

    Parameters
    ----------
    patterns : Patterns
        Letters.
    epochs : int
        How many there are; those that are shown grow in proportion.
    frames : int
        About how many are shown.

    Returns
    -------
    list of PIL.Image
    """
    snapshots, pixels = Snapshots(geometric_epochs(epochs, frames)), patterns.x.shape[1]
    model = Autoencoder([pixels, 17, 2, 17, pixels])
    history = model.fit(
        patterns.x, epochs=epochs, learning_rate=0.009, loss="bce", callback=snapshots
    )
    film = LearningFilm(snapshots, patterns, histories=history, noun="letter")
    shown = []
    for epoch in snapshots.models:
        film.epoch.value = epoch
        frame = Image.open(io.BytesIO(film.still())).convert("RGB")
        shown.append(frame.resize((WIDTH, round(frame.height * WIDTH / frame.width))))
    return shown


def write_gif(path, frames, *, milliseconds=90, hold=1500):
    """Write frames to an animated GIF that goes on for ever.

    Parameters
    ----------
    path : path or binary file
    frames : list of PIL.Image
    milliseconds : int
        That each frame stays.
    hold : int
        Milliseconds that the last one stays.
    """
    # One palette for all, so that what stands still stays the same and is stored once; one
    # that has every colour there is, lest the few orange pixels of a point turn grey.
    palette = frames[0].quantize(160, method=Image.Quantize.MAXCOVERAGE)
    first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    first.save(
        path,
        format="gif",
        save_all=True,
        append_images=others,
        duration=[milliseconds] * len(others) + [hold],
        loop=0,
    )
