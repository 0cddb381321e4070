"""What all explorers share, moved as a hand would move them."""

import base64
import io

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from tp5lib.explorers import Explorer, Picture
from tp5lib.explorers.base import MIME_TYPE, slider, snap
from tp5lib.explorers.knobs import logarithmic


class Plain(Explorer):
    """A stand-in that fails where its slider is above 0.9."""

    def __init__(self):
        self.figure, self.presses = Picture((2, 1)), 0
        ax = self.figure.figure.subplots()
        (self.point,) = ax.plot([0], [0], "o")
        ax.set(xlim=(0, 1), ylim=(-1, 4))
        self.figure.freeze(self.point)
        super().__init__(x=slider("x", 0.5, 0, 1), again=widgets.Button(description="again"))

    def moved(self, control):
        if control is self.again:
            self.presses += 1

    def draw(self):
        if self.x.value > 0.9:
            raise RuntimeError("no <b>ink</b>")
        self.point.set_data([self.x.value], [self.presses])
        return self.figure.png(), f"{self.x.value:.2f}"


@pytest.fixture
def explorer():
    return Plain()


def test_the_message_of_a_browser_moves_a_slider(explorer):
    before = explorer.picture.value
    explorer.x.set_state({"value": 0.25})
    assert explorer.picture.value != before
    assert "0.25" in explorer.text.value


def test_an_error_is_shown_and_goes_on(explorer):
    good = explorer.picture.value
    with pytest.raises(RuntimeError, match="no <b>ink"):
        explorer.x.value = 1
    assert "RuntimeError: no &lt;b&gt;ink" in explorer.text.value
    assert explorer.picture.value == good
    explorer.x.value = 0.25  # and the explorer goes on
    assert "RuntimeError" not in explorer.text.value


def test_an_error_behind_a_button_is_shown_and_goes_on(explorer, monkeypatch):
    def fail(control):
        raise RuntimeError("no way")

    monkeypatch.setattr(explorer, "moved", fail)
    with pytest.raises(RuntimeError, match="no way"):
        explorer.press(explorer.again)
    assert "RuntimeError: no way" in explorer.text.value
    monkeypatch.undo()
    explorer.again.click()
    assert "RuntimeError" not in explorer.text.value


def test_where_there_is_no_kernel_a_picture_stands_in(explorer):
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    png = base64.b64decode(bundle["image/png"])
    assert png == explorer.still()
    assert Image.open(io.BytesIO(png)).size == (200, 100)
    assert bundle["text/plain"] == repr(explorer) == "Plain: run the notebook to move x, again"
    assert bundle[MIME_TYPE] == {"explorer": "Plain", "controls": ["x", "again"]}


def test_tab_completion_finds_the_controls(explorer):
    assert set(explorer.controls) <= set(dir(explorer))


@pytest.mark.parametrize("bounds", [(0, 1), (-0.0598, 1.0371), (-31.7, -3.3)])
def test_a_slider_set_to_a_step_is_at_that_step(bounds):
    control = slider("x", bounds[0], *bounds)
    for value in np.linspace(*bounds, 57):
        snapped = snap(control, value)
        assert abs(snapped - value) <= 0.51 * control.step
        assert snap(control, snapped) == snapped
    assert snap(control, bounds[1]) == bounds[1]


@pytest.mark.parametrize("value", [0.009, 0.01, 0.3, 1e-4, 1.0])
def test_a_logarithmic_slider_begins_at_a_step(value):
    control = logarithmic("rate", value)
    steps = (np.log10(value) - control.min) / control.step
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert 10**control.min <= 1e-4 * 10**control.step
