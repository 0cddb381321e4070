"""All words that a translation of the notebooks needs, a table a language.

A notebook in another language than `DEFAULT` says so in its metadata: ``"language": "es"``.
"""

import re
from dataclasses import dataclass

DEFAULT = "en"


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes
    ----------
    language : str
        Its code, as in HTML.
    notebook, slide, slides : str
        As in "**Notebook 1. Title**", "Slide 3, «Title»" and "Slides 3 to 5".
    joins : tuple of str
        What stands between the numbers of slides.
    learned, wrong : str
        Headings that every notebook of the series ends with.
    explore : str
        What the page of explorers is called in a link.
    presentation, handle, below, length : str
        Lines of a deck, with the names of what is put in.
    say, ask, asked, criterion : str
        Headings of a speaker's notes.
    own, after_a_look : str
        Of a claim that is not the slide's, and of criteria set after a look at results.
    on_fresh : dict of bool to str
        Whether fresh seeds gave the same outcome.
    outcomes : dict of str to str
        What a verdict is called, by its name in `tp5lib.evaluation.claims`.
    verdict_columns, notebook_columns : tuple of str
        Headings of the README's tables.
    decimal, thousands : str
        The signs within a number.
    """

    language: str
    notebook: str
    slide: str
    slides: str
    joins: tuple
    learned: str
    wrong: str
    explore: str
    presentation: str
    handle: str
    below: str
    length: str
    say: str
    ask: str
    asked: str
    criterion: str
    own: str
    after_a_look: str
    on_fresh: dict
    outcomes: dict
    verdict_columns: tuple
    notebook_columns: tuple
    decimal: str
    thousands: str

    def remarks(self, verdict):
        """Return what must be known of a verdict's claim and its criteria, a list of str."""
        found = [self.own] if verdict.claim.own else []
        if verdict.claim.after_a_look:
            found.append(self.after_a_look)
        if verdict.confirmed is not None:
            found.append(self.on_fresh[verdict.confirmed])
        return found

    @property
    def number(self):
        """A pattern of numbers, as text for `re`."""
        thousands, decimal = re.escape(self.thousands), re.escape(self.decimal)
        return rf"[-+]?\d+(?:{thousands}\d{{3}})*(?:{decimal}\d+)?"

    def value(self, number):
        """Return what a number is worth, and how many decimals it shows.

        >>> from tp5lib.report.words import WORDS
        >>> WORDS["en"].value("1,200.50"), WORDS["es"].value("1.200,50")
        ((1200.5, 2), (1200.5, 2))
        >>> WORDS["en"].value("7e-03")
        (0.007, 0)
        """
        number, _, power = number.partition("e")
        whole, _, decimals = number.partition(self.decimal)
        value = float(f"{whole.replace(self.thousands, '')}.{decimals}e{power or 0}")
        return value, len(decimals)


_ENGLISH = Words(
    language="en",
    notebook="Notebook",
    slide="Slide",
    slides="Slides",
    joins=("to", "and"),
    learned="What we learned",
    wrong="What is still wrong",
    explore="explore",
    presentation="Presentation, {slide}",
    handle="Live: click or Tab to take hold, Esc to let go, PageDown to go on",
    below="{count} below",
    length="{slides} slides, {words} words to say: about {minutes} minutes with the questions.",
    say="Say.",
    ask="Ask.",
    asked="If asked.",
    criterion="Criterion, written before the runs were read:",
    own="our own claim",
    after_a_look="criteria set after a look at results",
    on_fresh={True: "confirmed on fresh seeds", False: "not confirmed on fresh seeds"},
    outcomes={
        "holds": "holds",
        "does not hold": "does not hold",
        "undecided": "undecided",
        "not judged": "not judged",
    },
    verdict_columns=("notebook", "slide", "claim", "seeds", "verdict"),
    notebook_columns=("", "question", "slides"),
    decimal=".",
    thousands=",",
)
_SPANISH = Words(
    language="es",
    notebook="Cuaderno",
    slide="Diapositiva",
    slides="Diapositivas",
    joins=("a", "y"),
    learned="Lo que aprendimos",
    wrong="Lo que sigue mal",
    explore="explorar",
    presentation="Presentación, {slide}",
    handle="En vivo: clic o Tab para entrar, Esc para salir, AvPág para seguir",
    below="{count} más abajo",
    length="{slides} diapositivas, {words} palabras: unos {minutes} minutos con las preguntas.",
    say="Decir.",
    ask="Preguntar.",
    asked="Si preguntan.",
    criterion="Criterio, escrito antes de mirar las corridas:",
    own="afirmación nuestra",
    after_a_look="criterios fijados tras ver resultados",
    on_fresh={True: "confirmado con semillas nuevas", False: "no confirmado con semillas nuevas"},
    outcomes={
        "holds": "se cumple",
        "does not hold": "no se cumple",
        "undecided": "sin decidir",
        "not judged": "sin juzgar",
    },
    verdict_columns=("cuaderno", "diapositiva", "afirmación", "semillas", "veredicto"),
    notebook_columns=("", "pregunta", "diapositivas"),
    decimal=",",
    thousands=".",
)
WORDS = {words.language: words for words in (_ENGLISH, _SPANISH)}


def words_of(notebook):
    """Return the words of a notebook's language; raises ValueError if there are none."""
    language = notebook.metadata.get("language", DEFAULT)
    if language not in WORDS:
        raise ValueError(f"no words for the language {language!r}, only for {', '.join(WORDS)}")
    return WORDS[language]
