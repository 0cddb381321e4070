"""The explorers on the page, moved by mouse, by keys and by touch; and when nobody looks."""

import time

import nbformat
import pytest
from nbformat import v4

from tp5lib.tests.browser import opened
from tp5lib.tests.explorers.browsing import (
    BUTTON,
    LIST,
    PAD,
    PICTURE,
    PIXELS,
    READY,
    SLIDER,
    drag,
    line,
    new_picture,
    open_tab,
    serving,
    settle,
    shown,
    until,
)

# The page, and a film of two trainings, and what takes its time and counts its pictures.
OWN = """
import time
from tp5lib import PCA, Autoencoder, Snapshots, explorers, load_letters
from tp5lib.explorers.pages import Page

letters = load_letters()

class Slow(explorers.LatentPoint):
    count = 0

    def draw(self):
        time.sleep(0.1)
        self.count += 1
        (low, _), (high, _) = self.pad.low, self.pad.high
        share = (self.pad.value[0] - low) / (high - low)
        return super().draw()[0], f"{self.count} pictures, {share:.3f}"

def film():
    runs, histories = {"mse": Snapshots(60), "bce": Snapshots(60)}, {}
    for loss, run in runs.items():
        settings = {"epochs": 60, "learning_rate": 0.02, "loss": loss, "callback": run}
        histories[loss] = Autoencoder([35, 9, 2, 9, 35]).fit(letters.x, **settings)
    return explorers.LearningFilm(runs, letters, histories=histories, noun="letter")

slow = lambda: Slow(PCA(2).fit(letters.x), letters)
Page(explorers.page()._given | {"Film": ("", film), "Slow": ("", slow)})
"""


@pytest.fixture(scope="module")
def address(browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(OWN)]), path)
    with serving("--token=", str(path)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def page(browser, address):
    with opened(browser, address, READY, viewport={"width": 1280, "height": 1000}) as page:
        yield page


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def epoch(page):
    """The epoch that the line of text tells."""
    return int(line(page).split()[1].strip(",;").replace(",", ""))


@pytest.mark.parametrize(
    "title", ["From letter to letter", "Remove noise", "Draw a letter", "Emojis", "New emojis"]
)
def test_a_picture_follows_each_control_and_each_has_a_name(page, title):
    open_tab(page, title)
    for controls, key in {SLIDER: "End", LIST: "ArrowDown", BUTTON: "Enter"}.items():
        for control in page.locator(controls).all():
            with new_picture(page):
                control.press(key)
    for pad in page.locator(PAD).all():
        with new_picture(page):
            drag(page, pad, (0.3, 0.3), (0.7, 0.5))
    settle(page)
    for control in page.locator(".widget-hslider:visible").all():
        name = control.locator(".widget-label").inner_text()
        told = control.locator(".widget-readout").inner_text()
        assert page.get_by_role("textbox", name=name, exact=True).inner_text() == told
        slider = page.get_by_role("slider", name=name, exact=True)
        assert slider.get_attribute("aria-valuetext") == told
    for box in page.locator(".widget-dropdown:visible").all():
        name = box.locator(".widget-label").inner_text()
        assert page.get_by_role("combobox", name=name, exact=True).count() == 1


def test_pad_sliders_and_list_are_one_point_and_other_keys_go_on(page):
    open_tab(page, "Latent plane")
    pad, readouts = page.locator(PAD), page.locator(".widget-readout:visible")

    def point():
        return [float(text) for text in pad.get_attribute("aria-valuetext").split(", ")]

    drag(page, pad, (0.5, 0.5), (0.25, 0.75))
    until(page, lambda: point() == pytest.approx([0.22, 0.22], abs=0.02))
    x, y = point()
    until(page, lambda: line(page).startswith(f"({x:.2f}, {y:.2f})"))
    until(page, lambda: [float(text) for text in readouts.all_inner_texts()] == [x, y])
    page.locator(LIST).select_option(label="m")
    until(page, lambda: "nearest letter m" in line(page))
    settle(page)
    assert page.locator(LIST).evaluate("list => list.selectedOptions[0].label") == "m"
    page.evaluate(
        "window.keys = []; document.addEventListener('keydown', (e) => window.keys.push(e.key))"
    )
    with new_picture(page):
        pad.press("ArrowLeft")
    here = point()
    for key in ("Escape", "Control+ArrowLeft"):
        pad.press(key)
    assert page.evaluate("window.keys") == ["Escape", "Control", "ArrowLeft"]
    assert point() == here


def test_a_letter_is_drawn_by_mouse_and_by_keys(page):
    open_tab(page, "Draw a letter")
    grid = page.locator(PIXELS)
    on = grid.locator("[aria-selected=true]")
    with new_picture(page):
        button(page, "clear").click()
    assert on.count() == 0
    with new_picture(page):  # the first pixel decides: all that are passed are turned on
        drag(page, grid, (0.1, 0.07), (0.9, 0.07), steps=1)  # fast: one event passes four pixels
    assert on.count() == 5
    with new_picture(page):
        grid.get_by_role("gridcell").nth(2).click()
    assert on.count() == 4
    with new_picture(page):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    assert grid.get_by_role("gridcell").nth(7).get_attribute("aria-selected") == "true"
    with new_picture(page):
        page.keyboard.press("Delete")
    assert on.count() == 0


def test_a_phone_moves_a_point_by_touch(browser, address):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with opened(browser, address, READY, **phone) as page:
        open_tab(page, "Draw a letter")
        with new_picture(page):
            page.locator(PAD).tap(position={"x": 40, "y": 40})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_trains_while_it_is_seen_and_obeys_its_controls(page):
    open_tab(page, "Watch it learn")
    told = page.locator(".tp5-line .widget-html-content").first  # which is there, but hidden
    button(page, "start").click()
    until(page, lambda: epoch(page) > 5)
    open_tab(page, "Latent plane")
    before = settle(page, lambda _: told.text_content(), 500)
    page.get_by_role("tab", name="Watch it learn").click()
    until(page, lambda: told.text_content() != before)
    before = epoch(page)
    page.get_by_role("combobox", name="loss").select_option("mse")
    until(page, lambda: epoch(page) > before and " mse " in line(page))
    page.get_by_role("slider", name="hidden").press("PageUp")  # it begins anew, and goes on
    until(page, lambda: epoch(page) <= before)
    until(page, lambda: epoch(page) > 1)
    button(page, "pause").press("Enter")
    before = settle(page, epoch, 1000)
    button(page, "one epoch").click()
    until(page, lambda: epoch(page) == before + 1)
    button(page, "start").click()
    until(page, lambda: epoch(page) > before + 1)
    button(page, "reset").click()
    until(page, lambda: epoch(page) == 0)
    assert settle(page, epoch) == 0


@pytest.mark.parametrize(
    ("element", "start", "end", "close"),
    [(PAD, 0.1, 0.603, 0.002), (".noUi-base:visible", 0.6, 0.2, 0.02)],
)
def test_pictures_do_not_lag_behind_fast_hands(page, element, start, end, close):
    open_tab(page, "Slow")
    before, began = int(line(page).split()[0]), time.monotonic()
    drag(page, page.locator(element).first, (start, 0.5), (end, 0.5), steps=40)
    took = time.monotonic() - began
    settle(page, milliseconds=500)
    # The last picture is that of the last place, not of one that a slider rounded.
    assert float(line(page).split()[-1]) == pytest.approx(end, abs=close)
    # One picture at a time, and one or two when the hand has stopped; not one for each step.
    assert int(line(page).split()[0]) - before <= took / 0.1 + 3


def test_the_slider_and_play_run_both_films(page):
    open_tab(page, "Film")
    assert page.locator(PICTURE).count() == 2
    slider, before = page.locator(SLIDER), shown(page)[0]
    slider.press("Home")
    until(page, lambda: not set(before) & set(shown(page)[0]))
    slider.press("End")
    until(page, lambda: epoch(page) == 60)
    button(page, "play or pause").press("Enter")
    until(page, lambda: epoch(page) < 10)  # it begins anew
    until(page, lambda: epoch(page) == 60)
