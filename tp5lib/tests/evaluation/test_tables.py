"""Tables as text and as HTML."""

from tp5lib.evaluation.tables import Table


def test_the_columns_of_the_text_are_aligned():
    table = Table(["answer", "wrong"], [["a long answer", 7], ["b", 11.5]])
    assert repr(table).splitlines() == [
        "answer        | wrong",
        "a long answer | 7",
        "b             | 11.5",
    ]


def test_the_html_wraps_and_takes_every_text_for_text():
    page = Table(["a < b"], [["<td>"], ["x & y"]])._repr_html_()
    assert "a &lt; b" in page
    assert "x &amp; y" in page
    assert page.count("<td style=") == 2
    assert page.count("overflow-wrap") == 3
