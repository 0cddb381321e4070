"""Autoencoders you can watch learning, in NumPy.

An argument that is not as its docstring says is a TypeError or a ValueError that names it.
"""

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.noise import salt_and_pepper
from tp5lib.datasets.patterns import Patterns
from tp5lib.datasets.readers import load_font_header, load_sprite_sheet
from tp5lib.evaluation.metrics import pixel_errors, variance_explained
from tp5lib.evaluation.pca import PCA
from tp5lib.models.autoencoder import Autoencoder, load_model
from tp5lib.models.history import DivergenceError, History, TrainingInterrupted, WorkerError
from tp5lib.models.snapshots import Snapshots
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.nn.optimizers import SGD, Adam
from tp5lib.nn.schedules import Adaptive, AdaptiveAsCoded, StepDecay, WarmUp

__all__ = [
    "PCA",
    "SGD",
    "Adam",
    "Adaptive",
    "AdaptiveAsCoded",
    "Autoencoder",
    "DivergenceError",
    "History",
    "Patterns",
    "Snapshots",
    "StepDecay",
    "TrainingInterrupted",
    "VariationalAutoencoder",
    "WarmUp",
    "WorkerError",
    "load_emojis",
    "load_font_header",
    "load_letters",
    "load_model",
    "load_sprite_sheet",
    "pixel_errors",
    "salt_and_pepper",
    "variance_explained",
]
