"""A drawing, and what models make of it."""

import numpy as np
import pytest

from tp5lib import Patterns
from tp5lib.explorers import DrawnLetter
from tp5lib.tests.explorers.sweeping import sweep


@pytest.fixture
def drawn(model, untrained, few):
    models = {"trained": model, "untrained": untrained}
    return DrawnLetter(models, few, pattern="k", noun="letter")


def test_every_control_changes_the_picture(drawn):
    before = {name: c.value for name, c in drawn.controls.items() if hasattr(c, "value")}
    shown = sweep(drawn, 3)
    assert shown["drawing"] == 3
    assert shown["code"] == 5  # of twice three, which meet in the middle
    assert shown["pattern"] == 8
    assert shown["damage"] == 3
    for name, value in before.items():
        assert drawn.controls[name].value == value


def test_a_drawing_lies_at_its_code_and_a_code_draws(drawn, model, letters):
    drawn.drawing.pixels = letters["t"]
    np.testing.assert_allclose(drawn.code.value, model.encode([letters["t"].ravel()])[0])
    assert "nearest letter t, differing pixels: 0" in drawn.text.value
    drawn.code.value = tuple(map(float, model.encode([letters["m"].ravel()])[0]))
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["m"])
    assert drawn.pattern.label == "none"
    assert "against your drawing" in drawn.text.value


def test_a_damaged_letter_is_measured_against_the_letter(drawn, letters, few):
    drawn.damage.click()
    assert np.sum(drawn.drawing.pixels != letters["k"]) == 3
    assert "against the letter k" in drawn.text.value
    drawn.drawing.pixels = np.zeros((7, 5))  # a fresh start
    assert drawn.pattern.label == "none"
    drawn.pattern.value = few.index("k")
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["k"])


def test_other_sizes_can_be_drawn(toy):
    tiny = Patterns(np.eye(2), ("left", "right"), (1, 2))
    drawn = DrawnLetter(toy(2, pixels=2), tiny)
    drawn.damage.click()
    np.testing.assert_array_equal(drawn.drawing.pixels, [[0, 1]])
