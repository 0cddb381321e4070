"""The decks of the notebooks as they are, and how a browser shows them."""

import re
from html.parser import HTMLParser

import pytest

from tp5lib.report.notebooks import code_cells, read_notebook, verdicts
from tp5lib.report.project import Project
from tp5lib.slides.content import read_slides
from tp5lib.slides.libraries import fetch_libraries
from tp5lib.slides.page import render
from tp5lib.slides.prose import reference
from tp5lib.slides.slide import SlidesError

PROJECT = Project()
PATHS = PROJECT.series()
SLOWEST = 120_000  # milliseconds that anything may take
NO_LIBRARIES = dict.fromkeys(("reveal_css", "reveal", "notes", "mathjax"), "")


class Resources(HTMLParser):
    """Collects what a page would load."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset") or (name == "href" and tag != "a"):
                self.found.append(value)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestNotebook:
    def test_every_slide_names_one_of_the_presentation(self, path):
        notebook = read_notebook(path)
        known = "\n".join(cell.source for cell in notebook.cells)
        for slide in read_slides(notebook, path.stem):
            assert reference(slide.answers) == slide.answers, slide
            for title in re.findall("«[^»]+»", slide.answers):
                assert title in known

    def test_every_verdict_is_in_the_deck(self, path):
        notebook = read_notebook(path)
        slides = read_slides(notebook, path.stem)
        shown = [(s.title, v.outcome) for s in slides for v in s.verdicts]
        judged = [v for cell in code_cells(notebook) for v in verdicts(cell)]
        assert sorted(shown) == sorted((verdict.claim.says, verdict.outcome) for verdict in judged)

    def test_loads_nothing_from_elsewhere(self, path):
        page = Resources()
        page.feed(render("A deck", read_slides(read_notebook(path), path.stem), NO_LIBRARIES))
        assert page.found
        assert not [found for found in page.found if not found.startswith("data:")]

    def test_shows_its_figures_without_a_sign_of_roughness(self, path):
        slides = read_slides(read_notebook(path), path.stem)
        for slide in slides:
            slide.notes = []
        page = render("A deck", slides, NO_LIBRARIES)
        assert "≈" not in page.partition('<script type="application/json"')[0]

    def test_has_a_title_an_agenda_and_a_closing_slide(self, path):
        kinds = [slide.kind for slide in read_slides(read_notebook(path), path.stem)]
        assert kinds[:2] == ["title", "agenda"]
        assert kinds[-1] == "closing"
        assert {"title", "agenda", "closing"}.isdisjoint(kinds[2:-1])

    def test_every_verdict_stands_below_its_criteria(self, path):
        for slide in read_slides(read_notebook(path), path.stem):
            assert bool(slide.verdicts) == bool(slide.criteria)


# Waits until a key press has left the state before it, then looks at the slide.
CHECK = """
async (before) => {
  const state = () => JSON.stringify(Reveal.getState());
  for (let tries = 0; state() === before; tries++) {
    if (tries === 5000) throw new Error("the key press does nothing");
    await new Promise((done) => setTimeout(done, 10));
  }
  const found = [];
  const slide = Reveal.getCurrentSlide();
  const page = slide.querySelector(".page");
  const scale = Reveal.getScale();
  const box = page.getBoundingClientRect();
  const linesOf = (element) => {
    const height = element.getBoundingClientRect().height / scale;
    return Math.round(height / parseFloat(getComputedStyle(element).lineHeight));
  };
  if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
    found.push("the slide is larger than the window");
  for (const element of page.querySelectorAll("*")) {
    if (element.closest("mjx-assistive-mml") || element.matches("iframe")) continue;
    const at = element.getBoundingClientRect();
    const out = at.top < box.top - 1 || at.bottom > box.bottom + 1;
    if (out || at.right > box.right + 1 || at.left < box.left - 1)
      found.push("overflow: " + element.tagName + " " + element.textContent.slice(0, 40));
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (own && parseFloat(getComputedStyle(element).fontSize) < 18)
      found.push("small: " + element.textContent.slice(0, 40));
  }
  const number = page.querySelector(".number");
  if (linesOf(page.querySelector(".foot")) !== 1) found.push("the foot is long");
  const [title] = page.querySelectorAll("h1");
  const large = slide.matches(".title, .closing");
  if (!title || linesOf(title) > (large ? 3 : 2)) found.push("no title of one or two lines");
  for (const text of [page, ...page.querySelectorAll(".judged")]) {
    const lines = [...text.querySelectorAll(":scope > .line")].map(linesOf);
    if (lines.reduce((a, b) => a + b, 0) > (large ? 4 : 3)) found.push("more than three lines");
  }
  const foot = page.querySelector(".foot").getBoundingClientRect();
  for (const element of page.querySelectorAll(".page > :not(.foot)")) {
    if (element.getBoundingClientRect().bottom > foot.top + 1) found.push("over the foot");
  }
  const pictures = [...page.querySelectorAll("img")];
  if (pictures.length > 1) found.push("more than one picture");
  if (pictures.some((e) => !e.naturalWidth || e.clientHeight < 400)) found.push("a small picture");
  const formulas = [...page.querySelectorAll(".formulas p")];
  if (formulas.some((e) => !e.querySelector("mjx-container svg"))) found.push("no formula");
  const what = found.map((one) => "slide " + number.innerText + ": " + one);
  return [state(), Reveal.getSlidePastCount(), what];
}
"""


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """The deck of all notebooks in a browser without a network, and what went wrong there."""
    try:
        libraries = fetch_libraries(PROJECT.decks / "libraries")
    except SlidesError as error:
        pytest.skip(str(error))
    slides = [slide for path in PATHS for slide in read_slides(read_notebook(path), path.stem)]
    slides[-1].notes.append("The area is $x^2$.")  # a notebook may have formulas, these have none
    deck = tmp_path_factory.mktemp("deck") / "deck.html"
    deck.write_text(render("A deck", slides, libraries), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    context.set_default_timeout(SLOWEST)
    page, wrong = context.new_page(), []
    page.on("requestfailed", lambda request: wrong.append(request.url[:100]))
    page.on("request", lambda r: wrong.append(r.url[:100]) if r.url.startswith("http") else 0)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else 0)
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    yield page, slides, wrong
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_every_slide_is_reached_by_keyboard_and_fits(opened, width, height):
    page, slides, wrong = opened
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("Reveal.slide(0, 0)")
    state, found, seen = "", [], []
    while len(slides) - 1 not in seen:
        state, place, wrong_here = page.evaluate(CHECK, state)
        seen += [place] if place not in seen else []  # a fragment has a key press of its own
        found += wrong_here
        page.keyboard.press("Space")
    assert not found
    assert seen == list(range(len(slides)))
    assert not wrong


def test_formulas_are_set_in_the_notes_too(opened):
    page, _, _ = opened
    raw = "[...document.querySelectorAll('.slides p')].map((p) => p.textContent)"
    assert not [text for text in page.evaluate(raw) if "$" in text]
    assert page.locator("aside mjx-container svg").count() > 0
    assert page.locator("mjx-merror").count() == 0


def test_the_speaker_view_shows_the_notes(opened):
    page, slides, wrong = opened
    page.evaluate("Reveal.slide(0, 0)")
    page.bring_to_front()
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes .value")
    said = re.search(r"^[\w, ]{20,}", slides[0].notes[-1], re.MULTILINE)[0]
    notes.get_by_text(said).first.wait_for()
    popup.value.close()
    assert not wrong
