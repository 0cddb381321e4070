"""The project's own decks, and how a browser shows them."""

import pytest

from tp5lib.report.notebooks import read_notebook
from tp5lib.report.project import Project
from tp5lib.slides.page import render
from tp5lib.slides.script import LANGUAGES, load, read_script

PROJECT = Project()
DECKS = PROJECT.notebooks / "decks"
# What is too small on a slide, cut off, or over its foot.
LOOK = """
(type) => {
  const page = Reveal.getCurrentSlide().querySelector(".page"), scale = Reveal.getScale();
  const [box, foot] = [page, page.querySelector(".foot")].map((e) => e.getBoundingClientRect());
  const found = [], tell = (what, e) => found.push(
    `${page.parentElement.id}: ${what}: ${e.tagName} ${e.textContent.slice(0, 40)}`);
  for (const element of page.querySelectorAll("*:not(iframe)")) {
    if (element.closest("mjx-assistive-mml")) continue;
    const at = element.getBoundingClientRect(), inFoot = element.closest(".foot");
    const out = at.top < box.top - 1 || at.left < box.left - 1 || at.right > box.right + 1;
    if (out || at.bottom > box.bottom + 1) tell("cut off", element);
    if (!inFoot && at.height && at.bottom > foot.top + 1) tell("over the foot", element);
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (text && parseFloat(getComputedStyle(element).fontSize) < 18) tell("small", element);
  }
  for (const e of page.querySelectorAll("img")) {
    const enlarged = Math.min(e.clientWidth / e.naturalWidth, e.clientHeight / e.naturalHeight);
    if (enlarged * type < 17.5 && !page.querySelector("iframe")) tell(enlarged * type, e);
  }
  const title = page.querySelector("h1"), line = parseFloat(getComputedStyle(title).lineHeight);
  if (title.getBoundingClientRect().height / scale > 2.5 * line) tell("long", title);
  return found;
}
"""
TYPE = 25  # pixels: that of plots is 18 points at 100 dots an inch


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_down_leads_along_a_row_of_which_all_can_be_read(visit, libraries, tmp_path, language):
    lexicon, slides, deck = load(DECKS / "words.toml"), [], tmp_path / "deck.html"
    for path in PROJECT.series():
        script = DECKS / f"{path.name[0]}.toml"
        slides += read_script(script, read_notebook(path), language, lexicon)
    html = render("A deck", slides, libraries)
    assert "≈" not in html.partition('<script type="application/json"')[0]
    deck.write_text(html, encoding="utf-8")
    row = [slide.key for slide in slides if not slide.below]
    with visit(deck) as page:
        assert page.locator("mjx-container svg").count() > 0
        assert page.locator("mjx-merror").count() == 0
        found, seen = [], []
        for place in range(len(row)):
            page.wait_for_function(f"Reveal.getIndices().h === {place}")
            seen.append(page.evaluate("Reveal.getCurrentSlide().id"))
            found += page.evaluate(LOOK, TYPE)
            page.keyboard.press("PageDown" if place % 2 else "Space")
        assert seen == row
        for slide in slides:
            if slide.below:
                one = f"document.getElementById({slide.key!r})"
                page.evaluate(f"(({{ h, v }}) => Reveal.slide(h, v))(Reveal.getIndices({one}))")
                found += page.evaluate(LOOK, TYPE)
        assert not found
        page.evaluate("Reveal.slide(0)")
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        notes = popup.value.locator(".speaker-controls-notes .value")
        notes.get_by_text(slides[0].notes[0]).wait_for()
        popup.value.close()
