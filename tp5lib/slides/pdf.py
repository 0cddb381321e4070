"""Decks printed to PDF, by a Chromium that is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tp5lib.slides.slide import SlidesError

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
BROWSERS += ["microsoft-edge", "msedge"]
BROWSERS += [f"/Applications/{n}.app/Contents/MacOS/{n}" for n in ("Google Chrome", "Chromium")]
_PATIENCE = 300  # seconds
_SETTLED = 60_000  # milliseconds of the page's own time, which passes faster: formulas are set


def find_browser():
    """Return the path of the first of `BROWSERS`; raises SlidesError if none is installed."""
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        return found
    advice = "install one, or open the deck in your browser and print it from there"
    raise SlidesError(f"a PDF is printed by Chromium, Chrome or Edge, none of them found: {advice}")


def print_pdf(deck, browser):
    """Print a deck, a slide a page; returns the PDF beside it, or raises SlidesError."""
    pdf = deck.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix=".pdf-", dir=deck.parent) as folder:
        printed = Path(folder) / pdf.name
        command = [browser, "--headless", "--disable-gpu", "--no-first-run"]
        command += ["--disable-background-networking", f"--user-data-dir={folder}/profile"]
        command += ["--no-pdf-header-footer", f"--virtual-time-budget={_SETTLED}"]
        command += [f"--print-to-pdf={printed}", f"{deck.resolve().as_uri()}?print"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses root otherwise
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SlidesError(f"{browser} did not print {deck.name}: {error}") from error
        if run.returncode or not printed.is_file():
            said = run.stderr.strip().splitlines()[-1:] or [f"exit status {run.returncode}"]
            raise SlidesError(f"{browser} did not print {deck.name}: {said[0]}")
        printed.replace(pdf)
    return pdf
