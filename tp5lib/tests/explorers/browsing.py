"""The page served, opened in a browser, and what a hand does there."""

import re
import shlex
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from tp5lib.report.notebooks import ROOT

COMMAND = ".venv/bin/python -m tp5lib.page"
PICTURE = "img.widget-image:visible"
PIXELS = ".tp5-pixels:visible"
PAD = ".tp5-pad:visible"
SLIDER = ".noUi-handle:visible"
LIST = "select:visible"
BUTTON = "button.widget-button:visible"


@contextmanager
def serve(*arguments):
    """Serve to whoever comes; yields the address before it answers there."""
    with serving("--token=", *arguments) as (address, _):
        yield address


@contextmanager
def serving(*arguments, said=subprocess.DEVNULL):
    """Start the README's command on a free port; yields the address and the process.

    What the server says goes to the file `said`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *shlex.split(COMMAND)[1:], "--no-browser", f"--port={port}"]
    output = {"stdout": subprocess.DEVNULL, "stderr": said}
    server = subprocess.Popen([*command, *arguments], cwd=ROOT, **output)
    try:
        yield f"http://127.0.0.1:{port}/", server
    finally:
        server.terminate()
        server.wait()


def wait_for(address):
    """Wait until a server answers; at most half a minute."""
    port = int(address.strip("/").rpartition(":")[2])
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


@contextmanager
def visit(browser, address, ready=PAD, **settings):
    """Open the page as one more visitor, on a network that swallows what leaves the machine."""
    context = browser.new_context(**settings)
    page = context.new_page()
    wrong, outside = [], []

    def only_here(route):
        if route.request.url.startswith(address):
            return route.continue_()
        outside.append(route.request.url)  # and it is never answered
        return None

    page.route(re.compile("^https?:"), only_here)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
    wait_for(address)
    page.goto(address)
    page.wait_for_selector(PICTURE)
    page.wait_for_selector(ready)
    yield page
    assert outside == [], outside
    assert wrong == [], wrong
    context.close()


def until(page, condition):
    """Wait until something is so; at most half a minute, on a machine that is busy."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if condition():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it did not come about within half a minute")


@contextmanager
def new_picture(page):
    """Wait until what is done within has changed the picture, or what is told about it."""
    before = shown(page)
    yield
    until(page, lambda: shown(page) != before)


def shown(page):
    """Which picture a page shows, and the line below it."""
    return page.locator(PICTURE).evaluate_all("all => all.map((one) => one.src)"), line(page)


def settle(page):
    """Wait until the picture and its line have stood still for a fifth of a second."""

    def stands():
        before = shown(page)
        page.wait_for_timeout(200)
        return shown(page) == before

    until(page, stands)


def point(page):
    """Where the pad says that its point is."""
    return [float(t) for t in page.locator(PAD).get_attribute("aria-valuetext").split(", ")]


def line(page):
    """The line of text below the picture."""
    return page.locator(".tp5-line .widget-html-content:visible").inner_text()


def drag(page, element, start, end, steps=5):
    """Drag from one place of an element to another; places are shares of its size."""
    box = element.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=steps)
    page.mouse.up()


def drag_slider(page, element):
    element.hover()  # which waits until it stands still
    box = element.bounding_box()
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


def open_tab(page, title):
    page.get_by_role("tab", name=title, exact=True).click()
    page.wait_for_selector(PICTURE)


def move_all(page):
    """Move each slider, list, button and pad of an open tab by mouse and by keys."""
    for slider in page.locator(SLIDER).all():
        with new_picture(page):
            drag_slider(page, slider)
        with new_picture(page):
            slider.press("End")
    for choice in page.locator(LIST).all():
        with new_picture(page):
            choice.select_option(index=3)
        with new_picture(page):
            choice.press("ArrowDown")
    for button in page.locator(BUTTON).all():
        with new_picture(page):
            button.click()
        with new_picture(page):
            button.press("Enter")
    for pad in page.locator(PAD).all():
        with new_picture(page):
            drag(page, pad, (0.3, 0.3), (0.7, 0.5))
        for key in ("ArrowUp", "Shift+ArrowLeft"):
            with new_picture(page):
                pad.press(key)
    settle(page)
