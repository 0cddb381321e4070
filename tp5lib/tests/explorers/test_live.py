"""A training that runs while it is watched: by its numbers, by its clock, and by its controls."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tp5lib import Autoencoder, Patterns
from tp5lib.explorers import LiveTraining
from tp5lib.explorers import live as module
from tp5lib.models.training import Settings


@pytest.fixture(scope="module")
def made(letters):
    live = LiveTraining(letters, hidden=9, learning_rate=0.02, noun="letter")
    return live, {name: c.value for name, c in live.controls.items() if hasattr(c, "value")}


@pytest.fixture
def live(made):
    """A training at its beginning; one for all tests, since a figure takes long to be made."""
    live, values = made
    for name, value in values.items():
        live.controls[name].value = value
    live.reset.click()
    return live


def apart(call):
    """Call a function in a thread of its own: a browser leaves an event loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(call).result()


def kernel(live):
    """Start a training on an event loop, as in a kernel, and run there what is decorated."""

    def run(steps):
        async def whole():
            live.start.click()
            await steps()
            live.pause.click()

        apart(lambda: asyncio.run(whole()))

    return run


async def see(live, pictures=1):
    """Be the page: say that the pictures were seen, one after the other."""
    for _ in range(pictures):
        await rest()
        live.clock.set_state({"seen": live.clock.drawn})
    await rest()


async def rest():
    """Let whatever goes on go on, until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("loss", "noise"), [("bce", 0.0), ("mse", 0.1)])
def test_steps_and_the_clock_give_the_numbers_of_fit(letters, live, loss, noise):
    live.loss.value, live.noise.value, live.seed.value = loss, noise, 2
    live.step(40)

    @kernel(live)
    async def watch():
        await see(live, 5)

    model, last = Autoencoder([35, 9, 2, 9, 35], seed=2), []
    settings = {"epochs": live.epoch, "learning_rate": 0.02, "loss": loss, "noise": noise or None}
    history = model.fit(
        letters.x, **settings, callback=lambda _, m: last.append(m.parameters), every=live.epoch
    )
    assert live.epoch > 40
    np.testing.assert_array_equal(live.model.parameters, last[-1])
    assert live._losses == [history.initial_loss, *history.loss]
    assert f"epoch {live.epoch}, {loss} {history.loss[-1]:.4f} at rate 0.02; " in live.text.value
    wrong = ((live.model.reconstruct(letters.x) > 0.5) != letters.x).sum(axis=1)
    assert f"{wrong.mean():.2f} wrong pixels" in live.text.value


def test_it_runs_while_somebody_looks_until_it_is_stopped(live):
    @kernel(live)
    async def watch():
        await see(live, 3)
        before = live.epoch, live.clock.drawn
        await rest()  # nobody looks
        assert (live.epoch, live.clock.drawn) == before
        await see(live)
        assert live.epoch > before[0]
        live.pause.click()
        before = live.epoch, live.clock.drawn
        await see(live, 3)
        assert (live.epoch, live.clock.drawn) == before
        live.one.click()
        assert (live.epoch, live.running) == (before[0] + 1, False)
        live.start.click()
        task = live._task
        live.start.click()  # a second press changes nothing
        await see(live, 2)
        assert live._task is task
        assert live.running
        live.reset.click()
        await see(live, 3)
        assert (live.epoch, live.running) == (0, False)


def test_the_training_that_runs_obeys(live):
    @kernel(live)
    async def turn():
        for name, value, argument in [
            ("rate", 0.1, "learning_rate"),
            ("loss", "mse", "loss"),
            ("optimizer", "sgd", "optimizer"),
            ("noise", 0.2, "noise"),
        ]:
            await see(live, 2)
            before, settings = live.epoch, live._training.settings
            live.controls[name].value = value
            assert live.epoch == before
            assert getattr(live._training.settings, argument) != getattr(settings, argument)
            await see(live, 2)
            assert live.epoch > before


def test_these_begin_anew(live):
    for name, value in {"hidden": 12, "activation": "relu", "latent": 3, "seed": 7}.items():
        live.step(20)
        before = live.still()
        live.controls[name].value = value
        assert live.epoch == 0
        assert live.still() != before
    assert live.model.layers == (35, 12, 3, 12, 35)
    assert live.model.seeds == (7,)


def test_a_picture_goes_on_by_a_share_of_the_epochs_done(live, monkeypatch):
    monkeypatch.setattr(module.time, "perf_counter", lambda: 0)  # there is all the time
    live.step(1000)
    for pace, epochs in {0.01: 10, 0.03: 31}.items():
        live.pace.value = pace
        before = live.epoch
        live._train_a_slice()
        assert live.epoch - before == epochs


def test_it_ends_at_the_last_epoch(live, monkeypatch):
    monkeypatch.setattr(module, "_LAST", 3)

    @kernel(live)
    async def run():
        await see(live, 9)
        assert (live.epoch, live.running) == (3, False)

    assert "this is the end" in live.text.value


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
    @kernel(live)
    async def run():
        await see(live, 2)
        monkeypatch.setattr(module, "look", lambda *given: 1 / 0)
        task = live._task
        live.clock.set_state({"seen": live.clock.drawn})
        with pytest.raises(ZeroDivisionError):
            await task
        assert "ZeroDivisionError" in live.text.value
        assert not live.running
        monkeypatch.undo()


def test_codes_that_leave_the_axes_are_given_room(live):
    live.activation.value = "identity"
    for _ in range(4):
        live.step(60)
        codes, (low, high) = live._trail[-1].codes, live._corners
        assert (codes >= low).all()
        assert (codes <= high).all()


@pytest.mark.parametrize(
    ("argument", "wrong", "error"),
    [
        ("hidden", 1, ValueError),
        ("hidden", 500, ValueError),
        ("hidden", 2.5, TypeError),
        ("learning_rate", 7, ValueError),
        ("loss", "bernoulli", ValueError),
        ("patterns", 3, TypeError),
    ],
)
def test_what_cannot_be_is_named(letters, argument, wrong, error):
    with pytest.raises(error, match=argument):
        LiveTraining(**{"patterns": letters} | {argument: wrong})


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
