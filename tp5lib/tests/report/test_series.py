"""What notebooks say of themselves, and the links between them."""

import nbformat

from tp5lib.report.series import link_series, read_entry
from tp5lib.tests.report.conftest import code, prose


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def test_an_entry_is_read_from_the_opening(write):
    line = "**Notebook 1. Dots, *a* start** · slides 3 to 7 · [2. B →](2_b.ipynb)"
    entry = read_entry(write("3_dots.ipynb", prose(f"# Why dots?\n\n{line}\n\nMore.")))
    assert entry.question == "Why dots?"
    assert entry.slides == ""
    line = line.replace("*a* ", "a ")
    entry = read_entry(write("3_dots.ipynb", prose(f"# Why dots?\n\n{line}\n\nMore.")))
    assert (entry.heading, entry.slides) == ("3. Dots, a start", "3 to 7")


def test_an_opening_that_says_nothing_is_no_error(write):
    assert read_entry(write("3_two_dots.ipynb", code("1"))).heading == "3. Two dots"
    assert read_entry(write("4_x.ipynb", prose("text"))).question == ""


def test_neighbours_are_linked_once(project, write):
    first = write(
        "1_a.ipynb", prose("# A?\n\n**Notebook 1. A** · slides 3 to 7\n\nSo."), prose("End.")
    )
    second = write(
        "2_b.ipynb", prose("# B?\n\nSo."), code("1"), prose("End.\n\n[old →](9_x.ipynb)")
    )
    for _ in range(2):
        link_series(project.series())
        back, on = "[← 1. A](1_a.ipynb)", "[2. B →](2_b.ipynb)"
        assert sources(first) == [
            f"# A?\n\n**Notebook 1. A** · slides 3 to 7 · {on}\n\nSo.",
            f"End.\n\n{on}",
        ]
        assert sources(second) == [
            f"# B?\n\n**Notebook 2. B** · {back}\n\nSo.",
            "1",
            f"End.\n\n{back}",
        ]


def test_a_new_notebook_changes_its_neighbours_only(project, write):
    cells = "# A?\n\n**Notebook 1. A**", "End."
    paths = [write(f"{n}_a.ipynb", *map(prose, cells)) for n in (1, 2)]
    link_series(project.series())
    before = [path.read_bytes() for path in paths]
    write("explore.ipynb")
    added = write("3_c.ipynb", *map(prose, cells))
    link_series(project.series())
    assert paths[0].read_bytes() == before[0]
    assert sources(paths[1])[-1] == "End.\n\n[← 1. A](1_a.ipynb) · [3. A →](3_c.ipynb)"
    assert sources(added)[-1] == "End.\n\n[← 2. A](2_a.ipynb) · [explore →](explore.ipynb)"


def test_a_notebook_of_one_prose_cell_or_none_is_linked_as_far_as_it_goes(project, write):
    one = write("1_a.ipynb", prose("# A?\n\n**Notebook 1. A**"))
    none = write("2_b.ipynb", code("1"))
    link_series(project.series())
    assert sources(one) == ["# A?\n\n**Notebook 1. A** · [2. B →](2_b.ipynb)"]
    assert sources(none) == ["1"]
