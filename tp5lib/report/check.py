"""What a reader would miss in a notebook that runs: `python -m tp5lib.report --check`."""

import re

from tp5lib.report.notebooks import code_cells, label, pictures, printed, read_notebook

# A measured figure, with what belongs to it: all that ``notebooks/sanitize.cfg`` masks.
NUMBER = r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?"
PHRASE = (
    rf"≈ ?{NUMBER}(?: (?:to|±) {NUMBER})?"
    rf"(?:, from {NUMBER} to {NUMBER} by seed| in every seed)?"
)


def check_notebook(path):
    """Return what is wrong with a notebook, a line each; a ReportError if the file is none.

    A picture is to have an alternative text, that of its cell. In the series a figure in prose,
    after ≈ or before %, is to be one that the code cell above it printed, rounded as prose shows
    it; in the opening and in the last section, one that any cell did.
    """
    notebook, numbered, found = read_notebook(path), label(path).isdecimal(), []
    cells = code_cells(notebook)
    everything = "\n".join(printed(cell) for cell in cells)
    above = everything
    for cell in notebook.cells:
        wrong = []
        if cell.cell_type == "code":
            above = everything if cell is cells[-1] else printed(cell)
            alts = [o.metadata.get("image/png", {}).get("alt") for o in pictures(cell)]
            if any(alt is None or alt != cell.metadata.get("alt") for alt in alts):
                wrong = ["a picture is not described: set metadata.alt, and run the report"]
        elif cell.cell_type == "markdown" and numbered:
            wrong = [
                f"{figure} was not printed above" for figure in _not_printed(cell.source, above)
            ]
        found += [f"{path.name}, cell {cell.id}: {what}" for what in wrong]
    return found


def _not_printed(prose, above):
    phrases = re.findall(PHRASE, " ".join(above.split()))
    known = [_value(number) for phrase in phrases for number in re.findall(NUMBER, phrase)]
    for pair in re.findall(rf"≈\s*({NUMBER})(?: (?:to|±) ({NUMBER}))?", prose):
        for number in filter(None, pair):
            # A figure half way between two roundings may go either way.
            near = 0.5001 * 10 ** -len(number.partition(".")[2])
            if not any(abs(one - _value(number)) <= near for one in known):
                yield f"≈ {number}"
    shares = r"(?<!≈ )(?<!≈)(?<![\d.])(\d+(?:\.\d+)?)\s?%"
    for share in sorted(set(re.findall(shares, prose)) - set(re.findall(shares, above))):
        yield f"{share} %"


def _value(number):
    return float(number.replace(",", ""))
