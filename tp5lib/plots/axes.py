"""What several panels share: one legend."""


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
