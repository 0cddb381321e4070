"""Tables that a notebook shows: HTML that a narrow page wraps, and plain text."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head; a cell is written as `str` writes it.

    Parameters
    ----------
    head : sequence of str
    rows : sequence of sequence

    Examples
    --------
    >>> from tp5lib.evaluation.tables import Table
    >>> Table(["answer", "wrong"], [["blank page", 11.6], ["PCA", 7.2]])
    answer     | wrong
    blank page | 11.6
    PCA        | 7.2
    """

    head: list
    rows: list

    def __repr__(self):
        lines = [[str(cell) for cell in line] for line in (self.head, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = (
            " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            for line in lines
        )
        return "\n".join(line.rstrip() for line in padded)

    def _repr_html_(self):
        style = "text-align: left; white-space: normal; overflow-wrap: break-word"

        def line(cells, tag):
            told = (f'<{tag} style="{style}">{escape(str(cell))}</{tag}>' for cell in cells)
            return f"<tr>{''.join(told)}</tr>"

        rows = "".join(line(row, "td") + "\n" for row in self.rows)
        return f"<table>\n<thead>{line(self.head, 'th')}</thead>\n<tbody>\n{rows}</tbody>\n</table>"
