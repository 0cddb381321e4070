"""Moving pictures: an explorer, driven along a path, frame by frame."""

import io

from PIL import Image

from tp5lib.checks import check_integer
from tp5lib.explorers import LearningFilm
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.snapshots import Snapshots, geometric_epochs

FRAMES = 60


def film(explorer, path, *, width=760):
    """Move an explorer's sliders along a path and return what it shows.

    Parameters
    ----------
    explorer : Explorer
    path : dict of array_like, shape (n,)
        The values of each slider, by its name.
    width : int
        Of a frame, in pixels.

    Returns
    -------
    list of PIL.Image, length n
    """
    width = check_integer(width, "width")
    frames = []
    for values in zip(*path.values(), strict=True):
        for name, value in zip(path, values, strict=True):
            getattr(explorer, name).value = float(value)
        frame = Image.open(io.BytesIO(explorer.still())).convert("RGB")
        frames.append(frame.resize((width, round(frame.height * width / frame.width))))
    return frames


def unfolding(patterns, epochs, frames=FRAMES):
    """Train an autoencoder of seed 0, and return how the patterns spread over its plane.

    The network is that of slide 13: two hidden layers of 17, sigmoid, cross-entropy.

    Parameters
    ----------
    patterns : Patterns
        Letters.
    epochs : int
        How many there are; those that are shown grow in proportion.
    frames : int
        At most one more than `epochs`.

    Returns
    -------
    list of PIL.Image
    """
    frames = check_integer(frames, "frames", low=2)
    if frames > check_integer(epochs, "epochs") + 1:
        raise ValueError(f"frames must be at most one more than epochs, {epochs}, not {frames}")
    count = frames
    while len(shown := geometric_epochs(epochs, count)) < frames:  # some fall on one epoch
        count += 1
    snapshots = Snapshots([0, *shown[1 - frames :]])
    pixels = patterns.x.shape[1]
    model = Autoencoder([pixels, 17, 2, 17, pixels])
    history = model.fit(
        patterns.x, epochs=epochs, learning_rate=0.009, loss="bce", callback=snapshots
    )
    explorer = LearningFilm(snapshots, patterns, histories=history, noun="letter")
    return film(explorer, {"epoch": snapshots.epochs})


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
