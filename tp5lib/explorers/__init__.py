"""Live figures: controls, a picture that follows them, and a line of text.

One class an idea, for any patterns: a point of latent space, a path, new samples, a drawing, a
denoiser; a training that runs while it is watched, and kept ones as films; and the page that
holds them in tabs. What cannot be shown is a TypeError, a ValueError or a KeyError that names
the argument and says what is needed. One of your own inherits from `base.Explorer`; the
controls that ipywidgets lacks are in `controls`.
"""

from tp5lib.checks import require

require("live", "matplotlib", "ipywidgets", "anywidget")

from tp5lib.explorers.denoiser import Denoiser  # noqa: E402
from tp5lib.explorers.drawing import DrawnLetter  # noqa: E402
from tp5lib.explorers.films import LearningFilm  # noqa: E402
from tp5lib.explorers.live import LiveTraining  # noqa: E402
from tp5lib.explorers.pages import page  # noqa: E402
from tp5lib.explorers.paths import Interpolation  # noqa: E402
from tp5lib.explorers.points import LatentPoint  # noqa: E402
from tp5lib.explorers.samples import PriorSamples  # noqa: E402

__all__ = [
    "Denoiser",
    "DrawnLetter",
    "Interpolation",
    "LatentPoint",
    "LearningFilm",
    "LiveTraining",
    "PriorSamples",
    "page",
]
