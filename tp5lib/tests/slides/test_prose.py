"""Prose, taken apart."""

import pytest

from tp5lib.slides.prose import capital, pick, reference


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


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        (
            "Some networks, e.g. Adam's, do it; others, which are wider, do not.",
            "Some networks, e.g. Adam's, do it.",
        ),
        ("It is shown by Baldi et al. Here it is not, for want of room.", None),
        (
            "A pair (a letter; its copy) is one: both are read at the same time.",
            "A pair (a letter; its copy) is one.",
        ),
        ("The code `a: b; c` is read: then it is run, and told.", "The code `a: b; c` is read."),
    ],
)
def test_a_sentence_is_cut_at_no_abbreviation_and_within_no_bracket(sentence, cut):
    assert pick(sentence, 40) == (cut or sentence)


@pytest.mark.parametrize(
    ("text", "capitalized"),
    [
        ("the KL counts", "The KL counts"),
        ("p = 0.05", "p = 0.05"),
        ("KL alone", "KL alone"),
        ("a rate", "A rate"),
        ("a = 1", "a = 1"),
    ],
)
def test_a_capital_changes_the_first_letter_only(text, capitalized):
    assert capital(text) == capitalized
