"""Moving pictures: an explorer, driven along a path, frame by frame."""

import io

import numpy as np
from PIL import Image

from tp5lib.validation import check_integer, check_number

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


def loop(radius, frames=FRAMES):
    """Return a closed path around the origin of a latent plane, an eight on its side.

    Parameters
    ----------
    radius : float
        How far it goes in the first dimension, and in the second.
    frames : int

    Returns
    -------
    x, y : ndarray, shape (frames,)
    """
    radius = check_number(radius, "radius", low=0, open_low=True)
    turn = np.linspace(0, 2 * np.pi, check_integer(frames, "frames"), endpoint=False)
    return radius * np.sin(turn), radius * np.sin(2 * turn)


def write_gif(path, frames, *, milliseconds=90):
    """Write frames to an animated GIF that goes on for ever.

    Parameters
    ----------
    path : path or binary file
    frames : list of PIL.Image
    milliseconds : int
        That each frame stays.
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
        duration=milliseconds,
        loop=0,
    )
