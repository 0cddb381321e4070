"""One page to play with: explorers in tabs, from the weights in ``data/``."""

import base64
import html
from collections.abc import Callable
from typing import NamedTuple

import ipywidgets as widgets

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.explorers.base import Explorer, error_text
from tp5lib.explorers.denoiser import Denoiser
from tp5lib.explorers.drawing import DrawnLetter
from tp5lib.explorers.live import LiveTraining
from tp5lib.explorers.paths import Interpolation
from tp5lib.explorers.points import LatentPoint
from tp5lib.explorers.samples import PriorSamples
from tp5lib.studies.slides import load_denoisers, load_emoji_networks


class Tab(NamedTuple):
    """A tab: its title, what to try there, what to look for, and what makes its explorer."""

    title: str
    lead: str
    look: str
    make: Callable[[], Explorer]


def page():
    """Return the page of this project.

    Returns
    -------
    Page

    Raises
    ------
    FileNotFoundError
        If the weights of `tp5lib.studies` are missing.
    """
    letters, denoisers = load_letters(), load_denoisers()
    emojis, spaces = load_emojis(), load_emoji_networks()
    plain = denoisers["plain autoencoder"]
    drawn = {"plain autoencoder": plain} | denoisers  # the plain one's plane is shown
    return Page(
        [
            Tab(
                "Watch it learn",
                "press start. Then reset, choose mse as the loss, and start again.",
                "one heap of letters unfolds over the plane. Wrong pixels are orange: which of the "
                "two losses gets rid of them all?",
                lambda: LiveTraining(letters, noun="letter"),
            ),
            Tab(
                "Latent plane",
                "drag the orange point over the plane, or move its two numbers.",
                "the whole alphabet was squeezed into two numbers. Between two letters, is there "
                "a letter, or a blur that only resembles one?",
                lambda: LatentPoint(plain, letters, noun="letter"),
            ),
            Tab(
                "From letter to letter",
                "choose two letters, and drag the point along the line from one to the other.",
                "which other letters the straight line comes past, and where one turns into the "
                "next: all at once, or pixel by pixel?",
                lambda: Interpolation(plain, letters, start="a", end="z", noun="letter"),
            ),
            Tab(
                "Draw a letter",
                "click or drag on the pixels; draw a letter with one stroke missing, then one "
                "that does not exist.",
                "the networks know 32 letters and answer with one of those. Orange crosses are "
                "pixels that they have wrong.",
                lambda: DrawnLetter(drawn, letters, pattern="a", noun="letter"),
            ),
            Tab(
                "Remove noise",
                "put noise on a letter, more and more of it, and choose who is to remove it.",
                "at which level the answer becomes another letter, and whether a network trained "
                "under more noise holds out longer.",
                lambda: Denoiser(denoisers, letters, pattern="a", level=0.15, noun="letter"),
            ),
            Tab(
                "Emojis",
                "drag the point over the plane of the 56 emojis; a mouse that rests on one tells "
                "its name.",
                "neighbours that have something in common, such as glasses or a frown, and faces "
                "in between that nobody has drawn.",
                lambda: LatentPoint(spaces[2], emojis, noun="emoji"),
            ),
            Tab(
                "New emojis",
                "draw sixteen new faces, from latent spaces of 2, 3 and 6 dimensions.",
                "more dimensions give sharper features and more failures; how far is each from "
                "the nearest emoji of the data set?",
                lambda: PriorSamples(
                    {f"latent {n}": m for n, m in spaces.items()}, emojis, noun="emoji"
                ),
            ),
        ]
    )


class Page:
    """Explorers in tabs, each made when its tab is opened for the first time.

    Parameters
    ----------
    tabs : sequence of Tab

    Attributes
    ----------
    explorers : dict
        Those made so far, by the titles of their tabs.
    tabs : widgets.Tab
        Its `selected_index` opens a tab, by hand or from code.
    """

    def __init__(self, tabs):
        self._tabs = tabs
        self.explorers = {}
        self.tabs = widgets.Tab([widgets.VBox() for _ in self._tabs], selected_index=0)
        self.tabs.titles = [tab.title for tab in self._tabs]
        self.tabs.observe(lambda change: self._open(change["new"]), "selected_index")
        self._open(0)

    def _open(self, place):
        tab, room = self._tabs[place], self.tabs.children[place]
        if tab.title in self.explorers:
            return
        lead, look = _note("Try", tab.lead), _note("Look for", tab.look)
        room.children = [lead]
        try:
            explorer = self.explorers[tab.title] = tab.make()
        except Exception as error:
            lead.value = error_text("This tab cannot be shown", error)
            raise
        room.children = [lead, explorer.view, look]

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = dict(self.tabs._repr_mimebundle_())
        first = self.explorers[self._tabs[0].title]
        bundle["image/png"] = base64.b64encode(first.still()).decode("ascii")
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self):
        return f"Page of {', '.join(tab.title for tab in self._tabs)}"


def _note(begins, text):
    style = "font-size: 16px; margin: 4px"
    return widgets.HTML(f"<p style='{style}'><b>{begins}</b>: {html.escape(text)}</p>")
