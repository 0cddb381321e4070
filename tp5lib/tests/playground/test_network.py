"""The network of the page is the library's: in its losses, its random numbers, its pixels."""

import numpy as np
import pytest

from tp5lib import Adaptive, Autoencoder, load_emojis, load_model
from tp5lib.datasets.readers import DATA
from tp5lib.playground.export import exported_models
from tp5lib.studies.slides import load_denoisers, load_emoji_networks

LAYERS = [35, 17, 2, 17, 35]
TOLERANCE = 1 / 512  # by which a decoded pixel may differ from the library's
TRAIN = """
({settings, x, epochs}) => {
  const training = new Training(settings, x);
  return Array.from({length: epochs}, () => training.advance());
}
"""


def losses(page, letters, epochs, **changes):
    """The losses of a training in the page."""
    settings = {"layers": LAYERS, "activations": ["sigmoid"] * 4, "loss": "bce", "rate": 0.003}
    settings |= {"adaptive": 1, "noise": 0, "batch": 0, "seed": 0} | changes
    given = {"settings": settings, "x": letters.x.tolist(), "epochs": epochs}
    return np.array(page.evaluate(TRAIN, given))


@pytest.mark.parametrize(("batch", "epochs"), [(0, 500), (8, 125), (1, 16)])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("loss", ["bce", "mse", "mae"])
def test_500_updates_agree(shared, letters, loss, activation, batch, epochs):
    """At a low rate, at which training does not amplify the last digit of rounding."""
    hidden = ["relu", "identity", "relu"] if activation == "relu" else [activation] * 3
    model = Autoencoder(LAYERS, activation=hidden)
    settings = {"learning_rate": Adaptive(0.001), "loss": loss, "batch_size": batch or None}
    history = model.fit(letters.x, epochs=epochs, **settings)
    changes = {"activations": [*hidden, "sigmoid"], "loss": loss, "rate": 0.001, "batch": batch}
    here = losses(shared, letters, epochs, **changes)
    np.testing.assert_allclose(here, history.loss, rtol=0, atol=1e-9)


def test_at_a_high_rate_they_differ_no_sooner_than_rounding_does(shared, letters):
    """The library differs from itself on letters in another order, which is the same sum."""
    epochs, order = 700, np.random.default_rng(0).permutation(len(letters.x))
    settings = {"epochs": epochs, "learning_rate": Adaptive(0.009), "loss": "bce"}
    history, reordered = (
        Autoencoder(LAYERS).fit(x, **settings) for x in (letters.x, letters.x[order])
    )
    here = losses(shared, letters, epochs, rate=0.009)

    def agree(other):
        """The number of epochs before the first that differs."""
        return int(np.argmax(np.append(np.abs(other - history.loss) > 1e-9, True)))

    assert agree(here) >= max(300, 0.8 * agree(reordered.loss))


@pytest.mark.parametrize(
    ("changes", "model", "fit"),
    [
        ({"seed": 5, "noise": 0.1}, {"seed": 5}, {"noise": 0.1}),
        ({"batch": 8, "adaptive": 0}, {}, {"batch_size": 8, "learning_rate": 0.003}),
        ({"batch": 5, "noise": 0.2, "seed": 7}, {"seed": 7}, {"batch_size": 5, "noise": 0.2}),
        ({"loss": "mae", "seed": 3}, {"seed": 3}, {}),
    ],
)
def test_a_seed_is_the_same_seed(shared, letters, changes, model, fit):
    """Initial weights, noise and the order of mini-batches are drawn as NumPy draws them."""
    settings = {"learning_rate": Adaptive(0.003), "loss": changes.get("loss", "bce")} | fit
    history = Autoencoder(LAYERS, **model).fit(letters.x, epochs=60, **settings)
    here = losses(shared, letters, 60, **changes)
    np.testing.assert_allclose(here, history.loss, rtol=0, atol=1e-9)


def stored():
    """Every stored network, by its name in the page."""
    models = {name.replace(",", "").replace(" ", "-"): m for name, m in load_denoisers().items()}
    models["stage-1"] = load_model(DATA / "weights" / "slide-6.npz")
    models |= {f"variational-{n}": model for n, model in load_emoji_networks().items()}
    return models | {"plain-2": load_model(DATA / "weights" / "plain-2.npz")}


def test_a_stored_network_decodes_to_the_same_pixels(shared, letters):
    assert sorted(exported_models()) == sorted(stored())
    faces = load_emojis().x
    rng = np.random.default_rng(1)
    pick = "([name, rows]) => MODELS.find((model) => model.name === name).network()"
    for name, model in stored().items():
        emojis = model.layers[0] == 400
        codes = rng.uniform(size=(60, model.latent)) * (8 if emojis else 1) - (4 if emojis else 0)
        rows = f".{'decode' if emojis else 'reconstruct'}(rows).map((row) => [...row])"
        given = codes if emojis else letters.x
        pixels = np.array(shared.evaluate(pick + rows, [name, given.tolist()]))
        wanted = model.decode(codes) if emojis else model.reconstruct(letters.x)
        assert np.abs(pixels - wanted).max() < TOLERANCE
        if emojis:
            own = shared.evaluate("name => MODELS.find((m) => m.name === name).codes", name)
            np.testing.assert_allclose(own, model.encode(faces), atol=1e-5)
            given = np.array(shared.evaluate(pick + rows, [name, own]))
            assert np.abs(given - model.reconstruct(faces)).max() < TOLERANCE
