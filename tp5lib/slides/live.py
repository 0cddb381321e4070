"""The rooms of the playground, as slides show them."""

import re
from pathlib import Path

from tp5lib.playground.page import address, playground_html

HERE = Path(__file__).resolve().parent
# What a slide has no room for, unless its script says otherwise.
_HIDDEN = {"train": "pair,rate,adaptive,latent,units,second,activation,noise,batch"}
_DARK = "(prefers-color-scheme: dark)"  # a slide is white


def room(told, language):
    """Return the address of a room, which the playground's own precedes.

    What is told are the room and its settings, by the names of the playground's address. Raises
    KeyError, TypeError or ValueError if it names no room, or one or a setting that there is not.

    Examples
    --------
    >>> from tp5lib.slides.live import room
    >>> room({"room": "plane", "alpha": 0.5}, "es")
    '#room=plane&bare=1&lang=es&alpha=0.5'
    """
    hidden = {"hide": _HIDDEN[told["room"]]} if told["room"] in _HIDDEN else {}
    return address(**{"room": None, "lang": language} | hidden | told)


def playground_for(addresses):
    """Return the playground as slides embed it: white, large, with the networks they show."""
    rooms = sorted({re.search(r"room=(\w+)", one)[1] for one in addresses})
    html = playground_html(rooms=rooms).replace(_DARK, "not all")
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("room.css", "room.js"))
    html = html.replace("</style>", f"{style}</style>", 1)
    return html.replace("</head>", f"<script>{script}</script>\n</head>", 1)
