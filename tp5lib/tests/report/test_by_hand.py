"""What the notebooks write by hand: with NumPy and the data alone, it is the library."""

import numpy as np
import pytest

from tp5lib import AdaptiveAsCoded, Autoencoder, VariationalAutoencoder, load_emojis, load_letters
from tp5lib.report.notebooks import code_cells, prose_cells, read_notebook
from tp5lib.report.project import Project

ONE, TWO, _, FOUR, *_ = Project().series()
X, EMOJIS = load_letters().x, load_emojis().x
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
    changes = {"losses, 300)": "losses, 25)", "0.0024, np": "0.02, np"}
    typed, model = by_hand(ONE, changes, X=X, LAYERS=layers), Autoencoder(layers, seed=0)
    history = model.fit(X, epochs=25, learning_rate=0.02, batch_size=1)
    assert history.best_epoch < 25  # it is not the last weights that are kept
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


def test_the_line_that_changes_for_the_cross_entropy_gives_the_gradient_of_the_library():
    line, layers = "delta = (p - x) / p.size", [35, 17, 2, 17, 35]
    assert any(line in cell.source for cell in prose_cells(read_notebook(TWO)))
    changes = {"delta = 2 * (p - x) * p * (1 - p) / p.size": line}
    typed = by_hand(ONE, changes, end="\n\nweights = glorot(")
    weights = typed["glorot"](layers, np.random.default_rng([0, 0]))
    gradient = typed["backward"](weights, typed["forward"](weights, X))
    pairs = zip(gradient[::2], gradient[1::2], strict=True)
    flat = np.concatenate([np.hstack(pair).ravel() for pair in pairs])
    _, known = Autoencoder(layers, seed=0).loss_and_gradient(X, loss="bce")
    np.testing.assert_allclose(flat, known, atol=1e-15)


def test_the_rule_of_the_rate_is_that_of_the_library():
    some = np.random.default_rng(0).choice([0, 5e-6, 5e-5], 12)
    steps = np.concatenate([[0, 5e-6], 25 * [0], [5e-5], 20 * [0], some])  # up, down, anyhow
    losses = 1 - np.repeat(steps.cumsum(), 450)
    rates = list(by_hand(TWO)["as_coded"](losses, 0.009))
    rule = AdaptiveAsCoded(0.009)
    memory = rule.begin(1)
    for epoch, loss in enumerate(losses, start=1):
        assert rates[epoch - 1] == memory["rate"][0]
        rule.update(memory, epoch, np.array([loss]))
    assert (min(rates), max(rates)) == (1e-6, 10 * 0.009)


@pytest.mark.parametrize(("activation", "latent"), [("sigmoid", 2), ("relu", 3)])
def test_a_typed_variational_autoencoder_is_that_of_the_library(activation, latent):
    changes = RELU if activation == "relu" else {}
    typed = by_hand(FOUR, changes, end="\n\nencoder, decoder = ")
    encoder, decoder = typed["networks"]([30, 20, 10], latent=latent, seed=0)
    beta, rng = 2 / latent, np.random.default_rng([0, 1])
    rng.standard_normal((latent, 56))  # the library's first loss has noise of its own
    typed["train"](encoder, decoder, EMOJIS, beta, 1, rng)
    layers = [400, 30, 20, 10, latent, 10, 20, 30, 400]
    model = VariationalAutoencoder(layers, activation=activation, beta=beta, seed=0)
    given = {"learning_rate": 1e-4, "loss": "gaussian", "batch_size": 1, "shuffle": False}
    model.fit(EMOJIS, epochs=1, **given)
    _, _, sigma, outer = typed["vae"](encoder, decoder, EMOJIS, 0)
    log_var = model.encode_distribution(EMOJIS)[1]
    np.testing.assert_allclose(outer[-1].T, model.reconstruct(EMOJIS), atol=1e-12)
    np.testing.assert_allclose(2 * np.log(sigma.T), log_var, atol=1e-12)
