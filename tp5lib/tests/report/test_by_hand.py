"""What the notebooks write by hand: with NumPy and the data alone, it is the library."""

import numpy as np
import pytest

from tp5lib import AdaptiveAsCoded, Autoencoder, VariationalAutoencoder, load_emojis, load_letters
from tp5lib.report.notebooks import code_cells, read_notebook
from tp5lib.report.project import Project

ONE, TWO, THREE, FOUR, *_ = Project().series()
X, EMOJIS = load_letters().x, load_emojis().x
CROSS_ENTROPY = "delta = (p - x) / p.size"
CROSS_ENTROPY_LOSS = """outputs = forward(weights, x)[-1]
    return -np.mean(np.log(np.where(x.T > 0.5, outputs, 1 - outputs)))"""
OTHER_LOSS = {
    "delta = 2 * (p - x) * p * (1 - p) / p.size": CROSS_ENTROPY,
    "return np.mean((forward(weights, x)[-1] - x.T) ** 2)": CROSS_ENTROPY_LOSS,
    "0.0024, np": "0.009, np",
    "losses, 300)": "losses, 50)",
}
# Beside the sigmoid, the hidden layers can have ReLU.
RELU = {"else sigmoid(z)": "else np.maximum(0, z)", "* a * (1 - a)": "* (a > 0)"}


def by_hand(path, changes=None, end=None, **given):
    """What the cells of a notebook that need no library define, up to an end."""
    cells = code_cells(read_notebook(path))
    source = "\n\n".join(c.source for c in cells if "by-hand" in c.metadata.get("tags", []))
    assert "import" not in source
    for old, new in (changes or {}).items():
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    space = {"np": np} | given
    exec(source.partition(end)[0] if end else source, space)
    return space


def test_a_typed_network_is_that_of_the_library_and_stops_when_it_does():
    layers = [35, 12, 2, 12, 35]
    typed = by_hand(ONE, {"losses, 300)": "losses, 30)"}, X=X, LAYERS=layers)
    model = Autoencoder(layers, seed=0)
    history = model.fit(X, epochs=30, learning_rate=0.0024, batch_size=1)
    assert typed["epoch"] == 30
    assert abs(history.best_loss - typed["best"]) < 1e-12
    outputs = typed["forward"](typed["kept"], X)[-1].T
    np.testing.assert_allclose(outputs, model.reconstruct(X), atol=1e-12)

    layers, given = [35, 6, 2, 6, 35], {"epochs": 60, "learning_rate": 0.03, "batch_size": 1}
    whole = Autoencoder(layers, seed=0).fit(X, **given)
    losses, ends = [whole.initial_loss, *whole.loss], []
    for patience in (2, 4, 60):
        _, best, epoch = typed["train"](typed["weights"], losses, 60, patience)
        history = Autoencoder(layers, seed=0).fit(X, patience=patience, **given)
        assert (history.epochs, history.best_loss) == (epoch, best)
        ends.append(epoch)
    assert ends == sorted({*ends})  # each patience stops it elsewhere


def test_with_the_other_loss_it_is_that_of_the_library():
    assert any(CROSS_ENTROPY in cell.source for cell in read_notebook(TWO).cells)
    layers = [35, 17, 2, 17, 35]
    given = {"epochs": 50, "learning_rate": 0.009, "batch_size": 1, "loss": "bce"}
    history = Autoencoder(layers, seed=0).fit(X, **given)
    assert abs(history.best_loss - by_hand(ONE, OTHER_LOSS, X=X, LAYERS=layers)["best"]) < 1e-10


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_of_the_rate_is_that_of_the_library(seed):
    rng = np.random.default_rng(seed)
    falls = np.exp(-np.arange(4_000) / rng.uniform(100, 2_000))
    losses = falls + 1e-6 * rng.normal(size=4_000)
    rates = list(by_hand(TWO)["as_coded"](losses, 0.009))
    rule = AdaptiveAsCoded(0.009)
    memory = rule.begin(1)
    for epoch, loss in enumerate(losses, start=1):
        assert rates[epoch - 1] == memory["rate"][0]
        rule.update(memory, epoch, np.array([loss]))
    assert len(set(rates)) > 3


def test_a_typed_denoiser_is_that_of_the_library():
    typed = by_hand(THREE, {"range(301)": "range(51)"}, X=X)
    model = Autoencoder([35, 17, 2, 17, 35], seed=0)
    history = model.fit(X, epochs=50, learning_rate=0.009, loss="bce", noise=0.05)
    np.testing.assert_allclose(typed["course"], [history.initial_loss, *history.loss], atol=1e-9)
    outputs = typed["forward"](typed["weights"], X)[-1].T
    np.testing.assert_allclose(outputs, model.reconstruct(X), atol=1e-9)


@pytest.mark.parametrize(
    ("activation", "latent", "batch"),
    [("sigmoid", 2, 56), ("sigmoid", 3, 56), ("relu", 2, 56), ("sigmoid", 2, 1)],
)
def test_a_typed_variational_autoencoder_is_that_of_the_library(activation, latent, batch):
    changes = RELU if activation == "relu" else {}
    typed = by_hand(FOUR, changes, end="\n\nencoder, decoder = ")
    encoder, decoder = typed["networks"]([30, 20, 10], latent=latent, seed=0)
    beta, rng = 2 / latent, np.random.default_rng([0, 1])
    epochs = 5 if batch == 56 else 1
    if batch == 1:
        rng.standard_normal((latent, 56))  # the library's first loss has noise of its own
    course = typed["train"](encoder, decoder, EMOJIS, beta, epochs, rng, batch=batch)
    layers = [400, 30, 20, 10, latent, 10, 20, 30, 400]
    model = VariationalAutoencoder(layers, activation=activation, beta=beta, seed=0)
    given = {"learning_rate": 1e-4, "loss": "gaussian", "shuffle": False}
    history = model.fit(EMOJIS, epochs=epochs, batch_size=batch, **given)
    _, _, sigma, outer = typed["vae"](encoder, decoder, EMOJIS, 0)
    log_var = model.encode_distribution(EMOJIS)[1]
    np.testing.assert_allclose(outer[-1].T, model.reconstruct(EMOJIS), atol=1e-12)
    np.testing.assert_allclose(2 * np.log(sigma.T), log_var, atol=1e-12)
    if batch == 56:  # what is found before an update is what the library finds after the last
        losses = np.transpose([history.reconstruction, history.kl])
        np.testing.assert_allclose(course[1:], losses[:-1], atol=1e-9)
