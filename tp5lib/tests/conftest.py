import shutil

import pytest

from tp5lib import load_letters


@pytest.fixture(scope="session")
def letters():
    return load_letters()


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    quiet = ["background-networking", "component-update", "sync", "gpu"]
    flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()
