"""A training that runs while it is watched: by its numbers, by its clock, and by its controls."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tp5lib import Autoencoder, Patterns
from tp5lib.explorers import LiveTraining
from tp5lib.explorers import live as module
from tp5lib.models.training import Settings


@pytest.fixture
def live(letters):
    return LiveTraining(letters, hidden=9, learning_rate=0.02, noun="letter")


def apart(call):
    """Call a function in a thread of its own: a browser leaves an event loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(call).result()


async def see(live, pictures):
    """Be the page: say that the pictures were seen, one after the other."""
    for _ in range(pictures):
        for _ in range(20):  # whatever goes on goes on, until it waits
            await asyncio.sleep(0)
        live.clock.set_state({"seen": live.clock.drawn})


@pytest.mark.parametrize(("loss", "noise"), [("bce", 0.0), ("mse", 0.1)])
def test_steps_and_the_clock_give_the_numbers_of_fit(letters, live, monkeypatch, loss, noise):
    monkeypatch.setattr(module, "_LAST", 45)
    live.loss.value, live.noise.value, live.seed.value = loss, noise, 2
    live.step(40)

    async def run():
        live.start.click()
        task = live._task
        live.start.click()  # a second press changes nothing
        assert live._task is task
        live.pause.click()
        assert not live.running
        live.start.click()
        await see(live, 9)
        assert (live.epoch, live.running) == (45, False)

    apart(lambda: asyncio.run(run()))
    model, last = Autoencoder([35, 9, 2, 9, 35], seed=2), []
    settings = {"epochs": 45, "learning_rate": 0.02, "loss": loss, "noise": noise or None}
    history = model.fit(
        letters.x, **settings, callback=lambda _, m: last.append(m.parameters), every=45
    )
    np.testing.assert_array_equal(live.model.parameters, last[-1])
    assert live._losses == [history.initial_loss, *history.loss]
    assert f"epoch 45, {loss} {history.loss[-1]:.4f} at rate 0.02; " in live.text.value
    wrong = ((live.model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1)
    assert f"{wrong.mean():.2f} wrong pixels" in live.text.value
    assert "this is the end" in live.text.value


def test_a_training_goes_on_with_what_is_set(live):
    live.step(3)
    weights = live.model.parameters
    for name, value in {"rate": 0.1, "loss": "mse", "optimizer": "sgd", "noise": 0.2}.items():
        live.controls[name].value = value
    assert live._training.settings == Settings("mse", 0.1, optimizer="sgd", noise=0.2)
    assert live.epoch == 3
    np.testing.assert_array_equal(live.model.parameters, weights)
    live.step(1)
    assert live.epoch == 4


def test_another_network_begins_anew(live):
    for name, value in {"hidden": 12, "activation": "relu", "latent": 3, "seed": 7}.items():
        live.step(1)
        live.controls[name].value = value
        assert live.epoch == 0
    wanted = Autoencoder([35, 12, 3, 12, 35], activation="relu", seed=7)
    assert repr(live.model) == repr(wanted)


def test_a_picture_goes_on_by_a_share_of_the_epochs_done(live, monkeypatch):
    monkeypatch.setattr(module.time, "perf_counter", lambda: 0)  # there is all the time
    live.step(1000)
    for pace, epochs in {0.01: 10, 0.03: 31}.items():
        live.pace.value = pace
        before = live.epoch
        live._train_a_slice()
        assert live.epoch - before == epochs


def test_without_an_event_loop_it_says_so_and_goes_on_by_steps(live):
    apart(live.start.click)
    assert "no running event loop" in live.text.value
    assert not live.running
    live.one.click()
    assert live.epoch == 1


def test_a_loss_that_is_not_finite_is_told(letters, live):
    live.activation.value = "identity"
    live._training = live._network.training(letters.x, Settings("mse", 1e200, optimizer="sgd"))
    live.step(50)
    assert "the loss was not finite" in live.text.value
    live.reset.click()
    live.step(2)
    assert live.epoch == 2


def test_an_error_on_the_way_is_shown_and_ends_it(live, monkeypatch):
    async def run():
        live.start.click()
        await see(live, 2)
        monkeypatch.setattr(module, "look", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await asyncio.gather(live._task, see(live, 1))

    apart(lambda: asyncio.run(run()))
    assert "ZeroDivisionError" in live.text.value
    assert not live.running


def test_codes_that_leave_the_axes_are_given_room(live):
    live.activation.value = "identity"
    for _ in range(4):
        live.step(60)
        codes, (low, high) = live._trail[-1].codes, live._corners
        assert ((low <= codes) & (codes <= high)).all()


def test_thousands_of_patterns_are_learned_in_batches_and_some_of_them_drawn():
    many = Patterns(np.random.default_rng(0).random((1500, 3, 3)))
    live = LiveTraining(many, hidden=4)
    live.step(2)
    assert live._training.settings.batch_size == 128
    moment = live._trail[-1]
    assert len(moment.errors) == 1500
    assert 1000 <= len(moment.codes) <= 1008
    shown = live._likeness.shown
    np.testing.assert_allclose(moment.images, live.model.reconstruct(many.x)[shown])
