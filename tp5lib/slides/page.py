"""Slides as one HTML page that needs no other file."""

import json
import re

import jinja2
from markupsafe import Markup
from nbconvert.filters import markdown2html
from pygments.formatters import HtmlFormatter

from tp5lib.slides.live import HERE, playground_for


def render(title, slides, libraries):
    """Return the HTML of a deck.

    Parameters
    ----------
    title : str
    slides : list of Slide
    libraries : dict of str to str
        As from `fetch_libraries`.
    """
    loader, strict = jinja2.FileSystemLoader(HERE), jinja2.StrictUndefined
    blanks = {"trim_blocks": True, "lstrip_blocks": True}
    page = jinja2.Environment(loader=loader, autoescape=True, undefined=strict, **blanks)
    page.filters |= {"inline": _inline, "markdown": _markdown, "safe": Markup}
    live = [slide.live for slide in slides if slide.live]
    return page.get_template("deck.html").render(
        title=title,
        language=slides[0].words.language,
        columns=_columns(slides),
        style=(HERE / "deck.css").read_text(encoding="utf-8"),
        script=(HERE / "deck.js").read_text(encoding="utf-8"),
        code_style=HtmlFormatter(style="tango").get_style_defs(".highlight"),
        libraries=libraries,
        playground=_data(playground_for(live)) if live else "",
    )


def _columns(slides):
    columns = []
    for slide in slides:
        if slide.below and columns:
            columns[-1].append(slide)
        else:
            columns.append([slide])
    return columns


def _markdown(text):
    # In the line, since the speaker view has styles of its own.
    return Markup(markdown2html(text).replace("<pre>", '<pre style="white-space: pre-wrap">'))


def _inline(text):
    html = _markdown(re.sub(" (?=[%±])", "\N{NO-BREAK SPACE}", text)).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))


def _data(text):
    """A text as JSON within an element, which no "<" in it can end."""
    return Markup(json.dumps(text, ensure_ascii=False).replace("<", "\\u003c"))
