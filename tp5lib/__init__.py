"""Autoencoders you can watch learning, in NumPy."""

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.datasets.noise import flip, salt_and_pepper
from tp5lib.datasets.patterns import Patterns
from tp5lib.datasets.readers import load_font_header, load_sprite_sheet
from tp5lib.evaluation.metrics import pixel_errors
from tp5lib.evaluation.pca import PCA
from tp5lib.models.autoencoder import Autoencoder
from tp5lib.models.history import DivergenceError, History
from tp5lib.models.variational import VariationalAutoencoder
from tp5lib.models.weights import WeightStore
from tp5lib.nn.schedules import Adaptive, Constant, StepDecay, WarmUp

__all__ = [
    "PCA",
    "Adaptive",
    "Autoencoder",
    "Constant",
    "DivergenceError",
    "History",
    "Patterns",
    "StepDecay",
    "VariationalAutoencoder",
    "WarmUp",
    "WeightStore",
    "flip",
    "load_emojis",
    "load_font_header",
    "load_letters",
    "load_sprite_sheet",
    "pixel_errors",
    "salt_and_pepper",
]
