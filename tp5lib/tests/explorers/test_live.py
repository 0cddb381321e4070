"""A training that runs while it is watched: by its numbers, by its clock, and by its controls."""

import asyncio
import io

import numpy as np
import pytest
from PIL import Image

from tp5lib import Autoencoder, Patterns, VariationalAutoencoder
from tp5lib.explorers import LiveTraining
from tp5lib.explorers import live as module
from tp5lib.explorers.controls import Clock
from tp5lib.models.training import Settings
from tp5lib.tests.explorers.sweeping import sweep


@pytest.fixture
def live(letters):
    return LiveTraining(letters, hidden=9, noun="letter")


async def see(live, pictures=1):
    """Be the page: say that the pictures were seen, one after the other."""
    for _ in range(pictures):
        for _ in range(1000):
            if live.clock.seen < live.clock.drawn or not live.running:
                break
            await asyncio.sleep(0)
        live.clock.set_state({"seen": live.clock.drawn})
    await rest()


async def rest():
    """Let whatever goes on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("loss", ["bce", "mse"])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_steps_have_the_numbers_of_fit(letters, loss, noise):
    live = LiveTraining(letters, hidden=9, loss=loss, noise=noise, seed=2)
    live.step(40)
    live.step(60)
    model, last = Autoencoder([35, 9, 2, 9, 35], seed=2), []
    model.fit(
        letters.x,
        epochs=100,
        learning_rate=live.rate.value,
        loss=loss,
        noise=noise or None,
        callback=lambda _, m: last.append(m.parameters),
        every=100,
    )
    np.testing.assert_array_equal(live.model.parameters, last[0])


def test_a_variational_one_as_well(icons):
    live = LiveTraining(icons, variational=True, hidden=8, latent=3, beta=0.5, learning_rate=0.01)
    live.step(30)
    model = VariationalAutoencoder([12, 8, 3, 8, 12], beta=live.beta.value)
    model.fit(icons.x, epochs=30, learning_rate=live.rate.value)
    np.testing.assert_array_equal(live.model.parameters, model.parameters)
    assert "KL" in live.text.value
    live.latent.value = 4
    assert live.model.latent == 4
    live.step(3)


def test_two_pictures_are_the_halves_of_one(live):
    live.step(20)
    left, right, whole = (
        np.asarray(Image.open(io.BytesIO(content)))
        for content in (live.picture.value, live.side.value, live.still())
    )
    np.testing.assert_array_equal(np.concatenate([left, right], axis=1), whole)


def test_its_line_tells_what_is_trained(live):
    live.loss.value = "mse"
    live.rate.value = 0.05
    live.step(10)
    assert live.text.value.split(">")[1].startswith("epoch 10, mse 0.")
    assert " at rate 0.05; " in live.text.value


def test_the_clock_gives_the_numbers_of_steps(letters, live):
    async def watch():
        live.press(live.start)
        await see(live, 12)
        live.press(live.pause)

    asyncio.run(watch())
    assert live.epoch >= 12
    other = LiveTraining(letters, hidden=9)
    other.step(live.epoch)
    np.testing.assert_array_equal(live.model.parameters, other.model.parameters)
    assert "epoch " in live.text.value


def test_nothing_goes_on_while_nobody_looks(live):
    async def leave():
        live.press(live.start)
        await see(live, 3)
        before = live.epoch, live.clock.drawn
        await asyncio.sleep(0.1)
        await rest()
        assert (live.epoch, live.clock.drawn) == before
        await see(live)  # somebody looks again
        assert live.epoch > before[0]
        live.press(live.pause)

    asyncio.run(leave())


def test_stop_stops(live):
    async def stop():
        live.press(live.start)
        await see(live, 3)
        live.press(live.pause)
        before = live.epoch, live.clock.drawn
        assert not live.running
        await see(live, 3)
        assert (live.epoch, live.clock.drawn) == before
        live.press(live.start)
        live.press(live.start)  # a second press changes nothing
        await see(live, 2)
        assert live.running
        live.press(live.reset)
        assert (live.epoch, live.running) == (0, False)
        await see(live, 3)
        assert live.epoch == 0

    asyncio.run(stop())


def test_two_of_them_do_not_disturb_each_other(letters, live):
    other = LiveTraining(letters, hidden=9, seed=1)

    async def both():
        live.press(live.start)
        other.press(other.start)
        await see(live, 4)
        assert (live.epoch >= 4, other.epoch) == (True, 1)
        await see(other, 2)
        live.press(live.pause)
        before = live.epoch
        await see(other, 3)
        assert live.epoch == before
        other.press(other.pause)

    asyncio.run(both())


@pytest.mark.parametrize(
    ("name", "value", "argument"),
    [
        ("rate", 0.1, "learning_rate"),
        ("loss", "mse", "loss"),
        ("optimizer", "sgd", "optimizer"),
        ("noise", 0.2, "noise"),
    ],
)
def test_these_act_on_the_running_training(live, name, value, argument):
    async def turn():
        live.press(live.start)
        await see(live, 3)
        before, settings = live.epoch, live._training.settings
        if name in ("rate", "noise"):
            getattr(live, name).set_state({"value": value})
        else:
            getattr(live, name).set_state({"index": getattr(live, name).options.index(value)})
        assert live.epoch == before
        assert getattr(live._training.settings, argument) != getattr(settings, argument)
        assert live.running
        await see(live, 2)
        assert live.epoch > before
        live.press(live.pause)

    asyncio.run(turn())


@pytest.mark.parametrize(
    ("name", "value"), [("hidden", 12), ("activation", "relu"), ("latent", 3), ("seed", 7)]
)
def test_these_begin_anew(live, name, value):
    live.step(20)
    getattr(live, name).value = value
    assert live.epoch == 0
    model = live.model
    assert model.layers == (35, live.hidden.value, live.latent.value, live.hidden.value, 35)
    assert model.seeds == (live.seed.value,)
    live.step(20)
    assert live.epoch == 20


def test_a_picture_goes_on_by_a_share_of_the_epochs_done(live):
    live.step(1000)
    for pace, epochs in {0.01: 10, 0.03: 30}.items():
        live.pace.value = pace
        before = live.epoch
        live._train_a_slice()
        assert 1 <= live.epoch - before <= epochs + 2
    live.pace.value = np.inf
    live._train_a_slice()


def test_it_ends_at_the_last_epoch(letters):
    live = LiveTraining(letters, hidden=3, last=3)

    async def run():
        live.press(live.start)
        await see(live, 9)
        assert (live.epoch, live.running) == (3, False)

    asyncio.run(run())
    assert "this is the end" in live.text.value


def test_without_a_loop_there_is_no_clock_and_it_says_so(live):
    live.press(live.start)
    assert not live.running
    assert "step(n) trains from code" in live.text.value
    live.press(live.one)
    assert live.epoch == 1


def test_a_sweep_goes_over_every_control(live):
    shown = sweep(live, 2)
    assert shown["hidden"] == shown["latent"] == shown["seed"] == 2
    assert shown["one"] == 3
    assert shown["activation"] == 4


def test_a_loss_that_is_not_finite_is_told(letters, monkeypatch):
    live = LiveTraining(letters, hidden=9, activation="identity", optimizer="sgd")
    live._training = live._network.training(letters.x, Settings("mse", 1e200, optimizer="sgd"))
    live.step(50)
    assert "the loss was not finite" in live.text.value
    live.press(live.reset)
    live.step(2)
    assert live.epoch == 2


def test_an_error_on_the_way_is_shown_and_ends_it(live, monkeypatch):
    async def run():
        live.press(live.start)
        await see(live, 2)
        monkeypatch.setattr(module, "look", lambda *given: 1 / 0)
        live.clock.set_state({"seen": live.clock.drawn})
        task = live._task
        with pytest.raises(ZeroDivisionError):
            await task
        assert not live.running

    asyncio.run(run())
    assert "ZeroDivisionError" in live.text.value


def test_axes_stand_still_but_for_what_leaves_them(live):
    live.step(3)
    fixed = live._fixed
    live.step(20)
    assert live._fixed is fixed
    live.step(2000)
    assert live._fixed is not fixed
    live.activation.value = "identity"
    for _ in range(8):
        live.step(30)
        low, high = live._fixed[0]
        codes = live._trail[-1].codes
        assert (codes >= low).all()
        assert (codes <= high).all()


def test_a_new_beginning_on_the_same_axes_draws_them_no_more(live, monkeypatch):
    live.step(50)
    calls = []
    monkeypatch.setattr(live._view, "fix", lambda *given: calls.append(given))
    live.seed.value = 3
    live.hidden.value = 12
    live.step(50)
    assert calls == []
    live.activation.value = "tanh"
    assert len(calls) == 1


def test_what_cannot_be_is_said(letters):
    for wrong, error, message in [
        ({"hidden": 1}, ValueError, "hidden must be an integer"),
        ({"hidden": 500}, ValueError, "hidden must be an integer from 2 to 128"),
        ({"latent": 2.5}, TypeError, "latent must be an integer"),
        ({"activation": "step"}, ValueError, "activation must be one of"),
        ({"learning_rate": 7}, ValueError, "learning_rate must be a number"),
        ({"loss": "bernoulli"}, ValueError, "loss must be one of 'bce', 'mse', 'mae'"),
        ({"noise": 0.9}, ValueError, "noise must be a number"),
        ({"variational": True, "beta": -1}, ValueError, "beta must be a number"),
        ({"shown": ["alpha"]}, KeyError, "alpha"),
    ]:
        with pytest.raises(error, match=message):
            LiveTraining(letters, **wrong)
    with pytest.raises(TypeError, match="patterns must be"):
        LiveTraining(letters.x)


def test_a_clock_counts():
    clock = Clock()
    clock.drawn = 2
    clock.set_state({"seen": 1})
    assert repr(clock) == "Clock(1 of 2 pictures seen)"


def test_thousands_of_patterns_are_learned_in_batches_and_some_of_them_drawn():
    many = Patterns(np.random.default_rng(0).random((1500, 3, 3)))
    live = LiveTraining(many, hidden=4, shown=["7", "1499"])
    live.step(2)
    assert live._training.settings.batch_size == 128
    assert live.model.reconstruct(many.x).shape == many.x.shape
    moment = live._trail[-1]
    assert len(moment.errors) == 1500
    assert 1000 <= len(moment.codes) <= 1002
    np.testing.assert_allclose(moment.images, live.model.reconstruct(many.x)[[7, 1499]])
