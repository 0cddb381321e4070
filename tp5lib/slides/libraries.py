"""The JavaScript that a deck needs, from the npm registry, at the versions of the lock file."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tp5lib.slides.slide import SlidesError

HERE = Path(__file__).resolve().parent
_LOCK = "package-lock.json"  # it holds a hash of each package, which npm compares
_NEEDED = {
    "reveal_css": "reveal.js/dist/reveal.css",
    "reveal": "reveal.js/dist/reveal.js",
    "notes": "reveal.js/dist/plugin/notes.js",
    "mathjax": "mathjax/es5/tex-svg.js",
}


def fetch_libraries(folder):
    """Return the texts of the libraries by name, fetched by npm if `folder` has them not.

    Parameters
    ----------
    folder : path
        The cache; it is made if need be.

    Returns
    -------
    dict of str to str

    Raises
    ------
    SlidesError
        If npm is missing, or could not fetch them.
    """
    folder = Path(folder)
    files = {name: folder / "node_modules" / path for name, path in _NEEDED.items()}
    if not (_same_lock(folder) and all(file.is_file() for file in files.values())):
        _install(folder)
    return {name: file.read_text(encoding="utf-8") for name, file in files.items()}


def _same_lock(folder):
    kept = folder / _LOCK
    return kept.is_file() and kept.read_bytes() == (HERE / _LOCK).read_bytes()


def _install(folder):
    npm = shutil.which("npm")
    if npm is None:
        raise SlidesError(
            "the first build fetches reveal.js and MathJax with npm, which is not installed:\n"
            "install Node.js (https://nodejs.org, or your system's package npm) and run this again"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the cache, and moved there when it is whole: npm may be killed on the way.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".libraries-") as work:
        fresh = Path(work, "fresh")
        _run_npm(npm, fresh)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def _run_npm(npm, folder):
    folder.mkdir()
    for name in ("package.json", _LOCK):
        shutil.copyfile(HERE / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    run = subprocess.run([*command, *patience], cwd=folder, capture_output=True, text=True)
    if run.returncode:
        lines = [line.removeprefix("npm error ") for line in run.stderr.splitlines()]
        reason = next((line for line in lines if "failed" in line), "".join(lines[:1]))
        raise SlidesError(
            f"npm could not fetch reveal.js and MathJax: {reason}\n"
            "the first build needs the npm registry: check the network and run this again"
        )
