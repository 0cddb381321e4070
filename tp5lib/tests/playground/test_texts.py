"""The table of texts: complete in both languages, all of it used, spoken where asked for."""

import re

import pytest

from tp5lib.playground.export import exported_models
from tp5lib.playground.page import HERE, PAGE
from tp5lib.tests.playground.conftest import STATUS
from tp5lib.tests.playground.test_page import ROOMS

MODULES = {name: (HERE / name).read_text(encoding="utf-8") for name in PAGE}
MARKUP = (HERE / "page.html").read_text(encoding="utf-8")


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


def test_an_address_speaks_spanish_everywhere(visit):
    with visit("#lang=es") as page:
        for room in ROOMS:
            page.evaluate("(room) => { location.hash = `#room=${room}&lang=es` }", room)
            page.wait_for_function(f"{STATUS} !== ''")
            assert page.evaluate("$$('[data-t]').every((one) => one.textContent)")
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


def test_the_browser_gives_the_language_and_links_carry_it(visit):
    with visit(locale="es-AR") as page:
        assert "Dale play" in page.locator("#train .lead").inner_text()
        page.wait_for_function("location.hash.includes('lang=es')")
        page.locator("nav a[href='#room=plane']").click()
        plane = page.locator("#plane .plane")
        assert "Arrastrá" in page.locator("#plane .lead").inner_text()
        assert plane.get_attribute("aria-roledescription") == "punto en un plano"
        page.locator("[data-key=lang][value=en]").check()
        assert plane.get_attribute("aria-roledescription") == "point on a plane"
        page.wait_for_function("location.hash.includes('lang=en')")
        page.evaluate("location.hash = '#room=draw&lang=en'")
        page.get_by_text("Draw a letter").wait_for()
