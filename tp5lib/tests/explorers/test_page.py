"""The page, opened in a browser and moved by mouse, by keys and by touch."""

import time

import nbformat
import numpy as np
import pytest
from nbformat import v4

from tp5lib.tests.explorers.browsing import (
    BUTTON,
    LIST,
    PAD,
    PICTURE,
    PIXELS,
    SLIDER,
    drag,
    line,
    move_all,
    new_picture,
    open_tab,
    point,
    serve,
    settle,
    shown,
    until,
    visit,
)

# A stand-in that takes its time, counts its pictures, and fails where x exceeds 0.9.
SLOW = """
import time
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.base import Explorer, Picture, slider, snap

class Slow(Explorer):
    def __init__(self):
        self.figure, self.count = Picture((2, 2)), 0
        self.figure.freeze()
        super().__init__(pad=Pad([-0.06, 0], [1.04, 1]), x=slider("x", 0.5, -0.06, 1.04))

    def moved(self, control):
        if control is self.pad:
            self.x.value = snap(self.x, self.pad.x)
        else:
            self.pad.x = self.x.value

    def draw(self):
        time.sleep(0.1)
        self.count += 1
        self.pad.description = f"pad of picture {self.count}"
        if self.pad.x > 0.9:
            raise RuntimeError("too far")
        return self.figure.png(), f"{self.count} pictures, {self.pad.x:.3f}"

Slow()
"""


@pytest.fixture(scope="module")
def address():
    """Where the page is served, by the README's command."""
    with serve() as address:
        yield address


@pytest.fixture(scope="module")
def page(browser, address):
    view = {"width": 1280, "height": 1000}
    with visit(browser, address, ready=BUTTON, viewport=view) as page:
        yield page


@pytest.fixture(scope="module", autouse=True)
def slow_address(page, tmp_path_factory):
    """Where the stand-in is served; it starts while the page is tested."""
    path = tmp_path_factory.mktemp("slow") / "slow.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(SLOW)]), path)
    with serve(str(path)) as address:
        yield address


@pytest.fixture(scope="module")
def slow(browser, slow_address):
    with visit(browser, slow_address) as page:
        yield page


def test_the_pad_and_the_sliders_are_one_point(page):
    open_tab(page, "Latent plane")
    move_all(page)
    readouts = page.locator(".widget-readout:visible")
    drag(page, page.locator(PAD), (0.5, 0.5), (0.25, 0.75))
    until(page, lambda: point(page) == pytest.approx([0.22, 0.22], abs=0.02))
    here = point(page)
    until(page, lambda: line(page).startswith(f"({here[0]:.2f}, {here[1]:.2f})"))
    shown = [float(text) for text in readouts.all_inner_texts()]
    assert shown == pytest.approx(here, abs=0.02)

    for axis, slider in enumerate(page.locator(SLIDER).all()):
        settle(page)
        here = point(page)
        with new_picture(page):
            slider.press("PageUp")
        until(page, lambda axis=axis, here=here: point(page)[axis] > here[axis] + 0.02)
        assert point(page)[1 - axis] == here[1 - axis]


def test_the_pad_takes_no_keys_but_its_own(page):
    open_tab(page, "Latent plane")
    page.evaluate(
        "window.keys = []; document.addEventListener('keydown', (e) => window.keys.push(e.key))"
    )
    pad = page.locator(PAD)
    with new_picture(page):
        pad.press("ArrowLeft")
    here = point(page)
    for key in ("Escape", "Control+ArrowLeft"):
        pad.press(key)
    assert page.evaluate("window.keys") == ["Escape", "Control", "ArrowLeft"]
    assert point(page) == here


def test_from_letter_to_letter(page):
    open_tab(page, "From letter to letter")
    (alpha,) = page.locator(SLIDER).all()
    for choice in page.locator(LIST).all():  # half way there
        with new_picture(page):
            choice.select_option(index=3)
    with new_picture(page):
        page.locator(LIST).last.press("ArrowDown")
    settle(page)
    before = point(page)
    with new_picture(page):
        alpha.press("End")
    until(page, lambda: point(page) != before)
    end = point(page)
    # However far off the line a hand is, the point stays on it, and the slider follows.
    pad = page.locator(PAD)
    x1, y1, x2, y2 = pad.locator("line").evaluate(
        "e => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(e.getAttribute(name)))"
    )
    across, down = x2 - x1, y2 - y1
    aside = (x1 + 0.5 * across + 0.3 * down) / 100, (y1 + 0.5 * down - 0.2 * across) / 100
    with new_picture(page):
        drag(page, pad, (x2 / 100, y2 / 100), aside)
    until(page, lambda: point(page) != end)
    style = pad.locator(".tp5-point").evaluate("e => [e.style.left, e.style.top]")
    x, y = (float(text.strip("%")) for text in style)
    assert across * (y - y1) == pytest.approx(down * (x - x1), abs=0.1)
    pad.press("Shift+ArrowLeft")
    before = point(page)
    with new_picture(page):
        pad.press("Shift+ArrowRight")
    until(page, lambda: point(page) != before)
    assert page.locator(PICTURE).count() == 1


def test_a_letter_is_drawn_by_mouse_and_by_keys(page):
    open_tab(page, "Draw a letter")
    move_all(page)
    grid = page.locator(PIXELS)
    on = grid.locator("[aria-selected=true]")
    with new_picture(page):
        page.get_by_role("button", name="clear").click()
    assert on.count() == 0
    with new_picture(page):  # the first pixel decides: all that are passed are turned on
        drag(page, grid, (0.1, 0.07), (0.9, 0.07), steps=1)  # fast: one event passes four pixels
    assert on.count() == 5
    with new_picture(page):
        grid.get_by_role("gridcell").nth(2).click()
    assert on.count() == 4
    with new_picture(page):
        grid.press("ArrowDown")
        grid.press("Space")
    assert grid.get_by_role("gridcell").nth(7).get_attribute("aria-selected") == "true"
    with new_picture(page):
        grid.press("Delete")
    assert on.count() == 0


def test_noise_is_removed(page):
    open_tab(page, "Remove noise")
    move_all(page)
    assert page.locator(PICTURE).count() == 1


def test_a_face_follows_the_point(page):
    open_tab(page, "Emojis")
    move_all(page)
    drag(page, page.locator(PAD), (0.5, 0.5), (0.6, 0.4))
    until(page, lambda: line(page).startswith(f"({point(page)[0]:.2f}, {point(page)[1]:.2f})"))


def test_new_emojis_are_drawn(page):
    open_tab(page, "New emojis")
    choice = page.locator(LIST)
    for index in (1, 2):
        with new_picture(page):
            choice.select_option(index=index)
    button = page.locator("button.widget-button:visible")
    with new_picture(page):
        button.click()
    with new_picture(page):
        button.press("Enter")


def test_tabs_open_by_keys(page):
    open_tab(page, "Remove noise")
    page.get_by_role("tab", name="Remove noise").press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector(PIXELS)


def test_a_second_visitor_by_touch_disturbs_nobody(page, browser, address):
    open_tab(page, "Latent plane")
    settle(page)
    before = point(page), shown(page)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with visit(browser, address, ready=BUTTON, **phone) as other:
        open_tab(other, "Latent plane")
        pad = other.locator(PAD)
        with new_picture(other):
            pad.tap(position={"x": 40, "y": 40})
        assert point(other)[0] < 0.2
        for title in ("Draw a letter", "Emojis"):
            open_tab(other, title)
            assert other.evaluate("document.documentElement.scrollWidth") <= 390
    assert (point(page), shown(page)) == before
    with new_picture(page):
        page.locator(PAD).press("Shift+ArrowDown")


@pytest.mark.parametrize(
    ("element", "start", "end", "close"), [(PAD, 0.1, 0.603, 0.002), (".noUi-base", 0.6, 0.2, 0.01)]
)
def test_pictures_do_not_lag_behind_fast_hands(slow, element, start, end, close):
    settle(slow)
    before, began = int(line(slow).split()[0]), time.monotonic()
    box = slow.locator(element).bounding_box()
    for share in np.linspace(start, end, 41):
        slow.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        if share == start:
            slow.mouse.down()
    slow.mouse.up()
    took = time.monotonic() - began
    settle(slow)
    # The last picture is that of the last place, not of one that a slider rounded.
    place = -0.06 + 1.1 * end
    assert float(line(slow).split()[-1]) == pytest.approx(place, abs=close)
    # One picture at a time, and one or two when the hand has stopped; not one for each step.
    assert int(line(slow).split()[0]) - before <= took / 0.1 + 3


def test_the_caption_of_a_pad_follows(slow):
    settle(slow)
    count = line(slow).split()[0]
    caption = slow.locator(".tp5-caption")
    until(slow, lambda: caption.inner_text() == f"pad of picture {count}")
    assert slow.locator(PAD).get_attribute("aria-label").startswith(caption.inner_text())


def test_an_error_is_shown_and_the_page_goes_on(slow):
    pad = slow.locator(PAD)
    pad.click(position={"x": 0.97 * pad.bounding_box()["width"], "y": 50})
    until(slow, lambda: "RuntimeError: too far" in line(slow))
    pad.click(position={"x": 0.2 * pad.bounding_box()["width"], "y": 50})
    until(slow, lambda: "pictures, 0.1" in line(slow))
