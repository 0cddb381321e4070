"""The table of texts: complete in both languages, all of it used, spoken where asked for."""

import re

import pytest

from tp5lib.playground.export import exported_models
from tp5lib.playground.page import HERE, PAGE, playground_html

MODULES = {name: (HERE / name).read_text(encoding="utf-8") for name in PAGE}
MARKUP = (HERE / "page.html").read_text(encoding="utf-8")
STATUS = "document.querySelector('.room:not([hidden]) .status').textContent"
ROOMS = ["room=train", "room=wall", "room=plane", "room=draw", "room=emojis", "room=emojis&bench=1"]


@pytest.fixture(scope="module")
def texts(shared):
    return shared.evaluate("TEXTS")


def test_every_text_is_there_in_both_languages(texts):
    for key, said in texts.items():
        if isinstance(said, str):  # one serves both
            continue
        assert len(said) == 2, key
        assert all(isinstance(text, str) and text.strip() for text in said), key
        filled = [sorted(re.findall(r"\{\w+\}|<\w+>", text)) for text in said]
        assert set(filled[0]) == set(filled[1]), key


def test_every_key_that_is_used_exists_and_every_one_that_exists_is_used(texts):
    code = "".join(text for name, text in MODULES.items() if name != "texts.js")
    used = set(re.findall(r'data-(?:t|label|role)="(.+?)"', MARKUP))
    used |= set(re.findall(r'[\[( ?:]"([a-z]+(?:\.[a-z0-9.-]+)?)"', code)) & set(texts)
    used |= set(re.findall(r'\bt\("(.+?)"', code))
    keys = {key for said in re.findall(r'data-controls="([^"]+)"', MARKUP) for key in said.split()}
    names = {key.partition(".")[0] for key in keys}
    used |= {f"set.{name}" for name in names}
    used |= {key for key in texts if key.partition(".")[0] in names}  # their values
    used |= {f"net.{name}" for name in exported_models()}
    optional = {"set.lang", "set.bench"}
    assert used - optional <= set(texts)
    assert {key for key in texts if not key.startswith("emoji.")} - used == set()


@pytest.mark.parametrize("room", ROOMS)
def test_an_address_speaks_spanish_everywhere(visit, file, room):
    with visit(file, f"#{room}&lang=es") as page:
        assert page.evaluate("document.documentElement.lang") == "es"
        page.wait_for_function(f"{STATUS} !== ''")
        spanish = page.evaluate("$$('[data-t]').every((one) => one.textContent)")
        assert spanish
        english = page.evaluate("""() => {
          const seen = document.body.innerText;
          const long = ([one, other]) => one !== other && one.length > 12 && !/[{<]/.test(one);
          const spanish = new Set(Object.values(TEXTS).map((said) => [said].flat().at(-1)));
          const pairs = Object.values(TEXTS).filter(Array.isArray);
          const english = pairs.filter(long).map(([one]) => one);
          return english.filter((one) => seen.includes(one) && !spanish.has(one));
        }""")
        assert english == []
        before = page.evaluate(STATUS)
        page.locator("[data-key=lang][value=en]").check()
        page.wait_for_function(f"{STATUS} !== {before!r}")
        page.wait_for_function("!location.hash.includes('lang')")


def test_labels_change_with_the_language(visit, file):
    labels = """[
      document.querySelector("#plane .plane").getAttribute("aria-roledescription"),
      document.querySelector("[data-of=own] [role=gridcell]").getAttribute("aria-label"),
    ]"""
    with visit(file, "#room=plane&lang=es") as page:
        assert page.evaluate(labels) == ["punto en un plano", "fila 1, columna 1"]
        page.locator("[data-key=lang][value=en]").check()
        assert page.evaluate(labels) == ["point on a plane", "row 1, column 1"]


def test_the_browser_gives_the_language_and_links_carry_it(visit, file):
    with visit(file, locale="es-AR") as page:
        assert "Dale play" in page.locator("#train .lead").inner_text()
        page.wait_for_function("location.hash.includes('lang=es')")
        page.locator("nav a[href='#room=plane']").click()
        page.wait_for_function("location.hash.includes('room=plane')")
        assert "Arrastrá" in page.locator("#plane .lead").inner_text()
        page.locator("[data-key=lang][value=en]").check()
        page.wait_for_function("location.hash.includes('lang=en')")
    with visit(file, "#room=draw&lang=en", locale="es-AR") as page:
        assert "Draw a letter" in page.locator("#draw .lead").inner_text()


def test_a_page_begins_in_the_language_it_is_made_for():
    assert '"start">{"lang":"es"}' in playground_html(lang="es")
