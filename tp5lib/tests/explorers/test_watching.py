"""Films and live trainings in a browser: by mouse, by keys, by touch; and when nobody looks."""

import time
from contextlib import suppress

import nbformat
import pytest
from nbformat import v4

from tp5lib.tests.explorers.browsing import (
    BUTTON,
    PICTURE,
    SLIDER,
    drag_slider,
    line,
    new_picture,
    open_tab,
    serve,
    until,
    visit,
)

FILM = """
from tp5lib import Autoencoder, Snapshots, load_letters
from tp5lib.explorers import LearningFilm

letters, runs = load_letters(), {"mse": Snapshots(60), "bce": Snapshots(60)}
for loss, run in runs.items():
    Autoencoder([35, 9, 2, 9, 35], seeds=range(2)).fit(
        letters.x, epochs=60, learning_rate=0.02, loss=loss, callback=run
    )
LearningFilm(runs, letters, noun="letter")
"""
PLAY = ".widget-play button:visible"


@pytest.fixture(scope="module", autouse=True)
def addresses(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("watching")
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(FILM)]), folder / "film.ipynb")
    with serve(str(folder / "film.ipynb")) as film, serve() as live:  # whose first tab trains
        yield {"film": film, "live": live}


@pytest.fixture(scope="module")
def film(browser, addresses):
    view = {"width": 1280, "height": 900}
    with visit(browser, addresses["film"], ready=PLAY, viewport=view) as page:
        yield page


@pytest.fixture
def live(browser, addresses):
    view = {"width": 1280, "height": 900}
    with visit(browser, addresses["live"], ready=BUTTON, viewport=view) as page:
        yield page


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def epoch(page):
    """The epoch that the line of text tells."""
    return int(line(page).split()[1].strip(",;").replace(",", ""))


def rest(page):
    """Wait until the line of text has stood still for a fifth of a second."""
    before, now = None, ""
    while now != before:
        page.wait_for_timeout(200)
        before, now = now, line(page)


def test_the_slider_runs_both_films(film):
    pictures = film.locator(PICTURE)
    assert pictures.count() == 2
    slider = film.locator(SLIDER)
    moves = [lambda: slider.press("Home"), lambda: drag_slider(film, slider)]
    for move in (*moves, lambda: slider.press("End")):
        rest(film)
        before = [picture.get_attribute("src") for picture in pictures.all()]
        move()
        until(
            film,
            lambda before=before: all(
                picture.get_attribute("src") != old
                for picture, old in zip(pictures.all(), before, strict=True)
            ),
        )
    until(film, lambda: epoch(film) == 60)


def test_a_press_on_play_runs_from_the_beginning_and_stops_at_the_end(film):
    rest(film)
    film.locator(PLAY).first.press("Enter")
    until(film, lambda: epoch(film) < 10)
    for _ in range(4):  # a film of some five seconds
        if epoch(film) == 60:
            break
        film.wait_for_timeout(2000)
    rest(film)
    assert epoch(film) == 60


def test_a_phone_plays_by_touch_and_has_room(browser, addresses):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with visit(browser, addresses["film"], ready=PLAY, **phone) as page:
        page.locator(PLAY).first.tap()
        until(page, lambda: epoch(page) not in (60, 0))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with visit(browser, addresses["live"], ready=BUTTON, **phone) as page:
        button(page, "start").tap()
        until(page, lambda: epoch(page) > 3)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_trains_until_it_is_stopped(live):
    button(live, "start").click()
    until(live, lambda: epoch(live) > 5)
    button(live, "pause").press("Enter")
    rest(live)
    before = epoch(live)
    live.wait_for_timeout(500)
    assert epoch(live) == before
    with new_picture(live):
        button(live, "one epoch").click()
    rest(live)
    assert epoch(live) == before + 1
    with new_picture(live):
        button(live, "reset").click()
    rest(live)
    assert epoch(live) == 0


def test_controls_act_on_the_running_training(live):
    button(live, "start").click()
    until(live, lambda: epoch(live) > 3)
    before = epoch(live)
    live.locator("select:visible").nth(1).select_option("mse")
    live.locator(SLIDER).first.press("PageUp")
    until(live, lambda: epoch(live) > before + 3)
    live.locator(SLIDER).nth(2).press("PageUp")  # hidden units: it begins anew, and goes on
    until(live, lambda: epoch(live) <= before)
    until(live, lambda: epoch(live) > 1)
    button(live, "pause").click()


def test_for_a_page_that_is_closed_nothing_is_trained(browser, addresses):
    """By the time that the processes of the kernels have worked."""
    psutil = pytest.importorskip("psutil")

    def kernels():
        found = {}
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):  # of one that has just ended
                if "ipykernel_launcher" in process.cmdline():
                    times = process.cpu_times()
                    found[process.pid] = times.user + times.system
        return found

    before = set(kernels())
    with visit(browser, addresses["live"], ready=BUTTON) as page:
        button(page, "start").click()
        until(page, lambda: epoch(page) > 3)
        busy = set(kernels()) - before
    assert busy
    time.sleep(1)  # what was under way when it was closed
    first = kernels()
    time.sleep(1.5)
    last = kernels()
    for pid in busy & set(last):  # Voila may have ended it
        assert last[pid] - first[pid] < 0.3


def test_behind_another_tab_nothing_is_trained(live):
    told = live.locator(".tp5-line .widget-html-content").first  # which is there, but hidden
    button(live, "start").click()
    until(live, lambda: epoch(live) > 3)
    open_tab(live, "Latent plane")
    live.wait_for_timeout(300)  # what was under way
    before = told.text_content()
    live.wait_for_timeout(500)
    assert told.text_content() == before
    open_tab(live, "Watch it learn")
    until(live, lambda: told.text_content() != before)
    button(live, "pause").click()


def test_two_visitors_do_not_disturb_each_other(live, browser, addresses):
    with visit(browser, addresses["live"], ready=BUTTON) as other:
        button(live, "start").click()
        until(live, lambda: epoch(live) > 5)
        assert epoch(other) == 0
        button(other, "one epoch").click()
        until(other, lambda: epoch(other) == 1)
        button(live, "pause").click()
