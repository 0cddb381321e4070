"""The wall: a bet, twenty networks that are the library's of their seeds, a click on one."""

import pytest

from tp5lib import Adaptive, Autoencoder
from tp5lib.tests.playground.conftest import PHONE, at_rest, says, settings_of, status

WRONG = "rooms.wall.shown().map(({now}) => now.errors.filter(Boolean).length)"
LEARNED = "rooms.wall?.shown().every(({now}) => now?.epoch > 2)"


def test_three_of_twenty_are_the_library_s(visit, letters):
    """By their losses, which agree until training amplifies the last digit of rounding."""
    with visit("#room=wall&epochs.w=120&bet.w=none") as page:
        says(page, "epoch 120\n")
        at_rest(page, "wall")
        here = page.evaluate("rooms.wall.shown().map(({now}) => [...now.curve])")
        wrong = page.evaluate(WRONG)
        page.evaluate("rooms.wall.shown().forEach(({now}) => { now.epoch = 5000 })")
        page.evaluate("rooms.wall.draw()")  # the bet is decided at the end
        assert ("bet is lost" if 0 in wrong else "bet is won") in status(page)
        assert page.locator("#wall .planes .right").count() == wrong.count(0)
    assert len(here) == 20
    for seed in (0, 7, 19):
        model = Autoencoder([35, 17, 2, 17, 35], seed=seed)
        history = model.fit(letters.x, epochs=120, learning_rate=Adaptive(0.009), loss="bce")
        assert here[seed] == pytest.approx(history.loss.tolist(), abs=1e-9)
        errors = (model.reconstruct(letters.x) > 0.5) != (letters.x > 0.5)
        assert wrong[seed] == errors.any(axis=1).sum()


def test_a_bet_comes_first_and_a_click_opens_one(visit):
    with visit("#room=wall&pace.w=1000") as page:
        play, bets = page.locator("#wall [data-do=play]"), page.locator('[data-key="bet.w"]')
        says(page, "Place your bet")
        assert play.is_disabled()
        bets.first.check()
        play.click()
        page.wait_for_function(LEARNED)
        page.wait_for_function("document.querySelector('[data-name=bet]').disabled")
        play.click()
        at_rest(page, "wall")
        links = page.locator("#wall .planes a")
        wrong = page.evaluate(WRONG)
        assert f"{wrong.count(0)} of 20 have learned all letters" in status(page)
        assert f"gets {min(wrong)} to {max(wrong)} wrong" in status(page)
        assert links.nth(7).get_attribute("aria-label").startswith(f"seed 7: {wrong[7]} wrong")
        epoch, loss = page.evaluate("(({epoch, loss}) => [epoch, loss])(rooms.wall.current[7].now)")
        assert {"room=wall", "bet.w=none"} <= settings_of(page)
        links.nth(7).press("Enter")
        page.wait_for_function(f"rooms.train?.edited()?.now?.epoch === {epoch}")
        assert page.evaluate("rooms.train.edited().now.loss") == loss
        assert {"seed=7", f"epochs={epoch}"} <= settings_of(page)
        page.go_back()
        page.wait_for_function("!document.querySelector('#wall').hidden")
        at_rest(page, "wall")
        assert bets.first.is_checked()
        page.locator('[data-key="second.w"][value="6"]').check()
        says(page, "Place your bet")  # other networks, a new bet
        assert page.evaluate("rooms.wall.current[0].settings.layers") == [35, 17, 6, 2, 6, 17, 35]


def test_without_a_bet_where_a_teacher_hides_it_by_touch(visit):
    with visit("#room=wall&hide=bet&lang=es", **PHONE) as page:
        page.wait_for_function("rooms.wall.shown().every(({now}) => now)")
        page.locator("#wall [data-do=play]").tap()
        page.wait_for_function(LEARNED)
        page.locator("#wall .planes a").nth(3).tap()
        page.wait_for_function("state.get('room') === 'train' && state.get('seed') === 3")
