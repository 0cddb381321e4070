"""Figures from arrays, which know nothing else: no models, no patterns, no files.

A file a subject: images, errors, spread over seeds, the course of learning, latent spaces,
networks, and the style of all.
Each function draws on an ``ax``, or makes a figure of its own, and returns it.
"""

from tp5lib.checks import require

require("live", "matplotlib")

from tp5lib.plots.errors import (  # noqa: E402
    error_histogram,
    errors_and_examples,
    errors_of_runs,
)
from tp5lib.plots.images import (  # noqa: E402
    input_beside_output,
    interpolations,
    letter_sheet,
    samples_with_nearest,
)
from tp5lib.plots.latent import (  # noqa: E402
    decoded_plane,
    latent_map,
    latent_space,
    sigma_ellipses,
)
from tp5lib.plots.learning import kl_course, learning_curves  # noqa: E402
from tp5lib.plots.networks import network_diagram, variational_diagram  # noqa: E402
from tp5lib.plots.spread import against_level, matrix, seed_spread  # noqa: E402
from tp5lib.plots.style import BLUE, GREEN, GREY, ORANGE, RED, figure_legend, use_style  # noqa: E402

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "RED",
    "against_level",
    "decoded_plane",
    "error_histogram",
    "errors_and_examples",
    "errors_of_runs",
    "figure_legend",
    "input_beside_output",
    "interpolations",
    "kl_course",
    "latent_map",
    "latent_space",
    "learning_curves",
    "letter_sheet",
    "matrix",
    "network_diagram",
    "samples_with_nearest",
    "seed_spread",
    "sigma_ellipses",
    "use_style",
    "variational_diagram",
]
