"""The page: who comes in, what it asks for, how long its kernel lives, who can hold it up."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from tp5lib.tests.explorers.browsing import (
    BUTTON,
    SLIDER,
    new_picture,
    open_tab,
    serving,
    settle,
    until,
    visit,
    wait_for,
)

# Opens one more line to a kernel and leaves it open; resolves once it is.
OPEN_LINE = """([url, protocols]) => new Promise((done) => {
    const line = new WebSocket(url, protocols);
    line.onopen = () => done(line.protocol);
})"""
NONSENSE = """([url, protocols]) => new Promise((done) => {
    const line = new WebSocket(url, protocols);
    line.onopen = () => { line.send(new Uint8Array(64).fill(255)); done(); };
})"""
NEWER = ["v1.kernel.websocket.jupyter.org"]


@pytest.fixture(scope="module")
def served():
    """The address of the page, for whoever comes, and its server."""
    with serving("--token=") as (address, server):
        yield address, psutil.Process(server.pid)


@pytest.fixture
def page(browser, served):
    """The page, whose every request to another host is an error; `lines` are its WebSockets."""
    with visit(browser, served[0], ready=BUTTON) as page:
        yield page


def channels(page):
    """The address of the page's line to its kernel."""
    with page.expect_websocket(lambda line: "channels" in line.url) as line:
        page.reload()
    page.wait_for_selector(BUTTON)
    return line.value.url


def test_a_slider_moves_the_picture(page):
    open_tab(page, "Latent plane")
    with new_picture(page):
        page.locator(SLIDER).first.press("PageUp")


def test_a_kernel_ends_with_its_page(page, served):
    server = served[1]
    page.goto("about:blank")
    until(page, lambda: not server.children())


def test_a_dead_kernel_is_told(page, served):
    with page.expect_console_message(lambda message: "404" in message.text):
        (kernel,) = served[1].children()
        kernel.kill()
    page.get_by_text("Connection lost").wait_for()


@pytest.mark.parametrize(
    ("script", "protocols"), [(OPEN_LINE, []), (OPEN_LINE, NEWER), (NONSENSE, NEWER)]
)
def test_a_line_that_breaks_holds_up_nobody(page, served, script, protocols):
    """One of the older protocol, one that takes the place of the page's own, one of nonsense.

    A server without a guard takes gigabytes, and all other visitors wait.
    """
    url = channels(page)
    open_tab(page, "Latent plane")
    slider = page.locator(SLIDER).first
    for key in ("PageUp", "PageDown", "PageUp", "PageDown"):
        slider.press(key)
        page.evaluate(script, [url, protocols])
    page.reload()
    page.wait_for_selector(BUTTON)
    open_tab(page, "Latent plane")
    settle(page)
    with new_picture(page):
        page.locator(SLIDER).first.press("PageUp")
    assert served[1].memory_info().rss < 500e6


def test_nobody_comes_in_without_the_token_that_the_server_tells(tmp_path):
    said = tmp_path / "said"
    with said.open("w") as file, serving(said=file) as (address, server):
        wait_for(address)
        with urlopen(address) as answer:
            assert "login" in answer.url
        with pytest.raises(HTTPError, match="403"):
            urlopen(f"{address}api/kernels/a-b-c-d-e")
        assert not psutil.Process(server.pid).children()
        (token,) = re.findall(rf"{address}\?token=(\w{{32,}})", said.read_text())
        with urlopen(f"{address}?token={token}") as answer:
            assert "login" not in answer.url
            assert psutil.Process(server.pid).children()
