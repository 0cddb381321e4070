"""Which room of the playground a picture is a still of, and how it is shown on a slide."""

import re
from pathlib import Path

from tp5lib.playground.page import address, playground_html

HERE = Path(__file__).resolve().parent
# How an explorer says what it is, among its outputs and as text.
_EXPLORER_TYPE = "application/vnd.tp5lib.explorer+json"
_EXPLORER = re.compile(r"(\w+): run the notebook to .+")
# The rooms of explorers, where a cell names none.
ROOMS = {
    "LatentPoint": "plane",
    "Interpolation": "plane",
    "Denoiser": "draw",
    "DrawnLetter": "draw",
    "PriorSamples": "emojis",
    "LearningFilm": "train",
    "LiveTraining": "train",
}
# What a slide has no room for, unless a cell says otherwise: what was written on it is hidden.
_HIDDEN = {
    "train": "pair,rate,adaptive,latent,units,second,activation,noise,batch",
    "plane": "",
    "draw": "",
    "emojis": "",
}
_DARK = "(prefers-color-scheme: dark)"  # a slide is white


def explorer(output):
    """Return the class of the explorer that an output shows; "" if it is something else."""
    if said := output.data.get(_EXPLORER_TYPE):
        return said.get("explorer", "explorer")
    match = _EXPLORER.fullmatch(output.data.get("text/plain", ""))
    return match[1] if match else ""


def room(told, moved=""):
    """Return the address of the room that a picture is a still of.

    Parameters
    ----------
    told : dict, bool or None
        A cell's `slideshow.live`: the room, and its state by the names of the playground's
        address, as ``{"room": "train", "seed": 0}``; False for none; None if it says nothing.
    moved : str
        The class of the explorer, if the picture shows one.

    Returns
    -------
    str
        What follows the playground's own address, such as ``#room=plane&bare=1``; "" if the
        picture is no still of any room.

    Raises
    ------
    TypeError, ValueError
        If `told` is something else, or names a room or a setting that there is not.

    Examples
    --------
    >>> from tp5lib.slides.live import room
    >>> room({"room": "plane", "alpha": 0.5})
    '#room=plane&bare=1&alpha=0.5'
    >>> room(None, "Interpolation"), room(None)
    ('#room=plane&bare=1', '')
    """
    if told is None:
        told = {"room": ROOMS[moved]} if moved in ROOMS else False
    if told is False:
        return ""
    if not isinstance(told, dict) or "room" not in told:
        raise ValueError(f'it must be false, or as {{"room": "plane"}}, not {told!r}')
    state = {"hide": _HIDDEN.get(told["room"], "")} | told
    if not state["hide"]:
        del state["hide"]
    return address(state.pop("room"), **state)


def playground_for(addresses):
    """Return the playground as slides embed it: light, large enough for a slide, left by Esc.

    Parameters
    ----------
    addresses : list of str
        Those of the slides, from `room`.

    Returns
    -------
    str
        HTML, with the networks that the rooms of these addresses show.
    """
    rooms = sorted({re.search(r"room=(\w+)", one)[1] for one in addresses})
    html = playground_html(rooms=rooms, lang="en").replace(_DARK, "not all")
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("room.css", "room.js"))
    html = html.replace("</style>", f"{style}</style>", 1)
    return html.replace("</head>", f"<script>{script}</script>\n</head>", 1)
