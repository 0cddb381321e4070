"""What stands on the slides of a notebook."""

import pytest
from nbformat.v4 import new_notebook

from tp5lib.explorers.base import MIME_TYPE
from tp5lib.slides.content import read_slides
from tp5lib.slides.page import render
from tp5lib.slides.slide import SlidesError
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
    def test_opens_with_the_question_and_closes_with_the_answer(self):
        first, last = read_slides(two(), "1_two")
        assert (first.kind, first.title, first.lines) == (
            "title",
            "Is two few?",
            ["Notebook 1. Two"],
        )
        assert first.answers == "Slides 3 and 4, «Uno», «Dos»"
        assert "A remark." in "\n".join(first.notes)
        assert (last.kind, last.title) == ("closing", "Is two few?")
        assert last.lines[0] == "Yes, since it is less than *three*."
        assert "notebook 1" in last.lines[1]
        assert (first.column, last.column) == (True, True)

    def test_an_agenda_leads_to_the_first_slide_of_each_section(self):
        slides = read_slides(
            two(
                prose("## 1. One dot"),
                code("slide", picture(), title="One dot is seen"),
                code("subslide", picture(), title="One more is seen"),
                prose("## 2. Slide 4, «Dos»: two dots\n\n- two", "slide"),
                prose("## What is still wrong\n\n- all", "slide"),
            ),
            "1_two",
        )
        agenda = slides[1]
        assert agenda.kind == "agenda"
        keys = [slides[2].key, slides[4].key]
        assert agenda.links == [("One dot", keys[0]), ("Two dots", keys[1])]
        assert len({slide.key for slide in slides}) == len(slides)

    def test_prose_between_pictures_speaks_of_both(self):
        first, second = read(
            prose("## 1. Dots\n\n**Slide 3, «Uno».**\nA dot comes."),
            code("slide", picture(), text("1 dot")),
            prose(
                "The dot is small, and is the only one.\nMore.\n\n**Slide 4, «Dos».** Once more it."
            ),
            code("subslide", picture()),
        )[1:]
        assert first.title == "The dot is small, and is the only one."
        assert first.answers == "Slide 3, «Uno»"
        assert (first.picture, first.alt, first.column) == (PIXEL, "a dot", True)
        for said in ("A dot comes.", "1 dot", "More."):
            assert said in "\n".join(first.notes)
        assert second.title == "Once more it."
        assert (second.answers, second.column) == ("Slide 4, «Dos»", False)

    def test_roles_decide_what_is_shown(self):
        shown, told, late, left = read(
            code("slide", picture()),
            prose("A sentence is long enough to stand alone."),
            code("slide", picture()),
            prose("One thing is for the speaker.", "notes"),
            code("slide", picture()),
            prose("One comes with a key press, as it should.", "fragment"),
            code("slide", picture()),
            prose("One thing is left out.", "skip"),
            code("skip", picture()),
        )[1:]
        assert shown.title == "A sentence is long enough to stand alone."
        assert not shown.late
        assert told.title != "One thing is for the speaker."
        assert "One thing is for the speaker." in told.notes
        assert late.late
        assert "One thing is left out." not in [left.title, *left.notes]

    def test_a_title_and_a_caption_are_written_for_the_slide(self):
        later = prose("Of the picture, a sentence of its own.")
        _, slide = read(code("slide", picture(), caption="A dot is seen."), later)
        assert (slide.title, slide.lines) == ("A dot is seen.", [])
        told = {"title": "Two dots are seen", "caption": "One of them is red."}
        _, slide = read(code("slide", picture(), **told), later)
        assert (slide.title, slide.lines) == ("Two dots are seen", ["One of them is red."])
        _, slide = read(prose("## Dots\n\nA few of them.", "slide", **told))
        assert (slide.title, slide.lines) == ("Two dots are seen", ["One of them is red."])

    def test_each_picture_of_a_cell_has_a_title(self):
        titles = ["One dot is seen", "Two dots are seen"]
        _, *both = read(code("slide", picture(), picture(), title=titles))
        assert [slide.title for slide in both] == titles
        with pytest.raises(SlidesError, match=r"-2' has a figure, but no title"):
            read(
                prose("## Dots\n\nBoth are red."),
                code("slide", picture(), picture(), title=titles[:1]),
                name="1_two",
            )

    @pytest.mark.parametrize("name", ["title", "caption"])
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("The same at p = 0.1.", 'begins with "The same"'),
            ("Both kinds are there.", 'begins with "Both"'),
            ("A few points at each level.", 'begins with "A few"'),
            ("And its adaptive rate has a slip.", 'begins with "And"'),
            ("Two dots, and", "breaks off"),
            ("of which two are red", "in the middle of a sentence"),
            ("Dots (of which two are red", "leaves a bracket"),
            (7, "is no text"),
        ],
    )
    def test_a_sentence_that_leans_on_another_fails(self, name, text, why):
        with pytest.raises(SlidesError, match=rf"two, cell .* has a slideshow.{name} .*{why}"):
            read(code("slide", picture(), **{name: text}))

    def test_a_numbered_notebook_names_all_slides_without_a_title(self):
        cells = [code("slide", picture()), code("slide", picture()), code("slide", code=True)]
        cells = [prose("## Dots\n\nBoth are red."), *cells]
        assert [slide.title for slide in read(*cells)[1:]] == ["Dots", "Dots", ""]
        with pytest.raises(SlidesError) as raised:
            read(*cells, name="1_two")
        lines = str(raised.value).splitlines()
        assert len(lines) == 3
        assert all("give it a slideshow.title" in line for line in lines)
        assert "has a figure" in lines[0]
        assert "has code" in lines[2]
        with pytest.raises(SlidesError, match='shows a sentence which begins with "So"'):
            read(prose("## Dots\n\nSo there are dots.", "slide"), name="1_two")

    def test_a_lesson_has_at_most_fifteen_slides_on_its_line(self):
        told = {"title": "A dot is seen"}
        below = [code("subslide", picture(), **told) for _ in range(20)]
        *cells, one = [code("slide", picture(), **told) for _ in range(14)]
        assert len(read(*cells, *below, name="1_two")) == 1 + 13 + 20
        with pytest.raises(SlidesError, match=r"has 16 slides on the line.*at most 15"):
            read(*cells, one, name="1_two")
        assert len(read(*cells, one)) == 15

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
            live.data |= {"text/plain": "x", MIME_TYPE: {"explorer": "Dots", "controls": ["x"]}}
        _, slide = read(prose("## 7. Explore\n\nMove the dots."), code("slide", live))
        assert (slide.title, slide.live) == ("Move the dots.", "")
        assert slide.where == "Live in notebook two, “7. Explore”."

    def test_an_explorer_and_a_film_are_rooms_of_the_playground(self):
        live = picture("execute_result", "LatentPoint: run the notebook to move x, y")
        film = {"room": "train", "seed": 3, "hide": "rate"}
        cells = [
            code("slide", live),
            code("slide", live, live={"room": "emojis", "net.e": "variational-3"}),
            code("slide", live, live=False),
            code("slide", picture(), live=film),
        ]
        assert [slide.live for slide in read(*cells)[1:]] == [
            "#room=plane&bare=1",
            "#room=emojis&bare=1&net.e=variational-3",
            "",
            "#room=train&bare=1&hide=rate&seed=3",
        ]

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ({"room": "attic"}, "'attic'"),
            ({"room": "train", "sead": 1}, "no setting 'sead'"),
            ({"seed": 1}, "it must be false, or as"),
            (True, "it must be false, or as"),
        ],
    )
    def test_a_wrong_room_is_named(self, told, why):
        with pytest.raises(SlidesError, match=rf"two, cell .* wrong slideshow.live: .*{why}"):
            read(code("slide", picture(), live=told))

    def test_a_figure_that_ends_a_cell_is_no_explorer(self):
        figure = picture("execute_result", "<Figure size 640x480, nothing to move here>")
        _, slide = read(code("slide", figure), prose("Of the picture, a sentence of its own."))
        assert (slide.title, slide.where) == ("Of the picture, a sentence of its own.", "")

    def test_code_is_shown_on_request_only(self):
        told = {"source": "1 + 1", "title": "One and one"}
        _, slide = read(code("slide", text("2\n"), code=True, **told))
        assert (slide.kind, slide.title, slide.code) == ("code", "One and one", "1 + 1")
        assert slide.lines == ["2"]
        with pytest.raises(SlidesError, match="begins a slide, but has nothing to show"):
            read(code("slide", text("2\n"), source="1 + 1"))

    def test_formulas_stand_below_one_sentence(self):
        body = "The loss is:\n\n$$a = b$$\n\nAnd $x$."
        _, slide = read(prose(f"## 2. Loss\n\n{body}", "slide"))
        assert (slide.title, slide.lines, slide.formulas) == (
            "Loss",
            ["The loss is:"],
            ["$$a = b$$"],
        )
        told = {"title": "A loss of its own", "caption": "The loss is a sum."}
        _, dot, slide = read(code("slide", picture()), prose(f"## 2. Loss\n\n{body}", **told))
        assert dot.kind == "figure"
        assert (slide.title, slide.lines) == ("A loss of its own", ["The loss is a sum."])
        assert slide.formulas == ["$$a = b$$"]

    def test_a_list_is_one_slide(self):
        bullets = "\n".join(["- A short one.\n  More of it.", "- " + 9 * "word ", *["- short"] * 3])
        learned, wrong = read(prose(f"## Learned\n\n{bullets}\n\n## Wrong\n\n- all", "slide"))[1:]
        assert (learned.title, wrong.title) == ("Learned", "Wrong")
        assert (learned.lines[0], len(learned.lines), wrong.lines) == ("A short one.", 5, ["all"])
        assert (learned.itemized, learned.column, wrong.column) == (True, True, False)

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

    def test_a_picture_of_our_own_answers_no_slide(self):
        slides = read(
            prose("**Slide 4, «Dos».** A dot comes."),
            code("slide", picture(), title="One dot is seen"),
            code("slide", picture(), title="One more is seen", answers=""),
        )
        pictures = [slide for slide in slides if slide.picture]
        assert [slide.answers for slide in pictures] == ["Slide 4, «Dos»", ""]

    def test_a_notebook_that_follows_no_presentation_needs_no_references(self):
        cells = [prose("# Why?", "slide"), code("slide", picture()), prose("As it is drawn here.")]
        slides = read_slides(new_notebook(cells=cells), "1_why")
        assert [slide.answers for slide in slides] == ["", "", ""]

    def test_another_language_has_words_of_its_own(self):
        live = picture("execute_result", "Dots: run the notebook to move x, y")
        told = {"title": "Dos puntos se mueven"}
        notebook = two(prose("**Diapositivas 3 a 7, «Uno» y «Dos».**"), code("slide", live, **told))
        notebook.cells[:2] = [prose("# ¿Por qué?\n\nSí.", "slide", answers="Diapositiva 3, «Uno»")]
        notebook.metadata.language = "es"
        first, slide, last = read_slides(notebook, "1_dos")
        assert first.answers == "Diapositiva 3, «Uno»"
        assert slide.answers == "Diapositivas 3 a 7, «Uno», «Dos»"
        assert slide.where.startswith("En vivo en el cuaderno 1")
        assert last.lines[1].startswith("Todo lo de estas diapositivas está en el cuaderno 1")
        notebook.cells[-1].metadata.slideshow.title = "Ambos puntos se mueven"
        with pytest.raises(SlidesError, match='begins with "Ambos"'):
            read_slides(notebook, "1_dos")
