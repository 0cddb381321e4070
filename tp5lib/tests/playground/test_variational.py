"""The page's variational autoencoder is the library's: its losses, its KL, its pictures."""

import numpy as np
import pytest

from tp5lib import VariationalAutoencoder, load_emojis

SMALL, LARGE = [30, 20, 10], [300, 200, 100]
TRAIN = """
({settings, x, epochs}) => {
  const training = new VariationalTraining(settings, x);
  const losses = [training.loss];
  for (let i = 0; i < epochs; i += 1) losses.push(training.advance());
  const codes = training.network.encode(x);
  const mu = codes.map((code) => [...code.mu]), sigma = codes.map((code) => [...code.sigma]);
  const pixels = training.network.decode(mu).map((row) => [...row]);
  return { losses, curve: training.curve, mu, sigma, pixels };
}
"""
# Layers, activation, loss, batch (0 for all), epochs, beta: fifty updates or more of each.
RUNS = {
    "second attempt": (SMALL, "sigmoid", "gaussian", 1, 1, 1),
    "fourth attempt": (LARGE, "relu", "gaussian", 1, 1, 1),
    "batches, shuffled": (SMALL, "relu", "bernoulli", 8, 8, 0.3),
    "all at once": (SMALL, "relu", "gaussian", 0, 50, 2),
}


@pytest.mark.parametrize("name", RUNS)
def test_50_updates_give_the_losses_of_the_library(shared, name):
    """From the library's initial weights and its draws, which the seed gives here as there."""
    hidden, activation, loss, batch, epochs, beta = RUNS[name]
    layers = [400, *hidden, 2, *reversed(hidden), 400]
    x = load_emojis().x
    model = VariationalAutoencoder(layers, activation=activation, beta=beta, seed=3)
    how = {"loss": loss, "batch_size": batch or None, "shuffle": batch != 1}
    history = model.fit(x, epochs=epochs, learning_rate=1e-4, **how)
    mu, log_var = model.encode_distribution(x)
    wanted = {
        "losses": [history.initial_loss, *history.loss],
        "curve": np.column_stack([history.reconstruction, history.kl_by_dimension]),
        "mu": mu,
        "sigma": np.exp(log_var / 2),
        "pixels": model.decode(mu),
    }
    settings = {"layers": layers, "activation": activation, "beta": beta, "loss": loss, "seed": 3}
    settings |= {"rate": 1e-4, "batch": batch, "shuffle": batch != 1, "noise": 0, "adaptive": 0}
    given = {"settings": settings, "x": x.tolist(), "epochs": epochs}
    here = shared.evaluate(TRAIN, given)
    for part, numbers in wanted.items():
        np.testing.assert_allclose(here[part], numbers, rtol=0, atol=1e-9)
