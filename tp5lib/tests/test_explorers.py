"""Live figures, moved as a hand would move them."""

import base64

import numpy as np
import pytest

from tp5lib import Autoencoder
from tp5lib.explorers import Explorer, Interpolation, LatentPoint


@pytest.fixture(scope="module")
def model(letters):
    model = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    model.fit(letters.x, epochs=900, learning_rate=0.02, loss="bce")
    return model


@pytest.fixture(params=[LatentPoint, Interpolation])
def explorer(request, model, letters):
    return request.param(model, letters)


def test_every_control_changes_the_picture_over_its_whole_range(explorer):
    before = {name: control.value for name, control in explorer.controls.items()}
    shown = explorer.sweep(steps=7)
    assert set(shown) == set(explorer.controls)
    assert all(pictures >= 7 for pictures in shown.values())
    assert {name: control.value for name, control in explorer.controls.items()} == before


def test_a_letter_of_the_list_moves_the_point_to_its_code(model, letters):
    explorer = LatentPoint(model, letters)
    for name in letters.names:
        explorer.letter.value = letters.index(name)
        code = model.encode(letters.x[letters.index(name)][np.newaxis])[0]
        np.testing.assert_allclose([explorer.x.value, explorer.y.value], code, rtol=1e-6)
        assert f"nearest letter {name}, it is that letter" in explorer.text.value or name in "&<>"
    explorer.x.value -= 3 * explorer.x.step
    assert explorer.letter.label == "none"


def test_the_rounding_of_a_browser_keeps_the_letter(model, letters):
    explorer = LatentPoint(model, letters)
    explorer.letter.value = letters.index("m")
    explorer.x.value += 0.4 * explorer.x.step
    assert explorer.letter.label == "m"


def test_interpolation_ends_at_its_letters(model, letters):
    explorer = Interpolation(model, letters, "k", "w")
    for alpha, name in ((0, "k"), (1, "w")):
        explorer.alpha.value = alpha
        assert f"nearest letter {name}, it is that letter" in explorer.text.value


def test_the_message_of_a_browser_moves_a_slider(explorer):
    slider = next(c for c in explorer.controls.values() if hasattr(c, "min"))
    before = explorer.picture.value
    slider.set_state({"value": slider.max})
    assert explorer.picture.value != before


def test_an_error_is_shown_and_goes_on(explorer, monkeypatch):
    name = next(n for n, c in explorer.controls.items() if hasattr(c, "min"))
    control = explorer.controls[name]
    good = explorer.picture.value

    def fail():
        raise RuntimeError("no <b>ink</b>")

    monkeypatch.setattr(explorer, "draw", fail)
    with pytest.raises(RuntimeError, match="no <b>ink"):
        control.value = control.max
    assert "RuntimeError: no &lt;b&gt;ink" in explorer.text.value
    assert explorer.picture.value == good
    monkeypatch.undo()
    control.value = control.min  # and the explorer goes on
    assert "RuntimeError" not in explorer.text.value


def test_where_there_is_no_kernel_a_picture_stands_in(explorer):
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert base64.b64decode(bundle["image/png"]) == explorer.picture.value
    assert bundle["text/plain"] == repr(explorer)
    assert "run the notebook to move" in repr(explorer)


@pytest.mark.parametrize("kind", [LatentPoint, Interpolation])
def test_a_model_that_does_not_fit(kind, letters):
    with pytest.raises(ValueError, match=r"one seed and two latent dimensions.*for_seed\(0\)"):
        kind(Autoencoder([35, 2, 35], seeds=range(3)), letters)
    with pytest.raises(ValueError, match="two latent dimensions"):
        kind(Autoencoder([35, 3, 35]), letters)


def test_an_unknown_letter(model, letters):
    with pytest.raises(KeyError, match="'A'"):
        Interpolation(model, letters, start="A")


def test_tab_completion_finds_the_controls(explorer):
    assert set(explorer.controls) <= set(dir(explorer))
    assert issubclass(type(explorer), Explorer)
