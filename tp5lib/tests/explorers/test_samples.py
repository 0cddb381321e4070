"""New images, drawn from the prior."""

import numpy as np
import pytest

from tp5lib.explorers import PriorSamples
from tp5lib.tests.explorers.sweeping import sweep


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(PriorSamples, "ROWS", 1)
    monkeypatch.setattr(PriorSamples, "COLUMNS", 2)


def test_every_control_draws_other_images(icons, few, toy_with_prior):
    spaces = {"flat": toy_with_prior(2), "deep": toy_with_prior(6)}
    assert sweep(PriorSamples(spaces, icons), 2) == {"model": 2, "again": 3}
    binary = PriorSamples(toy_with_prior(3, pixels=35), few, noun="letter")
    assert "the nearest letters are " in binary.text.value
    assert "pixels away" in binary.text.value


def test_each_press_takes_the_next_seed(icons, toy_with_prior):
    model = toy_with_prior(2)
    samples = PriorSamples(model, icons, rng=7)
    for seed in (7, 8):
        assert samples.seed == seed
        shown = samples._panels[1]._image.get_array().ravel()
        np.testing.assert_array_equal(shown, model.sample(2, rng=seed)[1])
        samples.again.click()


def test_a_generator_may_be_given(icons, toy_with_prior):
    one, two = (PriorSamples(toy_with_prior(2), icons, rng=np.random.default_rng(3)) for _ in "ab")
    assert one.seed == two.seed
    one.press(one.again)
    assert one.seed != two.seed
