"""The room of the training: by mouse, by touch and by keys, one network and two."""

import re

import numpy as np
import pytest

from tp5lib import load_model
from tp5lib.tests.explorers.browsing import drag
from tp5lib.tests.playground.conftest import (
    address_of,
    at_rest,
    code_in,
    says,
    settings_of,
    status,
)

PLAY = "document.querySelector('[data-do=play]').textContent"


def epoch(page):
    return int(re.match(r"epoch ([\d,]+)", status(page))[1].replace(",", ""))


def test_by_mouse(visit):
    with visit() as page:
        page.locator("#train [data-do=step]").click()
        says(page, "epoch 1\n")
        page.locator("#train [data-do=play]").click()
        says(page, "a second")
        assert page.locator("#train .status").get_attribute("aria-live") == "off"
        page.wait_for_function("/epochs=[^1]/.test(location.hash)")
        page.locator("[data-key=loss][value=mse]").check()  # while it plays
        page.wait_for_function("rooms.train.edited().now?.epoch > 5")
        assert page.evaluate(PLAY) == "Pause"
        page.locator("#train [data-do=play]").click()
        at_rest(page, "train")
        assert page.evaluate(PLAY) == "Play"
        assert page.locator("#train .status").get_attribute("aria-live") == "polite"
        assert {f"epochs={epoch(page)}", "loss=mse"} <= settings_of(page)
        assert 'loss="mse"' in code_in(page)
        plane = page.locator("#train .plane").first
        drag(page, plane, (0.3, 0.3), (0.6, 0.6))
        said = plane.get_attribute("aria-valuetext")
        np.testing.assert_allclose([float(t) for t in said.split(", ")], [0.61, 0.39], atol=0.03)
        page.locator("#train [data-do=restart]").click()
        says(page, "epoch 0\n")


def test_by_keys(visit):
    with visit() as page:
        for key in ("loss][value=bce", "units", "seed"):
            page.locator(f"[data-key={key}]").press("ArrowRight")
        page.locator("#train [data-do=step]").press("Enter")
        says(page, "epoch 1\n")
        assert "[35, 18, 2, 18, 35], seed=1)" in code_in(page)
        plane = page.locator("#train .plane").first
        plane.press("ArrowUp")
        plane.press("Shift+ArrowRight")
        assert plane.get_attribute("aria-valuetext") == "0.61, 0.51"


def test_of_two_networks_the_one_behind_catches_up(visit):
    with visit("#pair=1&epochs=40&epochs.b=15&at=0.3,0.7") as page:
        says(page, "A: epoch 40,")
        says(page, "B: epoch 15,")
        for plane in page.locator("#train .plane:visible").all():
            assert plane.get_attribute("aria-valuetext") == "0.30, 0.70"
        page.locator("#train [data-do=step]").click()
        says(page, "B: epoch 16,")
        assert "A: epoch 40," in status(page)
        assert {"epochs=40", "epochs.b=16", "loss.b=mse"} <= settings_of(page)
        page.locator("[data-key=pair][value='0']").check()
        page.locator("#train [data-do=step]").click()
        says(page, "epoch 41\n")


def test_settings_of_both_or_of_one(visit):
    def units(page):
        return page.evaluate("['', '.b'].map((side) => state.get('units', side))")

    with visit("#pair=1") as page:
        slider, sides = page.locator("#train [data-key=units]"), page.locator("[name=side]")
        for side, key, wanted in (
            (0, "ArrowRight", [18, 18]),
            (1, "ArrowRight", [19, 18]),
            (2, "ArrowLeft", [19, 17]),
        ):
            sides.nth(side).check()
            slider.press(key)
            assert units(page) == wanted
        sides.nth(0).check()
        assert page.locator("#train [data-name=units] output").inner_text() == "19 | 17"
        slider.press("ArrowRight")
        assert units(page) == [20, 20]
        page.locator("[data-do=reset]").click()
        assert units(page) == [17, 17]
        assert address_of(page) == ""


def test_play_means_pause_while_a_link_is_followed(visit):
    with visit("#epochs=200000") as page:
        says(page, "a second")
        page.get_by_text("Pause", exact=True).click()
        page.get_by_text("Play", exact=True).wait_for()
        assert epoch(page) < 200_000


def test_play_begins_slowly_and_grows(visit):
    """The first epochs can be watched one by one; the pace is a matter of the epoch alone."""
    with visit() as page:
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("rooms.train.edited().now.epoch >= 2")
        start, growth = page.evaluate("rooms.train.pace")
        assert 0 < start <= 5
        assert growth > 0
        page.locator("#train [data-key=pace][value='1000']").check()
        page.wait_for_function("rooms.train.edited().now.epoch > 200")


def test_a_play_rests_where_nothing_is_wrong(visit):
    with visit("#own=1f000000000000A,0000000000001fB&rate=0.05&pace=1000") as page:
        page.locator("#train [data-do=play]").click()
        says(page, "done, no pixel is wrong")
        at_rest(page, "train")
        rested = epoch(page)
        page.locator("#train [data-do=play]").click()
        page.wait_for_function(f"rooms.train.edited().now.epoch > {rested + 5}")


@pytest.mark.parametrize(
    "address",
    [
        "#epochs=25&loss=mse&noise=0.1&batch=8&seed=3&adaptive=0&second=6",
        "#epochs=25&activation=relu&latent=3&loss=mae&rate=0.003",
    ],
)
def test_code_and_weights_repeat_the_run(visit, address, tmp_path, letters):
    with visit(address) as page:
        says(page, "epoch 25\n")
        page.locator("#train [data-name=code] summary").click()
        page.locator("#train [data-do=copy]").click()
        assert page.evaluate("String(getSelection())").strip() == code_in(page).strip()
        with page.expect_download() as download:
            page.locator("#train [data-do=weights]").click()
        download.value.save_as(tmp_path / "weights.npz")
        given = page.evaluate("rooms.train.current[''].given.map((pixels) => [...pixels])")
        code, said = code_in(page), status(page)
    space = {}
    exec(code, space)
    assert len(space["history"].loss) == 25
    assert f"loss {space['history'].loss[-1]:#.3g}" in said
    model = load_model(tmp_path / "weights.npz")
    assert (model.layers, model.seeds) == (space["model"].layers, space["model"].seeds)
    np.testing.assert_allclose(model.reconstruct(letters.x), given, atol=1e-12)


def test_the_runs_tried_are_a_click_away(visit):
    """A drag of a slider tries one run, not all that lie between."""
    with visit("#pace=1000&epochs=20&loss=mse") as page:  # never done
        says(page, "epoch 20\n")
        first = status(page)
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("rooms.train.edited().now.epoch > 30")
        drag(page, page.locator("#train [data-key=units]"), (0.3, 0.5), (0.8, 0.5), steps=8)
        page.wait_for_function("rooms.train.edited().now?.epoch > 3")
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("document.querySelectorAll('#train table tr').length === 3")
        page.get_by_role("button", name="show run 1").click()
        page.wait_for_function("rooms.train.edited().settings.units === 17")
        assert "[35, 17, 2, 17, 35]" in code_in(page)
        assert status(page).splitlines()[0] != first.splitlines()[0]  # it has gone on
