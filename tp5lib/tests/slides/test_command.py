"""The command that builds decks, and what it says in bad cases."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tp5lib.slides import pdf
from tp5lib.slides.__main__ import main
from tp5lib.slides.libraries import NEEDED
from tp5lib.slides.slide import SlidesError
from tp5lib.tests.slides.conftest import PIXEL, entry

ROLE = {"slideshow": {"slide_type": "slide"}}


@pytest.fixture
def npm(project, monkeypatch):
    """An npm that writes empty libraries, and counts how often it is asked."""
    (project.root / "bin").mkdir()
    npm = project.root / "bin" / "npm"
    paths = " ".join(NEEDED.values())
    npm.write_text(
        f"#!/bin/sh\necho x >> {project.root}/asked\nmkdir -p node_modules\ncd node_modules\n"
        f"for f in {paths}; do mkdir -p ${{f%/*}}; : > $f; done\n"
    )
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.environ['PATH']}")
    return npm


def test_writes_a_deck_a_notebook_or_one_for_all(project, save, npm, capsys):
    save("1_a.ipynb", entry("a", cells=["dot"]))
    save("2_b.ipynb")
    assert main([], project) == 0
    assert main(["--together"], project) == 0
    assert main(["2"], project) == 0
    names = ["1_a.html", "2_b.html", "deck.html", "2_b.html"]
    assert capsys.readouterr().out.split() == [str(project.decks / name) for name in names]
    assert (project.root / "asked").read_text() == "x\n"  # later builds take what is there
    page = (project.decks / "deck.html").read_text(encoding="utf-8")
    assert page.count("<h1>A title</h1>") == 21
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="a dot">' in page
    assert '<html lang="en">' in page


def test_own_notebooks_have_decks_of_their_own_or_are_named(
    project, save, npm, capsys, monkeypatch
):
    save("1_a.ipynb")
    monkeypatch.chdir(project.notebooks)
    (project.notebooks / "other").mkdir()
    slides = [new_markdown_cell("# Mine", metadata=ROLE)]
    for path, cells in {
        "own/1_a": slides,
        "other/1_a": slides,
        "own/not run": [*slides, new_code_cell("2")],
        "own/bare": [new_markdown_cell("# A?")],
    }.items():
        nbformat.write(new_notebook(cells=cells), f"{path}.ipynb")
    assert main([], project) == 0
    told = capsys.readouterr()
    decks = [project.decks / "1_a.html", project.decks / "own" / "1_a.html"]
    assert told.out.split() == list(map(str, decks))
    assert told.err == "not run.ipynb is left out: it is not executed\n"
    assert ">Mine</h1>" in decks[1].read_text(encoding="utf-8")
    for asked, said in [
        (["7"], "there is no notebook '7'; the notebooks are: 1_a"),
        (["own/not run.ipynb"], "run `python -m tp5lib.report 'not run'`"),
        (["1", "other/1_a.ipynb", "own/1_a.ipynb"], "two decks would be called"),
        (["own/bare.ipynb"], "bare has neither a script nor slides"),
    ]:
        assert main(asked, project) == 1
        assert said in capsys.readouterr().err


def test_a_missing_npm_and_a_missing_network_are_named(project, save, npm, monkeypatch, capsys):
    save("1_a.ipynb")
    npm.write_text("#!/bin/sh\nmkdir node_modules\necho no such host >&2\nexit 1\n")
    for _ in range(2):  # what was half fetched is not taken for whole
        assert main([], project) == 1
        told = capsys.readouterr().err
        assert "check the network and run this again\n" in told
        assert "no such host" in told
    monkeypatch.setenv("PATH", str(project.root))
    assert main([], project) == 1
    assert "install Node.js" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("script", "why"),
    [("echo no display >&2; exit 1", "deck.html: no display"), ("exit 0", "deck.html: exit stat")],
)
def test_a_browser_that_prints_nothing_or_is_not_there_is_named(tmp_path, monkeypatch, script, why):
    browser, older = tmp_path / "chromium", tmp_path / "deck.pdf"
    browser.write_text(f"#!/bin/sh\n{script}\n")
    browser.chmod(0o755)
    older.write_text("an older one")
    with pytest.raises(SlidesError, match=f"did not print {why}"):
        pdf.print_pdf(tmp_path / "deck.html", browser)
    assert older.read_text() == "an older one"
    monkeypatch.setattr(pdf, "BROWSERS", ["no browser"])
    with pytest.raises(SlidesError, match="install one"):
        pdf.find_browser()
