"""Autoencoders you can watch learning, in NumPy."""

from tp5lib.autoencoder import Autoencoder
from tp5lib.datasets import load_emojis, load_letters
from tp5lib.metrics import pixel_errors
from tp5lib.noise import flip, salt_and_pepper
from tp5lib.patterns import Patterns
from tp5lib.pca import PCA
from tp5lib.readers import load_font_header, load_sprite_sheet
from tp5lib.schedules import Adaptive, Constant, StepDecay
from tp5lib.store import WeightStore
from tp5lib.training import DivergenceError, History

__all__ = [
    "PCA",
    "Adaptive",
    "Autoencoder",
    "Constant",
    "DivergenceError",
    "History",
    "Patterns",
    "StepDecay",
    "WeightStore",
    "flip",
    "load_emojis",
    "load_font_header",
    "load_letters",
    "load_sprite_sheet",
    "pixel_errors",
    "salt_and_pepper",
]
