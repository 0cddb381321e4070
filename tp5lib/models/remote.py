"""Training on any executor, of this machine or of others, in pieces that share nothing.

What a piece needs travels with it, and it comes back after a few seconds with all that it takes
to go on, to any other worker. So progress is seen, an interruption ends all seeds after one
epoch, and a piece whose worker died is trained again, without a channel to the workers.
"""

import pickle
import time
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, replace

from tp5lib.models import blas, executors
from tp5lib.models.executors import sendable
from tp5lib.models.tasks import Trained
from tp5lib.models.turns import train

try:
    import cloudpickle
except ImportError:  # optional: without it functions must stand in a module
    cloudpickle = None

_PIECE_SECONDS = 2.0
_LOOK_SECONDS = 0.05
_TRIES = 3  # of a piece

dumps = pickle.dumps if cloudpickle is None else cloudpickle.dumps


def train_piece(content, epochs, seconds):
    """Train for so many epochs, or for so long; what a worker does, wherever it is.

    Parameters
    ----------
    content : bytes
        A pickled `Training`.
    epochs : int
    seconds : float

    Returns
    -------
    Trained
        Whose seeds are "interrupted" if time was up.
    """
    training = pickle.loads(content)
    training.settings = replace(training.settings, epochs=epochs)
    end = time.monotonic() + seconds
    with blas.one_thread():
        return sendable(train(training, lambda epoch: time.monotonic() >= end))


@dataclass
class _Part:
    """A group of seeds under way.

    Attributes
    ----------
    training : Training
        What is still to do.
    trained : Trained or None
        What has come back, with the History from the start.
    future : Future or None
        The piece that is under way.
    error : Exception or None
        Why it was given up.
    tries : int
        Of the present piece.
    """

    training: object
    trained: Trained | None = None
    future: object = None
    error: Exception | None = None
    tries: int = 0

    @property
    def epochs(self):
        return 0 if self.trained is None else int(self.trained.history.epochs.max())

    @property
    def going(self):
        """True unless it has ended: by itself, by an error, or for good."""
        if self.error is not None:
            return False
        if self.trained is None:
            return True
        resumable = self.trained.state is not None and self.trained.error is None
        return resumable and "interrupted" in self.trained.history.stopped

    def submit(self, executor, epochs, seconds):
        """Send the next piece."""
        try:
            self.future = executor.submit(train_piece, dumps(self.training), epochs, seconds)
        except Exception as error:  # whatever an engine raises that takes nothing more
            self.error = error

    def receive(self, whole):
        """Take what a piece gave; `whole` is the number of epochs asked for."""
        future, self.future = self.future, None
        error = future.exception()
        if error is not None:
            self.tries += 1
            self.error = error if self.tries == _TRIES else None
            return
        piece, self.tries = future.result(), 0
        history = piece.history
        if self.trained is not None:
            history = self.trained.history + history
        # The end of a piece is not that of the training, but where both fall together.
        ends = {"epochs": "interrupted"}
        if int(history.epochs.max()) == whole:
            ends = {"interrupted": "epochs"}
        history.stopped = tuple(ends.get(reason, reason) for reason in history.stopped)
        if piece.state is not None:
            piece.state["stopped"][:] = history.stopped
        self.trained = replace(piece, history=history)
        self.training = replace(
            self.training,
            parameters=piece.parameters,
            generators=piece.generators,
            state=piece.state,
        )


def run_on(executor, trainings, report, interruption):
    """Run trainings on an executor.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Which takes several tasks at once, and is left open.
    trainings : list of Training
    report : callable
        Called with the epochs done, now and then.
    interruption : Interruption
        Which is entered. At the first request all seeds stop after the same epoch, at the
        second what is under way is abandoned.

    Returns
    -------
    list of Trained or Exception
        What each gave, or why it was lost.
    """
    interruption.hold()
    parts, whole = [_Part(training) for training in trainings], trainings[0].settings.epochs

    def advance(last, seconds, requests):
        """Send pieces up to an epoch until there are so many requests, and wait for them."""
        while interruption.requests < 2:
            for part in parts:
                idle = part.going and part.future is None
                if idle and part.epochs < last and interruption.requests < requests:
                    part.submit(executor, last - part.epochs, seconds)
            under_way = {part.future: part for part in parts if part.future is not None}
            if not under_way:
                break
            for future in wait(under_way, _LOOK_SECONDS, FIRST_COMPLETED).done:
                under_way[future].receive(whole)
            report(min((part.epochs for part in parts if part.going), default=0))

    advance(whole, _PIECE_SECONDS, requests=1)
    if interruption.requests:
        # Then the others catch up with the one that has come furthest.
        advance(max(part.epochs for part in parts), float("inf"), requests=2)
    return [_given(part) for part in parts]


def _given(part):
    if part.future is not None:
        part.future.cancel()
        return InterruptedError("it was abandoned")
    return part.error or part.trained


def check_can_be_sent(training):
    """Raise TypeError, naming the argument, if a training cannot be sent to an executor."""
    executors.check_can_be_sent(training, dumps, by_value=cloudpickle is not None)
