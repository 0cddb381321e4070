"""Slides as one HTML page that needs no other file."""

import re

import jinja2
from markupsafe import Markup
from nbconvert.filters import markdown2html
from pygments.formatters import HtmlFormatter

from tp5lib.slides.live import HERE, playground_for


def render(title, slides, libraries):
    """Return the HTML of a deck of slides, with libraries as from `fetch_libraries`."""
    loader, strict = jinja2.FileSystemLoader(HERE), jinja2.StrictUndefined
    blanks = {"trim_blocks": True, "lstrip_blocks": True}
    page = jinja2.Environment(loader=loader, autoescape=True, undefined=strict, **blanks)
    page.filters |= {"inline": _inline, "markdown": _markdown}
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("deck.css", "deck.js"))
    live, columns = [slide.live for slide in slides if slide.live], []
    for slide in slides:
        columns += [] if slide.below and columns else [[]]
        columns[-1].append(slide)
    return page.get_template("deck.html").render(
        title=title,
        columns=columns,
        style=HtmlFormatter(style="tango").get_style_defs(".highlight") + style,
        script=script,
        libraries=libraries,
        playground=playground_for(live) if live else "",
    )


def _markdown(text):
    # In the line, since the speaker view has styles of its own.
    return Markup(markdown2html(text).replace("<pre>", '<pre style="white-space: pre-wrap">'))


def _inline(text):
    html = _markdown(re.sub(" (?=[%±])", "\N{NO-BREAK SPACE}", text)).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))
