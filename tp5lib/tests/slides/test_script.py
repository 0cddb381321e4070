"""What a script may say, and how it is told what is missing."""

import pytest

from tp5lib.slides.script import load, read_script
from tp5lib.slides.slide import SlidesError
from tp5lib.tests.slides.conftest import PIXEL, WORDS, entry, notebook, script, write


@pytest.fixture
def read(tmp_path):
    """A function that reads a script of some entries, as the first of its slides."""

    def read(*entries, language="en", **tables):
        path = tmp_path / "1.toml"
        write(path, script(*entries, **tables))
        return read_script(path, notebook(), language, WORDS)

    return read


def both(text):
    return {"en": text, "es": text}


def test_numbers_are_those_of_the_outputs(read):
    numbers = {
        **{"dots": ["printed", "| dots |"], "half": ["printed", "| dots |", 2]},
        **{"left": ["printed", "all:"], "all": ["printed", "all:", 2]},
        "mean": ["judged", "count(dots) ="],
    }
    told = "{dots}; {half}, {half:.0%}; {left} of {all}; {mean:+.1f}; TP5, z1, $x_2$, `a[0]`, «8 p»"
    for language, dots in (("en", "1,234"), ("es", "1.234")):
        slide, *_ = read(entry("a", title=both(told)), language=language, numbers=numbers)
        wanted = f"{dots}; 0.5, 50 %; −3 of 7; +2.5; TP5, z1, $x_2$, `a[0]`, «8 p»"
        assert slide.title == wanted


def test_a_slide_shows_what_its_cells_show(read):
    told = entry(
        "a",
        **{"cells": ["dot"], "verdict": ["judged", 1], "slides": [4, 5], "code": "printed"},
        **{"claim": both("«few»"), "cards": [{"rate": 0.009}, {"rate": "fixed"}]},
        room={"room": "plane", "alpha": 0.5},
    )
    points = {"points": both(["one", "two"]), "verdicts": [["judged", 1], ["judged", 1]]}
    titles = {"4": "Dos", "5": "Tres"}
    slide, other, *_ = read(told, entry("b", **points), language="es", originals=titles)
    assert slide.pictures == [(PIXEL, "a dot")]
    assert (slide.outcomes, slide.code) == (["does not hold"], "1")
    assert (other.points, other.outcomes) == (["one", "two"], ["does not hold"] * 2)
    assert slide.foot == "Presentación, diapositivas 4, 5, «Dos», «Tres»"
    assert slide.cards == [[("LR", "0.009")], [("LR", "fijo")]]
    assert slide.live == "#room=plane&bare=1&lang=es&alpha=0.5"
    length, say, ask, asked, criterion = slide.notes
    assert "12 diapositivas, 720 palabras: unos 12 minutos" in length
    assert (say[:10], ask[:15]) == ("**Decir.**", "**Preguntar.** ")
    assert (asked, criterion[-24:]) == ("**Si preguntan.** So.", " Dos es menos que tres.*")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"title": {"en": "A title"}}, "title .*'es'"),
        ({"answer": {"en": "So."}}, "answer .*'es'"),
        ({"title": both("2 dots")}, "the number 2"),
        ({"title": both("{dots} dots")}, "number 'dots'"),
        ({"line": both("A semilla.")}, "term 'semilla'"),
        ({"ask": both("Which semillas?")}, "term 'semillas'"),
        ({"say": both("word " * 59)}, "59 words"),
        ({"cells": ["attic"]}, "cell 'attic'"),
        ({"cells": ["printed"]}, "'printed', which has no picture"),
        ({"claim": both("few"), "verdict": ["judged", 2]}, "verdict 2 of the cell 'judged'"),
        ({"cards": [{"epochs": 5}]}, "cards 'epochs'"),
        ({"slides": [6]}, "original slide '6'"),
        ({"room": {"room": "attic"}}, "attic"),
        ({"sai": both("word")}, "field 'sai'"),
    ],
)
def test_what_is_missing_ends_the_build(read, told, why):
    with pytest.raises(SlidesError, match=rf"1\.toml: the slide 'a' .*{why}"):
        read(entry("a", **told), language="es")


def test_a_number_that_no_cell_printed_ends_the_build(read):
    with pytest.raises(SlidesError, match="number 3 behind 'all:', which cell 'printed'"):
        read(numbers={"n": ["printed", "all:", 3]})


def test_a_term_is_defined_where_it_is_emphasised(read):
    defined, used = entry("a", line=both("A *seed* is one.")), entry("b", title=both("Seeds"))
    read(defined, used)
    with pytest.raises(SlidesError, match="slide 'b' uses the term 'Seeds'"):
        read(used, defined)
    read(entry("t", kind="title", title=both("Seeds")))  # it may name what the lesson is about


def test_a_lesson_has_ten_to_thirteen_slides_and_eight_below(read):
    below = [entry(f"b{place}", below=True) for place in range(9)]
    assert [slide.below for slide in read(*below[:8])[:9]] == [True] * 8 + [False]
    for wrong in (below, [entry(f"a{place}") for place in range(4)]):
        with pytest.raises(SlidesError, match="not 10 to 13, and at most 8"):
            read(*wrong)


def test_a_script_that_is_none_is_named(tmp_path):
    (tmp_path / "1.toml").write_text("[[slide", encoding="utf-8")
    with pytest.raises(SlidesError, match=r"1\.toml cannot be read"):
        load(tmp_path / "1.toml")
