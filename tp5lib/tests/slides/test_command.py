"""The command that builds decks, and what it says in bad cases."""

import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tp5lib.slides.__main__ import main
from tp5lib.slides.libraries import HERE
from tp5lib.tests.slides.conftest import PIXEL, VERDICT, code, picture, text


class TestCommand:
    @pytest.fixture
    def libraries(self, project, monkeypatch):
        """An npm that writes empty libraries, and counts how often it is asked."""
        (project.root / "bin").mkdir()
        npm = project.root / "bin" / "npm"
        paths = "reveal.js/dist/reveal.css reveal.js/dist/reveal.js"
        paths += " reveal.js/dist/plugin/notes.js mathjax/es5/tex-svg.js"
        npm.write_text(
            f"#!/bin/sh\necho x >> {project.root}/asked\ncd node_modules 2>/dev/null || "
            f"{{ mkdir node_modules; cd node_modules; }}\n"
            f"for f in {paths}; do mkdir -p ${{f%/*}}; : > $f; done\n"
        )
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.environ['PATH']}")

    def test_writes_a_deck_a_notebook_or_one_for_all(self, project, save, libraries, capsys):
        save("1_a.ipynb", code("slide", picture(), title="A dot is seen"))
        save("2_b.ipynb")
        assert main([], project) == 0
        assert main(["--together"], project) == 0
        assert main(["2"], project) == 0
        written = capsys.readouterr().out.split()
        names = ["1_a.html", "2_b.html", "deck.html", "2_b.html"]
        assert written == [str(project.decks / name) for name in names]
        assert (project.root / "asked").read_text() == "x\n"  # the second build takes what is there
        page = (project.decks / "deck.html").read_text(encoding="utf-8")
        assert page.count("Is two few?</h1>") == 4
        assert f'<img src="data:image/png;base64,{PIXEL}" alt="a dot">' in page

    def test_decks_of_foreign_notebooks_stand_apart(self, project, save, libraries, capsys):
        own = project.notebooks / "own"
        for folder in (project.notebooks, own):
            save("1_a.ipynb", folder=folder)
        nbformat.write(new_notebook(cells=[new_markdown_cell("# A?")]), own / "no_slides.ipynb")
        save("not run.ipynb", new_code_cell("2 + 2"), folder=own)
        assert main([], project) == 0
        decks = [project.decks / "1_a.html", project.decks / "own" / "1_a.html"]
        told = capsys.readouterr()
        assert told.out.split() == list(map(str, decks))
        assert told.err == "not run.ipynb is left out: it is not executed\n"
        assert all(deck.is_file() for deck in decks)
        (project.root / "elsewhere").mkdir()
        other = save("1_a.ipynb", folder=project.root / "elsewhere")
        assert main([str(other), str(own / "1_a.ipynb")], project) == 1
        assert "two decks would be called" in capsys.readouterr().err

    def test_what_a_verdict_says_stands_as_it_is(self, project, save, libraries):
        under = VERDICT.replace("Measured", "Under     the KL alone\nMeasured", 1)
        path = save("1_a.ipynb", code("slide", text(under)), code("slide", text(VERDICT)))
        assert main([], project) == 0
        page = (project.decks / "1_a.html").read_text(encoding="utf-8")
        assert "The KL alone: 2" in page
        assert "Measured: 2" in page
        assert "Presentation, slide 4 b, «Dos»" in page
        notebook = path.read_text().replace('"metadata": {}', '"metadata": {"language": "es"}')
        notebook = notebook.replace("Slide", "Diapositiva").replace("3 and 4", "3 y 4")
        path.write_text(notebook)
        assert main([], project) == 0
        page = (project.decks / "1_a.html").read_text(encoding="utf-8")
        assert '<html lang="es">' in page
        assert "Presentación, diapositiva 4 b, «Dos»" in page
        assert ">NO SE CUMPLE<" in page

    def test_a_notebook_that_was_not_run_is_named(self, project, save, capsys):
        save("3_c.ipynb", new_code_cell("1"))
        assert main([], project) == 1
        told = capsys.readouterr().err
        assert told == "3_c is not executed: run `python -m tp5lib.report 3` first\n"

    def test_a_notebook_without_roles_is_named(self, project, save, capsys):
        path = project.notebooks / "3_c.ipynb"
        nbformat.write(new_notebook(cells=[new_markdown_cell("# A?")]), path)
        assert main([], project) == 1
        assert "3_c has no slides: give its cells slide types" in capsys.readouterr().err

    def test_an_unknown_notebook_is_named(self, project, save, capsys):
        save("1_a.ipynb")
        assert main(["7"], project) == 1
        assert "no notebook '7'; the notebooks are: 1_a" in capsys.readouterr().err

    def test_a_missing_npm_is_named(self, project, save, monkeypatch, capsys):
        save("1_a.ipynb")
        monkeypatch.setenv("PATH", str(project.root))
        assert main([], project) == 1
        assert "install Node.js" in capsys.readouterr().err

    def test_a_missing_network_is_named(self, project, save, libraries, capsys):
        save("1_a.ipynb")
        reason = "request to https://registry failed, reason: no such host"
        npm = project.root / "bin" / "npm"
        npm.write_text(
            f"#!/bin/sh\necho npm error code E >&2\necho 'npm error {reason}' >&2\nexit 1\n"
        )
        assert main([], project) == 1
        told = capsys.readouterr().err.splitlines()
        assert told[0] == f"npm could not fetch reveal.js and MathJax: {reason}"
        assert "check the network" in told[1]
        assert not list(project.decks.glob("*libraries*"))  # nothing half fetched


def test_the_lock_file_holds_a_hash_of_each_library():
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    hashes = [entry["integrity"] for name, entry in packages.items() if name]
    assert len(hashes) == 2
    assert all(value.startswith("sha512-") for value in hashes)
