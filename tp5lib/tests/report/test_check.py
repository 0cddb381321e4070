"""What `python -m tp5lib.report --check` tells."""

import pytest
from nbformat.v4 import new_output

from tp5lib.report.__main__ import main
from tp5lib.tests.report.conftest import code, prose

MEASURED = "≈ 0.94, from 0.5 to 2.25 by seed, and ≈ 1,200 pixels, and 12 % of them"
GOOD = {"answer": "In ≈ 0.9 of 12 % it is.", "remark": "≈ 1,200 (≈ 0.5 to 2.25).", "alt": "x"}


def cells(answer, remark, alt, between=()):
    drawn = code("plot()", alt=alt)
    described = {"image/png": {"alt": "x"}}
    drawn.outputs = [new_output("display_data", {"image/png": "eA=="}, metadata=described)]
    measured = code("model.fit(x)", MEASURED)
    return [prose(answer), measured, *between, prose(remark), drawn, prose("≈ 1,200.")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"remark": "It is ≈ 0.94 to 2.3, or ≈ 2.25."}, ""),
        ({"remark": "≈ 2.4 ± 3."}, "cell-2: ≈ 2.4 was not\ncell-2: ≈ 3 was not"),
        ({"remark": "≈ 0.95 of 12 %"}, "cell-2: ≈ 0.95 was not"),
        ({"answer": "≈ 1,300"}, "cell-0: ≈ 1,300 was not"),
        ({"remark": "It is 2 %."}, "cell-2: 2 % was not"),
        ({"between": [code("1", "≈ 1,200")]}, "cell-3: ≈ 0.5 was not\ncell-3: ≈ 2.25 was not"),
        ({"alt": "y"}, "cell-3: a picture is not described: set metadata.alt, and run the report"),
    ],
)
def test_what_a_reader_would_miss_is_named_by_cell(write, project, capsys, changed, said):
    write("1_it.ipynb", *cells(**GOOD | changed))
    write("play.ipynb", *cells(**GOOD | {"remark": "≈ 7"}))  # only the series is held to it
    assert main(["--check"], project) == bool(said)
    lines = capsys.readouterr().out.splitlines()
    wanted = [f"1_it.ipynb, cell {line}" for line in said.splitlines()]
    assert [line.removesuffix(" printed above") for line in lines] == wanted
