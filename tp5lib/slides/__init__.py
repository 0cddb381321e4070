"""A reveal.js deck from the executed notebooks: what stands on a slide stands in its notebook.

Here belongs what reads slides out of notebooks and makes pages of them.

    python -m tp5lib.slides [--together] [NOTEBOOK ...]

The decks are single files in `build/slides/` that open from disk, with no network; those of
notebooks that are not the project's stand in `build/slides/own/`.

For authors
-----------
Each cell of a notebook says its role in `cell.metadata.slideshow.slide_type`, as usual:

slide, subslide
    Begins a slide; "slide" also begins a column, which suits the first of a section. A cell
    with a picture or a verdict does so, or is skipped.
``-``, fragment
    Goes to the speaker notes of the slide above: what was printed, or prose, of which the
    first sentence is also shown; after a key press, if it is a fragment.
notes
    Goes to the speaker notes only.
skip
    Is left out, as suits imports, settings and training.

What a cell shows where it begins a slide:

- a code cell its picture; or its verdicts, claim by claim, below the criteria; or its source,
  where `slideshow.code` is true, above what it printed. Other sources are never shown, and what is
  printed beside a picture goes to the speaker notes.
- a prose cell, for each of its headings a slide: the heading and the first sentences below
  it; or its bullets, three lines a slide; or its display formulas below one sentence.

House style puts each sentence of prose on a line of its own, so "sentence" means line: one,
and the next where the first is very short. A sentence that is too long is cut at a colon or
semicolon. Prose between two pictures mostly speaks of both. What stands in it before a
heading, or before a paragraph that begins in bold, is said of the picture above; the rest
introduces the next slide, and is shown there if no prose about its picture follows it.

A slide names the slide of the presentation that it answers: the last one that a heading or a
bold beginning above it names by number and «title», or that of its claim. A notebook that names
none anywhere follows no presentation, and its slides need none. Two entries of
`cell.metadata.slideshow` overrule what is derived, and copy nothing that could go stale:

answers
    As "Slide 6, «Primeros resultados - El mejor»".
caption
    A sentence of the notebook's prose to show in place of the derived one; for a verdict,
    in place of what was measured.

`cell.metadata.alt` describes a picture to those who do not see it: what is drawn, the axes,
what it shows; no figures that a new run would move. `tp5lib.report` copies it to the output.

`notebook.metadata.language` says in which language of `tp5lib.report.words` a notebook is
written, if not in English: the words that are looked for, and those that the deck adds.
"""

from tp5lib.extras import require

require("slides", "jinja2", "markupsafe", "nbconvert", "pygments")
