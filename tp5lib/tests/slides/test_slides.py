"""The deck: what stands on its slides, what it says in bad cases, and how a browser shows it."""

import json
import os
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tp5lib.report import notebooks as report
from tp5lib.evaluation.claims import read_verdicts
from tp5lib.report.notebooks import is_numbered, printed
from tp5lib.slides import __main__ as command
from tp5lib.slides.content import SlidesError, read_slides
from tp5lib.slides.libraries import HERE, fetch_libraries
from tp5lib.slides.page import render
from tp5lib.slides.prose import pick, reference

PATHS = list(filter(is_numbered, report.find_notebooks()))
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
VERDICT = """Claim     Two is few, as one can see when one counts (slide 4 b,
          «Dos»)
Measured  ≈ 2
Seeds     5
Verdict   DOES NOT HOLD"""
QUESTION = """# Is two few?

**Notebook 1. Two** · slides 3 and 4

**Answer.** Yes.
It is less than *three*.

A remark."""
NO_LIBRARIES = dict.fromkeys(("reveal_css", "reveal", "notes", "mathjax"), "")


def prose(source, role="-", **slideshow):
    metadata = {"slideshow": {"slide_type": role, **slideshow}}
    return new_markdown_cell(source, metadata=metadata)


def code(role, *outputs, source="1", alt="a dot", **slideshow):
    metadata = {"slideshow": {"slide_type": role, **slideshow}, "alt": alt}
    return new_code_cell(source, metadata=metadata, outputs=list(outputs), execution_count=1)


def picture(kind="display_data", text="<Figure>"):
    return new_output(kind, {"image/png": PIXEL, "text/plain": text})


def text(said):
    return new_output("stream", name="stdout", text=said)


def opening():
    return prose(QUESTION, "slide", answers="Slides 3 and 4, «Uno», «Dos»")


def two(*cells):
    named = prose("**Slide 3, «Uno».**", "skip")
    return new_notebook(cells=[opening(), named, *cells])


def read(*cells):
    return read_slides(two(*cells), "1_two")


class TestContent:
    def test_opens_with_the_question_and_the_answer(self):
        (slide,) = read()
        assert (slide.kind, slide.title) == ("opening", "Is two few?")
        assert slide.lines == ["Yes. It is less than *three*."]
        assert slide.answers == "Slides 3 and 4, «Uno», «Dos»"
        assert "A remark." in "\n".join(slide.notes)

    def test_prose_between_pictures_speaks_of_both(self):
        first, second = read(
            prose("## 1. Dots\n\n**Slide 3, «Uno».**\nA dot comes."),
            code("slide", picture(), text("1 dot")),
            prose(
                "It is a small dot, and it is the only one.\nMore.\n\n**Slide 4, «Dos».** Again."
            ),
            code("subslide", picture()),
        )[1:]
        assert first.lines == ["It is a small dot, and it is the only one."]
        assert first.answers == "Slide 3, «Uno»"
        assert (first.picture, first.alt, first.column) == (PIXEL, "a dot", True)
        for said in ("A dot comes.", "1 dot", "More."):
            assert said in "\n".join(first.notes)
        assert second.lines == ["Again."]
        assert (second.answers, second.column) == ("Slide 4, «Dos»", False)

    def test_roles_decide_what_is_shown(self):
        shown, told, late, left = read(
            code("slide", picture()),
            prose("This sentence is long enough to stand alone."),
            code("slide", picture()),
            prose("This is for the speaker.", "notes"),
            code("slide", picture()),
            prose("This comes with a key press, as it should.", "fragment"),
            code("slide", picture()),
            prose("This is left out.", "skip"),
            code("skip", picture()),
        )[1:]
        assert shown.lines == ["This sentence is long enough to stand alone."]
        assert not shown.late
        assert "This is for the speaker." not in told.lines
        assert "This is for the speaker." in told.notes
        assert late.late
        assert "This is left out." not in left.lines + left.notes

    def test_a_caption_is_a_sentence_of_the_notebook(self):
        _, slide = read(code("slide", picture(), caption="A remark."), prose("Of the picture."))
        assert slide.lines == ["A remark."]
        with pytest.raises(SlidesError, match=r"1_two, cell .* no sentence of the prose: 'Nowhere"):
            read(code("slide", picture(), caption="Nowhere said."))

    def test_verdicts_are_shown_claim_by_claim(self):
        other = VERDICT.replace("Two is few", "Two is\n          many").replace(
            "DOES NOT HOLD", "HOLDS"
        )
        stated = "Claim     Two is even (slide 3, «Uno»)\nHolds if  it is\nFails if  it is not"
        said = "\n\n".join([stated, VERDICT, VERDICT, other])
        _, few, many = read(code("slide", text(said)))
        assert few.title == "Two is few, as one can see when one counts"
        assert few.answers == "Slide 4 b, «Dos»"
        assert [(v.measured, v.outcome) for v in few.verdicts] == [("≈ 2", "does not hold")] * 2
        assert many.title.startswith("Two is many")
        assert [v.outcome for v in many.verdicts] == ["holds"]

    def test_an_explorer_says_where_it_is_live(self):
        live = picture("execute_result", "Dots: run the notebook to move x, y")
        _, slide = read(prose("## 7. Explore\n\nMove the dots."), code("slide", live))
        assert slide.lines == ["Move the dots.", "Live in notebook 1, “7. Explore”: move x, y."]

    def test_code_is_shown_on_request_only(self):
        _, slide = read(code("slide", text("2\n"), source="1 + 1", code=True))
        assert (slide.kind, slide.code, slide.lines) == ("code", "1 + 1", ["2"])
        with pytest.raises(SlidesError, match="begins a slide, but has nothing to show"):
            read(code("slide", text("2\n"), source="1 + 1"))

    def test_formulas_stand_below_one_sentence(self):
        _, slide = read(prose("## 2. Loss\n\nSo:\n\n$$a = b$$\n\nAnd $x$.", "slide"))
        assert (slide.title, slide.lines, slide.formulas) == ("Loss", ["So:"], ["$$a = b$$"])

    def test_bullets_are_spread_over_slides_of_three_lines(self):
        bullets = "\n".join(["- short", "- " + 30 * "word ", "- short", "- short", "- short"])
        slides = read(prose(f"## Learned\n\n{bullets}\n\n## Wrong\n\n- all", "slide"))[1:]
        assert [slide.title for slide in slides] == ["Learned"] * 3 + ["Wrong"]
        assert [len(slide.lines) for slide in slides] == [1, 1, 3, 1]
        assert [slide.column for slide in slides] == [True, False, False, False]

    def test_a_slide_has_one_picture(self):
        with pytest.raises(SlidesError, match="has a picture, so it must begin a slide"):
            read(code("slide", picture()), code("-", picture()))

    def test_prose_that_begins_a_slide_has_a_heading(self):
        with pytest.raises(SlidesError, match="has nothing to show"):
            read(prose("**Slide 4, «Dos».** No heading.", "slide"))

    def test_a_wrong_role_or_reference_is_named(self):
        with pytest.raises(SlidesError, match=r"cell .* has the slide type 'sldie'"):
            read(prose("x", "sldie"))
        with pytest.raises(SlidesError, match=r"must answer a slide as .*, not 'slide 3'"):
            read(code("slide", picture(), answers="slide 3"))
        with pytest.raises(SlidesError, match="names no slide of the presentation"):
            read_slides(new_notebook(cells=[opening(), code("slide", picture())]), "1_two")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("### Slide 4, «Uno - dos»", "Slide 4, «Uno - dos»"),
        ("## 8. Slide 7: «Cómo?»", "Slide 7, «Cómo?»"),
        ("**Slides 3 and 4**, again «A» and «B», p = 1: «no»", "Slides 3 and 4, «A», «B»"),
        ("**Slides 31 and 32**, under the same titles", ""),
        ("Slide 4 shows", ""),
    ],
)
def test_a_reference_has_number_and_title(said, meant):
    assert reference(said) == meant


def test_a_long_sentence_is_cut_where_it_pauses():
    assert pick("One thing is so; another is not so, and that is all.", 20) == "One thing is so."
    assert pick("Not so.\nOne thing is so; another is not.", 30) == "Not so. One thing is so."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(command, "BUILD", tmp_path / "build")
    return tmp_path


def save(folder, name, *cells):
    nbformat.write(two(*cells), folder / name)


class TestCommand:
    @pytest.fixture
    def libraries(self, folder, monkeypatch):
        """An npm that writes empty libraries, and counts how often it is asked."""
        (folder / "bin").mkdir()
        npm = folder / "bin" / "npm"
        paths = "reveal.js/dist/reveal.css reveal.js/dist/reveal.js"
        paths += " reveal.js/dist/plugin/notes.js mathjax/es5/tex-svg.js"
        npm.write_text(
            f"#!/bin/sh\necho x >> {folder}/asked\ncd node_modules 2>/dev/null || "
            f"{{ mkdir node_modules; cd node_modules; }}\n"
            f"for f in {paths}; do mkdir -p ${{f%/*}}; : > $f; done\n"
        )
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")

    def test_writes_a_deck_a_notebook_or_one_for_all(self, folder, libraries, monkeypatch, capsys):
        save(folder, "1_a.ipynb", code("slide", picture()))
        save(folder, "2_b.ipynb")
        assert command.main([]) == 0
        assert command.main(["--together"]) == 0
        assert command.main(["2"]) == 0
        written = capsys.readouterr().out.split()
        names = ["1_a.html", "2_b.html", "deck.html", "2_b.html"]
        assert written == [str(folder / "build" / name) for name in names]
        assert (folder / "asked").read_text() == "x\n"  # the second build takes what is there
        page = (folder / "build" / "deck.html").read_text(encoding="utf-8")
        assert page.count("Is two few?</h1>") == 2
        assert f'<img src="data:image/png;base64,{PIXEL}" alt="a dot">' in page

    def test_a_notebook_that_was_not_run_is_named(self, folder, capsys):
        save(folder, "3_c.ipynb", new_code_cell("1"))
        assert command.main([]) == 1
        told = capsys.readouterr().err
        assert told == "3_c is not executed: run `python -m tp5lib.report 3` first\n"

    def test_a_notebook_without_roles_is_named(self, folder, capsys):
        nbformat.write(new_notebook(cells=[new_markdown_cell("# A?")]), folder / "3_c.ipynb")
        assert command.main([]) == 1
        assert "3_c has no slides: give its cells slide types" in capsys.readouterr().err

    def test_an_unknown_notebook_is_named(self, folder, capsys):
        save(folder, "1_a.ipynb")
        assert command.main(["7"]) == 1
        assert "no notebook '7'; the notebooks are: 1_a" in capsys.readouterr().err

    def test_a_missing_npm_is_named(self, folder, monkeypatch, capsys):
        save(folder, "1_a.ipynb")
        monkeypatch.setenv("PATH", str(folder))
        assert command.main([]) == 1
        assert "install Node.js" in capsys.readouterr().err

    def test_a_missing_network_is_named(self, folder, libraries, capsys):
        save(folder, "1_a.ipynb")
        reason = "request to https://registry failed, reason: no such host"
        npm = folder / "bin" / "npm"
        npm.write_text(
            f"#!/bin/sh\necho npm error code E >&2\necho 'npm error {reason}' >&2\nexit 1\n"
        )
        assert command.main([]) == 1
        told = capsys.readouterr().err.splitlines()
        assert told[0] == f"npm could not fetch reveal.js and MathJax: {reason}"
        assert "check the network" in told[1]


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
        notebook = report.read_notebook(path)
        known = "\n".join(cell.source for cell in notebook.cells)
        for slide in read_slides(notebook, path.stem):
            assert reference(slide.answers) == slide.answers, slide
            for title in re.findall("«[^»]+»", slide.answers):
                assert title in known

    def test_every_verdict_is_in_the_deck(self, path):
        notebook = report.read_notebook(path)
        slides = read_slides(notebook, path.stem)
        shown = [(s.title, v.outcome) for s in slides for v in s.verdicts]
        judged = [v for cell in notebook.cells for v in read_verdicts(printed(cell))]
        assert sorted(shown) == sorted((verdict.claim.says, verdict.outcome) for verdict in judged)

    def test_pictures_are_described_and_code_is_rare(self, path):
        slides = read_slides(report.read_notebook(path), path.stem)
        assert slides[0].kind == "opening"
        assert [s for s in slides if s.picture]
        assert all(slide.alt for slide in slides if slide.picture)
        assert len([slide for slide in slides if slide.code]) <= 1

    def test_loads_nothing_from_elsewhere(self, path):
        page = Resources()
        page.feed(
            render("A deck", read_slides(report.read_notebook(path), path.stem), NO_LIBRARIES)
        )
        assert page.found
        assert not [found for found in page.found if not found.startswith("data:")]


def test_the_lock_file_holds_a_hash_of_each_library():
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    hashes = [entry["integrity"] for name, entry in packages.items() if name]
    assert len(hashes) == 2
    assert all(value.startswith("sha512-") for value in hashes)


# Waits until a key press has left the state before it, then looks at the slide.
CHECK = """
async (before) => {
  const state = () => JSON.stringify(Reveal.getState());
  for (let tries = 0; state() === before; tries++) {
    if (tries === 500) throw new Error("the key press does nothing");
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
    if (element.closest("mjx-assistive-mml")) continue;
    const at = element.getBoundingClientRect();
    if (at.right > box.right + 1 || at.bottom > box.bottom + 1 || at.left < box.left - 1)
      found.push("overflow: " + element.tagName + " " + element.textContent.slice(0, 40));
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (own && parseFloat(getComputedStyle(element).fontSize) < 18)
      found.push("small: " + element.textContent.slice(0, 40));
  }
  const number = document.querySelector(".slide-number");
  if (parseFloat(getComputedStyle(number).fontSize) < 18) found.push("small: the page number");
  if (linesOf(page.querySelector(".answers")) !== 1) found.push("the reference is long");
  for (const text of [page, ...page.querySelectorAll(".judged")]) {
    const lines = [...text.querySelectorAll(":scope > .line")].map(linesOf);
    if (lines.reduce((a, b) => a + b, 0) > 3) found.push("more than three lines");
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
        libraries = fetch_libraries(command.BUILD / "libraries")
    except SlidesError as error:
        pytest.skip(str(error))
    slides = [
        slide for path in PATHS for slide in read_slides(report.read_notebook(path), path.stem)
    ]
    deck = tmp_path_factory.mktemp("deck") / "deck.html"
    deck.write_text(render("A deck", slides, libraries), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page, wrong = context.new_page(), []
    page.on("requestfailed", lambda request: wrong.append(request.url[:100]))
    page.on("request", lambda r: wrong.append(r.url[:100]) if r.url.startswith("http") else 0)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else 0)
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    yield page, len(slides), wrong
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_every_slide_is_reached_by_keyboard_and_fits(opened, width, height):
    page, count, wrong = opened
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("Reveal.slide(0, 0)")
    state, found, seen = "", [], []
    while count - 1 not in seen:
        state, place, wrong_here = page.evaluate(CHECK, state)
        seen += [place] if place not in seen else []  # a fragment has a key press of its own
        found += wrong_here
        page.keyboard.press("ArrowRight")
    assert not found
    assert seen == list(range(count))
    assert not wrong


def test_formulas_are_set_in_the_notes_too(opened):
    page, _, _ = opened
    raw = "[...document.querySelectorAll('.slides p')].map((p) => p.textContent)"
    assert not [text for text in page.evaluate(raw) if "$" in text]
    assert page.locator("aside mjx-container svg").count() > 0
    assert page.locator("mjx-merror").count() == 0


def test_the_speaker_view_shows_the_notes(opened):
    page, _, wrong = opened
    page.evaluate("Reveal.slide(0, 0)")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("The slides show one run of each network.").wait_for(timeout=8000)
    popup.value.close()
    assert not wrong
