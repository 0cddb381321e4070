"""How notebooks are found, by number, name or path."""

import pytest

from tp5lib.report.notebooks import ReportError


def names(paths):
    return [path.name for path in paths]


def test_numbers_names_and_paths(project, write, tmp_path, monkeypatch):
    stems = ["1_a", "2_b", "10_c", "play"]
    for stem in stems:
        write(f"{stem}.ipynb")
    assert [path.stem for path in project.all()] == stems
    assert [path.stem for path in project.series()] == stems[:3]
    asked = ["10", "2_b", "play.ipynb", str(project.notebooks / "1_a.ipynb"), "2"]
    assert names(project.find(asked)) == ["10_c.ipynb", "2_b.ipynb", "play.ipynb", "1_a.ipynb"]
    monkeypatch.chdir(tmp_path)
    assert project.find(["notebooks/1_a"]) == [project.notebooks / "1_a.ipynb"]


def test_an_unknown_one_is_named_beside_those_there_are(project, write):
    with pytest.raises(ReportError, match="no notebook in"):
        project.find()
    write("1_a.ipynb")
    for name in ("7", "", "\0", "²"):
        with pytest.raises(ReportError, match="the notebooks are: 1_a"):
            project.find([name])


def test_a_path_means_that_file_and_no_other(project, write, tmp_path, monkeypatch):
    write("1_a.ipynb")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(ReportError, match="there is no notebook"):
        project.find([str(elsewhere / "1_a.ipynb")])
    other = write("1_a.ipynb", folder=elsewhere)
    monkeypatch.chdir(elsewhere)
    for name in (str(other), "./1_a.ipynb", "1_a.ipynb"):
        (found,) = project.find([name])
        assert found.samefile(other)
        assert not project.holds(found)


@pytest.mark.parametrize("copy", ["1_copy.ipynb", "01_a.ipynb", "play_b.ipynb"])
def test_two_of_one_label_are_refused(project, write, copy):
    for name in ("1_a.ipynb", "play_a.ipynb", copy):
        write(name)
    with pytest.raises(ReportError, match=r"are both called .* rename one, or move it"):
        project.find(["1"])


def test_own_ones_come_last_and_the_template_is_none(project, write):
    own = project.notebooks / "own"
    write("1_a.ipynb")
    for name in ("1_mine.ipynb", "1_other.ipynb", project.template.name):
        write(name, folder=own)
    assert names(project.find()) == ["1_a.ipynb", "1_mine.ipynb", "1_other.ipynb"]
    assert project.find(["1_mine"]) == [own / "1_mine.ipynb"]
    assert names(project.find(["1"])) == ["1_a.ipynb"]
    assert names(project.all()) == ["1_a.ipynb"]
    assert not project.holds(own / "1_mine.ipynb")


def test_the_appendix_comes_last_and_is_no_part_of_the_series(project, write):
    for name in ("1_a.ipynb", "play.ipynb"):
        write(name)
    project.appendix.mkdir()
    paths = [write(name, folder=project.appendix) for name in ("2_more.ipynb", "doubts.ipynb")]
    known = ["1_a.ipynb", "play.ipynb", "2_more.ipynb", "doubts.ipynb"]
    assert names(project.all()) == names(project.find()) == known
    assert names(project.series()) == ["1_a.ipynb"]
    assert project.find(["doubts"]) == [paths[1]]
    assert project.holds(paths[1])
