"""The playground opened in a browser, and what it says there."""

import pytest

from tp5lib.playground.page import playground_html
from tp5lib.tests.browser import opened

STATUS = "document.querySelector('.room:not([hidden]) .status').textContent"
PHONE = {"has_touch": True, "viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="session")
def file(tmp_path_factory):
    """The page as a file."""
    path = tmp_path_factory.mktemp("playground") / "playground.html"
    path.write_text(playground_html(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def visit(browser, file):
    """A function that opens the page at an address."""

    def visit(address="", **settings):
        settings = {"viewport": {"width": 1280, "height": 800}} | settings
        ready = "document.documentElement.dataset.ready"
        return opened(browser, file.as_uri() + address, ready, **settings)

    return visit


@pytest.fixture(scope="session")
def shared(visit):
    """A page for tests that only compute in it."""
    with visit() as page:
        yield page


def status(page):
    """What the room says that it shows."""
    return page.evaluate(STATUS)


def says(page, what):
    """Wait until the room says something."""
    page.wait_for_function(f"(what) => {STATUS}.includes(what)", arg=what)


def changed(page, before):
    """Wait until the room says something else, and return it."""
    page.wait_for_function(f"(before) => {STATUS} !== before", arg=before)
    return status(page)


def at_rest(page, room):
    """Wait until nothing learns, and all that was learned is shown."""
    idle = "!room.playing && !room.stale && room.workers.every(({asked}) => !asked)"
    page.wait_for_function(f"(room => room && {idle})(rooms.{room})")


def address_of(page):
    """The settings in the address, once they have been written: by the page's own clock."""
    written = "new Promise((done) => setTimeout(() => done(location.hash), 500))"
    return page.evaluate(written)


def settings_of(page):
    return set(address_of(page)[1:].split("&"))


def code_in(page, room="train"):
    return page.locator(f"#{room} pre").text_content()
