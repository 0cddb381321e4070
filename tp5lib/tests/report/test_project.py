"""How notebooks are found, by number, name or path."""

import pytest

from tp5lib.report.notebooks import ReportError


def names(paths):
    return [path.name.removesuffix(".ipynb") for path in paths]


def test_the_series_comes_first_then_the_appendix_then_ones_own(project, write):
    own, stems = project.template.parent, ["1_a", "2_b", "10_c", "play"]
    for stem in stems:
        write(f"{stem}.ipynb")
    for stem in ("2_more", "doubts"):
        write(f"{stem}.ipynb", folder=project.appendix)
    for stem in ("1_mine", "template"):
        write(f"{stem}.ipynb", folder=own)
    assert names(project.series()) == stems[:3]
    assert names(project.all()) == [*stems, "2_more", "doubts"]
    assert names(project.find()) == [*stems, "2_more", "doubts", "1_mine"]
    asked = ["10", "2_b", "play.ipynb", str(project.notebooks / "1_a.ipynb"), "2", "2-more"]
    assert names(project.find(asked)) == ["10_c", "2_b", "play", "1_a", "2_more"]
    assert project.find(["1_mine"]) == [own / "1_mine.ipynb"]
    assert project.holds(project.appendix / "doubts.ipynb")
    assert not project.holds(own / "1_mine.ipynb")
    for name in ("7", "", "\0", "²", "elsewhere/1_a.ipynb"):
        with pytest.raises(ReportError, match="the notebooks are: 1_a, 2_b"):
            project.find([name])


def test_a_path_means_that_file_and_no_other(project, write, tmp_path, monkeypatch):
    write("1_a.ipynb")
    other = write("1_a.ipynb", folder=tmp_path / "elsewhere")
    monkeypatch.chdir(other.parent)
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
