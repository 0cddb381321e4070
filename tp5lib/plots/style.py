"""Sizes, colours, and one legend for several panels.

The colours are those of M. Okabe and K. Ito, "Color universal design", 2008, which
colour-blind readers can tell apart; what matters differs in shape or lightness as well.
"""

import matplotlib.pyplot as plt

_COLORS = ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000", "#8A8A8A"]
_MARKERS = ["o-", "s--", "^-", "D:", "v-.", "P--", ".-", "X:"]
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8A8A8A"


def use_style():
    """Set sizes that can be read from the last row of a lecture room."""
    plt.rcParams.update(
        {
            "figure.figsize": (14, 6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "font.size": 18,
            "axes.titlesize": 20,
            "axes.labelsize": 18,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": False,
            "lines.linewidth": 2,
            "legend.frameon": False,
        }
    )


def figure_legend(fig, *, columns=4):
    """Draw one legend below a figure for the labels of all its panels.

    Parameters
    ----------
    fig : Figure
        With the constrained layout of `use_style`.
    columns : int
        Marks side by side.

    Returns
    -------
    Legend
    """
    marks = {}
    for ax in fig.axes:
        for handle, name in zip(*ax.get_legend_handles_labels(), strict=True):
            marks.setdefault(name, handle)
    if not marks:
        raise ValueError("no panel of the figure has a mark with a label")
    legend = fig.legend(
        marks.values(), marks, loc="outside lower center", ncols=min(columns, len(marks))
    )
    for handle in legend.legend_handles:  # a faint line is seen in the legend too
        handle.set_alpha(1)
        if hasattr(handle, "set_linewidth"):
            handle.set_linewidth(max(handle.get_linewidth(), 2))
    return legend
