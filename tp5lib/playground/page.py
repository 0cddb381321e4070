"""The playground as one HTML page that needs no other file."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from tp5lib.checks import check_choice
from tp5lib.playground.export import ROOMS, exported_data, exported_models

HERE = Path(__file__).resolve().parent
# The modules in the order of their imports. The worker gets the core, and what is its own.
CORE = ("random.js", "network.js", "training.js", "variational.js")
WORKER = ("worker.js",)
PAGE = ["texts", "state", "controls", "drawing", "files", "header", "data"]
PAGE += ["inside", "learning", "train", "wall", "explore", "bench", "main"]
PAGE = tuple(f"{name}.js" for name in PAGE)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |class |const |function )", re.MULTILINE)


def playground_html(rooms=ROOMS):
    """Return the playground as HTML, a str.

    Parameters
    ----------
    rooms : sequence of {"train", "wall", "plane", "draw", "emojis"}
        Where the addresses of figures choose among these rooms alone: the page then holds only
        the networks that they show.
    """
    shown = tuple(check_choice(room, "rooms", ROOMS) for room in rooms)
    parts = {"core": bundle(CORE), "worker": bundle(WORKER), "page": bundle(PAGE)}
    parts |= _exported(shown) | {"style": _read("style.css")}
    return re.sub(r"<!-- (\w+) -->", lambda mark: parts[mark[1]], _read("page.html"))


def address(room, **state):
    """Return what follows the playground's own address where it shows one room alone, a str.

    Parameters
    ----------
    room : {"train", "wall", "plane", "draw", "emojis"}
    **state
        What it begins with, by the names of its address, such as ``loss="mse"``, ``seed=3`` or
        ``hide="rate,seed"``; those of the second network, of the emojis, of the bench and of the
        wall end in ``_b``, ``_e``, ``_v`` and ``_w`` for ``.b``, ``.e``, ``.v`` and ``.w``.

    Examples
    --------
    >>> from tp5lib.playground.page import address
    >>> address("train", loss="mse", hide="rate,seed")
    '#room=train&bare=1&loss=mse&hide=rate%2Cseed'
    """
    start = {re.sub("_(?=[bevw]$)", ".", name): value for name, value in state.items()}
    spec = _read("state.js").partition("SPEC = {")[2]
    known = list(dict.fromkeys(re.findall(r'^  "?(\w+)(?:\.[evw]")?: ', spec, re.MULTILINE)))
    for name, value in start.items():
        if name.partition(".")[0] not in known:
            raise ValueError(f"there is no setting {name!r}; the settings are: {', '.join(known)}")
        if not isinstance(value, str | int | float):
            raise TypeError(f"{name} must be a string or a number, not {value!r}")
    return f"#{urlencode({'room': check_choice(room, 'room', ROOMS), 'bare': 1} | start)}"


def bundle(names):
    """Return modules of this folder as one script: in this order, without imports and exports."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in names)


@cache
def _exported(rooms):
    """Data and networks as scripts hold them: "<" is written otherwise, lest a name end one."""
    parts = {"data": exported_data(rooms), "models": exported_models(rooms)}
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return {k: json.dumps(part, **compact).replace("<", "\\u003c") for k, part in parts.items()}


def _read(name):
    return (HERE / name).read_text(encoding="utf-8")
