"""The playground in a browser: its size, its first picture, its updates and pictures a second."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tp5lib.files import write_atomically
from tp5lib.playground.page import playground_html

# Draws what the room shows, and resolves to the milliseconds since the page was asked for.
_FIRST_PICTURE = """
() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))
"""
# Updates and pictures in so many milliseconds of playing.
_PLAY = """
async (time) => {
  const room = rooms.train;
  const [draw, wait] = [room.draw, (ms) => new Promise((done) => setTimeout(done, ms))];
  let pictures = 0;
  room.draw = () => ((pictures += 1), draw.call(room));
  room.rest = () => {}; // it goes on where no pixel is wrong
  room.state.values.pace = 1000;
  room.play();
  await wait(500);
  const [epoch, start] = [room.current[""].now.epoch, performance.now()];
  pictures = 0;
  await wait(time);
  const seconds = (performance.now() - start) / 1000;
  const rates = [(room.current[""].now.epoch - epoch) / seconds, pictures / seconds];
  room.pause();
  return rates;
}
"""
# From a pointer's move, as the browser dates it, to the picture that is drawn for it.
_FOLLOW = """
() => addEventListener("pointermove", (event) => {
  (window.times ??= []).push(performance.now() - event.timeStamp);
})
"""
ROOMS = {"training": "", "latent plane": "room=plane", "emojis": "room=emojis"}


@contextmanager
def chromium():
    """A headless browser; yields None where it, or what drives it, is not installed."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def opened(browser, file, address=""):
    """Open the page; returns it and the milliseconds until its first picture."""
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{file.as_uri()}#{address}")
    page.wait_for_selector("html[data-ready]")
    return page, page.evaluate(_FIRST_PICTURE)


def follow(page, room, moves=200):
    """Move a pointer over a room's plane; returns the milliseconds from move to picture."""
    plane = page.locator(f"#{room} .plane").first.bounding_box()
    page.evaluate(_FOLLOW)
    for turn in range(moves):
        angle = 2 * np.pi * turn / 50
        x = plane["x"] + plane["width"] * (0.5 + 0.4 * np.cos(angle))
        y = plane["y"] + plane["height"] * (0.5 + 0.4 * np.sin(angle))
        page.mouse.move(x, y)
        if turn == 0:
            page.mouse.down()
    page.mouse.up()
    return page.evaluate("times")


def print_playground(rounds=5, seconds=5, moves=200):
    """Open the playground, play, drag; print what it takes."""
    html = playground_html()
    print(f"\nThe playground{'':24}{len(html.encode()) / 1e6:.2f} MB")
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        if browser is None:
            print("not opened: it takes playwright, and chromium or google-chrome")
            return
        file = Path(folder, "playground.html")
        write_atomically(file, html)
        for title, address in ROOMS.items():
            firsts = []
            for _ in range(rounds):
                page, first = opened(browser, file, address)
                firsts.append(first)
                page.context.close()
            print(f"{f'{title}, first picture':36}{np.median(firsts):10.0f} ms")
        page, _ = opened(browser, file)
        updates, pictures = page.evaluate(_PLAY, 1000 * seconds)
        page.context.close()
        print(f"{'35-17-2-17-35, full batch':36}{updates:10.0f} updates a second")
        print(f"{'meanwhile':36}{pictures:10.0f} pictures a second")
        for title, address in ROOMS.items():
            page, _ = opened(browser, file, address)
            times = follow(page, address.partition("=")[2] or "train", moves)
            page.context.close()
            row = f"{np.median(times):10.1f} ms, 95 % below {np.percentile(times, 95):.1f}"
            print(f"{f'{title}, pointer to picture':36}{row}")
