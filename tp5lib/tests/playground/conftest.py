"""The playground opened in a browser that can reach nothing else."""

from contextlib import contextmanager

import pytest

from tp5lib.playground.page import playground_html

SLOWEST = 60_000  # milliseconds that anything may take


@pytest.fixture(scope="session")
def file(tmp_path_factory):
    """The page as a file."""
    path = tmp_path_factory.mktemp("playground") / "playground.html"
    path.write_text(playground_html(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def visit(browser):
    """A function that opens a file at an address, and checks at the end that all was well."""

    @contextmanager
    def visit(path, address="", **settings):
        settings = {"viewport": {"width": 1280, "height": 800}} | settings
        context = browser.new_context(offline=True, accept_downloads=True, **settings)
        context.set_default_timeout(SLOWEST)
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: m.type in ("error", "warning") and wrong.append(m.text))
        page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-ready]")
        yield page
        assert not wrong
        context.close()

    return visit


@pytest.fixture(scope="session")
def shared(visit, file):
    """A page for tests that only compute in it."""
    with visit(file) as page:
        yield page
