"""Live figures, moved as a hand would move them."""

import base64

import numpy as np
import pytest

from tp5lib import Autoencoder, salt_and_pepper
from tp5lib.explorers import Denoiser, Explorer, Interpolation, LatentPoint
from tp5lib.studies import denoising as studies


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


@pytest.fixture
def denoiser(model, letters):
    other = Autoencoder([35, 32, 2, 32, 35], activation=["tanh", "identity", "tanh"])
    return Denoiser({"trained": model, "untrained": other}, letters, letter="k", level=0.2)


def test_every_control_of_the_denoiser_changes_the_picture(denoiser):
    shown = denoiser.sweep(steps=6)
    assert shown["letter"] == 32
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
