"""The wall: a bet, twenty networks that are the library's of their seeds, a click on one."""

import re

import pytest

from tp5lib import Adaptive, Autoencoder
from tp5lib.playground.page import playground_html
from tp5lib.tests.playground.test_page import address_of

SEEDS = 20
STATUS = "document.querySelector('#wall .status').textContent"
REACHED = "rooms.wall?.shown().every(({now}) => now?.epoch === %d) && !rooms.wall.playing"


def test_three_of_twenty_are_the_library_s(visit, file, letters):
    """By their losses, which agree until training amplifies the last digit of rounding."""
    epochs = 120
    with visit(file, f"#room=wall&epochs.w={epochs}") as page:
        page.wait_for_function(REACHED % epochs)
        here = page.evaluate("rooms.wall.shown().map(({now}) => [...now.curve])")
    assert len(here) == SEEDS
    for seed in (0, 7, 19):
        model = Autoencoder([35, 17, 2, 17, 35], seed=seed)
        history = model.fit(letters.x, epochs=epochs, learning_rate=Adaptive(0.009), loss="bce")
        assert here[seed] == pytest.approx(history.loss.tolist(), abs=1e-9)


def test_a_bet_comes_first_and_a_click_opens_one(visit, file):
    with visit(file, "#room=wall&pace.w=1000") as page:
        play, bets = page.locator("#wall [data-do=play]"), page.locator('[data-key="bet.w"]')
        page.wait_for_function(f"{STATUS}.includes('Place your bet')")
        assert play.is_disabled()
        page.locator('[data-key="bet.w"][value=none]').check()
        play.click()
        page.wait_for_function("rooms.wall.shown().every(({now}) => now.epoch > 3)")
        assert bets.first.is_disabled()
        play.click()
        page.wait_for_function("!rooms.wall.stale && rooms.wall.workers.every(({asked}) => !asked)")
        links = page.locator("#wall .planes a")
        assert links.count() == SEEDS
        wrong = page.evaluate("rooms.wall.shown().map(({failed}) => failed)")
        said = f"{wrong.count(0)} of 20 have learned all letters"
        assert said in page.evaluate(STATUS)
        assert f"gets {min(wrong)} to {max(wrong)} wrong" in page.evaluate(STATUS)
        assert links.nth(7).get_attribute("aria-label").startswith(f"seed 7: {wrong[7]} wrong")
        stopped = page.evaluate("rooms.wall.current[7].now.epoch")
        loss = page.evaluate("rooms.wall.current[7].now.loss")
        address = address_of(page)
        assert {"room=wall", "bet.w=none"} <= set(address[1:].split("&"))
        links.nth(7).press("Enter")
        page.wait_for_function(f"rooms.train?.edited()?.now?.epoch === {stopped}")
        assert page.evaluate("rooms.train.edited().now.loss") == loss
        assert {"seed=7", f"epochs={stopped}"} <= set(address_of(page)[1:].split("&"))
        page.go_back()
        page.wait_for_function("!document.querySelector('#wall').hidden")
        page.wait_for_function("!rooms.wall.playing")
        assert page.locator("[data-key='bet.w'][value=none]").is_checked()
        page.locator('[data-key="second.w"][value="6"]').check()
        page.wait_for_function(f"{STATUS}.includes('Place your bet')")  # other networks, a new bet
        assert page.evaluate("rooms.wall.current[0].settings.layers") == [35, 17, 6, 2, 6, 17, 35]


def test_the_bet_is_decided_at_the_end(visit, file):
    with visit(file, "#room=wall&epochs.w=5000&bet.w=none&lang=en") as page:
        page.wait_for_function(REACHED % 5000)
        page.wait_for_function(f"{STATUS}.includes('epoch 5,000')")
        perfect = int(re.search(r"(\d+) of 20", page.evaluate(STATUS))[1])
        assert page.locator("#wall .planes .right").count() == perfect
        assert ("bet is won" if perfect == 0 else "bet is lost") in page.evaluate(STATUS)
        assert "Slide 13" in page.evaluate(STATUS)


def test_without_a_bet_where_a_teacher_hides_it(visit, file):
    with visit(file, "#room=wall&hide=bet&pace.w=1000") as page:
        page.wait_for_function("rooms.wall.shown().every(({now}) => now)")
        page.locator("#wall [data-do=play]").click()
        page.wait_for_function("rooms.wall.shown().every(({now}) => now.epoch > 2)")


def test_one_opens_within_its_frame(visit, tmp_path):
    """Where another page holds this one as text, a click leaves neither."""
    html = playground_html(room="wall").replace("&", "&amp;").replace('"', "&quot;")
    outer = tmp_path / "slide.html"
    page_of = '<!DOCTYPE html><html data-ready="yes"><meta charset="utf-8">'
    frame = f'<iframe srcdoc="{html}" width="1200" height="600"></iframe>'
    outer.write_text(f"{page_of}{frame}", encoding="utf-8")
    with visit(outer) as page:
        frame = page.frame_locator("iframe")
        frame.locator(".planes a").nth(2).click()
        frame.locator("#train .plane").first.wait_for()
        assert frame.locator("[data-name=seed] output").first.inner_text() == "2"
        assert not frame.locator("nav").is_visible()


def test_by_touch_on_a_phone(visit, file):
    phone = {"has_touch": True, "viewport": {"width": 390, "height": 844}}
    with visit(file, "#room=wall&lang=es", **phone) as page:
        page.locator('[data-key="bet.w"]').nth(1).tap()
        page.locator("#wall [data-do=play]").tap()
        page.wait_for_function("rooms.wall.shown().every(({now}) => now.epoch > 2)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#wall .planes a").nth(3).tap()
        page.wait_for_function("state.get('room') === 'train' && state.get('seed') === 3")
