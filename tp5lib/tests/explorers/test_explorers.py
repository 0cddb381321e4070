"""Live figures, moved as a hand would move them."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Patterns, salt_and_pepper
from tp5lib.explorers import (
    Denoiser,
    DrawnLetter,
    Explorer,
    Interpolation,
    LatentPoint,
    Page,
    Tab,
    page,
)
from tp5lib.explorers.base import slider, snap
from tp5lib.studies import denoising as studies


@pytest.fixture(scope="module")
def model(letters):
    model = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    model.fit(letters.x, epochs=900, learning_rate=0.02, loss="bce")
    return model


@pytest.fixture(scope="module")
def few(letters):
    """Eight of them: a list goes through all it has."""
    chosen = [letters.index(name) for name in "aekmntzl"]
    return Patterns(letters.x[chosen], tuple("aekmntzl"), letters.shape)


@pytest.fixture(params=[LatentPoint, Interpolation])
def explorer(request, model, few):
    return request.param(model, few)


def test_every_control_changes_the_picture_over_its_whole_range(explorer):
    before = {name: control.value for name, control in explorer.controls.items()}
    shown = explorer.sweep(steps=7)
    assert set(shown) == set(explorer.controls)
    assert all(pictures >= 7 for pictures in shown.values())
    assert {name: control.value for name, control in explorer.controls.items()} == before


def test_a_letter_of_the_list_moves_the_point_to_its_code(model, letters):
    explorer = LatentPoint(model, letters)
    for name in letters.names[::4]:
        explorer.letter.value = letters.index(name)
        code = model.encode(letters.x[letters.index(name)][np.newaxis])[0]
        np.testing.assert_allclose(explorer.pad.value, code, rtol=1e-6)
        assert f"nearest letter {name}, it is that letter" in explorer.text.value or name in "&<>"
    explorer.x.value -= 3 * explorer.x.step
    assert explorer.letter.label == "none"


def test_the_pad_and_the_sliders_move_each_other(model, letters):
    explorer = LatentPoint(model, letters)
    (left, bottom), (right, top) = explorer.pad.low, explorer.pad.high
    for share in (0, 0.123, 0.5, 1):
        explorer.pad.value = left + share * (right - left), bottom + (1 - share) * (top - bottom)
        point = explorer.x.value, explorer.y.value
        steps = np.array([explorer.x.step, explorer.y.step])
        assert (np.abs(np.subtract(point, explorer.pad.value)) <= steps * 0.51).all()
        y = explorer.pad.y
        explorer.x.value = 0.9 * left + 0.1 * right
        assert explorer.pad.value == (explorer.x.value, y)


def test_one_move_draws_one_picture(model, letters, monkeypatch):
    explorer = LatentPoint(model, letters)
    drawn, draw = [], explorer.draw
    monkeypatch.setattr(explorer, "draw", lambda: drawn.append(explorer.pad.value) or draw())
    explorer.pad.value = explorer.pad.low
    explorer.letter.value = letters.index("m")
    explorer.x.value = explorer.x.min
    assert len(drawn) == 3
    assert explorer.letter.label == "none"


@pytest.mark.parametrize("bounds", [(0, 1), (-0.0598, 1.0371), (-31.7, -3.3)])
def test_a_slider_set_to_a_step_is_at_that_step(bounds):
    control = slider("x", bounds[0], *bounds)
    for value in np.linspace(*bounds, 57):
        snapped = snap(control, value)
        assert abs(snapped - value) <= 0.51 * control.step
        assert snap(control, snapped) == snapped
    assert snap(control, bounds[1]) == bounds[1]


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
    png = base64.b64decode(bundle["image/png"])
    assert png == explorer.still()
    # The whole figure, with the map that a pad stands for in the live view.
    width, height = Image.open(io.BytesIO(png)).size
    assert width > 2 * height
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


@pytest.fixture
def denoiser(model, few):
    other = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    return Denoiser({"trained": model, "untrained": other}, few, letter="k", level=0.2)


def test_every_control_of_the_denoiser_changes_the_picture(denoiser):
    shown = denoiser.sweep(steps=6)
    assert shown["letter"] == 8
    assert shown["model"] == 2
    assert shown["again"] == 3
    assert shown["level"] >= 3  # two levels may differ in no pixel
    assert (denoiser.letter.label, denoiser.level.value) == ("k", 0.2)


def test_the_denoiser_counts_wrong_pixels(denoiser, model, letters):
    denoiser.level.value = 0
    assert "wrong pixels 0 with noise, 0 after the denoiser, 0 by nearest" in denoiser.text.value
    denoiser.level.value = 0.4
    k = letters.x[letters.index("k")]
    noisy = salt_and_pepper(k, 0.4, rng=np.random.default_rng(0))
    answer = model.reconstruct(noisy[np.newaxis])[0]
    wrong = [int(((image > 0.5) != k).sum()) for image in (noisy, answer)]
    assert f"wrong pixels {wrong[0]} with noise, {wrong[1]} after" in denoiser.text.value


def test_the_button_draws_new_noise_for_a_hand_and_for_code(denoiser):
    first = denoiser.picture.value
    denoiser.again.click()
    second = denoiser.picture.value
    denoiser.press(denoiser.again)
    assert len({first, second, denoiser.picture.value}) == 3


def test_an_error_behind_the_button_is_shown_and_goes_on(denoiser, monkeypatch):
    def fail():
        raise RuntimeError("no ink")

    monkeypatch.setattr(denoiser, "draw", fail)
    with pytest.raises(RuntimeError, match="no ink"):
        denoiser.press(denoiser.again)
    assert "no ink" in denoiser.text.value


@pytest.fixture
def drawn(model, letters):
    other = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    return DrawnLetter({"trained": model, "untrained": other}, letters, letter="k")


def test_every_control_of_the_drawn_letter_changes_the_picture(drawn):
    before = {name: c.value for name, c in drawn.controls.items() if hasattr(c, "value")}
    shown = drawn.sweep(steps=3)
    assert shown["drawing"] == 3
    assert shown["code"] == 5  # of twice three, which meet in the middle
    assert shown["letter"] == 32
    assert shown["damage"] == 3
    for name, value in before.items():
        assert drawn.controls[name].value == value


def test_a_drawing_lies_at_its_code_and_a_code_draws(drawn, model, letters):
    drawn.drawing.pixels = letters["w"]
    np.testing.assert_allclose(drawn.code.value, model.encode([letters["w"].ravel()])[0])
    assert "nearest letter w, differing pixels: 0" in drawn.text.value
    drawn.code.value = tuple(map(float, model.encode([letters["m"].ravel()])[0]))
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["m"])
    assert drawn.letter.label == "none"
    assert "against your drawing" in drawn.text.value


def test_a_damaged_letter_is_measured_against_the_letter(drawn, letters):
    drawn.damage.click()
    assert np.sum(drawn.drawing.pixels != letters["k"]) == 3
    assert "against the letter k" in drawn.text.value
    drawn.drawing.clear()  # a fresh start
    assert drawn.letter.label == "none"
    drawn.letter.value = letters.index("k")
    np.testing.assert_array_equal(drawn.drawing.pixels, letters["k"])


def test_an_error_of_a_control_that_follows_is_shown(drawn, monkeypatch):
    def fail(control):
        raise RuntimeError("no way")

    monkeypatch.setattr(drawn, "moved", fail)
    with pytest.raises(RuntimeError, match="no way"):
        drawn.drawing.clear()
    assert "RuntimeError: no way" in drawn.text.value
    monkeypatch.undo()
    drawn.damage.click()
    assert "RuntimeError" not in drawn.text.value


def test_a_drawn_letter_needs_a_plane(letters):
    with pytest.raises(ValueError, match="models is empty"):
        DrawnLetter({}, letters)
    with pytest.raises(ValueError, match="two latent dimensions"):
        DrawnLetter({"three": Autoencoder([35, 3, 35])}, letters)


def test_the_page_makes_a_tab_when_it_is_opened():
    shown = page()
    assert list(shown.explorers) == ["Latent plane"]
    for place, title in enumerate(shown.tabs.titles):
        shown.tabs.selected_index = place
        assert title in shown.explorers
        assert shown.explorers[title].view in shown.tabs.children[place].children
    first = next(iter(shown.explorers.values()))
    assert base64.b64decode(shown._repr_mimebundle_()["image/png"]) == first.still()
    assert repr(shown).startswith("Page of Latent plane, ")


def test_a_tab_that_cannot_be_made_says_so(model, letters):
    def fail():
        raise FileNotFoundError("no <weights>")

    def make():
        return Interpolation(model, letters)

    shown = Page([Tab("good", "Look.", make), Tab("bad", "Look.", fail)])
    with pytest.raises(FileNotFoundError):
        shown.tabs.selected_index = 1
    (told,) = shown.tabs.children[1].children
    assert "FileNotFoundError: no &lt;weights&gt;" in told.value
    shown.tabs.selected_index = 0
    assert shown.explorers["good"].view in shown.tabs.children[0].children
    with pytest.raises(ValueError, match="tabs is empty"):
        Page([])


def test_the_denoiser_starts_from_stored_weights(letters, tmp_path):
    models = studies.load_denoisers()
    assert list(models) == list(studies.DENOISERS)
    assert Denoiser(models, letters).sweep(steps=3)["model"] == len(models)
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_denoisers(tmp_path)
    with pytest.raises(ValueError, match="models is empty"):
        Denoiser({}, letters)


def test_stored_runs_carry_their_settings(tmp_path):
    runs = studies.load_results()
    assert set(runs) == set(studies.RUNS)
    for name, run in runs.items():
        assert run["settings"] == {key: repr(value) for key, value in studies.RUNS[name].items()}
        assert run["perfect"].shape == (len(studies.LEVELS), 20)
        assert (run["perfect"] <= run["within one"]).all()
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_results(tmp_path / "denoising.json")


def test_stored_weights_do_what_the_stored_runs_say():
    for name, model in studies.load_denoisers().items():
        run = studies.load_results()[studies.DENOISERS[name]]
        again = studies.evaluate(model)["perfect"][:, 0]
        np.testing.assert_allclose(again, run["perfect"][:, 0], atol=0.005)
