"""Which room of the playground a picture is a still of."""

import re

# How an explorer says what it is, among its outputs and as text.
_EXPLORER_TYPE = "application/vnd.tp5lib.explorer+json"
_EXPLORER = re.compile(r"(\w+): run the notebook to move .+")
# The rooms of explorers, where a cell names none.
ROOMS = {
    "LatentPoint": "plane",
    "Interpolation": "plane",
    "Denoiser": "denoise",
    "DrawnLetter": "denoise",
    "PriorSamples": "emojis",
}


def explorer(output):
    """Return the class of the explorer that an output shows; "" if it is something else."""
    if said := output.data.get(_EXPLORER_TYPE):
        return said.get("explorer", "explorer")
    match = _EXPLORER.fullmatch(output.data.get("text/plain", ""))
    return match[1] if match else ""


def room(told, moved=""):
    """Return the room and its state, as stands in the playground's address.

    Parameters
    ----------
    told : dict, bool or None
        A cell's `slideshow.live`: ``{"room": "train", "seed": 0}``; False for none; None if
        it says nothing.
    moved : str
        The class of the explorer, if the picture shows one.

    Returns
    -------
    dict
        Empty if the picture is no still of any room.

    Raises
    ------
    ValueError
        If `told` is something else, or names no room.
    """
    if told is None:
        return {"room": ROOMS[moved]} if moved in ROOMS else {}
    if told is False:
        return {}
    if not isinstance(told, dict) or not isinstance(told.get("room"), str) or not told["room"]:
        raise ValueError(f'it must be false, or as {{"room": "plane"}}, not {told!r}')
    return dict(told)
