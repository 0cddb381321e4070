"""The page served, opened in a browser, and what a hand does there."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from tp5lib.report.notebooks import ROOT

PICTURE = "img.widget-image:visible"
PIXELS = ".tp5-pixels:visible"
PAD = ".tp5-pad:visible"
SLIDER = ".noUi-handle:visible"
LIST = "select:visible"
BUTTON = "button.widget-button:visible"
READY = "document.querySelector('.tp5-explorer button.widget-button')"


@contextmanager
def serving(*arguments, said=subprocess.DEVNULL):
    """Start the README's command on a free port; yields the address and the process.

    What the server says goes to the file `said`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tp5lib.page", "--no-browser", f"--port={port}", *arguments]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
    try:
        for _ in range(1200):  # two minutes at most, on a machine that is busy
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/", server
    finally:
        server.terminate()
        server.wait()


def until(page, condition):
    """Wait until something is so; at most half a minute, on a machine that is busy."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if condition():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it did not come about within half a minute")


def shown(page):
    """Which pictures a page shows, and the line below them."""
    return page.locator(PICTURE).evaluate_all("all => all.map((one) => one.src)"), line(page)


def line(page):
    """The line of text below the picture."""
    return page.locator(".tp5-line .widget-html-content:visible").inner_text()


@contextmanager
def new_picture(page):
    """Wait until what is done within has changed the picture, or what is told about it."""
    before = shown(page)
    yield
    until(page, lambda: shown(page) != before)


def settle(page, seen=shown, milliseconds=200):
    """Wait until what is seen, pictures and their line, stands still; and return it."""
    before = []

    def stands():
        before.append(seen(page))
        page.wait_for_timeout(milliseconds)
        return seen(page) == before[-1]

    until(page, stands)
    return before[-1]


def drag(page, element, start, end, steps=5):
    """Drag from one place of an element to another; places are shares of its size."""
    box = element.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=steps)
    page.mouse.up()


def open_tab(page, title):
    page.get_by_role("tab", name=title, exact=True).click()
    page.wait_for_selector(PICTURE)
    settle(page)
