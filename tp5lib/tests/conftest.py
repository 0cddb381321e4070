import shutil

import pytest
from playwright.sync_api import sync_playwright

from tp5lib import load_letters

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def letters():
    return load_letters()


@pytest.fixture(scope="session")
def browser():
    """A headless browser, as Playwright drives it."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("neither chromium nor google-chrome is installed: no page is opened")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
