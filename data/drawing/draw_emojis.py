"""Draw the sheet of emojis from Twemoji's drawings, and write it to data/emojis.png.

    python data/drawing/draw_emojis.py [PACKAGE]

PACKAGE is the file of the npm package named below, fetched with npm unless given. It needs
the project's optional dependencies: pip install -e ".[emojis]".
"""

import argparse
import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tp5lib.checks import require
from tp5lib.datasets.emojis import EMOJI_NAMES, EMOJI_SHEET
from tp5lib.datasets.files import luminance
from tp5lib.files import write_atomically

PACKAGE = "@iconify-json/twemoji@1.2.5"
SHA512 = "uKpuIEV0v6K5BW3Mjdyl+XKFVAbbcPxAgifKvEMtZoUZB5+YiY5zaMm2uNNCxyXzAWU9yNLlj41WU6/mvgALsw=="
SIZE = 20
TO_A_ROW = 15  # as in the course's sheet
_ENLARGED = 16 * SIZE
_DARK, _BRIGHT = 0.2, 0.8  # stretched to 0 and 1, so that eyes and mouths stand out


def draw(body):
    """Return the stretched luminance of an SVG's content, 36 x 36 units: uint8, shape (20, 20)."""
    require("emojis", "resvg_py")
    import resvg_py

    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">{body}</svg>'
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=_ENLARGED, height=_ENLARGED, skip_system_fonts=True
    )
    # Lanczos keeps lines below a pixel, such as mouths, teeth and fingers, darker than a
    # drawing at 20 x 20 or means over squares do; what it overshoots, the clipping removes.
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    gray = luminance(image.resize((SIZE, SIZE), Image.Resampling.LANCZOS))
    stretched = (gray - _DARK) / (_BRIGHT - _DARK)
    return np.round(255 * stretched.clip(0, 1)).astype(np.uint8)


def find_body(name, icons):
    """Return the drawing of an emoji in Iconify's set, as the content of an SVG."""
    key = name.replace(" ", "-")
    key = icons["aliases"].get(key, {"parent": key})["parent"]
    if key not in icons["icons"]:
        raise ValueError(f"{PACKAGE} has no drawing of {name!r}")
    return icons["icons"][key]["body"]


def lay_out(tiles):
    """Return a sheet of tiles, 15 to a row; what is left of the last row stays 0."""
    padded = np.pad(tiles, ((0, -len(tiles) % TO_A_ROW), (0, 0), (0, 0)))
    rows = padded.reshape(-1, TO_A_ROW, SIZE, SIZE).swapaxes(1, 2)
    return rows.reshape(-1, TO_A_ROW * SIZE)


def fetch_package():
    """Return the package as npm downloads it, from the registry that npm is set to."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", PACKAGE, f"--pack-destination={folder}"]
        command += ["--fetch-retries=1", "--loglevel=error"]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            way = "pass its file instead"
            raise ValueError(f"npm could not fetch {PACKAGE}; {way}: {error}") from None
        (file,) = Path(folder).glob("*.tgz")
        return file.read_bytes()


def read_icons(package):
    """Return the icons in the bytes of the package, once they are known to be the pinned ones."""
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    if digest != SHA512:
        raise ValueError(f"not the file of {PACKAGE}: its SHA-512 is {digest}, not {SHA512}")
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        return json.load(archive.extractfile("package/icons.json"))


def main(arguments=None):
    """Write the sheet; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python data/drawing/draw_emojis.py", description=__doc__.split("\n")[0]
    )
    parser.add_argument("package", nargs="?", type=Path, help=f"the file of {PACKAGE}")
    path = parser.parse_args(arguments).package
    try:
        package = path.read_bytes() if path else fetch_package()
        icons = read_icons(package)
        tiles = np.array([draw(find_body(name, icons)) for name in EMOJI_NAMES])
        sheet = Image.fromarray(lay_out(tiles))
        write_atomically(EMOJI_SHEET, lambda file: sheet.save(file, "png", optimize=True))
    except (ImportError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{EMOJI_SHEET}: {len(tiles)} emojis")
    return 0


if __name__ == "__main__":
    sys.exit(main())
