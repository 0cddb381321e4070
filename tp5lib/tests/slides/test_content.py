"""What stands on the slides of a notebook."""

import pytest
from nbformat.v4 import new_notebook

from tp5lib.explorers.base import MIME_TYPE
from tp5lib.slides.content import SlidesError, read_slides
from tp5lib.slides.page import render
from tp5lib.tests.slides.conftest import (
    PIXEL,
    VERDICT,
    code,
    opening,
    picture,
    prose,
    read,
    text,
    two,
)

LIBRARIES = ("reveal_css", "reveal", "notes", "mathjax")


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
        criteria = "Criteria  set after a look at results\nHolds if  it is <2\nFails if  not\nMeas"
        other = other.replace("Meas", criteria)
        stated = "Claim     Two is even (slide 3, «Uno»)\nHolds if  it is\nFails if  it is not"
        said = "\n\n".join([stated, VERDICT, VERDICT, other])
        _, few, many = read(code("slide", text(said)))
        assert few.title == "Two is few, as one can see when one counts"
        assert few.answers == "Slide 4 b, «Dos»"
        assert [(v.measured, v.outcome) for v in few.verdicts] == [("≈ 2", "does not hold")] * 2
        assert many.title.startswith("Two is many")
        assert [v.outcome for v in many.verdicts] == ["holds"]
        assert few.criteria == []
        assert many.criteria == [
            "**Holds if** it is <2",
            "**Fails if** not",
            "Criteria set after a look at results.",
        ]
        page = render("A deck", [many], dict.fromkeys(LIBRARIES, ""))
        assert "<strong>Fails if</strong> not" in page

    @pytest.mark.parametrize("told", ["by data", "by text"])
    def test_an_explorer_says_where_it_is_live(self, told):
        live = picture("execute_result", "Dots: run the notebook to move x, y")
        if told == "by data":
            live.data |= {"text/plain": "x", MIME_TYPE: {"controls": ["x", "y"]}}
        _, slide = read(prose("## 7. Explore\n\nMove the dots."), code("slide", live))
        assert slide.lines == ["Move the dots.", "Live in notebook 1, “7. Explore”: move x, y."]

    def test_a_figure_that_ends_a_cell_is_no_explorer(self):
        figure = picture("execute_result", "<Figure size 640x480, nothing to move here>")
        _, slide = read(code("slide", figure), prose("Of the picture, a sentence of its own."))
        assert slide.lines == ["Of the picture, a sentence of its own."]

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

    def test_a_notebook_that_follows_no_presentation_needs_no_references(self):
        cells = [prose("# Why?", "slide"), code("slide", picture()), prose("As it is drawn here.")]
        slides = read_slides(new_notebook(cells=cells), "1_why")
        assert [slide.answers for slide in slides] == ["", ""]

    def test_another_language_has_words_of_its_own(self):
        live = picture("execute_result", "Dots: run the notebook to move x, y")
        notebook = two(prose("**Diapositivas 3 a 7, «Uno» y «Dos».**"), code("slide", live))
        notebook.cells[:2] = [prose("# ¿Por qué?\n\nSí.", "slide", answers="Diapositiva 3, «Uno»")]
        notebook.metadata.language = "es"
        first, slide = read_slides(notebook, "1_dos")
        assert first.answers == "Diapositiva 3, «Uno»"
        assert slide.answers == "Diapositivas 3 a 7, «Uno», «Dos»"
        assert slide.lines[-1].startswith("En vivo en el cuaderno 1")
