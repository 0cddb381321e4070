"""What a visitor of the page feels: how soon it opens, its pictures a second, its answers.

It starts the page's server on a free port and a browser (Chromium, driven by Playwright); times
are taken within the page, from the event of the hand to the text or picture that answers it.
"""

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import numpy as np

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PICTURE = "img.widget-image:visible"
_LINE = ".tp5-line .widget-html-content:visible"
_SCRIPTS = """window.bench = {
  shown: (name) => [...document.querySelectorAll(name)].find((e) => e.getClientRects().length),
  line: () => bench.shown(".tp5-line .widget-html-content").textContent,
  rate: () => bench.line().match(/rate [^;]+/)[0],
  epoch: () => Number(bench.line().match(/epoch ([\\d,]+)/)[1].replaceAll(",", "")),
  picture: () => bench.shown("img.widget-image").src,
  wait: (is, patience) => new Promise((done) => {
    const end = performance.now() + patience;
    const look = () => (is() || performance.now() > end ? done() : setTimeout(look, 1));
    look();
  }),
}"""
_PICTURES = """async (milliseconds) => {
  let shown = 0, last = bench.picture();
  const begin = performance.now();
  while (performance.now() - begin < milliseconds) {
    await bench.wait(() => bench.picture() !== last, milliseconds);
    last = bench.picture();
    shown += 1;
  }
  return (1000 * shown) / (performance.now() - begin);
}"""
_ANSWER = """async ([act, is]) => {
  const answered = eval(is);
  const begin = performance.now();
  eval(act)();
  await bench.wait(answered, 5000);
  return performance.now() - begin;
}"""
_CLICK = (
    "() => [...document.querySelectorAll('button')].find((b) => b.textContent === '{0}').click()"
)
_CHOOSE = """() => {{
  for (const list of document.querySelectorAll("select")) {{
    const place = [...list.options].findIndex((option) => option.value === "{0}");
    if (place < 0) continue;
    list.selectedIndex = place;
    list.dispatchEvent(new Event("change", {{ bubbles: true }}));
  }}
}}"""
_PRESS = """() => document.querySelectorAll(".noUi-handle")[{0}]
  .dispatchEvent(new KeyboardEvent("keydown", {{ key: "{1}", bubbles: true }}))"""
# What is done to each control, in turns, and what is then true.
_CONTROLS = {
    "the loss": [
        (_CHOOSE.format(loss), f"() => bench.line().includes('{loss}')") for loss in ("mse", "bce")
    ],
    "the rate": [
        (_PRESS.format(0, key), "((old) => () => bench.rate() !== old)(bench.rate())")
        for key in ("PageUp", "PageDown")
    ],
    "hidden units, which begin anew": [
        (_PRESS.format(2, key), "((old) => () => bench.epoch() < old)(bench.epoch())")
        for key in ("PageUp", "PageDown")
    ],
    "reset, and start": [
        (_CLICK.format("reset"), "() => bench.epoch() === 0"),
        (_CLICK.format("start"), "() => bench.epoch() > 0"),
    ],
}


def print_sessions(moves=40, seconds=5):
    """Measure a session of the page, as it stands; print a table.

    Parameters
    ----------
    moves : int
        Of each control.
    seconds : float
        For which pictures are counted.
    """
    path = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        print("\nThere is no Playwright, or no Chromium: no session of the page is measured.")
        return
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(_PICTURE)
        opened = time.perf_counter() - start
        page.evaluate(_SCRIPTS)
        print(f"\n{'a session of the page':36}{'':>20}")
        print(f"{'from the address to a picture, s':36}{opened:20.1f}")
        _measure_training(page, moves, seconds)
        browser.close()


@contextmanager
def served():
    """Serve the page on a free port; yields the address, where it answers by then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tp5lib.page", "--no-browser", f"--port={port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def _measure_training(page, moves, seconds):
    """Count the pictures of a training, and time what its controls do while it runs."""
    page.get_by_role("tab", name="Watch it learn", exact=True).click()
    page.wait_for_selector(_LINE)
    page.evaluate(_ANSWER, [_CLICK.format("start"), "() => bench.epoch() > 0"])
    for pace in ("steadily", "as fast as it can"):
        page.evaluate(f"({_CHOOSE.format(pace)})()")
        rate = page.evaluate(_PICTURES, 1000 * seconds)
        print(f"{'pictures a second, ' + pace:36}{rate:20.1f}")
    print(f"{'while it trains, from hand to answer':36}{'median, ms':>20}{'95 %, ms':>12}")
    for name, turns in _CONTROLS.items():
        times = []
        for i in range(moves):
            page.evaluate("bench.wait(() => bench.epoch() > 2, 300)")
            times.append(page.evaluate(_ANSWER, turns[i % len(turns)]))
        print(f"{name:36}{np.median(times):20.0f}{np.percentile(times, 95):12.0f}")
