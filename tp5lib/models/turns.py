"""One training from its beginning to its end: groups of seeds that take turns."""

import numpy as np

from tp5lib.models.interruption import Interruption
from tp5lib.models.tasks import deal_out, epochs_done, joined
from tp5lib.models.training import Trainer

# Parameters that are trained side by side: with their gradients and moments they then stay in
# the processor's cache from one update to the next. Larger models take turns.
_TOGETHER = 131_072
_TURN = 32  # updates that a group makes before the next one has its turn


def groups_of(training):
    """Return the places of the seeds that are trained side by side, one group after another."""
    seeds, parameters = training.parameters.shape
    together = max(1, _TOGETHER // parameters)
    return deal_out(range(seeds), -(-seeds // together))


def train(training, report=None, callback=None, every=1, interruption=None):
    """Train the networks of many seeds, each as if it were alone.

    Parameters
    ----------
    training : Training
        Where it is resumed, all seeds must have been trained for as many epochs.
    report : callable, optional
        Called after each epoch with the number done; a true answer stops the training as an
        interruption does.
    callback : callable, optional
        ``callback(epoch, parameters)``, with the weights as they are then, (seeds,
        parameters), every `every` epochs; a true answer stops the training. Where its `wants`
        is a function, that is asked first, about the epoch before the first update as well.
    interruption : Interruption, optional
        Which is entered, and tells when to stop.

    Returns
    -------
    Trained
        All seeds have run for as many epochs, but for those that stopped by themselves, and
        where an error or a second interruption ended it at once.
    """
    interruption = interruption or Interruption()
    groups = groups_of(training)
    parts = [training] if len(groups) == 1 else [training.part(group) for group in groups]
    trainers = [Trainer(part, interruption) for part in parts]
    start = 0 if training.state is None else epochs_done(training.state)
    end = start + training.settings.epochs
    turn = 1 if len(groups) == 1 and callback is not None else _epochs_of_a_turn(training)

    def told(epoch):
        stop = report is not None and report(epoch - start)
        return stop or interruption.requests > 0

    wants = getattr(callback, "wants", None)

    def asks_to_stop(epoch):
        now = [trainer.parameters_now() for trainer in trainers]
        return callback(epoch, np.concatenate(now))

    reason, error = "epochs", None
    # Where exp overflows in a sigmoid, the result, 0 or 1, is right; what goes wrong in earnest
    # shows in the loss.
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        try:
            for trainer in trainers:
                trainer.begin()
            epoch = start
            if wants is not None and wants(epoch):
                asks_to_stop(epoch)
            while epoch < end and any(trainer.going for trainer in trainers):
                until = min(epoch + turn, end)
                if callback is not None:
                    until = min(until, epoch - epoch % every + every)
                # The first to have its turn may be stopped on the way; the others catch up.
                leader, *others = [trainer for trainer in trainers if trainer.going]
                leader.advance(until, told)
                for trainer in others:
                    trainer.advance(leader.epoch, _go_on)
                epoch = max(trainer.epoch for trainer in trainers)
                due = callback is not None and epoch % every == 0
                if due and (wants is None or wants(epoch)) and asks_to_stop(epoch):
                    for trainer in trainers:
                        trainer.keep_present()
                    reason = "callback"
                    break
                if told(epoch):
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            reason = "interrupted"
        except Exception as failure:  # of a function that the caller gave
            reason, error = "failed", failure
        interruption.hold()
        trained = [trainer.finish(reason, error) for trainer in trainers]
    return trained[0] if len(trained) == 1 else joined(trained, groups)


def _epochs_of_a_turn(training):
    samples = training.x.shape[-2]
    updates = -(-samples // (training.settings.batch_size or samples))
    return max(1, _TURN // updates)


def _go_on(epoch):
    return False
