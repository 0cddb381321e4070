"""The page: who comes in, how long its kernel lives, who can hold it up."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from tp5lib.tests.explorers.browsing import BUTTON, SLIDER, new_picture, open_tab, serving, until

# Opens one more line to a kernel, and sends what is no message.
BREAK = """([url, protocols]) => new Promise((done) => {
    const line = new WebSocket(url, protocols);
    line.onopen = () => { line.send(new Uint8Array(64).fill(255)); done(); };
})"""
NEWER = "v1.kernel.websocket.jupyter.org"


def move_a_slider(page, address):
    """Load the page, and see that a picture follows a slider."""
    page.goto(address)
    page.wait_for_selector(BUTTON)
    open_tab(page, "Latent plane")
    with new_picture(page):
        page.locator(SLIDER).first.press("PageUp")


def test_a_line_that_breaks_holds_up_nobody_and_a_kernel_ends_with_its_page(browser):
    """One of the older protocol, and one that takes the place of the page's own.

    Without the guard, the server takes gigabytes, and all visitors wait.
    """
    page, lines = browser.new_page(), []
    page.on("websocket", lambda line: lines.append(line.url))
    with serving("--token=") as (address, process):
        server = psutil.Process(process.pid)
        move_a_slider(page, address)
        slider, url = page.locator(SLIDER).first, lines[-1]
        for protocols in ([], [NEWER]):
            for key in ("PageUp", "PageDown", "PageUp", "PageDown"):
                slider.press(key)
                page.evaluate(BREAK, [url, protocols])
        move_a_slider(page, address)
        assert server.memory_info().rss < 500e6
        page.goto("about:blank")
        until(page, lambda: not server.children())
        page.goto(address)
        page.wait_for_selector(BUTTON)
        server.children()[0].kill()
        page.get_by_text("Connection lost").wait_for()
        page.close()


@pytest.mark.program
def test_nobody_comes_in_without_the_token_that_the_server_tells(tmp_path):
    said = tmp_path / "said"
    with said.open("w") as file, serving(said=file) as (address, server):
        with urlopen(address) as answer:
            assert "login" in answer.url
        with pytest.raises(HTTPError, match="403") as refused:
            urlopen(f"{address}api/kernels/a-b-c-d-e")
        refused.value.close()
        assert not psutil.Process(server.pid).children()
        (token,) = re.findall(rf"{address}\?token=(\w{{32,}})", said.read_text())
        with urlopen(f"{address}?token={token}") as answer:
            assert "login" not in answer.url
            assert psutil.Process(server.pid).children()
