"""Live slides in a browser, and what stands in for them on paper and without JavaScript."""

import re
import shutil
from contextlib import contextmanager

import pytest

from tp5lib.report.project import Project
from tp5lib.slides import pdf
from tp5lib.slides.content import read_slides
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.live import playground_for
from tp5lib.slides.page import render
from tp5lib.slides.slide import SlidesError
from tp5lib.tests.slides.conftest import code, picture, two

SLOWEST = 60_000  # milliseconds that anything may take
FILM = {"room": "train", "units": 12, "seed": 0, "pace": 200}
PLACE = "(() => { const { h, v } = Reveal.getIndices(); return `${h}.${v}`; })()"
STATUS = "document.querySelector('.room:not([hidden]) .status').textContent"


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """A deck with a picture, a live slide of each room and a picture."""
    try:
        libraries = fetch_libraries(Project().decks / "libraries")
    except SlidesError as error:
        pytest.skip(str(error))
    cells = [
        code("slide", picture(), title="A dot is seen"),
        code("slide", picture(), title="A plane is seen", live={"room": "plane"}),
        code("subslide", picture(), title="A film is seen", live=FILM),
        code("subslide", picture(), title="Letters are drawn", live={"room": "draw"}),
        code("subslide", picture(), title="Faces are seen", live={"room": "emojis"}),
        code("slide", picture(), title="The last dot is seen"),
    ]
    slides = read_slides(two(*cells), "1_two")
    path = tmp_path_factory.mktemp("live") / "deck.html"
    path.write_text(render("A deck", slides, libraries), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser, deck):
    """A function that opens the deck without a network, and checks at the end that all was well."""

    @contextmanager
    def visit(address="", width=1280, **settings):
        size = {"width": width, "height": 720}
        context = browser.new_context(viewport=size, offline=True, **settings)
        context.set_default_timeout(SLOWEST)
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: m.type in ("error", "warning") and wrong.append(m.text))
        page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
        page.goto(f"{deck.as_uri()}{address}")
        yield page
        assert not wrong
        context.close()

    return visit


def begin(page, h, v):
    """Show a live slide, and return the frame of its room."""
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.evaluate(f"Reveal.slide({h}, {v})")
    return room(page)


def room(page):
    current = "Reveal.getCurrentSlide().querySelector('.live iframe')"
    page.wait_for_function(f"!!{current}")
    return page.evaluate_handle(current).as_element().content_frame()


def place(page, frame, selector):
    """Return the middle of an element of a room on the page, which shows the room enlarged."""
    outer = frame.frame_element().bounding_box()
    box, width = frame.evaluate(
        "(selector) => [document.querySelector(selector).getBoundingClientRect(), innerWidth]",
        selector,
    )
    scale = outer["width"] / width
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return outer["x"] + scale * middle[0], outer["y"] + scale * middle[1]


def hover(page, frame, selector):
    """Move the mouse to an element of a room until the room feels it, and return where it is.

    The browser may send the mouse to the deck until the room's first picture is on the screen.
    """
    felt = f"document.querySelector({selector!r}).matches(':hover')"
    for step in range(SLOWEST // 50):
        x, y = place(page, frame, selector)
        page.mouse.move(x + step % 2, y)
        if frame.evaluate(felt):
            page.mouse.move(x, y)
            return x, y
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} does not feel the mouse")


def changes(frame, what, before):
    frame.wait_for_function(f"{what} !== before".replace("before", repr(before)))
    return frame.evaluate(what)


def test_a_room_is_loaded_with_its_slide_and_moves_under_the_pointer(visit):
    with visit() as page:
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        assert page.locator("iframe").count() == 0
        frame = begin(page, 2, 0)
        assert page.locator("iframe").count() == 1
        said = frame.evaluate(STATUS)
        x, y = hover(page, frame, "#plane .plane")
        page.mouse.down()
        said = changes(frame, STATUS, said)
        assert "(0.50, 0.50)" in said  # the hand is where the point is, enlarged or not
        page.mouse.move(x + 60, y - 60)
        page.mouse.up()
        changes(frame, STATUS, said)
        assert page.evaluate(PLACE) == "2.0"


def test_keys_move_what_was_clicked_until_escape_gives_them_back(visit):
    with visit() as page:
        frame = begin(page, 2, 0)
        page.mouse.click(*hover(page, frame, "#plane .plane"))
        frame.wait_for_function("document.activeElement.closest('.plane')")
        said = frame.evaluate(STATUS)
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(key)
            said = changes(frame, STATUS, said) if key != "ArrowUp" else said
        page.keyboard.press("Space")
        page.keyboard.press("n")
        assert page.evaluate(PLACE) == "2.0"
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement === document.body")
        assert not page.evaluate("Reveal.isOverview()")
        page.keyboard.press("ArrowDown")
        page.wait_for_function(f"{PLACE} === '2.1'")


def test_tab_takes_the_keys_into_the_picture(visit):
    with visit() as page:
        frame = begin(page, 2, 1)
        page.keyboard.press("Tab")
        frame.wait_for_function("document.activeElement.dataset.do === 'play'")
        page.locator(".held iframe").wait_for()
        said = frame.evaluate(STATUS)
        page.keyboard.press("Space")  # plays, and does not turn the slide
        changes(frame, STATUS, said)
        assert page.evaluate(PLACE) == "2.1"
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement === document.body")
        assert page.locator(".held").count() == 0
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"{PLACE} === '3.0'")
        play = "document.querySelector('[data-do=play]').textContent"
        frame.wait_for_function(f"{play} === 'Play'")  # what nobody sees rests
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(f"{PLACE} === '2.1'")
        assert "epoch 0" not in room(page).evaluate(STATUS)  # and is as it was left


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_room_fits_its_slide(visit, width):
    fits = "[document.documentElement.scrollHeight, document.body.scrollWidth]"
    with visit(width=width) as page:
        page.set_viewport_size({"width": width, "height": width * 9 // 16})
        for h, v in ((2, 0), (2, 1), (2, 2), (2, 3)):
            frame = begin(page, h, v)
            height, wide = frame.evaluate(fits)
            assert height <= frame.evaluate("innerHeight") + 1
            assert wide <= frame.evaluate("innerWidth")


def test_the_picture_stands_without_javascript(visit):
    with visit(java_script_enabled=False) as page:
        shown = [image.bounding_box() for image in page.locator(".picture img").all()]
        assert len(shown) == 6
        assert all(box["height"] > 400 for box in shown)
        assert [box["y"] for box in shown] == sorted({box["y"] for box in shown})
        assert len(page.frames) == 1


def test_the_picture_stands_in_print(visit):
    with visit() as page:
        begin(page, 2, 0)
        picture = page.locator(".live img")
        assert not picture.is_visible()
        page.emulate_media(media="print")
        assert picture.is_visible()
        assert not page.locator("iframe").is_visible()
        assert page.locator(".page").last.is_visible()


def test_a_phone_shows_one_slide_below_the_other(visit):
    with visit(width=390) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("[data-live]").first.scroll_into_view_if_needed()
        page.locator(".live iframe").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_room_follows_no_dark_mode():
    html = playground_for(["#room=plane&bare=1"])
    assert "prefers-color-scheme" not in html
    assert "Escape" in html
    assert len(html) < 400_000  # without the networks of rooms that the deck has not


@pytest.mark.usefixtures("browser")
def test_a_pdf_has_a_slide_a_page(deck, tmp_path):
    try:
        browser = pdf.find_browser()
    except SlidesError as error:
        pytest.skip(str(error))
    shutil.copy(deck, tmp_path)
    written = pdf.print_pdf(tmp_path / deck.name, browser)
    assert written == tmp_path / "deck.pdf"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.html", "deck.pdf"]
    content = written.read_bytes()
    slides = (tmp_path / deck.name).read_text(encoding="utf-8").count('<div class="page">')
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == slides == 8
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", content)) == {b"0 0 960 540"}


class TestPrinting:
    def test_a_missing_browser_is_named(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(pdf, "BROWSERS", ("chromium",))
        with pytest.raises(SlidesError, match="install one, or open the deck"):
            pdf.find_browser()

    @pytest.mark.parametrize(
        ("script", "why"),
        [
            ("echo no display >&2; exit 1", "did not print deck.html: no display"),
            ("exit 0", "did not print deck.html: exit status 0"),
        ],
    )
    def test_a_browser_that_prints_nothing_is_named(self, tmp_path, script, why):
        browser = tmp_path / "chromium"
        browser.write_text(f"#!/bin/sh\n{script}\n")
        browser.chmod(0o755)
        (tmp_path / "deck.pdf").write_text("an older one")
        with pytest.raises(SlidesError, match=why):
            pdf.print_pdf(tmp_path / "deck.html", browser)
        assert (tmp_path / "deck.pdf").read_text() == "an older one"
        with pytest.raises(SlidesError, match="did not print"):
            pdf.print_pdf(tmp_path / "deck.html", tmp_path / "none")
