"""Tables as HTML."""

from tp5lib.evaluation.tables import Table


def test_every_text_is_taken_for_text():
    page = Table(["a < b"], [["<td>"], ["x & y"]])._repr_html_()
    for text in ("a &lt; b", "&lt;td&gt;", "x &amp; y"):
        assert text in page
