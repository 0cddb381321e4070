"""The JavaScript that a deck needs, from the npm registry, at the versions of the lock file."""

import shutil
import subprocess

from tp5lib.files import write_atomically
from tp5lib.slides.live import HERE
from tp5lib.slides.slide import SlidesError

NEEDED = {
    "reveal_css": "reveal.js/dist/reveal.css",
    "reveal": "reveal.js/dist/reveal.js",
    "notes": "reveal.js/dist/plugin/notes.js",
    "mathjax": "mathjax/es5/tex-svg.js",
}


def fetch_libraries(folder):
    """Return the texts of the libraries by name, by npm or from the cache; raises SlidesError."""
    lock, fetched = HERE / "package-lock.json", folder / "fetched"  # written when all is there
    if not fetched.is_file() or fetched.read_bytes() != lock.read_bytes():
        folder.mkdir(parents=True, exist_ok=True)
        _install(folder)
        write_atomically(fetched, lock.read_bytes())
    found = {name: folder / "node_modules" / path for name, path in NEEDED.items()}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def _install(folder):
    npm = shutil.which("npm")
    if npm is None:
        advice = "install Node.js (https://nodejs.org, or your system's package npm)"
        raise SlidesError(f"npm, which fetches reveal.js and MathJax, is not installed: {advice}")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command += ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        advice = "which the first build needs: check the network and run this again"
        raise SlidesError(f"npm could not fetch reveal.js and MathJax, {advice}\n{run.stderr}")
