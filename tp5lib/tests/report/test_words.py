"""Every language has all the words, and they are used where they are looked for."""

import dataclasses
import string

import pytest
from nbformat.v4 import new_notebook

from tp5lib.evaluation.claims import Claim
from tp5lib.report.check import check_notebooks
from tp5lib.report.notebooks import ReportError, read_notebook
from tp5lib.report.readme import notebooks_table, verdicts_table
from tp5lib.report.series import read_entry
from tp5lib.report.words import WORDS, words_of
from tp5lib.tests.report.conftest import code, prose

CLAIM = Claim("Dos es poco", slide="4, «Dos»", holds_if="se ve", fails_if="no", seeds=5)
SPANISH = """# ¿Dos es poco?

**Cuaderno 1. Dos** · diapositivas 3 a 7"""
ENDING = """Quedan ≈ 1.234,6 píxeles, el 12,5 %.

## Lo que aprendimos

## Lo que sigue mal"""


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_language_has_all_words(words):
    english = WORDS["en"]
    assert words.outcomes.keys() == english.outcomes.keys()
    for field in dataclasses.fields(words):
        value, model = getattr(words, field.name), getattr(english, field.name)
        assert type(value) is type(model)
        if isinstance(value, tuple):
            assert len(value) == len(model)
        if isinstance(value, str):
            names = [{part[1] for part in string.Formatter().parse(t)} for t in (value, model)]
            assert names[0] == names[1]


def test_a_spanish_notebook_keeps_the_rules(write):
    verdict = CLAIM.judge(range(5), holds=True, fails=False, measured="≈ 1")
    cells = [
        prose(SPANISH),
        code("dos = Claim()", ""),
        code("x.fit()\ndos.judge()", f"{verdict}\n≈ 1,234.56 pixels, 12.5 %"),
        prose(ENDING),
    ]
    path = write("1_dos.ipynb", *cells)
    notebook = read_notebook(path)
    notebook.metadata.language = "es"
    assert read_entry(path, notebook).slides == "3 a 7"
    assert words_of(notebook) is WORDS["es"]
    assert verdicts_table([path], WORDS["es"]).endswith("| Dos es poco | 5 | se cumple |\n")
    assert notebooks_table([path], WORDS["es"]).startswith("| | pregunta | diapositivas |")
    path.write_text(path.read_text().replace('"metadata": {}', '"metadata": {"language": "es"}'))
    assert read_notebook(path).metadata.language == "es"
    assert check_notebooks([path]) == []


def test_a_language_without_words_is_named(write):
    assert words_of(new_notebook()) is WORDS["en"]
    path = write("1_a.ipynb")
    path.write_text(path.read_text().replace('"metadata": {}', '"metadata": {"language": "xx"}'))
    with pytest.raises(ReportError, match="no words for the language 'xx', only for en, es"):
        read_notebook(path)
