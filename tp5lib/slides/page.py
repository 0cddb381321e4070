"""Slides as one HTML page that needs no other file."""

import json
import re

import jinja2
from markupsafe import Markup
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from tp5lib.slides.libraries import HERE
from tp5lib.slides.live import playground_for
from tp5lib.slides.prose import capital
from tp5lib.slides.wording import without_signs


def render(title, slides, libraries):
    """Return the HTML of a deck.

    Parameters
    ----------
    title : str
    slides : list of Slide
    libraries : dict of str to str
        As from `fetch_libraries`.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"markdown": _markdown, "inline": _inline, "title": _title}
    environment.filters |= {"python": _python, "capital": capital}
    live = [slide.live for slide in slides if slide.live]
    return environment.get_template("deck.html").render(
        title=title,
        language=slides[0].words.language,
        columns=_columns(slides),
        style=(HERE / "deck.css").read_text(encoding="utf-8"),
        script=(HERE / "deck.js").read_text(encoding="utf-8"),
        code_style=HtmlFormatter(style="tango").get_style_defs(".source"),
        libraries=libraries,
        playground=_data(playground_for(live)) if live else "",
    )


def _columns(slides):
    columns = []
    for slide in slides:
        if slide.column or not columns:
            columns.append([])
        columns[-1].append(slide)
    return columns


def _markdown(text):
    """HTML of Markdown, where links to notebooks, which lead nowhere from a deck, are text."""
    html = markdown2html(re.sub(r"\[([^\]]+)\]\([^)]*\.ipynb\)", r"\1", text))
    # In the line, since the speaker view has styles of its own.
    return Markup(html.replace("<pre>", '<pre style="white-space: pre-wrap">'))


def _inline(text):
    text = re.sub(" (?=[%±])|(?<=±) ", "\N{NO-BREAK SPACE}", without_signs(text))
    html = _markdown(text).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))


def _title(text):
    """A title, without a full stop if it is one sentence."""
    return _inline(text.removesuffix(".") if ". " not in text else text)


def _python(source):
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def _data(text):
    """A text as JSON within an element, which no "<" in it can end."""
    return Markup(json.dumps(text, ensure_ascii=False).replace("<", "\\u003c"))
