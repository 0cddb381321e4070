"""The bench of the emojis' room: attempts that learn, a hand that draws epsilon, their links."""

import re

import numpy as np
import pytest

from tp5lib.tests.explorers.browsing import drag
from tp5lib.tests.playground.conftest import (
    PHONE,
    address_of,
    at_rest,
    code_in,
    says,
    settings_of,
    status,
)

BENCH = "#room=emojis&bench=1"
TITLES = ["Primer intento", "Segundo intento", "Tercer intento", "Cuarto intento"]  # of slides
NOW = "rooms.bench.run.now"


def test_the_attempts_are_those_of_the_slides(visit):
    small, large = [30, 20, 10], [300, 200, 100]
    wanted = [(small, "sigmoid", 100), (small, "sigmoid", 1000)]
    wanted += [(large, "sigmoid", 1000), (large, "relu", 1000)]
    with visit(f"{BENCH}&beta=3&loss.v=bernoulli&batch.v=8") as page:
        buttons = page.locator("[data-key=attempt]")
        assert page.locator("[data-name=attempt] span").all_inner_texts() == TITLES
        assert page.locator("[data-key=attempt]:checked").count() == 0
        for i, (hidden, activation, goal) in enumerate(wanted):
            buttons.nth(i).check()
            made, end = page.evaluate("[rooms.bench.run.settings, state.get('goal')]")
            given = {"layers": [400, *hidden, 2, *hidden[::-1], 400], "activation": activation}
            given |= {"loss": "gaussian", "batch": 1, "shuffle": False, "beta": 1, "rate": 0.0001}
            assert given.items() <= made.items()
            assert (made["seed"], end) == (0, goal)
        page.locator("[data-key=beta]").press("ArrowRight")
        assert page.locator("[data-key=attempt]:checked").count() == 0


def test_the_second_attempt_collapses(visit):
    with visit(f"{BENCH}&attempt=2&epochs.v=45") as page:
        says(page, "epoch 45\n")
        says(page, "Collapsed")
        assert page.locator("#bench .silent").count() == 2
        kl, error = page.evaluate(f"[{NOW}.terms.kl, {NOW}.terms.reconstruction]")
        assert max(kl) < 0.1
        given = np.array(page.evaluate("rooms.bench.run.given.map((pixels) => [...pixels])"))
        mean = np.array(page.evaluate("rooms.bench.mean"))
        assert np.abs(given - given.mean(axis=0)).max() < 0.01  # one answer for all
        assert np.abs(given - mean).mean() < 0.05  # and it is the mean image
        assert error == pytest.approx(25.1, abs=0.5)


def test_the_fourth_attempt_wakes(visit):
    with visit(f"{BENCH}&attempt=4&epochs.v=3") as page:
        says(page, "epoch 3\n")
        assert max(page.evaluate(f"{NOW}.terms.kl")) > 0.5
        assert page.locator("#bench .silent").count() < 2
        given = np.array(page.evaluate("rooms.bench.run.given.map((pixels) => [...pixels])"))
        assert np.abs(given - given.mean(axis=0)).max() > 0.1


def test_the_hand_draws_epsilon(visit):
    numbers = re.compile(r"-?\d+\.\d+")

    def formula(page):
        return [float(n) for n in numbers.findall(page.locator(".formula").inner_text())]

    with visit(f"{BENCH}&epochs.v=2&toss=6") as page:
        says(page, "epoch 2\n")
        page.locator("[data-do=epsilon]").press("Enter")
        mu, sigma, epsilon, z = np.reshape(formula(page), (4, 2))
        wanted = np.random.default_rng(7).standard_normal(2)
        np.testing.assert_allclose(epsilon, wanted, atol=0.006)
        np.testing.assert_allclose(z, mu + sigma * epsilon, atol=0.03)
        plane = page.locator("#bench .plane")
        drag(page, plane, (0.5, 0.5), (0.75, 0.25))
        said = [float(n) for n in plane.get_attribute("aria-valuetext").split(", ")]
        np.testing.assert_allclose(said, [1.5, 1.5], atol=0.1)
        np.testing.assert_allclose(formula(page)[6:], said, atol=0.006)
        plane.press("Shift+ArrowLeft")
        assert formula(page)[6] < said[0] - 0.1
        own = page.locator("#bench .faces figure").first.locator("canvas")
        before = own.evaluate("(canvas) => canvas.toDataURL()")
        page.locator("#bench .tiles").click(position={"x": 100, "y": 30})
        assert own.evaluate("(canvas) => canvas.toDataURL()") != before
        assert {"toss=7", "epochs.v=2", "bench=1"} <= settings_of(page)


def test_by_touch_a_play_goes_on_and_is_found_again(visit):
    with visit(BENCH, **PHONE) as page:
        page.locator("#bench [data-do=play]").tap()
        page.wait_for_function(f"{NOW}?.epoch > 1")
        page.locator("[data-key=attempt]").nth(3).tap()
        page.wait_for_function(f"{NOW}?.epoch > 0 && rooms.bench.runs.length === 2")
        page.locator("#bench [data-do=play]").tap()
        at_rest(page, "bench")
        page.locator("[data-key=attempt]").nth(1).tap()
        assert page.evaluate(f"{NOW}.epoch") > 1  # nothing is lost
        seen, address = status(page).splitlines()[1:], address_of(page)
        stopped = page.evaluate(f"{NOW}.epoch")
    with visit(address) as page:
        says(page, f"epoch {stopped}\n")
        at_rest(page, "bench")
        assert status(page).splitlines()[1:] == seen


def test_the_code_repeats_the_run(visit):
    with visit(f"{BENCH}&epochs.v=2&activation.v=relu&batch.v=8&beta=0.5&seed.v=2") as page:
        says(page, "epoch 2\n")
        loss = page.evaluate(f"{NOW}.loss")
        code = code_in(page, "bench")
    space = {}
    exec(code, space)
    assert loss == pytest.approx(space["history"].loss[-1], abs=1e-9)
