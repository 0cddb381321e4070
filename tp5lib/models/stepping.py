"""A training that is advanced by hand, and whose settings may change on the way."""

import numpy as np

from tp5lib.models.fitting import Trainable
from tp5lib.models.interruption import Interruption
from tp5lib.models.tasks import Settings
from tp5lib.models.training import Trainer
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.nn.schedules import as_warm_up
from tp5lib.validation import check_integer

_OF_THE_LOSS = {"loss", "noise", "beta"}  # after a change of these an old loss means nothing


class Steps:
    """A training of one or many seeds that goes on when it is told to, some epochs at a time.

    The numbers are those of ``fit``, bit for bit: both advance the same `Trainer`.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        Whose weights are the first; it stays as it is.
    x, target, learning_rate, loss, optimizer, batch_size, noise
        As in `Autoencoder.fit`; the learning rate is best a number, since a schedule that is
        changed begins anew.
    beta : float or WarmUp, optional
        Of a variational autoencoder, as in `VariationalAutoencoder.fit`; 1 unless given.

    Attributes
    ----------
    losses : list of ndarray, shape (seeds,)
        The loss after each epoch, that of the initial weights first; as it was called then.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above; the message names it.

    Examples
    --------
    >>> from tp5lib import Autoencoder, load_letters
    >>> from tp5lib.models.stepping import Steps
    >>> letters = load_letters()
    >>> steps = Steps(Autoencoder([35, 17, 2, 17, 35]), letters.x, learning_rate=0.01, loss="mse")
    >>> steps.advance(50)
    >>> steps.change(learning_rate=0.02, loss="bce")
    >>> steps.advance(50)
    >>> steps.epoch, len(steps.losses)
    (100, 101)
    """

    def __init__(
        self,
        model,
        x,
        *,
        target=None,
        learning_rate,
        loss,
        optimizer="adam",
        batch_size=None,
        noise=None,
        beta=None,
    ):
        if not isinstance(model, Trainable):
            raise TypeError(f"model must be one that has a fit, not {model!r}")
        self._model, self._data = model, (x, target)
        self._given = {
            "learning_rate": learning_rate,
            "loss": loss,
            "optimizer": optimizer,
            "batch_size": batch_size,
            "noise": noise,
            "beta": beta,
        }
        self.losses = []
        self._begin(self._training(self._given))
        self.losses.append(self._loss())

    def _loss(self):
        """Of each seed; infinite where it has diverged."""
        active = self._trainer._active
        losses = np.full(len(self._model.seeds), np.inf)
        losses[active.places] = active.loss
        return losses

    @property
    def settings(self):
        """What is set at present, a dict by the names of the arguments."""
        return dict(self._given)

    @property
    def epoch(self):
        """The last epoch that was finished."""
        return self._trainer.epoch

    @property
    def going(self):
        """False if the loss of every seed has stopped being finite."""
        return self._trainer.going

    @property
    def model(self):
        """The model as it is now, read-only; of a seed that diverged, as it was before."""
        return self._model.seen_with(self._trainer.parameters_now())

    def advance(self, epochs=1, enough=None):
        """Train for so many epochs, or until no seed is left.

        Parameters
        ----------
        epochs : int
        enough : callable, optional
            Asked after each epoch; a true answer ends the advance.
        """
        until = self.epoch + check_integer(epochs, "epochs")

        def after(epoch):
            self.losses.append(self._loss())
            return enough is not None and enough()

        with _quiet():
            self._trainer.advance(until, after)

    def change(self, **settings):
        """Go on from the present weights with other settings.

        Parameters
        ----------
        **settings
            learning_rate, loss, optimizer, batch_size, noise or beta, as in the constructor.
            Another optimizer begins without moments; all else goes on with what the optimizer
            remembers.

        Raises
        ------
        TypeError, ValueError
            If a setting is not as above; the training is then as it was.
        """
        if unknown := set(settings) - set(self._given):
            raise TypeError(f"{', '.join(sorted(unknown))} cannot change; {list(self._given)} can")
        given = self._given | settings
        training = self._training(given)
        changed = {name for name in settings if given[name] != self._given[name]}
        self._given = given
        trained = self._trainer.finish("epochs", None)
        state = trained.state
        if "optimizer" in changed:
            for i in range(training.settings.optimizer.moments):
                state[f"moment.{i}"] = np.zeros_like(state["parameters"])
            state["updates"] = np.zeros_like(state["updates"])
        if "learning_rate" in changed:
            rates = training.settings.learning_rate.start(len(training.seeds))
            state |= {f"rates.{name}": rows for name, rows in rates.arrays().items()}
        training.parameters, training.generators = trained.parameters, trained.generators
        training.state = state
        self._begin(training, anew=bool(changed & (_OF_THE_LOSS | {"batch_size"})))

    def _training(self, given):
        """Return what is to be trained with these settings, after checking them."""
        own = {name: given[name] for name in ("learning_rate", "optimizer", "batch_size", "noise")}
        settings = Settings.checked(epochs=1, patience=None, min_delta=0, **own)
        more = {}
        if isinstance(self._model, VariationalAutoencoder):
            more["beta"] = as_warm_up(1.0 if given["beta"] is None else given["beta"])
        elif given["beta"] is not None:
            raise TypeError("beta is of a VariationalAutoencoder only")
        return self._model._training_on(*self._data, given["loss"], more, settings)

    def _begin(self, training, anew=False):
        self._trainer = Trainer(training, Interruption())
        with _quiet():
            self._trainer.begin()
            if anew and self.going:
                self._trainer.evaluate_anew()

    def __repr__(self):
        return f"Steps({self._model!r}, after {self.epoch:,} epochs)"


def _quiet():
    # As in `turns.train`: what goes wrong in earnest shows in the loss.
    return np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore")
