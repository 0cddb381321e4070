"""What all that reads executed notebooks needs to know of them."""

from pathlib import Path


def label(path):
    """Return what a notebook is called by for short: its number, or the first word of its name."""
    return Path(path).stem.split("_")[0]


def is_numbered(path):
    """Say whether a notebook is one of the series, which follows the presentation's slides."""
    return label(path).isdigit()


def printed(cell):
    """Return all text that a code cell put out, less the names of its pictures."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" not in data:
            texts.append(output.get("text", data.get("text/plain", "")))
    return "\n".join(texts).strip()
