"""Decks to stand up and give, in English and in Spanish, from the executed notebooks.

    python -m tp5lib.slides [--language es] [--together] [--pdf] [NOTEBOOK ...]

The decks are single files in `build/slides/`, or `own/` there, that open from disk, with no
network. Without JavaScript and in print a deck is a page of slides, one below the other.

A notebook of the series has a script, ``notebooks/decks/1.toml`` and so on. Any other becomes a
deck by the slide types of its cells (`cell.metadata.slideshow.slide_type`), as nbconvert has it.

Scripts
-------
An entry ``[[slide]]`` has an ``id`` and texts in each language, as ``title.en`` and ``title.es``:

title; line, or points of a list
    The finding in a sentence, and what is below it.
number, unit; claim, verdict
    What was measured, in large type, and of what; what the presentation says, and the cell that
    shows the verdict on it, and which of its verdicts that is. ``verdicts``: one for each point.
say, ask, answer
    For the speaker: 60 to 90 words, a question to the room, and an answer if asked.

and, alike in all languages, ``cells`` whose pictures it shows, or a cell whose ``code``; a
``formula``; the ``room`` of the playground that the picture is a still of, with its settings;
``cards`` with the parameters of experiments; the ``slides`` of the presentation that it stands
for, by their number in ``[originals]``; whether it lies ``below`` the row that PageDown and Space
walk, without notes; and the ``kind`` "title" of the first.

No number is typed: ``{name}`` or ``{name:.2f}`` stands for one of ``[given]``, the settings, or
of ``[numbers]``, each a cell, what stands before the number in its outputs, and which number after
that it is. A verdict's tests are among the outputs. Slides of the presentation go by their number.

``words.toml`` holds what the scripts share: the words of cards, the text of charts with its
translation, and terms, each of which a slide must set in *emphasis*, where it says what it means,
before any slide uses it. Whatever is missing ends the build and is named. The deck of another
language is made from a run of the notebook in which all text of plots passes through that table;
the run is kept in `build/notebooks/`, and the notebook stays as it is.
"""

from tp5lib.checks import require

require("slides", "jinja2", "markupsafe", "nbconvert", "pygments")
