"""The explorers on the page, moved by mouse, by keys and by touch; and when nobody looks."""

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
    drag_slider,
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

# A stand-in that takes its time and counts its pictures; and a film of two trainings.
OWN = """
import time
from tp5lib import Autoencoder, Snapshots, load_letters
from tp5lib.explorers import LearningFilm
from tp5lib.explorers.base import Explorer, Picture
from tp5lib.explorers.controls import Pad
from tp5lib.explorers.knobs import slider, snap
from tp5lib.explorers.pages import Page

class Slow(Explorer):
    def __init__(self):
        self.figure, self.count = Picture((2, 2)), 0
        self.figure.freeze()
        self.pad = Pad([-0.06, 0], [1.04, 1], (0.5, 0.5), self.figure.png())
        self.x = slider("x", 0.5, -0.06, 1.04)
        super().__init__({"pad": self.pad, "x": self.x})

    def moved(self, control):
        if control is self.pad:
            self.x.value = snap(self.x, self.pad.value[0])
        else:
            self.pad.value = self.x.value, 0.5

    def draw(self):
        time.sleep(0.1)
        self.count += 1
        return self.figure.png(), f"{self.count} pictures, {self.pad.value[0]:.3f}"

def film():
    letters, runs, histories = load_letters(), {"mse": Snapshots(60), "bce": Snapshots(60)}, {}
    for loss, run in runs.items():
        histories[loss] = Autoencoder([35, 9, 2, 9, 35]).fit(
            letters.x, epochs=60, learning_rate=0.02, loss=loss, callback=run
        )
    return LearningFilm(runs, letters, histories=histories, noun="letter")

Page({"slow": ("", Slow), "film": ("", film)})
"""
WIDE = {"viewport": {"width": 1280, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture(scope="module", autouse=True)
def addresses(browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(OWN)]), path)
    with serve() as ours, serve(str(path)) as own:
        yield {"ours": ours, "own": own}


@pytest.fixture(scope="module")
def page(browser, addresses):
    with visit(browser, addresses["ours"], ready=BUTTON, **WIDE) as page:
        yield page


@pytest.fixture(scope="module")
def own(browser, addresses):
    with visit(browser, addresses["own"], **WIDE) as page:
        yield page


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def epoch(page):
    """The epoch that the line of text tells."""
    return int(line(page).split()[1].strip(",;").replace(",", ""))


def test_the_pad_and_the_sliders_are_one_point(page):
    open_tab(page, "Latent plane")
    move_all(page)
    readouts = page.locator(".widget-readout:visible")
    drag(page, page.locator(PAD), (0.5, 0.5), (0.25, 0.75))
    until(page, lambda: point(page) == pytest.approx([0.22, 0.22], abs=0.02))
    here = point(page)
    until(page, lambda: line(page).startswith(f"({here[0]:.2f}, {here[1]:.2f})"))
    until(page, lambda: [float(t) for t in readouts.all_inner_texts()] == here)
    page.locator(LIST).select_option(label="m")
    settle(page)
    assert "nearest letter m" in line(page)
    assert page.locator(LIST).evaluate("list => list.selectedOptions[0].label") == "m"


@pytest.mark.parametrize(
    "title", ["From letter to letter", "Remove noise", "Draw a letter", "Emojis"]
)
def test_each_control_moves_the_picture(page, title):
    open_tab(page, title)
    move_all(page)


def test_new_emojis_are_drawn(page):
    open_tab(page, "New emojis")
    with new_picture(page):
        page.locator(LIST).select_option(index=2)
    with new_picture(page):
        page.locator(BUTTON).press("Enter")


@pytest.mark.parametrize(
    ("title", "key"), [("Watch it learn", "loss"), ("Latent plane", "letter"), ("Emojis", "emoji")]
)
def test_every_control_has_a_name_and_tells_what_it_shows(page, title, key):
    open_tab(page, title)
    settle(page)
    assert page.get_by_role("combobox", name=key, exact=True).count() == 1
    for slider in page.locator(SLIDER).all():
        row = slider.locator("xpath=ancestor::*[contains(@class, 'widget-hslider')]")
        name = row.locator(".widget-label").inner_text()
        assert page.get_by_role("slider", name=name, exact=True).count() == 1
        assert page.get_by_role("textbox", name=name, exact=True).count() == 1
        for press in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowRight"):
            before = slider.get_attribute("aria-valuetext")
            slider.press(press)
            if (before, press) == ("0.00", "ArrowLeft") and name == "noise p":
                continue  # the lower end
            until(
                page,
                lambda slider=slider, before=before: (
                    slider.get_attribute("aria-valuetext") != before
                ),
            )
            after = slider.get_attribute("aria-valuetext")
            assert after == row.locator(".widget-readout").inner_text()
            assert len(after) <= 6


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


def test_a_letter_is_drawn_by_mouse_and_by_keys(page):
    open_tab(page, "Draw a letter")
    settle(page)
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


def test_a_second_visitor_by_touch_disturbs_nobody(page, browser, addresses):
    open_tab(page, "Latent plane")
    settle(page)
    before = point(page), shown(page)
    with visit(browser, addresses["ours"], ready=BUTTON, **PHONE) as other:
        button(other, "start").tap()
        until(other, lambda: epoch(other) > 3)
        button(other, "pause").tap()
        for title in ("Latent plane", "Draw a letter", "Emojis"):
            open_tab(other, title)
            pad = other.locator(PAD)
            with new_picture(other):
                pad.tap(position={"x": 40, "y": 40})
            assert other.evaluate("document.documentElement.scrollWidth") <= 390
    assert (point(page), shown(page)) == before


def test_it_trains_until_it_is_stopped_and_obeys_its_controls(page):
    open_tab(page, "Watch it learn")
    button(page, "start").click()
    until(page, lambda: epoch(page) > 5)
    page.get_by_role("combobox", name="loss").select_option("mse")
    before = epoch(page)
    until(page, lambda: epoch(page) > before and " mse " in line(page))
    page.get_by_role("slider", name="hidden").press("PageUp")  # it begins anew, and goes on
    until(page, lambda: epoch(page) <= before)
    until(page, lambda: epoch(page) > 1)
    button(page, "pause").press("Enter")
    settle(page)
    before = epoch(page)
    with new_picture(page):
        button(page, "one epoch").click()
    settle(page)
    assert epoch(page) == before + 1
    button(page, "reset").click()
    until(page, lambda: epoch(page) == 0)


def test_behind_another_tab_nothing_is_trained(page):
    open_tab(page, "Watch it learn")
    told = page.locator(".tp5-line .widget-html-content").first  # which is there, but hidden
    button(page, "start").click()
    until(page, lambda: epoch(page) > 3)
    open_tab(page, "Latent plane")

    def stands():
        before = told.text_content()
        page.wait_for_timeout(500)
        return told.text_content() == before

    until(page, stands)
    before = told.text_content()
    open_tab(page, "Watch it learn")
    until(page, lambda: told.text_content() != before)
    button(page, "pause").click()


@pytest.mark.parametrize(
    ("element", "start", "end", "close"), [(PAD, 0.1, 0.603, 0.002), (".noUi-base", 0.6, 0.2, 0.02)]
)
def test_pictures_do_not_lag_behind_fast_hands(own, element, start, end, close):
    open_tab(own, "slow")
    settle(own)
    before, began = int(line(own).split()[0]), time.monotonic()
    box = own.locator(element).bounding_box()
    for share in np.linspace(start, end, 41):
        own.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        if share == start:
            own.mouse.down()
    own.mouse.up()
    took = time.monotonic() - began
    settle(own)
    # The last picture is that of the last place, not of one that a slider rounded.
    place = -0.06 + 1.1 * end
    assert float(line(own).split()[-1]) == pytest.approx(place, abs=close)
    # One picture at a time, and one or two when the hand has stopped; not one for each step.
    assert int(line(own).split()[0]) - before <= took / 0.1 + 3


def test_the_slider_and_play_run_both_films(own):
    open_tab(own, "film")
    pictures, slider = own.locator(PICTURE), own.locator(SLIDER)
    assert pictures.count() == 2
    for move in (lambda: slider.press("Home"), lambda: drag_slider(own, slider)):
        settle(own)
        before = shown(own)[0]
        move()
        until(own, lambda before=before: not set(before) & set(shown(own)[0]))
    slider.press("End")
    until(own, lambda: epoch(own) == 60)
    button(own, "play or pause").press("Enter")
    until(own, lambda: epoch(own) < 10)  # it begins anew
    until(own, lambda: epoch(own) == 60)
