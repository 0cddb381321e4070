"""What the README shows: the verdicts of all notebooks, and a latent point that moves.

The verdicts are read from what the notebooks printed, so that the table says what they say.
"""

import nbformat

from tp5lib.datasets.emojis import load_emojis
from tp5lib.evaluation.claims import read_verdicts
from tp5lib.explorers import EmojiPoint
from tp5lib.report.animation import film, loop, write_gif
from tp5lib.report.notebooks import label, printed
from tp5lib.studies.variational import load_models

ANIMATION = "latent_walk.gif"
_BEGIN, _END = "<!-- verdicts -->\n", "<!-- end of verdicts -->\n"


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
        link = f"[{label(path)}](notebooks/{path.name})"
        for verdict in _verdicts_of(path):
            claim = verdict.claim
            says = claim.says.rstrip(".") + (f" ({verdict.under})" if verdict.under else "")
            slide = claim.slide.split(", ")[0]
            outcome = verdict.outcome if verdict.outcome == "holds" else f"**{verdict.outcome}**"
            rows.append(f"| {link} | {slide} | {says} | {claim.seeds} | {outcome} |")
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


def refresh(readme, paths, figures):
    """Make the README's table and moving picture anew.

    Parameters
    ----------
    readme : Path
    paths : sequence of Path
        Of all notebooks.
    figures : Path
        The folder of the picture.
    """
    text = put_into(readme.read_text(encoding="utf-8"), paths)
    readme.write_text(text, encoding="utf-8")
    write_animation(figures / ANIMATION)


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


def _verdicts_of(path):
    cells = nbformat.read(path, as_version=4).cells
    return [verdict for cell in cells for verdict in read_verdicts(printed(cell))]
