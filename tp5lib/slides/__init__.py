"""A reveal.js deck from the executed notebooks: what stands on a slide stands in its notebook.

Here belongs what reads slides out of notebooks and makes pages of them.

    python -m tp5lib.slides [--together] [--pdf] [NOTEBOOK ...]

The decks are single files in `build/slides/` that open from disk, with no network; those of
notebooks that are not the project's stand in `build/slides/own/`. In a browser without
JavaScript, on a phone and in print a deck is a page of slides, one below the other.

For authors
-----------
Each cell of a notebook says its role in `cell.metadata.slideshow.slide_type`, as usual:

slide, subslide
    Begins a slide; "slide" also begins a column, which suits the first of a section. A lesson
    goes from column to column, at most fifteen of them in a numbered notebook; what stands below
    the first of a column is gone into when there is time. A cell with a picture or a verdict
    begins a slide, or is skipped.
``-``, fragment
    Goes to the speaker notes of the slide above: what was printed, or prose, of which a sentence
    can be the title of a picture; after a key press, if it is a fragment.
notes
    Goes to the speaker notes only.
skip
    Is left out, as suits imports, settings and training.

What a cell shows where it begins a slide:

- a code cell its picture; or its verdicts, claim by claim, below the criteria; or its source,
  where `slideshow.code` is true, above what it printed. Other sources are never shown, and what is
  printed beside a picture goes to the speaker notes.
- a prose cell, for each of its headings a slide: the heading and the first sentences below
  it; or the first sentence of each of its bullets; or its display formulas below one sentence.

Before them stand the question and an agenda of the sections, after them the question with its
answer. Nothing that a slide shows has the sign ≈: the agenda says it once for all.

Titles
------
The title of a picture says what is to be seen on it. Entries of `cell.metadata.slideshow` say it,
and what else is not well said by what is derived from the prose:

title
    Of the slide: a sentence that stands by itself; or a list of them, of a cell with more than
    one picture.
caption
    A sentence below it; of the question's cell the answer, for the closing slide; for a verdict
    what was measured.
answers
    The slide of the presentation, as "Slide 6, «Primeros resultados - El mejor»"; "" for a picture
    of our own that answers none.
live
    The room of the playground that the picture is a still of, and its state, as
    ``{"room": "train", "loss": "mse", "seed": 3}`` (see `tp5lib.playground`); false for none. An
    explorer names its room itself. The slide then shows the room, and moves under the pointer.

A sentence that begins with "The same", "Both", "And" or the like, or breaks off, fails the build;
so does a picture of a numbered notebook without a title. Where no title is told, a picture takes
the first whole sentence of the prose below it, or else above it: house style puts each sentence on
a line of its own, and what stands in prose before a heading, or before a paragraph that begins in
bold, is said of the picture above. A sentence that is too long is cut at a colon or semicolon.

A slide's foot names the slide of the presentation that it answers: the last one that a heading or
a bold beginning above it names by number and «title», or that of its claim. A notebook that names
none anywhere follows no presentation, and its slides need none.

`cell.metadata.alt` describes a picture to those who do not see it: what is drawn, the axes,
what it shows; no figures that a new run would move. `tp5lib.report` copies it to the output.

`notebook.metadata.language` says in which language of `tp5lib.report.words` a notebook is
written, if not in English: the words that are looked for, and those that the deck adds.
"""

from tp5lib.checks import require

require("slides", "jinja2", "markupsafe", "nbconvert", "pygments")
