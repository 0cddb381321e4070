"""The page: how little it is, what it refuses, its command, its addresses."""

import re

import pytest

from tp5lib.playground.__main__ import main
from tp5lib.playground.page import CORE, HERE, PAGE, WORKER, address, bundle, playground_html
from tp5lib.tests.playground.conftest import PHONE, code_in, says, settings_of, status

MOST_BYTES, MOST_LINES, WIDEST = 5_000_000, 3_300, 120
ROOMS = ["train", "wall", "plane", "draw", "emojis", "emojis&bench=1"]


def test_it_is_small_and_asks_for_nothing():
    html = playground_html()
    assert len(html.encode()) < MOST_BYTES
    assert not re.search(r"""(src|href)=["'](?!data:,|#)""", html)
    assert not re.search("https?://", html)
    assert len(playground_html(["train", "wall", "plane", "draw"])) < 600_000


def test_its_code_is_little():
    files = [path for path in HERE.iterdir() if path.suffix in (".js", ".css", ".html", ".py")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert max(map(len, lines)) <= WIDEST
    assert len(lines) <= MOST_LINES


def test_a_module_imports_from_those_before_it():
    assert {path.name for path in HERE.glob("*.js")} == {*CORE, *WORKER, *PAGE}
    for place, name in enumerate(order := [*CORE, *PAGE]):
        text = (HERE / name).read_text(encoding="utf-8")
        assert set(re.findall(r'from "\./(.*?)"', text)) <= set(order[:place])
    assert not re.search("^(import|export) ", bundle([*order, *WORKER]), re.MULTILINE)
    made = r"^(?:async )?(?:class|const|function) (\w+)"  # in one script a name is made once
    for script in (order, [*CORE, *WORKER]):
        names = re.findall(made, bundle(script), re.MULTILINE)
        assert len(names) == len(set(names))


def test_a_setting_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no setting 'lose'; the settings are: room, bare"):
        address("train", lose="mse")
    with pytest.raises(ValueError, match="room"):
        address("cellar")
    with pytest.raises(ValueError, match="rooms"):
        playground_html(["cellar"])
    with pytest.raises(TypeError, match="seed must be a string or a number"):
        address("train", seed=[1])


def test_the_command_writes_the_file_or_says_why_not(tmp_path, capsys):
    out = tmp_path / "new" / "page.html"
    assert main(["--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.read_text(encoding="utf-8") == playground_html()
    assert main(["--out", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_nothing_is_wider_than_a_phone(visit):
    with visit(**PHONE) as page:
        for room in ROOMS:
            for language in ("en", "es"):
                at = f"#room={room}&pair=1&latent=3&net.e=variational-6&lang={language}"
                page.evaluate("(at) => { location.hash = at }", at)
                page.wait_for_function(f"document.documentElement.lang === '{language}'")
                assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_link_shows_what_its_sender_saw(visit):
    with visit("#loss=mse&units=12&seed=4&noise=0.05&epochs=50&own=zz") as page:
        says(page, "epoch 50\n")
        seen = status(page)
        page.evaluate("location.hash = '#loss=mse&epochs=30&seed=2&at=0.2,0.4'")
        says(page, "epoch 30\n")
        assert settings_of(page) == {"loss=mse", "epochs=30", "seed=2", "at=0.2%2C0.4"}
        page.evaluate("location.hash = '#loss=mse&epochs=20&seed=2'")
        says(page, "epoch 20\n")
        page.go_back()
        says(page, "epoch 30\n")
        page.go_back()
        says(page, "epoch 50\n")
        assert status(page) == seen


def test_an_address_that_makes_no_sense_does_no_harm(visit):
    at = "#room=cellar&loss=no&units=many&seed=-5&rate=1e9&epochs=&z=a,b&own=zz&axes=9&latent=7"
    with visit(at) as page:
        says(page, "epoch 0\n")
        assert "[35, 17, 3, 17, 35], seed=0)" in code_in(page)


def test_a_teacher_can_hide_controls_that_are_listed(visit):
    with visit("#room=train&hide=rate,own,rooms") as page:
        for name in ("rate", "own", "rooms"):
            assert not page.locator(f"[data-name={name}]").first.is_visible()
        assert page.locator("#train [data-name=seed]").is_visible()
        listed = page.locator("[data-name=class] code").all_text_contents()
        names = page.evaluate("$$('[data-name]').map((one) => one.dataset.name)")
        assert {name for name in listed if not name.startswith("&")} == set(names)
