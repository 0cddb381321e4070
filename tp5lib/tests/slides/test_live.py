"""Live slides in a browser, and what stands in for them on paper and without JavaScript."""

import re

import pytest

from tp5lib.slides import pdf
from tp5lib.slides.live import playground_for, room
from tp5lib.slides.page import render
from tp5lib.slides.slide import Slide, SlidesError
from tp5lib.tests.explorers.browsing import drag, until
from tp5lib.tests.slides.conftest import PIXEL, WORDS

PLACE = "(() => { const { h, v } = Reveal.getIndices(); return `${h}.${v}`; })()"
STATUS = "document.querySelector('.room:not([hidden]) .status').textContent"
ROOMS = {
    "train": room({"room": "train", "units": 12, "seed": 0, "pace": 200}, "en"),
    "plane": room({"room": "plane"}, "en"),
    "race": room({"room": "train", "pair": 1, "loss_b": "mse"}, "es"),
    "draw": room({"room": "draw"}, "es"),
    "emojis": room({"room": "emojis", "net_e": "variational-3"}, "es"),
    "bench": room({"room": "emojis", "bench": 1, "attempt": 2}, "es"),
    "wall": room({"room": "wall", "loss_w": "mse"}, "es"),
}
SAYS_PLAY = "document.querySelector('[data-do=play]').textContent === 'Play'"
MIDDLE = """(one) => { const box = one.getBoundingClientRect();
  return [(box.left + box.right) / 2 / innerWidth, (box.top + box.bottom) / 2 / innerHeight]; }"""
OVER = """[document.documentElement.scrollHeight - innerHeight,
          document.body.scrollWidth - innerWidth]"""


@pytest.fixture(scope="module")
def deck(tmp_path_factory, libraries):
    """A deck with a picture, a live slide of each room, one below the first, and a picture."""
    words = WORDS["deck"]["en"]
    slides = [Slide(name, "", words, "Live") for name in ("first", *ROOMS)]
    slides.insert(2, Slide("lower", "", words, "A dot below", below=True))
    for slide in slides:
        slide.pictures, slide.live = [(PIXEL, "a dot")], ROOMS.get(slide.key, "")
    slides.append(Slide("last", "text", words, "The end"))
    path = tmp_path_factory.mktemp("live") / "deck.html"
    path.write_text(render("A deck", slides, libraries), encoding="utf-8")
    return path


def begin(page, name):
    """Show a live slide, and return the frame of its room once it is there."""
    page.evaluate(f"Reveal.slide(Reveal.getIndices(document.getElementById('{name}')).h, 0)")
    return page.locator(f"#{name} .live iframe").element_handle().content_frame()


def click(page, plane):
    """Click once a room feels the mouse: until its first picture is shown, the deck may get it."""
    until(page, lambda: plane.hover() or plane.evaluate("one => one.matches(':hover')"))
    plane.click()


def changes(frame, before):
    frame.wait_for_function(f"{STATUS} !== {before!r}")
    return frame.evaluate(STATUS)


def has_keys(frame, selector):
    frame.wait_for_function(f"!!document.activeElement.closest({selector!r})")


def at(page, place):
    page.wait_for_function(f"{PLACE} === '{place}'")
    page.wait_for_function("document.activeElement === document.body")


def test_a_room_has_mouse_and_keys_until_it_gives_them_back(visit, deck):
    with visit(deck) as page:
        assert page.locator("iframe").count() == 0
        frame = begin(page, "plane")
        said = frame.evaluate(STATUS)
        plane = frame.locator("#plane .plane")
        click(page, plane)
        said = changes(frame, said)
        drag(page, frame.frame_element(), (0.2, 0.5), plane.evaluate(MIDDLE))
        frame.wait_for_function(
            f"{STATUS}.includes('(0.50, 0.50)')"
        )  # the hand is where the point is, enlarged or not
        said = frame.evaluate(STATUS)
        has_keys(frame, ".plane")
        page.locator(".held iframe").wait_for()
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
            said = changes(frame, said)
        assert page.evaluate(PLACE) == "2.0"
        page.keyboard.press("Escape")
        at(page, "2.0")
        page.keyboard.press("ArrowRight")
        at(page, "3.0")
        for key, there in (("PageDown", "3.0"), ("Space", "3.0"), ("PageUp", "1.0")):  # a clicker's
            begin(page, "plane")
            click(page, plane)
            has_keys(frame, ".plane")
            page.keyboard.press(key)
            at(page, there)


def test_tab_takes_the_keys_into_a_room_that_rests_when_it_is_left(visit, deck):
    with visit(deck) as page:
        frame = begin(page, "train")
        page.keyboard.press("Tab")
        has_keys(frame, "[data-do=play]")
        said = frame.evaluate(STATUS)
        page.keyboard.press("Space")  # plays, since keys have led there
        changes(frame, said)
        assert page.evaluate(PLACE) == "1.0"
        page.keyboard.press("PageDown")  # past what lies below
        at(page, "2.0")
        frame.wait_for_function(SAYS_PLAY)
        page.keyboard.press("PageUp")
        at(page, "1.0")
        assert "epoch 0" not in frame.evaluate(STATUS)  # it is as it was left


def test_a_room_fits_its_slide_and_gives_way_to_its_picture_in_print(visit, deck):
    with visit(deck) as page:
        for width in (1280, 1920):
            page.set_viewport_size({"width": width, "height": width * 9 // 16})
            over = {name: begin(page, name).evaluate(OVER) for name in ROOMS}
            assert not {name: found for name, found in over.items() if max(found) > 1}
        picture = page.locator("#plane img")
        assert not picture.is_visible()
        page.emulate_media(media="print")
        assert picture.is_visible()
        assert not page.locator("iframe").first.is_visible()
    with visit(deck, ready="true", java_script_enabled=False) as page:
        shown = [image.bounding_box()["y"] for image in page.locator(".picture img").all()]
        assert len(shown) == len(ROOMS) + 2
        assert shown == sorted(set(shown))
        assert len(page.frames) == 1


def test_a_room_follows_no_dark_mode_and_brings_its_own_networks_alone():
    html = playground_for(["#room=plane&bare=1"])
    assert "prefers-color-scheme" not in html
    assert len(html) < 400_000


@pytest.mark.usefixtures("browser")
def test_a_pdf_has_a_slide_a_page(deck):
    try:
        written = pdf.print_pdf(deck, pdf.find_browser())
    except SlidesError as error:
        pytest.skip(str(error))
    content = written.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == len(ROOMS) + 3
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", content)) == {b"0 0 960 540"}
