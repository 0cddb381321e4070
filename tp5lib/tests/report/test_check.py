"""What `python -m tp5lib.report --check` tells."""

import base64

import pytest
from nbformat.v4 import new_output

from tp5lib.report.__main__ import main
from tp5lib.report.check import check_notebooks
from tp5lib.tests.report.conftest import code, prose

OPENING = "# Is it so?\n\n**Notebook 1. It**\n\n**Answer.** In ≈ 0.9 of 12 % it is."
ENDING = "## What we learned\n\n- It is.\n\n## What is still wrong\n\n- All."
MEASURED = "≈ 0.94, from 0.5 to 2.25 by seed, and ≈ 1,200 pixels, and 12 % of them"


def cells(*, opening=OPENING, remark="There are ≈ 1,200, or ≈ 0.94.", ending=ENDING, alt="x" * 100):
    picture = new_output("display_data", {"image/png": base64.b64encode(b"x").decode()})
    picture.metadata = {"image/png": {"alt": alt}}
    drawn = code("plot()", alt=alt)
    drawn.outputs = [picture]
    return [
        prose(opening),
        code("model.fit(x)", MEASURED),
        prose(remark),
        drawn,
        prose(ending),
    ]


def told(write, *changed):
    return check_notebooks([write("1_it.ipynb", *changed)])


def test_a_notebook_that_keeps_the_rules_is_not_named(write):
    assert told(write, *cells()) == []
    assert told(write, *cells(remark="It is ≈ 0.94 (≈ 0.5 to 2.25 by seed).")) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (cells(opening=OPENING.replace("?", ".")), "cell cell-0: the title is no question"),
        (cells(remark="## x\n" * 9), "1_it.ipynb: has 11 headings, more than 10"),
        (cells(ending=ENDING[20:]), "cell cell-4: lacks the heading 'What we learned'"),
        (cells(ending=ENDING[:30]), "cell cell-4: lacks the heading 'What is still wrong'"),
        (cells(alt="x" * 79), "cell cell-3: metadata.alt has 79 characters, not 80 to 500"),
        (cells(remark="It is ≈ 0.94 to 2.4."), "cell cell-2: ≈ 2.4 was not printed above"),
        (cells(remark="It is ≈ 0.95."), "cell cell-2: ≈ 0.95 was not printed above"),
        (cells(remark="It is ≈ 1,300."), "cell cell-2: ≈ 1,300 was not printed above"),
        (
            cells(opening=OPENING.replace("0.9 ", "0.8 ")),
            "cell cell-0: ≈ 0.8 was not printed above",
        ),
        (cells(remark="It is 2 %."), "cell cell-2: 2 % was not printed above"),
    ],
)
def test_what_breaks_a_rule_is_named_by_cell(write, changed, message):
    assert any(line.endswith(message) for line in told(write, *changed))


def test_figures_are_those_of_the_cell_above_alone(write):
    moved = cells()
    moved.insert(2, code("print('≈ 5')", "≈ 5"))
    assert len(told(write, *moved)) == 2


def test_a_picture_without_description_is_named_in_any_notebook(write):
    drawn = cells(alt="")[3]
    assert check_notebooks([write("play.ipynb", prose("Not a question."), drawn)]) == [
        "play.ipynb, cell cell-1: metadata.alt has 0 characters, not 80 to 500"
    ]


def test_the_command_tells_and_fails(write, project, capsys):
    write("play.ipynb", code("1"))
    write("broken.ipynb", code("import os,  sys"), folder=project.notebooks / "own")
    assert main(["--check"], project) == 0
    (project.root / "bad.py").write_text("import os\n")
    write("2_it.ipynb", *cells(ending="The end."))
    assert main(["--check"], project) == 1
    out = capsys.readouterr().out
    assert "2_it.ipynb, cell cell-4: lacks the heading" in out
    assert "ruff check: bad.py:1:8: F401" in out
    assert "broken" not in out
    assert main(["--check", "play"], project) == 0
    assert main(["--check", "broken"], project) == 1
    assert "broken.ipynb:cell 1:1:8: F401" in capsys.readouterr().out
