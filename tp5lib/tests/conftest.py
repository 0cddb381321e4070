import os
import shutil
import signal

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from tp5lib import Autoencoder, VariationalAutoencoder, load_letters

# The same examples in each run, however slow the machine is; in an attack, others.
attacked = "TP5LIB_ATTACK" in os.environ
settings.register_profile("tp5lib", database=None, deadline=None, derandomize=not attacked)
settings.load_profile("tp5lib")


def pytest_collection_modifyitems(items):
    # Quick: pytest tp5lib -n 2 -m "not browser and not program"; all: pytest -n 2 --dist loadfile
    for item in items:
        if "attack" in item.path.parts:
            item.add_marker(pytest.mark.program)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def letters():
    return load_letters()


@pytest.fixture(params=[Autoencoder, VariationalAutoencoder])
def kind(request):
    return request.param


@pytest.fixture
def interrupt():
    """A function that sends SIGINT to this process, as Ctrl-C does; under ``nohup`` as well."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda *_: os.kill(os.getpid(), signal.SIGINT)
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def browser():
    """A headless browser, as Playwright drives it."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("neither chromium nor google-chrome is installed: no page is opened")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu"])
        yield browser
        browser.close()
