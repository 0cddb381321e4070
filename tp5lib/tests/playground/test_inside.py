"""A look inside: activations of the letter under the pointer, a unit's picture, mu, sigma and z."""

import re

import numpy as np

from tp5lib import Adaptive, Autoencoder
from tp5lib.tests.playground.conftest import says, settings_of

CAPTION = "document.querySelector('#{} .inside figcaption').textContent"


def value_in(page, room="train"):
    """The activation that a room says of the unit looked at."""
    said = page.evaluate(CAPTION.format(room))
    return float(re.search(r": (-?\d+\.\d\d)\.", said)[1])


def test_units_of_the_letter_under_the_pointer(visit, letters):
    model = Autoencoder([35, 17, 2, 17, 35])
    model.fit(letters.x, epochs=60, learning_rate=Adaptive(0.003), loss="bce")
    weights = model.parameters.ravel()[: 17 * 36].reshape(17, 36)
    hidden = 1 / (1 + np.exp(-(letters.x @ weights[:, :-1].T + weights[:, -1])))
    with visit("#inside=1&epochs=60&rate=0.003&unit=1,4") as page:
        says(page, "epoch 60\n")
        plane, drawn = page.locator("#train .plane").first, page.locator("#train .network")
        x, y = model.encode(letters.x)[letters.index("k")]
        left, right, bottom, top = page.evaluate("rooms.train.planes[0].range")
        box = plane.bounding_box()
        share = (x - left) / (right - left), (top - y) / (top - bottom)
        page.mouse.move(
            *(box[k] + part * box["width"] for k, part in zip("xy", share, strict=True))
        )
        page.wait_for_function(f"{CAPTION.format('train')}.includes('unit 5 of 17')")
        assert abs(value_in(page) - hidden[letters.index("k"), 4]) < 0.006
        drawn.press("ArrowDown")
        assert abs(value_in(page) - hidden[letters.index("k"), 5]) < 0.006
        shown = page.evaluate("[...weightsOf(rooms.train.inside.layers, 1, 5, false)]")
        np.testing.assert_allclose(shown, weights[5, :-1], atol=1e-9)
        box = drawn.bounding_box()  # the second unit of the code, without a press
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.75 * box["height"])
        assert "unit z2 of 2" in page.evaluate(CAPTION.format("train"))
        assert drawn.get_attribute("aria-valuetext") == page.evaluate(CAPTION.format("train"))
        assert {"inside=1", "unit=2%2C1"} <= settings_of(page)


def test_mu_sigma_and_z_of_a_face(visit):
    address = "#room=emojis&bench=1&epochs.v=2&inside.v=1&unit.v=5,1&eps=0.5,-1&lang=es"
    with visit(address) as page:
        page.wait_for_function(f"{CAPTION.format('bench')}.includes('neurona z2 de 2')")
        page.wait_for_function("rooms.bench.run.now.epoch === 2")
        hand = page.evaluate("rooms.bench.hand()")
        assert abs(value_in(page, "bench") - hand["z"][1]) < 0.006
        layers = page.evaluate("rooms.bench.inside.layers.map(({values}) => [...values])")
        np.testing.assert_allclose(layers[4], hand["mu"] + hand["sigma"], atol=1e-12)
        np.testing.assert_allclose(layers[5], hand["z"], atol=1e-12)
        page.locator("#bench .network").press("ArrowLeft")
        assert "neurona μ2 de 4" in page.evaluate(CAPTION.format("bench"))
        page.locator('[data-key="inside.v"][value="0"]').check()
        assert not page.locator("#bench .network").is_visible()
