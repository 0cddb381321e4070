"""What the README shows: the verdicts of all notebooks, and a latent point that moves.

The verdicts are read from what the notebooks printed, so that the table says what they say.
"""

import re
from typing import NamedTuple

import nbformat

from tp5lib.animation import film, loop, write_gif
from tp5lib.datasets import load_emojis
from tp5lib.explorers import EmojiPoint
from tp5lib.studies.variational import load_models

_BLOCK = re.compile(
    r"^Claim     (?P<claim>.*?)\n"
    r"(?:Under     (?P<under>.*?)\n)?"
    r"Measured  .*?\n"
    r"Seeds     (?P<seeds>\d+)\n"
    r"Verdict   (?P<outcome>[A-Z ]+)$",
    flags=re.MULTILINE | re.DOTALL,
)
_CLAIM = re.compile(r"(?P<says>.*) \(slide (?P<slide>.*?), .*\)")
_BEGIN, _END = "<!-- verdicts -->\n", "<!-- end of verdicts -->\n"


class Line(NamedTuple):
    """A line of the table."""

    says: str
    slide: str
    seeds: int
    outcome: str


def read_verdicts(path):
    """Read the verdicts that an executed notebook printed.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of Line
    """
    lines = []
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            for block in _BLOCK.finditer(output.get("text", "")):
                claim = _CLAIM.fullmatch(" ".join(block["claim"].split()))
                says = claim["says"].rstrip(".")
                if block["under"]:
                    says += f", under {' '.join(block['under'].split())}"
                outcome = block["outcome"].lower()
                lines.append(Line(says, claim["slide"], int(block["seeds"]), outcome))
    return lines


def table(paths):
    """Return the verdicts of notebooks as a Markdown table.

    Parameters
    ----------
    paths : sequence of Path
        Of executed notebooks.

    Returns
    -------
    str
    """
    rows = ["| notebook | slide | claim | seeds | verdict |", "|---|---|---|---|---|"]
    for path in paths:
        for line in read_verdicts(path):
            number = path.stem.split("_")[0]
            rows.append(
                f"| [{number}](notebooks/{path.name}) | {line.slide} | {line.says} "
                f"| {line.seeds} | {_strong(line.outcome)} |"
            )
    return "\n".join(rows) + "\n"


def put_into(text, paths):
    """Return a README's text with its table made anew.

    Raises
    ------
    ValueError
        If the text lacks the marks between which the table stands.
    """
    before, found, rest = text.partition(_BEGIN)
    _, closed, after = rest.partition(_END)
    if not (found and closed):
        raise ValueError(f"the README has no lines {_BEGIN.strip()} and {_END.strip()}")
    return f"{before}{_BEGIN}\n{table(paths)}\n{_END}{after}"


def write_animation(path):
    """Write the moving picture: the plane of the emojis, and the face under the point.

    Parameters
    ----------
    path : path
        Of a GIF.
    """
    explorer = EmojiPoint(load_models([2])[2], load_emojis())
    x, y = loop(radius=1.8)
    write_gif(path, film(explorer, {"z1": x, "z2": y}))


def _strong(outcome):
    return outcome if outcome == "holds" else f"**{outcome}**"
