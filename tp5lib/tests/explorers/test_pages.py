"""Explorers in tabs."""

import base64

import pytest

from tp5lib.explorers import Interpolation, Page, Tab, page


def test_the_page_makes_a_tab_when_it_is_opened():
    shown = page()
    assert list(shown.explorers) == ["Watch it learn"]
    for place, title in enumerate(shown.tabs.titles):
        shown.tabs.selected_index = place
        assert title in shown.explorers
        assert shown.explorers[title].view in shown.tabs.children[place].children
    first = next(iter(shown.explorers.values()))
    assert base64.b64decode(shown._repr_mimebundle_()["image/png"]) == first.still()
    assert repr(shown).startswith("Page of Watch it learn, ")


def test_a_tab_that_cannot_be_made_says_so(model, few):
    def fail():
        raise FileNotFoundError("no <weights>")

    def make():
        return Interpolation(model, few)

    shown = Page([Tab("good", "try", "see", make), Tab("bad", "try", "see", fail)])
    with pytest.raises(FileNotFoundError):
        shown.tabs.selected_index = 1
    (told,) = shown.tabs.children[1].children
    assert "FileNotFoundError: no &lt;weights&gt;" in told.value
    shown.tabs.selected_index = 0
    assert shown.explorers["good"].view in shown.tabs.children[0].children
    with pytest.raises(ValueError, match="tabs is empty"):
        Page([])
