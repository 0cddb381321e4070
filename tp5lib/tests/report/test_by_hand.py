"""What the notebooks write by hand: copied into a script with NumPy alone, it is the library."""

import json
import subprocess
import sys

import numpy as np
import pytest

from tp5lib import (
    AdaptiveAsCoded,
    Autoencoder,
    VariationalAutoencoder,
    load_emojis,
    load_letters,
    pixel_errors,
)
from tp5lib.report.notebooks import code_cells, read_notebook
from tp5lib.report.project import Project
from tp5lib.studies import slides

ONE, TWO, THREE, *_ = Project().series()
X = load_letters().x
ALONE = """
import json, sys
assert not any(name.startswith("tp5lib") for name in sys.modules)
"""
TOLD = "print(json.dumps([best, int(epoch), forward(kept, X)[-1].T.tolist()]))"
DENOISED = "print(json.dumps([course, forward(weights, X)[-1].T.tolist()]))"
SQUARED = "delta = 2 * (p - x) * p * (1 - p) / p.size"
CROSS_ENTROPY = "delta = (p - x) / p.size"
SQUARED_LOSS = "np.mean((forward(weights, x)[-1] - x.T) ** 2)"
CROSS_ENTROPY_LOSS = (
    "-np.mean(np.log(np.where(x.T > 0.5, forward(weights, x)[-1], 1 - forward(weights, x)[-1])))"
)


def by_hand(path):
    """The cells of a notebook that need no library, as one text."""
    cells = code_cells(read_notebook(path))
    return "\n\n".join(c.source for c in cells if "by-hand" in c.metadata.get("tags", []))


def script(source, told, **given):
    """What a script of its own says at its end, which is given NumPy and some data."""
    data = "".join(f"{name} = np.array({value.tolist()})\n" for name, value in given.items())
    run = subprocess.run(
        [sys.executable, "-"],
        input=f"import numpy as np\n{data}{source}\n{ALONE}{told}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def typed(source, layers):
    """What notebook 1's cells give: the best loss, the last epoch and the outputs."""
    best, epoch, outputs = script(f"LAYERS = {layers}\n{source}", TOLD, X=X)
    return best, epoch, np.array(outputs)


def changed(source, pairs):
    for old, new in pairs.items():
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def test_a_typed_network_is_that_of_the_library():
    layers = [35, 12, 2, 12, 35]
    best, epoch, outputs = typed(by_hand(ONE), layers)
    model = Autoencoder(layers, seed=0)
    history = model.fit(X, epochs=epoch, learning_rate=0.0024, batch_size=1, patience=8_000)
    assert epoch == 300
    assert abs(history.best_loss - best) < 1e-12
    np.testing.assert_allclose(outputs, model.reconstruct(X), atol=1e-12)


def test_typed_early_stopping_stops_when_the_library_does():
    layers, given = [35, 6, 2, 6, 35], {"learning_rate": 0.03, "batch_size": 1}
    space = {"np": np, "X": X, "LAYERS": layers}
    exec(by_hand(ONE), space)
    whole = Autoencoder(layers, seed=0).fit(X, epochs=300, **given)
    losses = [whole.initial_loss, *whole.loss]
    for patience in (5, 12, 300):
        _, best, epoch = space["train"](space["weights"], losses, 300, patience)
        history = Autoencoder(layers, seed=0).fit(X, epochs=300, patience=patience, **given)
        assert (history.epochs, history.best_loss) == (epoch, best)


def test_with_the_other_loss_it_learns_an_alphabet():
    assert any(CROSS_ENTROPY in cell.source for cell in read_notebook(TWO).cells)
    layers, source = [35, 17, 2, 17, 35], by_hand(ONE)
    changes = {SQUARED: CROSS_ENTROPY, SQUARED_LOSS: CROSS_ENTROPY_LOSS, "0.0024, np": "0.009, np"}
    few = changed(source, changes | {"losses, 300)": "losses, 50)"})
    history = Autoencoder(layers, seed=0).fit(
        X, epochs=50, learning_rate=0.009, batch_size=1, loss="bce"
    )
    assert abs(history.best_loss - typed(few, layers)[0]) < 1e-10
    many = changed(source, changes | {"losses, 300)": "losses, 1_200)"})
    *_, outputs = typed(many, layers)
    assert pixel_errors(X, outputs).mean() < 1


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_of_the_rate_is_that_of_the_library(seed):
    space = {"np": np}
    exec(by_hand(TWO), space)
    rng = np.random.default_rng(seed)
    falls = np.exp(-np.arange(4_000) / rng.uniform(100, 2_000))
    losses = falls + 1e-6 * rng.normal(size=4_000)
    rates = list(space["as_coded"](losses, 0.009))
    rule = AdaptiveAsCoded(0.009)
    memory = rule.begin(1)
    for epoch, loss in enumerate(losses, start=1):
        assert rates[epoch - 1] == memory["rate"][0]
        rule.update(memory, epoch, np.array([loss]))
    assert len(set(rates)) > 3


def test_a_typed_denoiser_is_that_of_the_library():
    source = changed(by_hand(THREE), {"range(301)": "range(51)"})
    losses, outputs = script(source, DENOISED, X=X)
    model = Autoencoder([35, 17, 2, 17, 35], seed=0)
    history = model.fit(X, epochs=50, learning_rate=0.009, loss="bce", noise=0.05)
    np.testing.assert_allclose(losses, [history.initial_loss, *history.loss], rtol=0, atol=1e-9)
    np.testing.assert_allclose(outputs, model.reconstruct(X), atol=1e-9)


EMOJIS, FOUR = load_emojis().x, Project().series()[3]
# Beside the sigmoid, the hidden layers can have ReLU.
RELU = {"else sigmoid(z)": "else np.maximum(0, z)", "* a * (1 - a)": "* (a > 0)"}


def typed_variational(changes, *, latent=2, beta, epochs, batch):
    """The squared error and the KL by epoch that a script of its own gives, (epochs, 2)."""
    functions = changed(by_hand(FOUR).partition("\n\nencoder, decoder = ")[0], changes)
    run = f"encoder, decoder = networks([30, 20, 10], latent={latent}, seed=0)"
    run += "\nrng = np.random.default_rng([0, 1])"
    run += f"\ncourse = train(encoder, decoder, X, {beta}, {epochs}, rng, batch={batch})"
    told = "print(json.dumps(course.tolist()))"
    return np.array(script(f"{functions}\n{run}", told, X=EMOJIS))


@pytest.mark.parametrize(("activation", "latent"), [("sigmoid", 2), ("sigmoid", 3), ("relu", 2)])
def test_a_typed_variational_autoencoder_is_that_of_the_library(activation, latent):
    changes, beta = RELU if activation == "relu" else {}, 2 / latent
    course = typed_variational(changes, latent=latent, beta=beta, epochs=51, batch=56)
    layers = [400, 30, 20, 10, latent, 10, 20, 30, 400]
    model = VariationalAutoencoder(layers, activation=activation, beta=beta, seed=0)
    history = model.fit(EMOJIS, epochs=50, learning_rate=1e-4, loss="gaussian")
    np.testing.assert_allclose(course[1:, 0], history.reconstruction, atol=1e-9)
    np.testing.assert_allclose(course[1:, 1], history.kl, atol=1e-9)


def test_trained_for_longer_it_lies_within_the_seeds_of_the_library():
    course = slides.load_results()["second, beta 0"]["course"]
    (place,) = np.flatnonzero(course["epoch"][0] == 489)
    known = course["reconstruction"][:, place]
    assert len(known) == 20
    error = typed_variational({}, beta=0, epochs=489, batch=1)[-1, 0]
    assert known.min() <= error <= known.max() < EMOJIS.var(axis=0).sum() - 1
